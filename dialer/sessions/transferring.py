"""An agent hands the person in hand over: to a colleague with a session, to a saved number or to any other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from dialer import refusals, transfers
from dialer.bootstrap import Services
from dialer.calls import Batch
from dialer.core.agents import Session, State
from dialer.core.transfers import Way, What, first_move
from dialer.core.written import SENTENCE, written_number
from dialer.refusals import Refused
from dialer.sessions.preview import shown
from dialer.sessions.start import network_of
from dialer.store import known
from dialer.store import transfers as rows
from dialer.store.transfers import Transfer
from telephony.call import CallState
from telephony.numbers import NumberError, may_carry

LONGEST_NOTE = 300

WHILE_HANDING_OVER = {
    "hold": "The person is being handed over: bring them in, take them back or hand them over.",
    "unhold": "The person is being handed over: bring them in or take them back.",
    "digits": "The person is being handed over: take them back first.",
    "hang_up": "The person is being handed over: take them back first, or hand them over.",
    "voicemail_drop": "The person is being handed over: take them back first.",
    "next_number": "The person is being handed over: take them back first, or hand them over.",
    "next_lead": "The person is being handed over: take them back first, or hand them over.",
}
"""Commands that would hit a person who waits on hold, and what to do instead."""


@dataclass(frozen=True, slots=True)
class _Target:
    """Who is to get the person. `leg_id`: of a colleague, their own line; of others, the leg that will ring them."""

    name: str
    leg_id: str
    number: str = ""
    session_id: int | None = None


def in_the_way(batch: Batch, session: Session, name: str) -> Refused | None:
    """Why a command has to wait for the end of a transfer."""
    if name not in WHILE_HANDING_OVER or session.current_call_id is None:
        return None
    found = rows.of_call(batch.conn, session.current_call_id)
    begun = found is not None and found.has_begun
    return refusals.conflict(WHILE_HANDING_OVER[name]) if begun else None


def begin(services: Services, batch: Batch, session: Session, args: Mapping[str, Any]) -> Refused | None:
    """`args`: way (warm or blind), one of session_id, contact_id and number, and a note for whoever takes over."""
    call_id = session.current_call_id
    person = batch.call(call_id) if call_id is not None else None
    if person is None or session.state is not State.TALKING or person.call.state is not CallState.talking:
        return refusals.conflict("There is no call to hand over.")
    if session.leg_call_id is None or rows.of_call(batch.conn, person.call.id) is not None:
        return refusals.conflict("This call is being handed over already.")
    if args.get("way") not in set(Way):
        return refusals.invalid("way", f"Choose one of {', '.join(Way)}.")
    note = str(args.get("note") or "").strip()
    if len(note) > LONGEST_NOTE:
        return refusals.invalid("note", f"Write at most {LONGEST_NOTE} characters.")
    target = _target(services, batch, session, args)
    if isinstance(target, Refused):
        return target
    way = Way(args["way"])
    move = first_move(way, colleague=target.session_id is not None)
    rows.add(
        batch.conn,
        call_id=person.call.id,
        from_session_id=session.id,
        from_leg_id=session.leg_call_id,
        way=way,
        state=move.to,
        to_session_id=target.session_id,
        to_name=target.name,
        to_number=target.number,
        leg_call_id=target.leg_id,
        note=note,
        now=batch.now,
    )
    made = rows.of_call(batch.conn, person.call.id)
    assert made is not None, "it was written just now"
    transfers.carry_out(batch, made, move)
    return None


def step(what: What) -> Callable[[Batch, Session], Refused | None]:
    """What the agent does with a transfer that has begun."""

    def act(batch: Batch, session: Session) -> Refused | None:
        found = rows.of_call(batch.conn, session.current_call_id) if session.current_call_id is not None else None
        if found is None or not found.has_begun:
            return refusals.conflict("No call is being handed over.")
        if not transfers.happen(batch, found, what):
            return refusals.conflict(_NOT_NOW[what])
        return None

    return act


_NOT_NOW = {
    What.JOIN: "Nobody to bring the person together with is there yet, or they are together already.",
    What.APART: "The person is on hold already.",
    What.HAND_OVER: "Nobody is there yet to whom the person could be handed over.",
    What.TAKE_BACK: "The person is with you already.",
}


def decline(batch: Batch, session: Session) -> bool:
    """A colleague who is spoken with does not take the person; False where they are not."""
    found = _asked_of(batch, session)
    return found is not None and transfers.happen(batch, found, What.THEY_LEFT)


def _asked_of(batch: Batch, session: Session) -> Transfer | None:
    return rows.to_session(batch.conn, session.id) if session.current_call_id is None else None


def _target(services: Services, batch: Batch, session: Session, args: Mapping[str, Any]) -> _Target | Refused:
    if isinstance(args.get("session_id"), int):
        return _colleague(batch, session, args["session_id"])
    if isinstance(args.get("contact_id"), int):
        contact = rows.contact(batch.conn, args["contact_id"])
        if contact is None:
            return refusals.missing("saved number")
        return _outside(services, batch, session, contact.name, contact.e164)
    return _outside(services, batch, session, "", str(args.get("number") or ""))


def _colleague(batch: Batch, session: Session, session_id: int) -> _Target | Refused:
    there = {each.session_id: each for each in rows.colleagues(batch.conn, session.id)}
    if session_id not in there:
        return refusals.missing("colleague with a session in this campaign")
    colleague = batch.session(session_id)
    if colleague is None or colleague.leg_call_id is None or not colleague.may_be_given_a_call():
        return refusals.conflict(f"{there[session_id].name} is not free just now.")
    return _Target(there[session_id].name, colleague.leg_call_id, session_id=session_id)


def _outside(services: Services, batch: Batch, session: Session, name: str, written: str) -> _Target | Refused:
    try:
        number = written_number(written)
    except NumberError:
        return refusals.invalid("number", SENTENCE)
    network = network_of(services)
    if not may_carry(network, number):
        return refusals.invalid("number", f"This number cannot be reached here: {network.sentence}")
    ours = {known.shown_on_call(batch.conn, session.current_call_id or ""), *known.shown_numbers(batch.conn)}
    if str(number) in ours:
        return refusals.invalid("number", "This is one of your own outgoing numbers; nobody would answer there.")
    if str(number) == known.number_of_call(batch.conn, session.current_call_id or ""):
        return refusals.invalid("number", "This is the number of the person who is to be handed over.")
    return _Target(name or shown(str(number)), uuid4().hex, number=str(number))

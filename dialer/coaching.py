"""Managers on agents' calls: they listen, whisper to the agent, or speak to both. The agent sees who is there."""

from dataclasses import replace
from uuid import uuid4

from dialer import refusals
from dialer.bootstrap import Services
from dialer.calls import Batch, change
from dialer.core.agents import Session, State
from dialer.engine.legs import RING_SECONDS, shown_number
from dialer.refusals import Refused
from dialer.sessions.start import wrong_leg
from dialer.store import audit, listeners, live
from dialer.store.accounts import Account
from dialer.store.calls import StoredCall
from dialer.store.listeners import Listener
from telephony.call import plan_call
from telephony.carrier import Coaches
from telephony.events import HangUpReason
from telephony.numbers import AgentAddress, PhoneNumber
from telephony.orders import CallRole, Hearing, PlaceCall, Screening

LONGEST_SECONDS = 4 * 3600
"""A forgotten ear is taken off the line after that."""


def hear(services: Services, by: Account, session_id: int, mode: str, leg: dict[str, str]) -> Refused | None:
    """Puts a manager on an agent's calls, or changes how they are heard there; from another agent's they leave."""
    if not isinstance(services.carrier, Coaches):
        return refusals.conflict("The carrier of your calls lets nobody listen in.")
    problem = wrong_leg(services, leg, by.id)
    if problem is not None:
        return problem
    if mode not in set(Hearing):
        return refusals.invalid("mode", f"Choose one of {', '.join(Hearing)}.")

    def work(batch: Batch) -> Refused | None:
        session = batch.session(session_id)
        if session is None or session.state is State.ENDED:
            return refusals.missing("running session")
        if session.agent_id == by.id:
            return refusals.conflict("This is your own session.")
        if not session.leg_up:
            return refusals.conflict("The agent's line is not up yet.")
        here = listeners.of_user(batch.conn, by.id)
        audit.record(batch.conn, batch.now, by.id, "session.heard", "session", session_id, {"mode": mode})
        if here is not None and here.session_id == session_id:
            _change(batch, here, mode)
        else:
            _leave(batch, here)
            _call(services, batch, session, by, mode, leg)
        live.mark(batch.conn, "session", session_id)
        return None

    return change(services, work)


def leave(services: Services, by: Account) -> Refused | None:
    """Takes a manager off the calls they listen to."""

    def work(batch: Batch) -> Refused | None:
        here = listeners.of_user(batch.conn, by.id)
        if here is None:
            return refusals.missing("call that you listen to")
        _leave(batch, here)
        return None

    return change(services, work)


def _change(batch: Batch, here: Listener, mode: str) -> None:
    listeners.set_mode(batch.conn, here.id, mode)
    leg = batch.call(here.call_id)
    if leg is not None and here.state == "there":
        wish = replace(here, mode=mode).wish(leg.call.carrier_call_id)
        if wish is not None:
            batch.order(leg.carrier, wish)


def _leave(batch: Batch, here: Listener | None) -> None:
    if here is not None:
        listeners.gone(batch.conn, here.id, batch.now)
        batch.hang_up(here.call_id, HangUpReason.manager)
        live.mark(batch.conn, "session", here.session_id)


def _call(services: Services, batch: Batch, session: Session, by: Account, mode: str, leg: dict[str, str]) -> None:
    """Rings the manager, who comes into the agent's room by answering."""
    kind = leg.get("kind", "browser")
    order = PlaceCall(
        call_id=uuid4().hex,
        to=PhoneNumber.parse(leg["address"]) if kind == "phone" else AgentAddress(str(by.id)),
        from_=shown_number(batch, session),
        ring_seconds=RING_SECONDS,
        max_seconds=LONGEST_SECONDS,
        screening=Screening.off,
        role=CallRole.agent_leg,
    )
    carrier = services.carrier.name
    stored = StoredCall(plan_call(order, batch.now), carrier, None, None, None, None, batch.now)
    batch.add(stored, e164=str(order.to), caller_id=str(order.from_))
    batch.order(carrier, order)
    listeners.add(
        batch.conn,
        session_id=session.id,
        user_id=by.id,
        mode=mode,
        leg_kind=kind,
        call_id=order.call_id,
        now=batch.now,
    )

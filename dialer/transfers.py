"""People handed over in mid-call: carries out what `core.transfers` decides, in the transaction of its cause."""

from typing import TYPE_CHECKING, assert_never

from dialer.core import agents
from dialer.core.transfers import Act, Move, State, Way, What, next_move
from dialer.store import known, live
from dialer.store import transfers as rows
from dialer.store.calls import StoredCall
from dialer.store.transfers import Transfer
from telephony.call import CallState, plan_call
from telephony.events import AgentLost, HandedOver, HangUpReason
from telephony.numbers import PhoneNumber
from telephony.orders import CallRole, GoToRoom, Hear, Hearing, Hold, PlaceCall, Screening, Unhold

if TYPE_CHECKING:
    from dialer.calls import Batch

RING_SECONDS = 30
LONGEST_SECONDS = 2 * 3600
"""A conversation that was handed over and that nobody ends is ended by the carrier after that."""


def happen(batch: "Batch", found: Transfer, what: What, reason: str = "") -> bool:
    """Something happened to a transfer; False where it cannot, as things stand."""
    move = next_move(State(found.state), Way(found.way), what)
    if move is None:
        return False
    carry_out(batch, found, move, reason)
    return True


def carry_out(batch: "Batch", found: Transfer, move: Move, reason: str = "") -> None:
    """Notes the move first: what its acts cause must find the transfer as it will be."""
    given_to_colleague = move.to is State.HANDED_OVER and found.to_session_id is not None
    is_over = move.to is State.OVER or given_to_colleague
    rows.move(batch.conn, found, move.to, move.result, reason, batch.now, is_over=is_over)
    for act in move.acts:
        _do(batch, found, act)
    concerned = [found.from_session_id, *([found.to_session_id] if found.to_session_id is not None else [])]
    live.mark(batch.conn, "session", *concerned)
    if found.lead_id is not None:
        live.mark(batch.conn, "lead", found.lead_id)


def follow_leg(batch: "Batch", leg: StoredCall) -> bool:
    """The leg of somebody outside came up or is gone; False where it is no such leg."""
    found = rows.of_leg(batch.conn, leg.call.id)
    if found is None:
        return False
    if leg.call.state is CallState.talking:
        happen(batch, found, What.ANSWERED)
    elif leg.call.state in (CallState.closing, CallState.ended):
        ending = leg.call.conclusion
        happen(batch, found, What.THEY_LEFT, ending.sentence if ending is not None else "")
    return True


def colleague_lost(batch: "Batch", session_id: int) -> None:
    """The line of a colleague who is spoken with is gone."""
    found = rows.to_session(batch.conn, session_id)
    if found is not None:
        happen(batch, found, What.THEY_LEFT)


def call_over(batch: "Batch", call_id: str) -> None:
    """The person's conversation is over."""
    found = rows.of_call(batch.conn, call_id)
    if found is not None:
        happen(batch, found, What.CALL_OVER)


def _do(batch: "Batch", found: Transfer, act: Act) -> None:
    match act:
        case Act.HOLD | Act.UNHOLD:
            _hold(batch, found, on_hold=act is Act.HOLD)
        case Act.CALL:
            _call(batch, found)
        case Act.ADMIT:
            _admit(batch, found)
        case Act.GIVE:
            _give(batch, found)
        case Act.LET_GO:
            _let_go(batch, found)
        case Act.END_CALL:
            key = f"{found.call_id}:left:{found.leg_call_id}"
            batch.feed_local(AgentLost(call_id=found.call_id, at=batch.now, event_key=key))
        case _:
            assert_never(act)


def _hold(batch: "Batch", found: Transfer, *, on_hold: bool) -> None:
    person, session = batch.call(found.call_id), batch.session(found.from_session_id)
    if person is None or session is None or person.call.state is not CallState.talking:
        return
    order = Hold(call_id=found.call_id) if on_hold else Unhold(call_id=found.call_id)
    batch.order(person.carrier, order)
    batch.put_session(agents.held(session, on_hold=on_hold))


def _call(batch: "Batch", found: Transfer) -> None:
    """Rings the third party from the number of ours that the person's call shows: showing theirs would be a lie about
    who calls (47 CFR 64.1604). Prefixes that are not allowed and a spent cap are the carrier's to refuse."""
    person = batch.call(found.call_id)
    assert person is not None, "a transfer is of a call that is there"
    order = PlaceCall(
        call_id=found.leg_call_id,
        to=PhoneNumber.parse(found.to_number),
        from_=PhoneNumber.parse(known.shown_on_call(batch.conn, found.call_id)),
        ring_seconds=RING_SECONDS,
        max_seconds=LONGEST_SECONDS,
        screening=Screening.off,
        role=CallRole.agent_leg,
    )
    stored = StoredCall(plan_call(order, batch.now), person.carrier, None, None, None, None, batch.now)
    batch.add(stored, e164=str(order.to), caller_id=str(order.from_))
    batch.order(person.carrier, order)


def _admit(batch: "Batch", found: Transfer) -> None:
    leg = batch.call(found.leg_call_id)
    assert leg is not None, "who is admitted has a leg"
    if found.to_session_id is None:
        order = Hear(
            call_id=found.leg_call_id,
            carrier_call_id=leg.call.carrier_call_id,
            agent_leg_id=found.from_leg_id,
            hearing=Hearing.barge,
        )
        batch.order(leg.carrier, order)
        return
    colleague = batch.session(found.to_session_id)
    assert colleague is not None, "a transfer to a colleague is to a session that is there"
    batch.put_session(agents.asked_in(colleague, batch.now))
    batch.order(leg.carrier, GoToRoom(call_id=found.leg_call_id, room_leg_id=found.from_leg_id))


def _give(batch: "Batch", found: Transfer) -> None:
    """The third party is in a room of their own before, or as soon as, the person is sent there."""
    agent, leg = batch.session(found.from_session_id), batch.call(found.leg_call_id)
    assert agent is not None, "a transfer is from a session that is there"
    assert leg is not None, "who is given a person has a leg"
    batch.put_session(agents.held(agent, on_hold=False))
    if State(found.state) in (State.SPEAKING, State.TOGETHER):
        batch.order(leg.carrier, GoToRoom(call_id=found.leg_call_id, room_leg_id=found.leg_call_id))
    outside = found.to_session_id is None
    given = HandedOver(
        call_id=found.call_id,
        at=batch.now,
        event_key=f"{found.call_id}:handed_over:{found.id}",
        agent_leg_id=found.leg_call_id,
        outside=outside,
    )
    if found.to_session_id is not None:
        colleague = batch.session(found.to_session_id)
        assert colleague is not None, "a transfer to a colleague is to a session that is there"
        batch.put_session(agents.given_call(colleague, found.call_id, batch.now))
        batch.give(found.call_id, colleague.id)
        batch.feed_local(given)
        batch.put_session(agents.freed(batch.session(agent.id) or agent, batch.now))
        return
    batch.feed_local(given)
    batch.release_agent(found.call_id)


def _let_go(batch: "Batch", found: Transfer) -> None:
    if found.to_session_id is None:
        batch.hang_up(found.leg_call_id, HangUpReason.agent)
        return
    colleague, leg = batch.session(found.to_session_id), batch.call(found.leg_call_id)
    if leg is not None and leg.call.is_open:
        batch.order(leg.carrier, GoToRoom(call_id=found.leg_call_id, room_leg_id=found.leg_call_id))
    if colleague is not None and colleague.current_call_id is None:
        batch.put_session(agents.freed(colleague, batch.now))

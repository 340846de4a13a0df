"""The engine that runs the table: record the evidence, move, order, conclude."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import assert_never

from telephony.call.table import TABLE, Act, Choice, Move
from telephony.call.values import Call, CallState, Fact, Milestones, Step
from telephony.endings import Ending, EndingKind, ending
from telephony.events import (
    Accepted,
    AgentAssigned,
    AgentJoined,
    AgentLost,
    Answered,
    CallEvent,
    Deadline,
    DeadlinePassed,
    DropAsked,
    Ended,
    HandedOver,
    HangUpAsked,
    HangUpReason,
    Human,
    Machine,
    NoAgent,
    OptedOut,
    Played,
    Rang,
    SendRefused,
    SendUncertain,
    Sent,
    Source,
)
from telephony.orders import (
    BridgeToAgent,
    CallRole,
    HangUp,
    LeaveVoicemail,
    LookUpCall,
    Order,
    PlayMessage,
)

# Each fact stands on one milestone. Since milestones are never unset, a fact is concluded exactly once.
FACTS: Mapping[Fact, str] = {
    Fact.placed: "sent_at",
    Fact.rang: "rang_at",
    Fact.answered: "answered_at",
    Fact.human_heard: "human_at",
    Fact.machine_heard: "machine_at",
    Fact.assigned: "agent_assigned_at",
    Fact.connected: "agent_joined_at",
    Fact.abandoned: "left_alone_at",
    Fact.message_played: "played_at",
    Fact.opted_out: "opted_out_at",
    Fact.finished: "ended_at",
}

# Carriers add up to five seconds to the ring limit and take some seconds to set a call up; our own limit is
# only the net beneath theirs.
RING_GRACE = timedelta(seconds=20)
LENGTH_GRACE = timedelta(seconds=30)

FIXED_WAITS: Mapping[Deadline, timedelta] = {
    Deadline.certainty: timedelta(seconds=10),
    # Detectors answer in four seconds on average; every further one is silence in a person's ear.
    Deadline.detection: timedelta(seconds=5),
    # 16 CFR 310.4(b)(1)(iv): a person is to be connected within two seconds of their greeting. The joining itself
    # takes up to 0.3 s of that.
    Deadline.assignment: timedelta(seconds=1.7),
    # A report of the joining is late more often than the joining fails, and cutting a conversation short
    # would be worse than waiting; the law's two seconds are measured on the milestones.
    Deadline.joining: timedelta(seconds=6),
    Deadline.message: timedelta(seconds=120),
}
CLOSING_WAIT = timedelta(seconds=5)


def advance(call: Call, event: CallEvent) -> Step:
    """What this event does to this call.

    Never raises for an event about this call, in whatever state, however late or often it comes.

    >>> advance(ringing_call, answered).call.wants_agent
    True
    """
    if event.call_id != call.id:
        raise ValueError("the event is about another call")
    known = _with_evidence(call, event)
    move = _move(call, event)
    moved = _moved(known, event, move) if move else known
    orders = tuple(_order(act, moved, event) for act in move.acts) if move else ()
    return Step(moved, orders, _new_facts(call.milestones, moved.milestones))


def _move(call: Call, event: CallEvent) -> Move | None:
    if isinstance(event, DeadlinePassed) and not _is_due(call, event):
        return None
    cell = TABLE[call.state].get(type(event))
    return cell.pick(call, event) if isinstance(cell, Choice) else cell


def _is_due(call: Call, event: DeadlinePassed) -> bool:
    """Whether this is the deadline the call is waiting for now, and it really is over."""
    return event.deadline is call.deadline and call.deadline_at is not None and event.at >= call.deadline_at


def _with_evidence(call: Call, event: CallEvent) -> Call:
    """The call with all that the event proves, whatever state it is in."""
    known = replace(
        call,
        milestones=call.milestones.with_reached(_reached(event), event.at),
        carrier_call_id=call.carrier_call_id or event.carrier_call_id,
    )
    match event:
        case AgentAssigned():
            return replace(known, agent_leg_id=event.agent_leg_id)
        case HandedOver() if call.state is CallState.talking:
            return replace(known, agent_leg_id=event.agent_leg_id)
        case AgentJoined() if call.agent_leg_id is None:
            return replace(known, agent_leg_id=event.agent_leg_id)
        case HangUpAsked() if call.hang_up_reason is None:
            return replace(known, hang_up_reason=event.why)
        case Ended():
            return _with_ending(known, event.ending, event.source)
        case _:
            return known


def _reached(event: CallEvent) -> tuple[str, ...]:
    """The milestones that an event proves: a verdict, for one, proves that somebody picked up."""
    match event:
        case Sent():
            return ("sent_at",)
        case SendUncertain():
            return ("uncertain_at",)
        case SendRefused():
            return ("refused_at",)
        case Accepted():
            return ("accepted_at",)
        case Rang():
            return ("rang_at",)
        case Answered():
            return ("answered_at",)
        case Human():
            return ("answered_at", "human_at")
        case Machine():
            ended = ("greeting_ended_at",) if event.greeting_ended else ()
            return ("answered_at", "machine_at", *ended)
        case AgentAssigned():
            return ("agent_assigned_at",)
        case NoAgent():
            return ("no_agent_at",)
        case AgentJoined():
            return ("answered_at", "agent_joined_at")
        case AgentLost():
            return ("agent_lost_at",)
        case HandedOver():
            return ("handed_over_at",) if event.outside else ()
        case DropAsked():
            return ("drop_asked_at",)
        case Played():
            return ("played_at",)
        case OptedOut():
            # Only a person can want to press a key.
            return ("answered_at", "human_at", "opted_out_at")
        case HangUpAsked():
            return ("hang_up_asked_at",)
        case Ended():
            return ("ended_at",)
        case DeadlinePassed():
            return ()
        case _:
            assert_never(event)


def _with_ending(call: Call, said: Ending, source: Source) -> Call:
    """The better of two endings, so that the order in which they come does not matter: the carrier's word
    before ours, and else the kind that stands first in the list, where the unclassified stands last."""
    known, known_source = call.ending, call.ending_source
    if known and known_source and _rank(known, known_source) <= _rank(said, source):
        return call
    return replace(call, ending=said, ending_source=source)


_KINDS = tuple(EndingKind)


def _rank(said: Ending, source: Source) -> tuple[bool, int, str]:
    return (source is not Source.carrier, _KINDS.index(said.kind), said.code or "")


def _moved(call: Call, event: CallEvent, move: Move) -> Call:
    """The call after the move. Entering another state ends the running wait; `move.waits` starts the next."""
    call = replace(call, state=move.to, closing_tries=_closing_tries(call, move))
    if move.leaves_alone and call.role is CallRole.lead:
        call = replace(call, milestones=call.milestones.with_reached(("left_alone_at",), event.at))
    if move.why is not None and call.hang_up_reason is None:
        call = replace(call, hang_up_reason=move.why)
    if move.to is CallState.ended:
        return _over(call, event, move)
    if move.waits is None:
        return call
    return replace(call, deadline=move.waits, deadline_at=event.at + wait_for(move.waits, call))


def _over(call: Call, event: CallEvent, move: Move) -> Call:
    if isinstance(event, SendRefused):
        call = _with_ending(call, event.ending, event.source)
    elif move.ends_as is not None:
        call = _with_ending(call, ending(move.ends_as), Source.local)
    known = call.milestones
    reached = known if known.ended_at else known.with_reached(("ended_at",), event.at)
    return replace(call, milestones=reached, deadline=None, deadline_at=None)


def _closing_tries(call: Call, move: Move) -> int:
    return call.closing_tries + 1 if call.state is CallState.closing and move.waits else call.closing_tries


def wait_for(deadline: Deadline, call: Call) -> timedelta:
    """How long the call may wait for this. Every wait for the carrier's last word is twice the one before."""
    match deadline:
        case Deadline.ringing:
            return timedelta(seconds=call.ring_seconds) + RING_GRACE
        case Deadline.length:
            return timedelta(seconds=call.max_seconds) + LENGTH_GRACE
        case Deadline.closing:
            return CLOSING_WAIT * (1 << call.closing_tries)
        case _:
            return FIXED_WAITS[deadline]


def _order(act: Act, call: Call, event: CallEvent) -> Order:
    ours, theirs = call.id, call.carrier_call_id
    match act:
        case Act.hang_up:
            why = call.hang_up_reason or HangUpReason.crossed
            return HangUp(call_id=ours, carrier_call_id=theirs, why=why)
        case Act.bridge:
            assert isinstance(event, AgentAssigned | HandedOver), "only these lead to a bridge"
            return BridgeToAgent(call_id=ours, carrier_call_id=theirs, agent_leg_id=event.agent_leg_id)
        case Act.identify:
            said = call.recordings.identification
            return PlayMessage(call_id=ours, carrier_call_id=theirs, message_id=said)
        case Act.apologise:
            # Counted apart, since a call that got the identification before may still need this one.
            said = call.recordings.sorry
            return PlayMessage(call_id=ours, carrier_call_id=theirs, message_id=said, count=1)
        case Act.leave_voicemail:
            return _voicemail(call, event)
        case Act.look_up:
            return LookUpCall(call_id=ours, carrier_call_id=theirs)
        case _:
            assert_never(act)


def _voicemail(call: Call, event: CallEvent) -> LeaveVoicemail:
    asked = event.message_id if isinstance(event, DropAsked) else call.recordings.voicemail
    assert asked is not None, "a campaign that drops voicemails names the recording, which Call checks"
    return LeaveVoicemail(
        call_id=call.id,
        carrier_call_id=call.carrier_call_id,
        message_id=asked,
        wait_for_greeting=call.milestones.greeting_ended_at is None,
    )


def _new_facts(before: Milestones, after: Milestones) -> tuple[Fact, ...]:
    if before is after:
        return ()
    return tuple(
        fact
        for fact, milestone in FACTS.items()
        if getattr(before, milestone) is None and getattr(after, milestone) is not None
    )

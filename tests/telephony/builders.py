"""Calls and events with everything that a test does not care about filled in."""

from datetime import UTC, datetime, timedelta
from typing import Any

from telephony.call import Call, Step, advance, plan_call
from telephony.endings import EndingKind, ending
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
from telephony.numbers import PhoneNumber
from telephony.orders import CallRole, PlaceCall, Screening

START = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
LEAD = PhoneNumber("+12175550123")
OURS = PhoneNumber("+13125550100")
CALL_ID = "call-1"

# What each kind of event carries beyond the common fields, unless a test says otherwise.
USUAL: dict[type[CallEvent], dict[str, Any]] = {
    Sent: {"carrier_call_id": "carrier-1"},
    SendUncertain: {},
    SendRefused: {"ending": ending(EndingKind.blocked_by_carrier)},
    Accepted: {},
    Rang: {},
    Answered: {},
    Human: {},
    Machine: {},
    Played: {},
    OptedOut: {},
    Ended: {"ending": ending(EndingKind.completed)},
    HangUpAsked: {"why": HangUpReason.agent},
    DropAsked: {"message_id": "voicemail-1"},
    DeadlinePassed: {"deadline": Deadline.ringing},
    AgentAssigned: {"agent_leg_id": "leg-1"},
    NoAgent: {},
    AgentJoined: {"agent_leg_id": "leg-1"},
    AgentLost: {},
    HandedOver: {"agent_leg_id": "leg-2"},
}
EVENT_KINDS = tuple(USUAL)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def told(kind: type[CallEvent], seconds: float = 0.0, **extra: Any) -> CallEvent:
    """An event of this kind, so many seconds after the start."""
    about = {"call_id": CALL_ID, "at": at(seconds), "event_key": f"{kind.__name__}@{seconds}"}
    return kind(**{**about, **USUAL[kind], **extra})


def order(**changes: Any) -> PlaceCall:
    usual: dict[str, Any] = {
        "call_id": CALL_ID,
        "to": LEAD,
        "from_": OURS,
        "ring_seconds": 20,
        "max_seconds": 3600,
    }
    return PlaceCall(**{**usual, **changes})


def call(*, role: CallRole = CallRole.lead, screening: Screening = Screening.alongside, **changes: Any) -> Call:
    """A planned call."""
    return plan_call(order(role=role, screening=screening), START, **changes)


def after(start: Call, *kinds: type[CallEvent]) -> Step:
    """The last step of a call to which these things happened, one a second."""
    step = Step(start)
    for seconds, kind in enumerate(kinds, start=1):
        step = advance(step.call, told(kind, seconds))
    return step


def deadline_of(start: Call) -> DeadlinePassed:
    """The end of the wait that this call is in."""
    assert start.deadline is not None
    assert start.deadline_at is not None
    return DeadlinePassed(
        call_id=start.id,
        at=start.deadline_at,
        event_key=f"{start.deadline}@{start.deadline_at}",
        deadline=start.deadline,
    )


def carrier_end(kind: EndingKind, seconds: float = 60.0, source: Source = Source.carrier) -> CallEvent:
    return told(Ended, seconds, ending=ending(kind), source=source)

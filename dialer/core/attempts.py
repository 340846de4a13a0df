"""What a call's evidence says about the attempt it belongs to; computed anew from the whole record each time."""

from dataclasses import dataclass
from datetime import datetime

from telephony.call import Call, CallState
from telephony.endings import Retry
from telephony.events import HangUpReason

# The lead had no part in these: we took the line back before anybody answered.
OURS = frozenset(
    {
        HangUpReason.sibling_answered,
        HangUpReason.second_answer,
        HangUpReason.paused,
        HangUpReason.session_ended,
        HangUpReason.skipped,
    }
)

WITH_AGENT = frozenset({CallState.connecting, CallState.talking})
"""States in which an agent has the call."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The attempt's technical side; the agent's disposition is kept apart from it."""

    answered_at: datetime | None
    human: bool
    """A person answered. On doubt it was one."""
    abandoned: bool
    ended_at: datetime | None
    ending: str
    ending_sentence: str
    counts: bool
    """Whether it uses up one of the lead's tries."""
    talk_seconds: float | None
    connect_ms: int | None
    """From the answer to agent and person hearing each other."""


def evidence(call: Call) -> Evidence:
    """The attempt's technical side as the call's record shows it now."""
    known, end = call.milestones, call.conclusion
    connect = call.connect_delay
    talk = call.talk_time
    return Evidence(
        answered_at=known.answered_at,
        human=known.answered_at is not None and known.machine_at is None,
        abandoned=call.was_abandoned,
        ended_at=None if call.is_open else known.ended_at,
        ending=end.kind.value if end and not call.is_open else "",
        ending_sentence=end.sentence if end and not call.is_open else "",
        counts=_counts(call),
        talk_seconds=talk.total_seconds() if talk else None,
        connect_ms=round(connect.total_seconds() * 1000) if connect is not None else None,
    )


def _counts(call: Call) -> bool:
    if call.milestones.answered_at is not None:
        return True
    if call.hang_up_reason in OURS:
        return False
    end = call.conclusion
    return end is None or end.retry is not Retry.soon

"""What came of an attempt, made of two things that are kept apart: how the call ended technically, and what the
agent said about it.

The outcome is computed anew each time from both, so a corrected disposition changes the answer and not the history.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import assert_never

from dialer.core.dispositions import Flags
from dialer.core.outcome_kinds import OutcomeKind
from telephony.endings import EndingKind
from telephony.events import HangUpReason

CONVERSATION = timedelta(seconds=60)
"""From this length a contact is called a conversation; a campaign may set its own."""


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What is known about one attempt's call once it is over."""

    ending: EndingKind
    answered: bool = False
    human: bool = False
    """A person answered, as far as anybody noticed."""
    with_agent: bool = False
    """It was given to an agent, who alone can say what came of it."""
    hang_up: HangUpReason | None = None
    """Why we ended it, where we did."""
    talk: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Outcome:
    """The one answer that sequence, statistics and number health are built on."""

    kind: OutcomeKind
    answered: bool
    human: bool
    """A person was on the line, by the agent's word where there is one."""
    contact: bool
    """The wanted person was reached."""
    conversation: bool
    appointment: bool
    counts: bool
    """Uses up a try of the step it was made for. Busy, congestion and our own trouble do not."""


def outcome_of(facts: CallFacts, flags: Flags | None, *, conversation: timedelta = CONVERSATION) -> Outcome:
    """The outcome of a call that is over; `flags` are those of the agent's disposition, None while there is none.

    >>> outcome_of(CallFacts(EndingKind.no_answer), None).kind
    <OutcomeKind.no_answer: 'no_answer'>
    """
    if flags is not None:
        return _as_disposed(facts, flags, conversation)
    kind = _automatic(facts)
    return Outcome(
        kind=kind,
        answered=facts.answered,
        human=facts.human and kind not in MACHINES,
        contact=False,
        conversation=False,
        appointment=False,
        counts=kind not in UNCOUNTED,
    )


def _as_disposed(facts: CallFacts, flags: Flags, conversation: timedelta) -> Outcome:
    contact = flags.counts_as_contact
    return Outcome(
        kind=flags.outcome,
        answered=facts.answered,
        human=contact or (facts.answered and flags.outcome not in MACHINES),
        contact=contact,
        conversation=contact and facts.talk >= conversation,
        appointment=flags.appointment,
        counts=True,
    )


def _automatic(facts: CallFacts) -> OutcomeKind:
    """Without an agent's word. Evidence of a person who met nobody comes before the carrier's last word."""
    kind = _of_ending(facts.ending)
    if kind in (OutcomeKind.abandoned, OutcomeKind.machine, OutcomeKind.message_left):
        return kind
    if facts.with_agent and facts.answered:
        return OutcomeKind.incomplete
    return _taken_back(facts.hang_up) if kind is OutcomeKind.cancelled else kind


def _taken_back(why: HangUpReason | None) -> OutcomeKind:
    """A line that rang for its full time is a try like any other; one cut short says nothing about the number."""
    if why is HangUpReason.ring_limit:
        return OutcomeKind.no_answer
    if why is HangUpReason.uncertain:
        return OutcomeKind.unclassified
    return OutcomeKind.skipped if why is HangUpReason.skipped else OutcomeKind.cancelled


def _of_ending(ending: EndingKind) -> OutcomeKind:
    match ending:
        case EndingKind.no_answer | EndingKind.rejected:
            return OutcomeKind.no_answer
        case EndingKind.completed:
            # Somebody hung up before an agent had the call, such as a person during the identification message.
            return OutcomeKind.hung_up
        case EndingKind.machine:
            return OutcomeKind.machine
        case EndingKind.message_left:
            return OutcomeKind.message_left
        case EndingKind.busy:
            return OutcomeKind.busy
        case EndingKind.cancelled:
            return OutcomeKind.cancelled
        case EndingKind.invalid_number | EndingKind.wrong_network:
            return OutcomeKind.dead_number
        case EndingKind.unreachable:
            return OutcomeKind.unreachable
        case EndingKind.congestion:
            return OutcomeKind.congestion
        case EndingKind.blocked_by_carrier:
            return OutcomeKind.blocked
        case EndingKind.unwanted | EndingKind.opted_out:
            return OutcomeKind.unwanted
        case EndingKind.abandoned:
            return OutcomeKind.abandoned
        case (
            EndingKind.our_limit
            | EndingKind.our_settings
            | EndingKind.analytics_blocked
            | EndingKind.media_failed
            | EndingKind.never_placed
        ):
            return OutcomeKind.our_side
        case (
            EndingKind.line_lost
            | EndingKind.wrong_state
            | EndingKind.not_textable
            | EndingKind.filtered
            | EndingKind.failed_unclassified
        ):
            # It may have rung, so it counts.
            return OutcomeKind.unclassified
        case _:
            assert_never(ending)


MACHINES = frozenset({OutcomeKind.machine, OutcomeKind.message_left, OutcomeKind.voicemail, OutcomeKind.false_human})
"""Outcomes in which no person was on the line."""

UNCOUNTED = frozenset(
    {
        OutcomeKind.busy,
        OutcomeKind.congestion,
        OutcomeKind.cancelled,
        OutcomeKind.our_side,
        OutcomeKind.abandoned,
    }
)
"""Outcomes that do not use up a try of their step."""

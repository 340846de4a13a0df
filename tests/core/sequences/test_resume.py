"""Going on after a pause, and keeping one's place when the sequence is edited."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from dialer.core.sequences import (
    DEFAULT_SEQUENCE,
    Advance,
    CallAt,
    LeadClock,
    Progress,
    Stop,
    StopReason,
    begin,
    place_after_edit,
    resume,
)

NOW = datetime(2026, 3, 12, 16, tzinfo=UTC)
LEAD = LeadClock("America/Chicago")
SECOND = 2


def call(plan: Advance) -> CallAt:
    return next(action for action in plan.actions if isinstance(action, CallAt))


def test_a_paused_sequence_resumes_at_its_planned_time_or_at_once_when_that_has_passed():
    later = NOW + timedelta(days=1)

    assert call(resume(DEFAULT_SEQUENCE, Progress(SECOND), later, LEAD, NOW)).at == later
    assert call(resume(DEFAULT_SEQUENCE, Progress(SECOND), NOW - timedelta(days=1), LEAD, NOW)).at == NOW
    assert call(resume(DEFAULT_SEQUENCE, Progress(SECOND), None, LEAD, NOW)).step == SECOND


def test_a_paused_sequence_may_start_over():
    plan = resume(DEFAULT_SEQUENCE, Progress(SECOND, 1), None, LEAD, NOW, restart=True)

    assert plan == replace(begin(DEFAULT_SEQUENCE, LEAD, NOW), clears=True)


def test_an_edited_sequence_keeps_each_lead_at_the_step_of_the_same_name():
    shorter = (*DEFAULT_SEQUENCE[:3], *DEFAULT_SEQUENCE[5:])

    assert place_after_edit(DEFAULT_SEQUENCE, shorter, 5) == 3
    assert place_after_edit(DEFAULT_SEQUENCE, shorter, len(DEFAULT_SEQUENCE)) == len(shorter)


def test_a_lead_whose_step_was_removed_stands_before_the_next_call_it_has_not_had():
    without_second = tuple(step for step in DEFAULT_SEQUENCE if step.label != "Second call")

    place = place_after_edit(DEFAULT_SEQUENCE, without_second, SECOND)

    assert without_second[place].label == "Third call"


def test_a_sequence_that_is_done_has_nothing_to_resume():
    done = Progress(len(DEFAULT_SEQUENCE))

    assert resume(DEFAULT_SEQUENCE, done, None, LEAD, NOW).actions == (Stop(StopReason.exhausted),)

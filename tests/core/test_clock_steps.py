"""When the clock was set, and by how much."""

from datetime import UTC, datetime, timedelta

import pytest

from dialer.core.clock_steps import SETTLES_AFTER, SMALLEST, ClockSteps

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("step", [HOUR, -HOUR, SMALLEST, -SMALLEST])
def test_a_step_is_seen_once_with_its_size(step):
    steps = ClockSteps()
    assert steps.look(NOON, 100.0) == timedelta()
    assert steps.look(NOON + timedelta(seconds=2), 102.0) == timedelta()
    assert steps.look(NOON + timedelta(seconds=3) + step, 103.0) == step
    assert steps.look(NOON + timedelta(seconds=4) + step, 104.0) == timedelta()


def test_time_that_passes_on_both_clocks_is_no_step_however_long():
    steps = ClockSteps()
    steps.look(NOON, 0.0)
    assert steps.look(NOON + 10 * HOUR, 36_000.0) == timedelta()


def test_slow_slewing_adds_up_to_a_step_in_the_end():
    steps = ClockSteps()
    steps.look(NOON, 0.0)
    seen = [steps.look(NOON + timedelta(seconds=n * 1.1), float(n)) for n in range(1, 100)]
    assert sum(seen, timedelta()) >= SMALLEST
    assert [step for step in seen if step] == [SMALLEST]


def test_after_a_large_step_the_hour_is_believed_only_when_the_clock_has_kept_its_pace():
    steps = ClockSteps()
    steps.look(NOON, 0.0)
    steps.look(NOON + timedelta(seconds=31), 1.0)
    assert steps.is_believed(1.0)
    steps.look(NOON + HOUR, 2.0)
    until = 2.0 + SETTLES_AFTER.total_seconds()
    assert not steps.is_believed(2.0)
    assert not steps.is_believed(until - 1)
    assert steps.is_believed(until)

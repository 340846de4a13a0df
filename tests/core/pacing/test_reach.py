"""A trunk or carrier that is down: noticed by what the newest dials met, and tried by one line at a time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialer.core.learning import Learned
from dialer.core.pacing import Limit, Pace, PaceMode, Reach, lines_to_open
from dialer.core.pacing.reach import HELD_SECONDS, IN_A_ROW, PROBE_SECONDS, Dialed, reach_of
from tests.core.pacing.floors import LONG_GOOD_RECORD, OPEN, a_floor

REFUSED = tuple(Dialed("congestion", age) for age in range(1, IN_A_ROW + 1))
RANG = Dialed("", 0.5)


@pytest.mark.parametrize(
    ("why", "newest", "held", "down"),
    [
        ("nothing dialed yet", (), 0.0, False),
        ("too few to tell", REFUSED[1:], 0.0, False),
        ("all refused", REFUSED, 0.0, True),
        ("one rang since", (RANG, *REFUSED), 0.0, False),
        ("one rang among them", (*REFUSED[:3], RANG, *REFUSED[3:]), 0.0, False),
        ("a busy line is a line that was reached", (Dialed("busy", 0.5), *REFUSED), 0.0, False),
        ("older ones do not matter", (*REFUSED, RANG), 0.0, True),
        ("a call waits for its second", (RANG,), HELD_SECONDS - 0.1, False),
        ("a call is held", (RANG,), HELD_SECONDS, True),
    ],
)
def test_five_refusals_in_a_row_or_a_call_that_is_held_mean_that_the_network_is_down(why, newest, held, down):
    assert reach_of(newest, held).is_down is down, why


@pytest.mark.parametrize(
    ("why", "reach", "ringing", "count"),
    [
        ("just refused", Reach(True, PROBE_SECONDS - 1), 0, 0),
        ("time to try", Reach(True, PROBE_SECONDS), 0, 1),
        ("one tries already", Reach(True, PROBE_SECONDS), 1, 0),
        ("calls that are held try by themselves", Reach(True, 3600, holds=True), 0, 0),
    ],
)
def test_one_line_at_a_time_tries_whether_it_is_back(why, reach, ringing, count):
    pace = Pace(PaceMode.POWER, lines_per_agent=3.0)
    plan = lines_to_open(
        a_floor(free=2, ringing=ringing), pace, replace(OPEN, reach=reach), LONG_GOOD_RECORD, Learned()
    )
    assert (plan.count, plan.limited_by, sum(n for _, n in plan.per_agent)) == (count, Limit.CARRIER, count), why


@pytest.mark.parametrize("mode", [PaceMode.CLICK, PaceMode.PREVIEW])
def test_where_agents_start_the_calls_they_are_told_and_machinery_tries_nothing(mode):
    limits = replace(OPEN, reach=Reach(True, PROBE_SECONDS))
    plan = lines_to_open(a_floor(free=2), Pace(mode), limits, LONG_GOOD_RECORD, Learned())
    assert (plan.count, plan.limited_by) == (0, Limit.CLICKS_REFUSED)


def test_no_other_bound_is_passed_meanwhile():
    limits = replace(OPEN, spend_left_calls=0, reach=Reach(True, PROBE_SECONDS))
    plan = lines_to_open(a_floor(free=1), Pace(PaceMode.POWER, 3.0), limits, LONG_GOOD_RECORD, Learned())
    assert plan.count == 0

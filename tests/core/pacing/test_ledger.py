"""The legal account and its hard stop."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialer.core.learning import Learned
from dialer.core.pacing import Ledger, Limit, Pace, PaceMode, answers_until_free, lines_to_open, stopped
from tests.core.pacing.floors import OPEN, a_floor

POWER_3 = Pace(PaceMode.POWER, lines_per_agent=3.0)
STRICT = replace(POWER_3, opening_answers=0)


@pytest.mark.parametrize(
    ("why", "pace", "abandoned", "answered", "stop"),
    [
        ("day one may begin", POWER_3, 0, 0, False),
        ("two early ones leave room for the third", POWER_3, 2, 5, False),
        ("the opening credit is three", POWER_3, 3, 5, True),
        ("it stays spent while under its answers", POWER_3, 3, 99, True),
        ("one short of covering a fourth", POWER_3, 3, 132, True),
        ("a fourth is covered", POWER_3, 3, 133, False),
        ("far inside", POWER_3, 20, 1000, False),
        ("(29+1)/(999+1) is 3 %", POWER_3, 29, 999, False),
        ("(30+1)/(999+1) is over", POWER_3, 30, 999, True),
        ("without credit the first call is held", STRICT, 0, 0, True),
        ("1/33 is over", STRICT, 0, 32, True),
        ("1/34 is inside", STRICT, 0, 33, False),
    ],
)
def test_one_more_abandoned_call_would_pass_the_stop(why, pace, abandoned, answered, stop):
    assert stopped(Ledger(abandoned, answered), pace) is stop, why


@pytest.mark.parametrize("mode", [PaceMode.POWER, PaceMode.PREDICTIVE])
def test_under_the_stop_each_free_agent_gets_one_line(mode):
    answer = lines_to_open(a_floor(free=3, busy=4), replace(POWER_3, mode=mode), OPEN, Ledger(31, 1000), Learned())
    assert (answer.count, answer.limited_by) == (3, Limit.LEDGER)
    assert "31 of 1000 abandoned" in answer.explanation


def test_under_the_stop_low_answer_rates_earn_a_free_pair_more_lines_only_where_no_machine_takes_an_agent():
    hardly_anybody = Learned(answer_rate=0.01)
    pace = Pace(PaceMode.PREDICTIVE)
    screened = lines_to_open(a_floor(free=3), pace, OPEN, Ledger(31, 1000), hardly_anybody)
    at_once = replace(pace, machines_reach_agents=True)
    unscreened = lines_to_open(a_floor(free=3), at_once, OPEN, Ledger(31, 1000), hardly_anybody)
    assert screened.count > 3
    assert (unscreened.count, unscreened.limited_by) == (3, Limit.LEDGER)
    freed = lines_to_open(a_floor(free=3), at_once, OPEN, Ledger(0, 1000), hardly_anybody)
    assert freed.count > 3


def test_the_stop_says_after_how_many_answered_calls_it_lifts():
    ledger = Ledger(31, 1000)
    left = answers_until_free(ledger, POWER_3)
    assert stopped(Ledger(31, 1000 + left - 1), POWER_3)
    assert not stopped(Ledger(31, 1000 + left), POWER_3)
    assert answers_until_free(Ledger(0, 1000), POWER_3) == 0


def test_people_already_waiting_are_counted_as_if_they_were_lost():
    ledger = Ledger(29, 1000)
    alone = lines_to_open(a_floor(free=1), POWER_3, OPEN, ledger, Learned())
    with_waiting = lines_to_open(a_floor(free=1, waiting_answered=2), POWER_3, OPEN, ledger, Learned())
    assert alone.limited_by is Limit.LINES_PER_AGENT
    assert with_waiting.limited_by is Limit.LEDGER


@pytest.mark.parametrize("mode", [PaceMode.POWER, PaceMode.PREDICTIVE])
def test_a_worse_ledger_never_opens_more_lines(mode):
    floor = a_floor(free=4, busy=6, ringing=2)
    pace = replace(POWER_3, mode=mode)
    counts = [lines_to_open(floor, pace, OPEN, Ledger(bad, 1000), Learned()).count for bad in range(40)]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[-1]

"""A set number of lines for each free agent, and what the bounds from outside make of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialer.core.campaigns import RingPolicy
from dialer.core.learning import Learned
from dialer.core.pacing import (
    AgentOnFloor,
    AgentState,
    Floor,
    Ledger,
    Limit,
    Pace,
    PaceMode,
    PacingError,
    RingingLine,
    allowances,
    lines_to_open,
)
from tests.core.pacing.floors import LONG_GOOD_RECORD, OPEN, a_floor, ready, talking

POWER_3 = Pace(PaceMode.POWER, lines_per_agent=3.0)


def plan(floor, pace=POWER_3, limits=OPEN, ledger=LONG_GOOD_RECORD):
    return lines_to_open(floor, pace, limits, ledger, Learned())


@pytest.mark.parametrize(
    ("why", "pace", "floor", "count", "limit"),
    [
        ("one free agent gets all lines", POWER_3, a_floor(free=1), 3, Limit.LINES_PER_AGENT),
        ("ringing lines count", POWER_3, a_floor(free=1, ringing=2), 1, Limit.LINES_PER_AGENT),
        ("enough already ring", POWER_3, a_floor(free=1, ringing=5), 0, Limit.LINES_PER_AGENT),
        (
            "a person who waits takes a line's place",
            POWER_3,
            a_floor(free=1, waiting_answered=1),
            2,
            Limit.LINES_PER_AGENT,
        ),
        ("busy agents get none", POWER_3, a_floor(busy=4), 0, Limit.NOBODY_READY),
        ("nobody there", POWER_3, a_floor(), 0, Limit.NOBODY_READY),
        ("two agents", POWER_3, a_floor(free=2, busy=3), 6, Limit.LINES_PER_AGENT),
        ("progressive is one each", Pace(PaceMode.PROGRESSIVE, 3.0), a_floor(free=2), 2, Limit.LINES_PER_AGENT),
        ("the agent starts each preview", Pace(PaceMode.PREVIEW), a_floor(free=2), 0, Limit.AGENT_CLICKS),
        ("the agent picks each lead", Pace(PaceMode.CLICK), a_floor(free=2), 0, Limit.AGENT_CLICKS),
    ],
)
def test_each_free_agent_has_the_lines_set(why, pace, floor, count, limit):
    answer = plan(floor, pace)
    assert (answer.count, answer.limited_by) == (count, limit), why


def test_an_agent_whose_own_leg_is_down_is_not_free():
    floor = Floor((replace(ready(), leg_ready=False),))
    answer = plan(floor)
    assert (answer.count, answer.limited_by) == (0, Limit.NOBODY_READY)
    assert "1 without a connected line" in answer.explanation


@pytest.mark.parametrize(
    ("limit", "changes"),
    [
        (Limit.CHANNELS, {"trunk_channels": 2}),
        (Limit.CALLS_PER_SECOND, {"calls_per_second_left": 2}),
        (Limit.HOPPER, {"hopper_due": 2}),
        (Limit.SPEND, {"spend_left_calls": 2}),
    ],
)
def test_the_smallest_bound_wins_and_is_named(limit, changes):
    answer = plan(a_floor(free=2), limits=replace(OPEN, **changes))
    assert (answer.count, answer.limited_by) == (2, limit)
    assert limit.sentence in answer.explanation
    assert sum(count for _, count in answer.per_agent) == 2


def test_the_campaigns_own_line_limit_counts_what_rings():
    answer = plan(a_floor(free=4, ringing=5), pace=replace(POWER_3, most_lines=7))
    assert (answer.count, answer.limited_by) == (2, Limit.CAMPAIGN_LINES)


@pytest.mark.parametrize(
    ("changes", "limit"),
    [({"campaign_running": False}, Limit.CAMPAIGN_PAUSED), ({"hours_open": False}, Limit.HOURS)],
)
def test_a_closed_campaign_says_so_before_anything_else(changes, limit):
    answer = plan(a_floor(), limits=replace(OPEN, **changes, hopper_due=0))
    assert (answer.count, answer.limited_by) == (0, limit)


def test_a_machine_that_is_behind_opens_no_more_lines_and_says_so_even_to_agents_who_have_all_of_theirs():
    for floor in (a_floor(free=2), a_floor(free=2, ringing=6)):
        answer = plan(floor, limits=replace(OPEN, keeps_up=False))
        assert (answer.count, answer.limited_by) == (0, Limit.BEHIND)
    clicked = plan(a_floor(free=2), pace=replace(POWER_3, mode=PaceMode.CLICK), limits=replace(OPEN, keeps_up=False))
    assert clicked.limited_by is Limit.AGENT_CLICKS, "a page goes by it"


def test_few_lines_go_round_the_agents_before_anybody_gets_a_second():
    answer = plan(a_floor(free=3), limits=replace(OPEN, calls_per_second_left=4))
    assert sorted(count for _, count in answer.per_agent) == [1, 1, 2]


def test_lines_that_ring_for_an_agent_are_his_share():
    floor = Floor((ready("ann"), ready("ben")), (RingingLine("ann", 3.0), RingingLine("ann", 3.0)))
    assert dict(plan(floor).per_agent) == {"ann": 1, "ben": 3}


def test_lines_left_ringing_by_a_busy_agent_serve_the_others_first():
    floor = Floor((ready("ann"), talking("tom")), (RingingLine("tom", 3.0), RingingLine("tom", 3.0)))
    assert plan(floor).count == 1


@pytest.mark.parametrize("lines", [1.0, 1.5, 2.1, 2.5, 3.25, 9.9, 10.0])
def test_fractional_lines_average_exactly_over_an_agents_turns(lines):
    pace = Pace(PaceMode.POWER, lines)
    given = [plan(Floor((ready(round=turn),)), pace).count for turn in range(200)]
    assert sum(given) == round(200 * lines)
    assert max(given) - min(given) <= 1


def test_an_agent_may_take_fewer_lines_but_not_more():
    assert plan(Floor((ready(lines=2.0),))).count == 2
    assert plan(Floor((ready(lines=8.0),))).count == 3


class TestLettingGo:
    def floor(self, *ages: float) -> Floor:
        lines = tuple(RingingLine("tom", age, line_id=f"{age:.0f}") for age in ages)
        return Floor((talking("tom"),), lines)

    def test_by_default_only_lines_that_rang_15_seconds_are_let_go_the_longest_first(self):
        assert plan(self.floor(3.0, 14.9, 15.0, 20.0)).let_go == ("20", "15")

    def test_lines_that_a_free_agent_may_take_ring_on(self):
        floor = self.floor(20.0, 16.0)
        assert plan(replace(floor, agents=(*floor.agents, ready()))).let_go == ()

    def test_cutting_at_once_takes_the_siblings_however_short_they_rang(self):
        pace = replace(POWER_3, ring_policy=RingPolicy.CUT_AT_ONCE)
        assert plan(self.floor(1.0, 20.0), pace).let_go == ("1", "20")


def test_a_manual_click_has_to_fit_into_every_bound():
    by_limit = {one.limit: one.count for one in allowances(a_floor(ringing=3, in_use_lines=4), POWER_3, OPEN)}
    assert by_limit == {
        Limit.CAMPAIGN_LINES: 397,
        Limit.HOPPER: 1000,
        Limit.SPEND: 1000,
        Limit.CHANNELS: 996,
        Limit.CALLS_PER_SECOND: 1000,
    }


@pytest.mark.parametrize("lines", [0.9, 10.1, float("nan")])
def test_a_pace_outside_1_to_10_lines_cannot_exist(lines):
    with pytest.raises(PacingError, match="lines_per_agent"):
        Pace(PaceMode.POWER, lines)


@pytest.mark.parametrize(("target", "stop"), [(0.0, 0.03), (0.031, 0.03), (0.02, 0.05)])
def test_no_target_or_stop_above_the_laws_cap_can_exist(target, stop):
    with pytest.raises(PacingError, match="hard_stop"):
        Pace(PaceMode.PREDICTIVE, target_abandon=target, hard_stop=stop)


def test_every_limit_and_state_has_its_sentence():
    for member in (*Limit, *AgentState):
        assert member.sentence.endswith(".")
        assert type(member)(str(member)) is member


def test_impossible_ledgers_and_floors_cannot_exist():
    with pytest.raises(PacingError):
        Ledger(3, 2)
    with pytest.raises(PacingError):
        Floor((AgentOnFloor("ann", AgentState.READY),), waiting_answered=-1)

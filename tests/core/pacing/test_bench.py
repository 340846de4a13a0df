"""The benchmark's world gives the figures published for it, and its report disqualifies before it ranks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scripts.benches.pacing.baselines import Issabel, LinesPerIdle, Proportional, Vicidial
from scripts.benches.pacing.cases import Case
from scripts.benches.pacing.report import line_of, share_of_oracle, summarise
from scripts.benches.pacing.run import condense, run_case
from scripts.benches.pacing.simulate import Simulation
from scripts.benches.pacing.world import World

CASE = Case("grid", "one", World(agents=1), "one line each", 20.0, 0.0)


def ran(pacer, world=CASE.world, hours=20.0):
    return condense(replace(CASE, world=world), Simulation(world, pacer, hours, 0.0, 5).run())


@pytest.mark.parametrize(
    ("lines", "cut", "busy", "abandoned", "cut_share"),
    [
        (1.0, False, 0.53, 0.0, 0.0),
        (2.0, False, 0.69, 0.076, 0.0),
        (3.0, False, 0.77, 0.148, 0.0),
        (2.0, True, 0.69, 0.002, 0.12),
        (3.0, True, 0.77, 0.003, 0.22),
    ],
)
def test_fixed_lines_of_a_single_seat_give_the_published_figures(lines, cut, busy, abandoned, cut_share):
    row = ran(LinesPerIdle(lines, cut), hours=40.0)
    assert row.busy == pytest.approx(busy, abs=0.035)
    assert row.abandoned == pytest.approx(abandoned, abs=0.02)
    assert row.cut_share == pytest.approx(cut_share, abs=0.025)


@pytest.mark.parametrize("pacer", [Vicidial("hard"), Vicidial("tapered", most=10.0, available_only=True), Issabel()])
def test_other_dialers_leave_a_small_team_where_the_study_found_it(pacer):
    row = ran(pacer, World(agents=5), hours=6.0)
    assert 0.45 < row.busy < 0.8
    assert row.abandoned > 0.005


def test_the_proportional_controller_steers_towards_its_share_of_drops():
    row = ran(Proportional(), World(agents=5), hours=8.0)
    assert row.abandoned == pytest.approx(0.028, abs=0.012)


def test_late_reports_cost_people_their_agent_even_at_one_line_each():
    prompt, late = ran(LinesPerIdle(1.0)), ran(LinesPerIdle(1.0), World(agents=1, slow_events=True))
    assert prompt.abandoned == 0.0
    assert 0.0 < late.abandoned < 0.04


def test_a_trunk_of_few_channels_is_never_passed():
    row = ran(LinesPerIdle(6.0), World(agents=5, channels=7), hours=2.0)
    assert row.peak_lines <= 7


def test_a_run_over_the_cap_is_named_and_counted():
    good = run_case(replace(CASE, hours=3.0))
    bad = replace(good, case=replace(CASE, pacer="predictive"), over_cap=True, rings_cut=2)
    oracle = replace(good, busy=0.7, case=replace(CASE, pacer="oracle"))
    stress = [replace(row, case=replace(row.case, part="stress")) for row in (good, bad, oracle)]
    found = summarise([good, bad, oracle, *stress])
    assert (found["replications"], found["replications_over_cap"], found["rings_cut"]) == (2, 2, 4)
    assert "cap and rings cut" in line_of(bad)


def test_the_share_of_the_oracle_is_averaged_over_the_worlds():
    row = run_case(replace(CASE, hours=1.0))
    worlds = {
        "one": {"mine": replace(row, busy=0.6), "oracle": replace(row, busy=0.8)},
        "two": {"mine": replace(row, busy=0.9), "oracle": replace(row, busy=0.9)},
    }
    assert share_of_oracle(worlds, "mine") == pytest.approx(0.875)

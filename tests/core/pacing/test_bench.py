"""The benchmark's world gives the figures published for it, and its report disqualifies before it ranks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scripts.benches.pacing.baselines import Issabel, LinesPerIdle, Proportional, Vicidial, offered_load
from scripts.benches.pacing.cases import AT_THE_LIMIT, Case
from scripts.benches.pacing.published import published
from scripts.benches.pacing.report import line_of, share_of_oracle, summarise
from scripts.benches.pacing.run import condense, run_case, together
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
    bad = replace(good, case=replace(CASE, pacer="predictive"), over_cap=1.0, rings_cut=2)
    oracle = replace(good, busy=0.7, case=replace(CASE, pacer="oracle"))
    near = replace(good, busy=0.6, case=replace(CASE, pacer=AT_THE_LIMIT))
    grid = [good, bad, near, oracle]
    stress = [replace(row, case=replace(row.case, part="stress")) for row in grid]
    found = summarise([*grid, *stress])
    assert (found["replications"], found["replications_over_cap"], found["rings_cut"]) == (4, 2, 4)
    assert found["grid_share_near_the_limit"] == pytest.approx(0.6 / 0.7, abs=1e-4)
    assert found["grid_share_of_oracle"] == pytest.approx(bad.busy / 0.7, abs=1e-4)
    assert "cap in 100% and rings cut" in line_of(bad)


def test_replications_of_a_case_are_taken_together():
    row = run_case(replace(CASE, hours=1.0))
    both = together([replace(row, busy=0.5, answered=10, over_cap=1.0), replace(row, busy=0.7, answered=5)])
    assert (both.busy, both.answered, both.over_cap) == (pytest.approx(0.6), 15, 0.5)


def test_the_blind_oracles_load_is_erlangs():
    assert offered_load(1, 0.03) == pytest.approx(0.03 / 0.97)
    assert offered_load(20, 0.03) * 0.97 / 20 == pytest.approx(0.68, abs=0.01)


def test_every_cell_of_the_published_tables_is_found_and_no_other():
    assert published("oracle", World(agents=1)) == 0.64
    assert published("blind stream", World(agents=50)) == 0.81
    assert published("2 lines", World(agents=1, answer_rate=0.08)) == 0.53
    assert published("oracle", World(agents=1, mixed_handle=True)) is None
    assert published("2 lines", World(agents=5)) is None


def test_the_share_of_the_oracle_is_averaged_over_the_worlds():
    row = run_case(replace(CASE, hours=1.0))
    worlds = {
        "one": {"mine": replace(row, busy=0.6), "oracle": replace(row, busy=0.8)},
        "two": {"mine": replace(row, busy=0.9), "oracle": replace(row, busy=0.9)},
    }
    assert share_of_oracle(worlds, "mine") == pytest.approx(0.875)

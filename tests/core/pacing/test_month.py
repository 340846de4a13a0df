"""Whole shifts on a simulated floor: the cap holds, no ring is cut, and talk time is gained."""

from __future__ import annotations

from random import Random

import pytest

from dialer.core.pacing import Pace, PaceMode, PacingError, Team, what_if
from scripts.benches.pacing.pacers import Oracle, Product
from scripts.benches.pacing.simulate import Simulation, Tally
from scripts.benches.pacing.world import Leads, World

HOURS = 2.0


def a_shift(mode: PaceMode, world: World, lines: float = 1.0, seed: int = 7) -> tuple[Tally, Product]:
    pacer = Product(Pace(mode, lines))
    return Simulation(world, pacer, HOURS, 0.5, seed).run(), pacer


def busy(tally: Tally) -> float:
    return tally.busy_seconds / tally.agent_seconds


@pytest.mark.parametrize(
    "world",
    [World(agents=1), World(agents=5), World(agents=5, swing=0.5), World(agents=3, lists=(0.06, 0.25))],
    ids=["one agent", "five agents", "five agents and a swinging rate", "three agents and two lists"],
)
def test_predictive_pacing_keeps_the_cap_and_cuts_no_ring(world):
    tally, pacer = a_shift(PaceMode.PREDICTIVE, world)
    account = pacer.ledger
    assert account.answered > 25
    assert account.abandoned <= max(3.0, 0.03 * account.answered)
    assert tally.rings_cut == 0


def test_predictive_pacing_talks_far_more_than_one_line_each():
    predictive, _ = a_shift(PaceMode.PREDICTIVE, World(agents=5))
    one_each, _ = a_shift(PaceMode.PROGRESSIVE, World(agents=5))
    assert busy(predictive) > busy(one_each) + 0.12


def test_one_line_each_abandons_nobody():
    tally, pacer = a_shift(PaceMode.PROGRESSIVE, World(agents=5))
    assert pacer.ledger.abandoned == 0
    assert busy(tally) == pytest.approx(0.53, abs=0.06)


def test_three_lines_each_are_held_inside_the_cap_by_the_ledger():
    tally, pacer = a_shift(PaceMode.POWER, World(agents=3), lines=3.0)
    assert pacer.ledger.abandoned <= max(3.0, 0.03 * pacer.ledger.answered) + 1
    assert tally.rings_cut == 0


def test_the_learner_comes_near_to_the_one_who_knows_the_truth():
    world = World(agents=6)
    knows = Oracle(Pace(PaceMode.PREDICTIVE), world)
    truth = Simulation(world, knows, 0.7, 0.5, 7).run()
    learner = Simulation(world, Product(Pace(PaceMode.PREDICTIVE)), 0.7, 0.5, 7).run()
    assert busy(learner) > 0.93 * busy(truth)


def test_every_pacer_meets_the_same_people():
    one, other = Leads(World(), 3), Leads(World(), 3)
    assert [one.next() for _ in range(50)] == [other.next() for _ in range(50)]


class TestWhatIf:
    @pytest.mark.parametrize("other", [PaceMode.PREVIEW, PaceMode.PROGRESSIVE])
    def test_predictive_gives_more_talk_than_a_call_at_a_time(self, other):
        team = Team(agents=6, answer_rate=0.15, talk_seconds=100.0, wrap_seconds=20.0)
        best = what_if(team, Pace(PaceMode.PREDICTIVE), Random(1), hours=0.7)
        assert best.talk_minutes_per_hour > what_if(team, Pace(other), Random(1), hours=0.7).talk_minutes_per_hour + 4.0

    def test_nobody_is_abandoned_where_agents_start_the_calls(self):
        expected = what_if(Team(4, 0.2, 60.0), Pace(PaceMode.CLICK), Random(2), hours=0.5)
        assert expected.abandoned_share == 0.0
        assert expected.contacts_per_hour > 5.0

    def test_few_channels_hold_a_team_back(self):
        wide = what_if(Team(4, 0.1, 60.0), Pace(PaceMode.POWER, 3.0), Random(3), hours=0.5)
        narrow = what_if(Team(4, 0.1, 60.0, trunk_channels=4), Pace(PaceMode.POWER, 3.0), Random(3), hours=0.5)
        assert narrow.dials_per_hour < 0.8 * wide.dials_per_hour

    def test_the_same_figures_give_the_same_answer(self):
        team, pace = Team(2, 0.15, 120.0), Pace(PaceMode.POWER, 2.5)
        assert what_if(team, pace, Random(4), 0.5) == what_if(team, pace, Random(4), 0.5)

    @pytest.mark.parametrize(("agents", "rate", "talk"), [(0, 0.1, 60.0), (5, 0.0, 60.0), (5, 0.1, 1.0)])
    def test_impossible_figures_are_refused(self, agents, rate, talk):
        with pytest.raises(PacingError, match="Give"):
            Team(agents, rate, talk)

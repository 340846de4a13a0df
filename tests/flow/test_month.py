"""The bench's month in small: the real engine and its agents in virtual time, and its world beside it."""

from dataclasses import replace
from random import Random

import pytest

from dialer.clock import FixedClock
from dialer.config import Settings
from dialer.store.session import Database
from scripts.benches.month.beside import NetworkLeads, run_beside
from scripts.benches.month.figures import Figures, figures
from scripts.benches.month.shift import Shift, services_of
from scripts.benches.month.world import Month, numbers, put_back, set_up
from scripts.benches.pacing.world import World
from telephony.numbers import PhoneNumber
from telephony.practice import Behaviour

SMALL = Month(agents=3, days=1, hours=0.05, seed=5, tick_seconds=1.0, leads_per_agent=60, talk_seconds=20.0)


@pytest.fixture
def shift(settings: Settings, db: Database) -> Shift:
    clock = FixedClock(next(SMALL.shifts())[0])
    with db.transaction() as conn:
        campaign_id = set_up(conn, SMALL)
    return Shift(SMALL, services_of(SMALL, settings, db, clock), clock, campaign_id)


def test_a_shift_runs_through_the_engine_and_its_figures_add_up(shift: Shift):
    ((begins, ends),) = SMALL.shifts()
    shift.work(begins, ends)
    with shift.services.db.transaction() as conn:
        found = figures(conn, begins, ends)
        nothing_left = put_back(conn, shift.campaign_id)
    assert found.agent_seconds == pytest.approx(SMALL.agents * SMALL.hours * 3600, abs=1.0)
    assert found.dials >= 10
    assert found.answered >= 2
    assert 0.15 < found.utilisation < 0.99
    assert found.talk < found.utilisation
    assert found.rings_cut == 0
    assert 0 <= found.abandoned <= 2, "three agents under a hard stop of three people in the first hundred"
    assert found.wait_half <= found.wait_most
    assert nothing_left > 0, "whoever was called can be called again tomorrow"


def test_the_same_world_runs_in_the_discrete_event_benchmark():
    tally = run_beside(SMALL, hours=1.0)
    assert tally.rings_cut == 0
    assert 0.2 < tally.busy_seconds / tally.agent_seconds < 0.9
    assert tally.abandoned <= 0.05 * tally.answered


def test_its_people_are_those_of_the_practice_network():
    month = replace(SMALL, machines=0.3)
    leads = NetworkLeads(World(answer_rate=0.5), month)
    drawn = [leads.next() for _ in range(2000)]
    people = [lead for lead in drawn if lead.luck == 0.0]
    bad = [lead for lead in drawn if lead.luck == 1.0 and lead.other == "bad"]
    machines = [lead for lead in drawn if lead.luck == 1.0 and lead.other == "machine"]
    assert len(people) / 2000 == pytest.approx(month.shares[Behaviour.person] * 0.95, abs=0.03)
    assert len(bad) / 2000 == pytest.approx(month.shares[Behaviour.busy], abs=0.03)
    assert len(machines) / 2000 == pytest.approx(0.3 * 4 / 6, abs=0.03), "those that answer within 20 seconds"
    assert min(lead.other_after_seconds for lead in machines) > 16
    assert max(lead.person_after_seconds for lead in people) < 22
    assert all(lead.other_after_seconds <= 22 for lead in drawn)


def test_nobody_but_fictional_people_is_called():
    chosen = numbers(4000, Random(1))
    assert len({number.e164 for number in chosen}) == 4000
    assert all(PhoneNumber.parse(number.e164).is_fictional for number in chosen)


def test_a_month_has_21_working_days_at_noon_and_keeps_that_hour_when_summer_time_begins():
    days = list(Month().shifts())
    assert len(days) == 21
    assert {(begins.weekday() < 5) for begins, _ in days} == {True}
    assert [days[0][0].hour, days[-1][0].hour] == [17, 16]
    assert {(ends - begins).total_seconds() for begins, ends in days} == {6 * 3600.0}


def test_shares_are_of_what_they_say():
    day = Figures(100.0, 80.0, 60.0, dials=50, answered=40, abandoned=1, rings_cut=0, wait_half=1.0, wait_most=2.0)
    assert (day.utilisation, day.talk, day.abandoned_share) == (0.8, 0.6, 0.025)
    assert Figures(100.0, 0.0, 0.0, 0, 0, 0, 0, 0.0, 0.0).abandoned_share == 0.0

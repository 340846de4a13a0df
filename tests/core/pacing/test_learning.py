"""What the calls teach."""

from __future__ import annotations

from math import exp
from random import Random

import pytest

from dialer.core.learning import DialSeen, Durations, Experience, Rate, RingEnd, Rings, Survival


def test_a_rate_starts_at_its_prior_and_ends_at_what_was_seen():
    rng, rate = Random(1), Rate()
    assert rate.mean(0.15, 20.0) == pytest.approx(0.15)
    for _ in range(4000):
        rate = rate.after(rng.random() < 0.3, 400.0, 60.0)
    assert rate.mean(0.15, 20.0) == pytest.approx(0.3, abs=0.06)
    assert rate.tries <= 400.0


def test_a_rare_event_gets_a_longer_window_for_an_estimate_just_as_good():
    rng, rate = Random(1), Rate()
    for _ in range(12_000):
        rate = rate.after(rng.random() < 0.03, 400.0, 60.0)
    assert 1200.0 < rate.tries < 3200.0
    assert rate.mean(0.15, 20.0) == pytest.approx(0.03, abs=0.012)


def test_a_rates_spread_narrows_with_tries_and_holds_the_truth():
    few, many = Rate(2, 10), Rate(60, 300)
    assert few.spread(0.15, 20.0)[0] < many.spread(0.15, 20.0)[0] < 0.2 < many.spread(0.15, 20.0)[1]
    assert Rate(0, 0).spread(0.01, 1.0)[0] == 0.0


def test_a_rate_forgets_what_is_older_than_its_window():
    rate = Rate()
    for hit in [True] * 500 + [False] * 1200:
        rate = rate.after(hit, 400.0, 1.0)
    assert rate.mean(0.15, 20.0) < 0.08


@pytest.mark.parametrize("elapsed", [0.0, 35.0, 700.0])
def test_an_exponential_law_has_no_memory(elapsed):
    law = Survival.exponential(120.0)
    assert law.busy_after(elapsed, [10.0, 60.0]) == pytest.approx([exp(-10 / 120), exp(-60 / 120)])
    assert law.mean_seconds == pytest.approx(120.0)


def test_handle_times_are_learned_with_their_mean():
    rng, seen = Random(2), Durations()
    for _ in range(800):
        seen = seen.after(rng.expovariate(1 / 200.0))
    assert seen.mean_seconds(90.0) == pytest.approx(200.0, rel=0.15)
    assert seen.survival(90.0).busy_after(30.0, [20.0])[0] == pytest.approx(exp(-20 / 200), abs=0.03)


def test_brush_offs_and_long_talks_are_told_apart_by_the_time_already_spent():
    rng, seen = Random(3), Durations()
    for _ in range(800):
        seen = seen.after(rng.expovariate(1 / 25.0) if rng.random() < 0.65 else rng.expovariate(1 / 240.0))
    law = seen.survival(90.0)
    early, late = law.busy_after(2.0, [10.0])[0], law.busy_after(250.0, [10.0])[0]
    assert early < 0.82
    assert late > 0.92


def test_conversations_that_go_on_keep_the_first_ones_from_looking_short():
    seen = Durations()
    for _ in range(8):
        seen = seen.after(20.0)
    assert seen.mean_seconds(90.0) < 50.0
    assert seen.with_unfinished([200.0] * 10).mean_seconds(90.0) > 150.0


def test_before_much_was_dialed_the_rate_is_taken_with_caution():
    few, many = dialed(Experience(), 0.1, 40), dialed(Experience(), 0.1, 4000)
    margin = few.learned(9).answer_rate - few.overall.mean(0.15, 20.0)
    assert margin > 2.0 * (many.learned(9).answer_rate - many.overall.mean(0.15, 20.0)) > 0.0


def test_a_long_ring_is_probably_nobody():
    curve = Rings().curve()
    now, later = curve.chances(0, 0.15)[-1], curve.chances(36, 0.15)[-1]
    assert now == pytest.approx(0.15 * 0.9, abs=0.01)
    assert later < 0.02


def test_the_first_horizons_are_the_usual_times_to_answer():
    assert Rings().curve().horizon_seconds == pytest.approx((4.0, 6.0, 8.5, 11.0, 15.0), abs=0.6)


def test_quicker_people_bring_the_horizons_nearer():
    rng, rings = Random(4), Rings()
    for _ in range(600):
        rings = rings.after(RingEnd.PERSON, rng.gammavariate(4.0, 1.0))
    assert rings.curve().horizon_seconds[2] == pytest.approx(3.7, abs=0.7)


def test_chances_never_leave_0_to_1_and_grow_with_the_horizon():
    rng, rings = Random(5), Rings()
    for _ in range(500):
        rings = rings.after(rng.choice(list(RingEnd)), rng.uniform(0.0, 70.0))
    curve = rings.curve()
    for age in range(140):
        chances = curve.chances(age, 0.4)
        assert chances == sorted(chances)
        assert 0.0 <= chances[0] <= chances[-1] <= 1.0 + 1e-12


def dialed(experience, answers, count, segment="", hour=9):
    rng = Random(6)
    for _ in range(count):
        end = RingEnd.PERSON if rng.random() < answers else RingEnd.LET_GO
        experience = experience.after_dial(DialSeen(end, 8.0 if end is RingEnd.PERSON else 22.0, segment, hour))
    return experience


def test_each_segment_and_hour_gets_its_own_rate_once_it_has_cases():
    seen = dialed(dialed(Experience(), 0.05, 600, "old list", 9), 0.30, 600, "new list", 18)
    assert seen.rate("old list", 9) == pytest.approx(0.05, abs=0.04)
    assert seen.rate("new list", 18) == pytest.approx(0.30, abs=0.06)
    assert seen.rate("never dialed", 9) == pytest.approx(seen.learned(9).answer_rate)
    assert seen.learned(9).rate_of("never dialed") == seen.learned(9).answer_rate
    assert seen.learned(18, "new list").answer_rate == seen.rate("new list", 18)


def test_the_spread_of_the_answer_rate_narrows_with_dials():
    few, many = dialed(Experience(), 0.2, 20).spread(), dialed(Experience(), 0.2, 800).spread()
    assert many[1] - many[0] < few[1] - few[0]
    assert many[0] < 0.2 < many[1]


def test_feedback_lowers_the_risk_after_an_abandoned_call_and_raises_it_slowly_after_others():
    start = Experience()
    worse = start.after_answer(abandoned=True, target_abandon=0.02).correction
    better = start.after_answer(abandoned=False, target_abandon=0.02).correction
    assert worse < 1.0 < better
    assert better - 1.0 < 0.05 * (1.0 - worse)


def test_feedback_rests_where_the_target_is_met():
    experience = Experience()
    for number in range(5000):
        experience = experience.after_answer(number % 50 == 0, target_abandon=0.02)
    assert experience.correction == pytest.approx(1.0, abs=0.1)


def test_feedback_stays_within_its_clamp():
    experience = Experience()
    for _ in range(500):
        experience = experience.after_answer(True, target_abandon=0.02)
    assert 0.02 * experience.correction == pytest.approx(0.005)


def test_rebuilding_from_the_records_gives_the_same_experience():
    assert dialed(Experience(), 0.2, 50) == dialed(Experience(), 0.2, 50)


def test_wrap_up_is_learned_apart_from_the_whole():
    experience = Experience()
    for _ in range(300):
        experience = experience.after_call(busy_seconds=130.0, wrap_seconds=10.0)
    learned = experience.learned(9)
    assert learned.wrap.busy_after(0.0, [15.0])[0] < learned.handle.busy_after(0.0, [15.0])[0]

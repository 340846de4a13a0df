"""How one of our numbers fares, judged by what people do, and how often a new one may be shown."""

from dataclasses import replace
from datetime import date

import pytest

from dialer.core.caller_ids import CallerId, choose
from dialer.core.number_health import Figures, State, dials_allowed, judge

OTHERS = Figures(dials=1000, answered=400)
WELL = Figures(dials=200, answered=80, people=40, short=4)


def test_a_number_that_is_answered_like_the_others_is_healthy():
    assert judge(WELL, OTHERS).state is State.healthy


@pytest.mark.parametrize(
    ("changed", "state", "words"),
    [
        ({"spam": 1}, State.watched, "Shown as spam on 1 call "),
        ({"spam": 3}, State.resting, "Shown as spam on 3 calls"),
        ({"answered": 47}, State.watched, "24% of its calls are answered; of those of our other numbers 40%"),
        ({"answered": 31}, State.resting, "16% of its calls"),
        ({"short": 16}, State.watched, "40% of the people"),
        ({"short": 24}, State.resting, "60% of the people"),
    ],
)
def test_each_sign_is_named_with_its_figure(changed, state, words):
    found = judge(replace(WELL, **changed), OTHERS)
    assert found.state is state
    assert words in found.reasons[0]


def test_every_sign_is_told_and_the_worst_one_decides():
    found = judge(replace(WELL, spam=1, short=30), OTHERS)
    assert (found.state, len(found.reasons)) == (State.resting, 2)


@pytest.mark.parametrize("few", [Figures(dials=59, answered=0), Figures(dials=10, people=14, short=14)])
def test_few_calls_say_nothing_but_spam_is_heard_at_once(few):
    assert judge(few, OTHERS).state is State.fresh
    assert judge(replace(few, spam=3), OTHERS).state is State.resting


def test_a_number_alone_is_compared_with_nothing():
    assert judge(Figures(dials=100, answered=1), Figures()).state is State.healthy


def test_a_new_number_is_shown_seldom_at_first_and_never_more_than_its_limit():
    start = date(2026, 3, 10)
    days = [dials_allowed(150, start, date(2026, 3, day)) for day in (9, 10, 11, 12, 13, 31)]
    assert days == [150, 20, 40, 80, 150, 150]
    assert dials_allowed(15, start, start) == 15
    assert dials_allowed(100, None, start) == 100


KNOWN, NEAR, NEAR_WATCHED, FAR = "+13125550110", "+12175550110", "+12175550111", "+16185550112"


def test_the_order_is_known_then_local_then_faring_well_then_least_used():
    mine = [CallerId(KNOWN, 90, 100, fares_well=False), CallerId(FAR, 0, 100)]
    near = [CallerId(NEAR, 50, 100), CallerId(NEAR_WATCHED, 1, 100, fares_well=False)]
    to = "+12175550199"
    assert choose([*mine, *near], KNOWN, to) == KNOWN
    assert choose([*mine, *near], None, to) == NEAR
    assert choose([*mine, near[1]], None, to) == NEAR_WATCHED
    assert choose(mine, None, to) == FAR

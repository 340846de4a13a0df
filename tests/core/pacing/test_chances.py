"""The exact law of a sum of unequal coins."""

from __future__ import annotations

from itertools import product
from math import comb, prod
from random import Random

import pytest

from dialer.core.pacing.chances import chance_of_more, law_of, overlap


def by_enumeration(coins: list[float]) -> list[float]:
    law = [0.0] * (len(coins) + 1)
    for faces in product((0, 1), repeat=len(coins)):
        law[sum(faces)] += prod(coin if face else 1.0 - coin for coin, face in zip(coins, faces, strict=True))
    return law


@pytest.mark.parametrize("heaviest", [0.05, 0.3, 0.6, 1.0])
@pytest.mark.parametrize("count", [0, 1, 5, 9, 12])
def test_the_law_equals_enumeration_of_every_outcome(count, heaviest):
    rng = Random(count)
    coins = [rng.random() * heaviest for _ in range(count)]
    law = law_of([(coin, 1) for coin in coins], count + 1)
    exact = by_enumeration(coins)
    assert law == pytest.approx(exact[: len(law)], abs=1e-12)
    assert sum(exact[len(law) :]) < 1e-8


def test_many_equal_coins_follow_the_binomial_law():
    law = law_of([(0.1, 40), *((0.1, 1) for _ in range(10))], 51)
    assert law == pytest.approx([comb(50, k) * 0.1**k * 0.9 ** (50 - k) for k in range(len(law))], abs=1e-12)


def test_a_law_may_be_cut_short_without_changing_what_is_left():
    coins = [(0.02 * n, 2) for n in range(1, 15)]
    assert law_of(coins, 4) == pytest.approx(law_of(coins, 29)[:4], abs=1e-12)


@pytest.mark.parametrize(
    ("surely", "ahead"),
    [(0, [0.75, 0.25]), (2, [1.0, 1.0, 0.75, 0.25]), (-1, [0.25]), (-2, []), (-5, [])],
)
def test_the_chance_of_more_supply_than_each_demand(surely, ahead):
    assert chance_of_more([0.25, 0.5, 0.25], surely) == pytest.approx(ahead)


def test_the_chance_that_demand_stays_below_supply_equals_enumeration():
    demand, supply, surely = [0.2, 0.7, 0.4], [0.5, 0.1], 1
    exact = sum(
        need * have
        for need_count, need in enumerate(by_enumeration(demand))
        for have_count, have in enumerate(by_enumeration(supply))
        if need_count < surely + have_count
    )
    law = law_of([(coin, 1) for coin in demand], 4)
    ahead = chance_of_more(law_of([(coin, 1) for coin in supply], 3), surely)
    assert overlap(law, ahead) == pytest.approx(exact)

"""The law of a sum of independent coins of different weight (Poisson binomial), exactly.

A law is a list: entry k is the chance of k heads. Entries that cannot matter are left off, never estimated.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate
from math import prod
from operator import mul

Law = list[float]

NEGLIGIBLE = 1e-9
TINY = 1e-20

LIGHT = 0.3
"""Coins up to this weight go through the recursion of `_law_of_light`, whose alternating sum heavier ones spoil."""

FEW = 8
"""Up to so many different weights it is quicker to add one coin after the other."""


def with_coin(law: Law, chance: float, longest: int) -> Law:
    """The law with one more coin, of counts below `longest` only."""
    miss = 1.0 - chance
    grown = [stay * miss + come * chance for stay, come in zip(law, [0.0, *law], strict=False)]
    if len(grown) < longest:
        grown.append(law[-1] * chance)
    return grown


def law_of(coins: Iterable[tuple[float, int]], longest: int) -> Law:
    """The law of the count of heads among coins, given as (chance, how many of them), of counts below `longest` only.

    The top is left off where it is negligible, so the sum may fall short of 1.
    """
    given = list(coins)
    light = [coin for coin in given if coin[0] <= LIGHT] if len(given) > FEW else []
    heavy = [coin for coin in given if coin[0] > LIGHT] if light else given
    law = _law_of_light(light, longest) if light else [1.0]
    for chance, times in heavy:
        for _ in range(times):
            law = with_coin(law, chance, longest)
    return law


def _law_of_light(coins: list[tuple[float, int]], longest: int) -> Law:
    # The generating function is a product of (1 - c) (1 + o x) with the odds o = c / (1 - c). Its logarithmic
    # derivative gives k p(k) as the sum over i of s(i) p(k - i), where s(i) is the sum of -(-o)^i over the coins
    # (De Pril, ASTIN Bulletin 19, 1989). That takes one pass over the coins instead of one convolution for each.
    nobody = prod([(1.0 - chance) ** times for chance, times in coins])
    powers = [-chance / (1.0 - chance) for chance, _ in coins]
    terms = [-power * times for power, (_, times) in zip(powers, coins, strict=True)]
    sums: list[float] = []
    while len(sums) < longest and (step := sum(terms)) * step > TINY:
        sums.append(step)
        terms = list(map(mul, terms, powers))
    law, total = [nobody], nobody
    for count in range(1, min(longest, 1 + sum([times for _, times in coins]))):
        if total > 1.0 - NEGLIGIBLE:
            break
        chance = max(0.0, sum(map(mul, sums, reversed(law))) / count)
        law.append(chance)
        total += chance
    return law


def chance_of_more(law: Law, surely: int) -> list[float]:
    """Entry k is the chance that `surely` plus the law's count is above k; ends where that is negligible.

    >>> chance_of_more([0.5, 0.5], 1)
    [1.0, 0.5]
    """
    above = list(accumulate(reversed(law)))[::-1]
    ahead = [1.0] * surely + above[1:] if surely >= 0 else above[1 - surely :]
    while ahead and ahead[-1] < NEGLIGIBLE:
        ahead.pop()
    return ahead


def overlap(law: Law, ahead: list[float]) -> float:
    """The chance that the one count stays below the other: the law summed against `chance_of_more`."""
    return float(sum(map(mul, law, ahead)))

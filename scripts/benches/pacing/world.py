"""The people of the benchmark: what would happen if a lead were dialed, drawn once per lead.

Outcome, ring time and talk time belong to the lead, not to the moment, so that every pacer meets the same people in
the same order. The shares and laws are those of section 3.1 of the pacing study: a person with chance p, a machine
with 35 % (45 % at p of 0.05 and below, 30 % from 0.3), busy or bad number 15 %, nobody for the rest.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from math import exp, log, pi, sin

RING_LIMIT_SECONDS = 22.0


@dataclass(frozen=True, slots=True)
class Lead:
    """`luck` decides person or not against the answer rate of the moment; the rest is what each outcome would bring."""

    luck: float
    person_after_seconds: float
    other: str
    other_after_seconds: float
    handle_seconds: float
    verdict_seconds: float
    slip: float
    segment: str = ""


@dataclass(frozen=True, slots=True)
class World:
    """One cell of the grid or one stress case. Rates are chances, times are seconds."""

    agents: int = 5
    answer_rate: float = 0.15
    handle_seconds: float = 120.0
    lag_seconds: float = 9.0
    mixed_handle: bool = False
    swing: float = 0.0
    step_at_hours: float | None = None
    step_factor: float = 1.0
    clumped: bool = False
    floor_changes: bool = False
    machines_reach_agents: bool = False
    slow_events: bool = False
    calls_per_second: int = 1000
    channels: int = 1000
    lists: tuple[float, ...] = ()
    tags: tuple[str, ...] = field(default=())

    @property
    def machine_share(self) -> float:
        if self.answer_rate <= 0.05:
            return 0.45
        return 0.30 if self.answer_rate >= 0.30 else 0.35

    def rate_at(self, seconds: float, lead: Lead) -> float:
        """The true chance that this lead is a person who answers, were it dialed at that moment."""
        rate = self.lists[int(lead.segment)] if self.lists else self.answer_rate
        return rate * self.factor_at(seconds)

    def factor_at(self, seconds: float) -> float:
        """How far the answer rate of the moment is from the list's."""
        factor = 1.0 + self.swing * sin(2.0 * pi * seconds / 7200.0)
        if self.step_at_hours is not None and int(seconds / 3600.0 / self.step_at_hours) % 2:
            factor *= self.step_factor
        return factor

    @property
    def mean_rate(self) -> float:
        return sum(self.lists) / len(self.lists) if self.lists else self.answer_rate

    def mean_handle_seconds(self) -> float:
        return 0.65 * 25.0 + 0.35 * 240.0 if self.mixed_handle else self.handle_seconds


class Leads:
    """The list of leads in the order in which they are dialed."""

    def __init__(self, world: World, seed: int) -> None:
        self._world = world
        self._random = random.Random(seed)
        self._clump = 1.0
        self._left_in_clump = 0

    def next(self) -> Lead:
        coin = self._random
        world = self._world
        luck = coin.random()
        person_after = coin.gammavariate(4.0, world.lag_seconds / 4.0)
        which = coin.random() * (1.0 - world.answer_rate)
        machine_after = coin.uniform(16.0, 22.0)
        handle = self._handle(coin.random(), coin.random())
        verdict, slip = coin.uniform(1.0, 4.0), coin.random()
        segment = str(int(coin.random() * len(world.lists))) if world.lists else ""
        if world.clumped:
            luck = self._clumped(luck)
        if which < world.machine_share:
            other, after = "machine", machine_after
        elif which < world.machine_share + 0.15:
            other, after = "bad", 3.0
        else:
            other, after = "nobody", RING_LIMIT_SECONDS
        return Lead(luck, person_after, other, after, handle, verdict, slip, segment)

    def _handle(self, first: float, second: float) -> float:
        if not self._world.mixed_handle:
            return -log(1.0 - first) * self._world.handle_seconds
        mean = 25.0 if second < 0.65 else 240.0
        return -log(1.0 - first) * mean

    def _clumped(self, luck: float) -> float:
        # Runs of 40 leads from one street: a run's answer rate is half or one and a half times the list's.
        if self._left_in_clump == 0:
            self._left_in_clump = 40
            self._clump = 2.0 if self._random.random() < 0.5 else 2.0 / 3.0
        self._left_in_clump -= 1
        return luck * self._clump


def people_left(seconds: float, lag_seconds: float) -> float:
    """The share of people who have not answered after ringing for so long: four equal exponential stages."""
    stages = seconds * 4.0 / lag_seconds
    return exp(-stages) * (1.0 + stages + stages**2 / 2.0 + stages**3 / 6.0)


def handle_left(seconds: float, world: World) -> float:
    """The share of conversations that last longer."""
    if not world.mixed_handle:
        return exp(-seconds / world.handle_seconds)
    return 0.65 * exp(-seconds / 25.0) + 0.35 * exp(-seconds / 240.0)

"""What other dialers do, as their source or their makers describe it, in this simulated floor.

Each sees only counts of idle and busy agents, ringing lines and waiting people, as the original does.
"""

from __future__ import annotations

import random
from collections import deque
from dataclasses import dataclass
from math import exp
from typing import Literal

from .simulate import Line, Simulation
from .world import RING_LIMIT_SECONDS, World, people_left


@dataclass(slots=True)
class Counts:
    """A glance at the floor."""

    idle: int
    busy: int
    ringing: int
    waiting: int

    @classmethod
    def of(cls, floor: Simulation) -> Counts:
        here = [agent for agent in floor.agents if agent.present]
        idle = sum(1 for agent in here if agent.busy_since is None)
        return cls(idle, len(here) - idle, len(floor.ringing), len(floor.waiting))


class Baseline:
    """Hears of abandoned people and keeps the day's share of them, as most dialers do."""

    def __init__(self) -> None:
        self.answered_today = self.abandoned_today = self.dials_today = 0
        self.day = 0

    def decide(self, floor: Simulation) -> tuple[int, list[int]]:
        raise NotImplementedError

    def rang_out(self, line: Line, how: str, seconds: float, now: float) -> None:
        self._today(now)
        self.dials_today += 1

    def answered(self, abandoned: bool, now: float) -> None:
        self._today(now)
        self.answered_today += 1
        self.abandoned_today += abandoned

    def freed(self, busy_seconds: float) -> None:
        """An agent became free."""

    def _today(self, now: float) -> None:
        if (day := int(now / DAY_SECONDS)) != self.day:
            self.day, self.answered_today, self.abandoned_today, self.dials_today = day, 0, 0, 0

    @property
    def drop_share(self) -> float:
        return self.abandoned_today / self.answered_today if self.answered_today else 0.0


DAY_SECONDS = 8 * 3600.0


class LinesPerIdle(Baseline):
    """A fixed number of lines for each idle agent; with `cut` the others are hung up when nobody is idle any more."""

    def __init__(self, lines: float, cut: bool = False) -> None:
        super().__init__()
        self.lines, self.cut = lines, cut

    def decide(self, floor: Simulation) -> tuple[int, list[int]]:
        seen = Counts.of(floor)
        target = int(self.lines * seen.idle + 1e-9)
        let_go = list(floor.ringing)[target:] if self.cut else []
        return max(0, target - seen.ringing - seen.waiting), let_go


class Vicidial(Baseline):
    """The ratio dialer and its three adaptive modes, from the rules in VICIdial's hopper and adaptive scripts.

    Lines are placed every 2.5 s towards `level` times the counted agents; every 15 s the adaptive modes move the level
    by the mean surplus of agents, and react to the day's share of drops when it passes the limit.
    """

    def __init__(
        self,
        mode: Literal["ratio", "hard", "average", "tapered"],
        level: float = 1.0,
        most: float = 3.0,
        available_only: bool = False,
        day_hours: float = 8.0,
    ) -> None:
        super().__init__()
        self.mode, self.level, self.most, self.available_only = mode, level, most, available_only
        self.day_hours = day_hours
        self.samples: deque[tuple[int, int]] = deque(maxlen=15)
        self.last_minute: deque[tuple[float, bool]] = deque()
        self._placed_at = self._adapted_at = self._sampled_at = -100.0

    def decide(self, floor: Simulation) -> tuple[int, list[int]]:
        seen = Counts.of(floor)
        if floor.now - self._sampled_at >= 1.0:
            self._sampled_at = floor.now
            self.samples.append((seen.idle - seen.waiting, seen.idle + seen.busy))
        if self.mode != "ratio" and floor.now - self._adapted_at >= 15.0:
            self._adapted_at = floor.now
            self._adapt(floor.now)
        if floor.now - self._placed_at < 2.5:
            return 0, []
        self._placed_at = floor.now
        counted = seen.idle if self.available_only else seen.idle + seen.busy
        goal = round(self.level * counted)
        existing = seen.ringing + seen.waiting + (0 if self.available_only else seen.busy)
        return max(0, goal - existing), []

    def _adapt(self, now: float) -> None:
        surplus = sum(sample[0] for sample in self.samples) / len(self.samples)
        agents = max(1.0, sum(sample[1] for sample in self.samples) / len(self.samples))
        self.level = min(self.most, max(1.0, self.level * (1.0 + surplus / agents)))
        while self.last_minute and self.last_minute[0][0] < now - 60.0:
            self.last_minute.popleft()
        if len(self.last_minute) > 20 and 2 * sum(drop for _, drop in self.last_minute) > len(self.last_minute):
            self.level = max(1.0, self.level / 2.0)
        if self.dials_today > 50 and self.drop_share > 0.03:
            self._react(now)

    def answered(self, abandoned: bool, now: float) -> None:
        super().answered(abandoned, now)
        self.last_minute.append((now, abandoned))

    def _react(self, now: float) -> None:
        if self.mode == "hard":
            self.level = 1.0
        elif self.mode == "average":
            self.level = max(1.0, self.level / 2.0)
        else:
            left = self.day_hours - now / 3600.0 % self.day_hours
            # Clock hours written as HHMM and divided by a thousand: ten hours before the end the factor is 1.
            self.level = max(1.0, self.level * min(1.0, left * 100.0 / 1000.0))


class Issabel(Baseline):
    """The call-centre module's heuristic: idle agents and those whose calls have outlasted most, less those waiting."""

    def __init__(self, over_commit: bool = True) -> None:
        super().__init__()
        self.over_commit = over_commit
        self.handles: deque[float] = deque(maxlen=100)
        self.dials: deque[tuple[float, bool]] = deque(maxlen=2000)

    def decide(self, floor: Simulation) -> tuple[int, list[int]]:
        seen = Counts.of(floor)
        lines = seen.idle - seen.waiting
        if len(self.handles) >= 10:
            mean = sum(self.handles) / len(self.handles)
            busy = [floor.now - agent.busy_since for agent in floor.agents if agent.busy_since is not None]
            lines += sum(1 for elapsed in busy if 1.0 - exp(-(elapsed + 8.0) / mean) >= 0.97)
        lines = max(0, lines - seen.ringing)
        recent = [hit for when, hit in self.dials if when > floor.now - 1800.0] if lines else []
        if self.over_commit and len(recent) >= 10:
            lines = round(lines / max(0.20, sum(recent) / len(recent)))
        return lines, []

    def rang_out(self, line: Line, how: str, seconds: float, now: float) -> None:
        super().rang_out(line, how, seconds, now)
        self.dials.append((now, how == "person"))

    def freed(self, busy_seconds: float) -> None:
        self.handles.append(busy_seconds)


class Proportional(Baseline):
    """A PI controller on the share of drops towards 2.8 %, after UNICOM Intelligence's predictive mode: lines are idle
    agents over the connection rate, times an adjustment.
    """

    def __init__(self) -> None:
        super().__init__()
        self.rate, self.adjust, self.sum_of_errors = 0.15, 0.5, 0.0

    def decide(self, floor: Simulation) -> tuple[int, list[int]]:
        seen = Counts.of(floor)
        target = max(seen.idle, int(seen.idle / self.rate * self.adjust))
        return max(0, target - seen.ringing - seen.waiting), []

    def rang_out(self, line: Line, how: str, seconds: float, now: float) -> None:
        super().rang_out(line, how, seconds, now)
        self.rate = max(0.02, self.rate + ((how == "person") - self.rate) / 200.0)

    def answered(self, abandoned: bool, now: float) -> None:
        super().answered(abandoned, now)
        error = 0.028 - abandoned
        self.sum_of_errors = min(20.0, max(-20.0, self.sum_of_errors + error))
        self.adjust = min(1.0, max(0.02, 0.3 + 0.1 * error + 0.05 * self.sum_of_errors))


class Blind(Baseline):
    """The third oracle (3.2): it knows the rates and nothing of the moment. It dials a steady random stream, as fast as
    a share `cap` of refused calls allows in Erlang's loss formula.
    """

    def __init__(self, world: World, cap: float = 0.03) -> None:
        super().__init__()
        load = offered_load(world.agents, cap)
        heard = 1.0 - people_left(RING_LIMIT_SECONDS, world.lag_seconds)
        self._dials_per_second = load / world.mean_handle_seconds() / (world.mean_rate * heard)
        self._coin = random.Random(world.agents)
        self._next = 0.0

    def decide(self, floor: Simulation) -> tuple[int, list[int]]:
        count = 0
        while self._next <= floor.now:
            self._next += self._coin.expovariate(self._dials_per_second)
            count += 1
        return count, []


def offered_load(servers: int, refused: float) -> float:
    """The load in Erlang of which so many servers without a queue refuse this share."""

    def blocking(load: float) -> float:
        share = 1.0
        for count in range(1, servers + 1):
            share = load * share / (count + load * share)
        return share

    low, high = 0.0, 2.0 * servers
    for _ in range(60):
        middle = (low + high) / 2.0
        low, high = (middle, high) if blocking(middle) < refused else (low, middle)
    return low

"""The product's own pacing in the simulated floor, as a learner and as an oracle that knows the world's laws."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import log

from dialer.core.learning import DialSeen, Experience, Learned, RingCurve, RingEnd, Survival
from dialer.core.learning.durations import BANDS
from dialer.core.learning.rings import LONGEST_SECONDS, STEPS_PER_SECOND
from dialer.core.pacing import (
    AgentOnFloor,
    AgentState,
    Floor,
    Ledger,
    Limits,
    Pace,
    RingingLine,
    lines_to_open,
)

from .simulate import Line, Simulation
from .world import RING_LIMIT_SECONDS, World, handle_left, people_left

SECONDS_BETWEEN_ESTIMATES = 10.0


class Product:
    """`lines_to_open` fed with what a real engine would hand it; estimates are drawn again every ten seconds."""

    def __init__(self, pace: Pace, keep_ledger: bool = True) -> None:
        self.pace = pace
        # Without an account to keep, one so good that it never holds the pacer back.
        self.ledger = Ledger() if keep_ledger else Ledger(0, 1_000_000)
        self.keep_ledger = keep_ledger
        self.experience = Experience()
        self._learned: Learned = self.experience.learned(0)
        self._drawn_at = 0.0

    def decide(self, floor: Simulation) -> tuple[int, list[int]]:
        if floor.now - self._drawn_at >= SECONDS_BETWEEN_ESTIMATES:
            self._learned, self._drawn_at = self.estimates(floor), floor.now
        limits = Limits(floor.world.channels, floor.calls_per_second_left(), 10_000, 10_000)
        plan = lines_to_open(self.seen(floor), self.pace, limits, self.ledger, self._learned)
        return plan.count, [int(line_id) for line_id in plan.let_go]

    def seen(self, floor: Simulation) -> Floor:
        now = floor.now
        agents = tuple(
            AgentOnFloor(agent.name, AgentState.READY, now - agent.idle_since, round=agent.turns)
            if agent.busy_since is None
            else AgentOnFloor(
                agent.name, AgentState.TALKING, now - agent.busy_since, True, now - agent.busy_since, agent.turns
            )
            for agent in floor.agents
            if agent.present and not agent.leaving
        )
        ringing = tuple(
            RingingLine(None, now - line.started, line.lead.segment, str(line.line_id))
            for line in floor.ringing.values()
        )
        return Floor(agents, ringing, len(floor.waiting), floor.lines_in_use())

    def estimates(self, floor: Simulation) -> Learned:
        busy = [floor.now - agent.busy_since for agent in floor.agents if agent.busy_since is not None]
        return self.experience.learned(int(floor.now / 3600.0) % 3, busy_seconds=busy)

    def rang_out(self, line: Line, how: str, seconds: float, now: float) -> None:
        dial = DialSeen(RingEnd(how), seconds, line.lead.segment, int(line.started / 3600.0) % 3)
        self.experience = self.experience.after_dial(dial)

    def answered(self, abandoned: bool, now: float) -> None:
        self.experience = self.experience.after_answer(abandoned, self.pace.target_abandon)
        if self.keep_ledger:
            self.ledger = Ledger(self.ledger.abandoned + abandoned, self.ledger.answered + 1)

    def freed(self, busy_seconds: float) -> None:
        self.experience = self.experience.after_call(busy_seconds)


class Oracle(Product):
    """The same decision with the true laws in place of estimates. Only the size of the threshold is still fed back."""

    def __init__(self, pace: Pace, world: World) -> None:
        super().__init__(pace, keep_ledger=False)
        self._truth = truth_of(world)

    def estimates(self, floor: Simulation) -> Learned:
        world = floor.world
        correction = self.experience.correction
        if not (world.swing or world.step_at_hours):
            return replace(self._truth, correction=correction)
        factor = world.factor_at(floor.now)
        return replace(self._truth, answer_rate=self._truth.answer_rate * factor, correction=correction)

    def rang_out(self, line: Line, how: str, seconds: float, now: float) -> None:
        pass

    def freed(self, busy_seconds: float) -> None:
        pass


def truth_of(world: World) -> Learned:
    """The world's laws in the terms of the pacer."""
    heard = 1.0 - people_left(RING_LIMIT_SECONDS, world.lag_seconds)
    seconds = [step / STEPS_PER_SECOND for step in range(LONGEST_SECONDS * STEPS_PER_SECOND + 1)]
    people = [max(0.0, (people_left(at, world.lag_seconds) - 1.0 + heard) / heard) for at in seconds]
    others = [_others_left(at, world) for at in seconds]
    return Learned(
        answer_rate=world.mean_rate * heard,
        by_segment={str(number): rate * heard for number, rate in enumerate(world.lists)},
        handle=_survival(world),
        ring=RingCurve.of(people, others),
    )


def _others_left(seconds: float, world: World) -> float:
    total = 1.0 - world.answer_rate
    machines = min(1.0, max(0.0, (seconds - 16.0) / 6.0)) * world.machine_share
    return 1.0 - ((0.15 if seconds >= 3.0 else 0.0) + machines) / total


def _survival(world: World) -> Survival:
    spent = [-log(handle_left(at, world)) for at in (*BANDS, 1280.0)]
    edges = (*BANDS, 1280.0)
    widths = [end - start for start, end in pairwise(edges)]
    return Survival.of((after - before) / width for (before, after), width in zip(pairwise(spent), widths, strict=True))

"""The floor in simulated time: one heap of events, one pacer asked whenever something changed and every second."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Protocol

from .world import RING_LIMIT_SECONDS, Lead, Leads, World

PATIENCE_SECONDS = 2.0
LEAST_SECONDS_BETWEEN_DECISIONS = 0.5


@dataclass(slots=True, eq=False)
class Line:
    line_id: int
    lead: Lead
    started: float
    is_person: bool
    over: bool = False


@dataclass(slots=True, eq=False)
class Agent:
    name: str
    present: bool = True
    leaving: bool = False
    idle_since: float = 0.0
    busy_since: float | None = None
    turns: int = 0

    @property
    def idle(self) -> bool:
        return self.present and self.busy_since is None


@dataclass(slots=True, eq=False)
class Person:
    """Somebody who answered and waits for an agent."""

    lead: Lead
    answered: float
    connected: bool = False


@dataclass(slots=True)
class Tally:
    """What is measured after the warm-up, in seconds and counts; only `track`, the legal account, runs from the start.

    `rings_cut` counts lines hung up before 15 seconds, `let_go` all that were hung up before their ring limit.
    """

    agent_seconds: float = 0.0
    busy_seconds: float = 0.0
    answered: int = 0
    abandoned: int = 0
    dials: int = 0
    rings_cut: int = 0
    let_go: int = 0
    peak_lines: int = 0
    peak_calls_per_second: int = 0
    waits: list[float] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    track: list[tuple[float, bool]] = field(default_factory=list)


class Pacer(Protocol):
    """What a dialer is told and asked; nothing else of the world reaches it."""

    def decide(self, floor: Simulation) -> tuple[int, list[int]]: ...
    def rang_out(self, line: Line, how: str, seconds: float, now: float) -> None: ...
    def answered(self, abandoned: bool, now: float) -> None: ...
    def freed(self, busy_seconds: float) -> None: ...


class Simulation:
    """One run. `now` is in seconds from the start."""

    def __init__(self, world: World, pacer: Pacer, hours: float, warm_up_hours: float, seed: int) -> None:
        self.world, self.pacer = world, pacer
        self.now, self.end, self.warm = 0.0, (hours + warm_up_hours) * 3600.0, warm_up_hours * 3600.0
        self.leads = Leads(world, seed)
        self.coin = random.Random(seed + 7)
        self.agents = [Agent(f"a{number}") for number in range(world.agents)]
        self.ringing: dict[int, Line] = {}
        self.waiting: deque[Person] = deque()
        self.recent_dials: deque[float] = deque()
        self.tally = Tally()
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._count = 0
        self._next_line = 0
        self._asked_at = -1.0

    def run(self) -> Tally:
        self._at(0.0, self._tick)
        if self.world.floor_changes:
            self._at(self.coin.expovariate(1 / 900.0), self._change_floor)
        while self._events:
            when, _, event = heappop(self._events)
            if when > self.end:
                break
            self._account(when)
            event()
        return self.tally

    def calls_per_second_left(self) -> int:
        while self.recent_dials and self.recent_dials[0] <= self.now - 1.0:
            self.recent_dials.popleft()
        return self.world.calls_per_second - len(self.recent_dials)

    def lines_in_use(self) -> int:
        return len(self.ringing) + len(self.waiting) + sum(1 for agent in self.agents if agent.busy_since is not None)

    # --- the world's events -------------------------------------------------------------------------------------

    def _at(self, when: float, event: Callable[[], None]) -> None:
        self._count += 1
        heappush(self._events, (when, self._count, event))

    def _account(self, when: float) -> None:
        span = when - max(self.now, self.warm)
        if span > 0.0:
            present = busy = 0
            for agent in self.agents:
                present += agent.present or agent.busy_since is not None
                busy += agent.busy_since is not None
            self.tally.agent_seconds += span * present
            self.tally.busy_seconds += span * busy
        self.now = when

    def _tick(self) -> None:
        self._at(self.now + 1.0, self._tick)
        self._ask()

    def _changed(self) -> None:
        if self.now - self._asked_at >= LEAST_SECONDS_BETWEEN_DECISIONS:
            self._ask()

    def _ask(self) -> None:
        self._asked_at = self.now
        count, let_go = self.pacer.decide(self)
        for line_id in let_go:
            self._let_go(self.ringing[line_id])
        room = min(self.calls_per_second_left(), self.world.channels - self.lines_in_use())
        for _ in range(min(count, room)):
            self._dial()
        if self.now >= self.warm:
            self.tally.peak_lines = max(self.tally.peak_lines, self.lines_in_use())
            self.tally.peak_calls_per_second = max(self.tally.peak_calls_per_second, len(self.recent_dials))

    def _dial(self) -> None:
        lead = self.leads.next()
        rate = self.world.rate_at(self.now, lead)
        is_person = lead.luck < rate and lead.person_after_seconds < RING_LIMIT_SECONDS
        line = Line(self._next_line, lead, self.now, is_person)
        self._next_line += 1
        self.ringing[line.line_id] = line
        self.recent_dials.append(self.now)
        self.tally.dials += self.now >= self.warm
        lasts = lead.person_after_seconds if is_person else self._other_seconds(lead)
        self._at(self.now + lasts, lambda: self._stops_ringing(line))

    @staticmethod
    def _other_seconds(lead: Lead) -> float:
        return min(RING_LIMIT_SECONDS, lead.other_after_seconds)

    def _let_go(self, line: Line) -> None:
        rang = self.now - line.started
        if self.now >= self.warm:
            self.tally.let_go += 1
            self.tally.rings_cut += rang < 15.0
        self._remove(line, "let_go")

    def _remove(self, line: Line, how: str) -> None:
        line.over = True
        del self.ringing[line.line_id]
        self.pacer.rang_out(line, how, self.now - line.started, self.now)

    def _stops_ringing(self, line: Line) -> None:
        if line.over:
            return
        if not self.world.slow_events:
            self._heard(line)
            return
        # One report in a hundred is lost; the person is then found waiting when the line is looked up 5 s later.
        delay = 5.0 if self.coin.random() < 0.01 else self.coin.uniform(0.1, 1.5)
        answered = self.now
        self._at(self.now + delay, lambda: None if line.over else self._heard(line, answered))

    def _heard(self, line: Line, answered: float | None = None) -> None:
        machine = (
            not line.is_person and line.lead.other == "machine" and line.lead.other_after_seconds < RING_LIMIT_SECONDS
        )
        how = "person" if line.is_person else ("let_go" if line.lead.other == "nobody" else "other")
        self._remove(line, how)
        if line.is_person:
            self._answers(Person(line.lead, self.now if answered is None else answered))
        elif machine and self.world.machines_reach_agents:
            self._machine(line.lead)
        self._changed()

    def _answers(self, person: Person) -> None:
        self.waiting.append(person)
        left = person.answered + PATIENCE_SECONDS - self.now
        self._seat()
        if not person.connected:
            self._at(self.now + max(0.0, left), lambda: self._gives_up(person))

    def _machine(self, lead: Lead) -> None:
        idle = [agent for agent in self.agents if agent.idle]
        if idle:
            agent = min(idle, key=lambda one: one.idle_since)
            self._occupy(agent, lead.verdict_seconds + (8.0 if lead.slip < 0.10 else 0.0))

    def _seat(self) -> None:
        while self.waiting:
            idle = [agent for agent in self.agents if agent.idle]
            if not idle:
                return
            person = self.waiting.popleft()
            person.connected = True
            agent = min(idle, key=lambda one: one.idle_since)
            self._told(person, abandoned=self.now - person.answered > PATIENCE_SECONDS)
            if self.now >= self.warm:
                self.tally.waits.append(self.now - agent.idle_since)
                self.tally.latencies.append(self.now - person.answered)
            slipped = self.world.machines_reach_agents and person.lead.slip < 0.05
            self._occupy(agent, person.lead.verdict_seconds if slipped else person.lead.handle_seconds)

    def _told(self, person: Person, abandoned: bool) -> None:
        self.pacer.answered(abandoned, self.now)
        self.tally.track.append((self.now, abandoned))
        if self.now >= self.warm:
            self.tally.answered += 1
            self.tally.abandoned += abandoned

    def _gives_up(self, person: Person) -> None:
        if not person.connected:
            self.waiting.remove(person)
            self._told(person, abandoned=True)

    def _occupy(self, agent: Agent, seconds: float) -> None:
        agent.busy_since = self.now
        self._at(self.now + seconds, lambda: self._frees(agent))

    def _frees(self, agent: Agent) -> None:
        assert agent.busy_since is not None
        self.pacer.freed(self.now - agent.busy_since)
        agent.busy_since, agent.idle_since = None, self.now
        agent.turns += 1
        if agent.leaving:
            agent.leaving, agent.present = False, False
        self._seat()
        self._changed()

    def _change_floor(self) -> None:
        # Somebody takes a break, at once if idle and after the call if not, or comes back from one.
        self._at(self.now + self.coin.expovariate(len(self.agents) / 1800.0), self._change_floor)
        agent = self.coin.choice(self.agents)
        if not agent.present:
            agent.present, agent.idle_since = True, self.now
            self._seat()
        elif agent.idle:
            agent.present = False
        else:
            agent.leaving = True
        self._changed()

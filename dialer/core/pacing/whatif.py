"""What a team would get out of each mode: a small simulation second by second, driven by `lines_to_open` itself.

It answers a manager's question in about a second, so it leaves out what moves the answer little: every machine is
recognised, talk lasts an exponential time, the list's answer rate stays the same. Expect it within a few points.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from random import Random

from dialer.core.learning import Experience, Learned, Survival
from dialer.core.pacing.decide import lines_to_open
from dialer.core.pacing.fixed import SHORTEST_RING_SECONDS
from dialer.core.pacing.values import (
    AgentOnFloor,
    AgentState,
    Floor,
    Ledger,
    Limits,
    Pace,
    PaceMode,
    PacingError,
    RingingLine,
)

RING_LIMIT_SECONDS = 22
NOTHING_YET, UNTAUGHT = Ledger(), Experience()
PATIENCE_SECONDS = 2
WARM_UP_SECONDS = 900
CLICK_SECONDS = 8.0
"""What an agent takes to look at a lead and start the call, where the agent starts it."""


@dataclass(frozen=True, slots=True)
class Team:
    """The manager's own figures: a conversation's mean length, and the time to write it up."""

    agents: int
    answer_rate: float
    talk_seconds: float
    wrap_seconds: float = 0.0
    trunk_channels: int = 400

    def __post_init__(self) -> None:
        if not (1 <= self.agents <= 100 and 0.0 < self.answer_rate <= 0.9):
            raise PacingError("Give 1 to 100 agents and an answer rate above 0 and up to 0.9.")
        if not (5.0 <= self.talk_seconds <= 3600.0 and 0.0 <= self.wrap_seconds <= 3600.0):
            raise PacingError("Give 5 to 3600 seconds of talk and up to 3600 seconds of wrap-up.")


@dataclass(frozen=True, slots=True)
class Expected:
    """For each agent and hour: minutes of talk and people reached; for the team: share abandoned, dials an hour."""

    talk_minutes_per_hour: float
    contacts_per_hour: float
    abandoned_share: float
    dials_per_hour: float


@dataclass(slots=True)
class _Line:
    line_id: str
    agent_id: str | None
    started: int
    stops: int
    person: bool
    talk_seconds: float


@dataclass(slots=True)
class _Agent:
    agent_id: str
    since: int = 0
    free_at: int | None = None
    turns: int = 0


@dataclass(slots=True)
class _Room:
    """The simulated second. A person waits as the second of the answer and the length of the talk to come."""

    team: Team
    pace: Pace
    rng: Random
    agents: list[_Agent]
    ringing: list[_Line] = field(default_factory=list)
    waiting: deque[tuple[int, float]] = field(default_factory=deque)
    ledger: Ledger = NOTHING_YET
    experience: Experience = UNTAUGHT
    dials: int = 0
    talk_seconds: float = 0.0
    contacts: int = 0
    asked_about: tuple[int, ...] = ()

    def free(self) -> list[_Agent]:
        return sorted((agent for agent in self.agents if agent.free_at is None), key=lambda agent: agent.since)

    def play(self, second: int, learned: Learned) -> None:
        """One second: lines stop ringing, people meet agents or give up, new lines are opened."""
        for agent in self.agents:
            if agent.free_at is not None and agent.free_at <= second:
                agent.free_at, agent.since, agent.turns = None, second, agent.turns + 1
        stopped = [line for line in self.ringing if line.stops <= second]
        self.ringing = [line for line in self.ringing if line.stops > second]
        self.waiting.extend((second, line.talk_seconds) for line in stopped if line.person)
        self._seat(second)
        self._dial(second, learned)

    def _seat(self, second: int) -> None:
        free = deque(self.free())
        while self.waiting and free:
            _, talk = self.waiting.popleft()
            agent = free.popleft()
            self.talk_seconds += talk
            agent.free_at, agent.since = second + max(1, round(talk + self.team.wrap_seconds)), second
            self.contacts += 1
            self._count(abandoned=False)
        while self.waiting and second - self.waiting[0][0] >= PATIENCE_SECONDS:
            self.waiting.popleft()
            self._count(abandoned=True)

    def _count(self, abandoned: bool) -> None:
        self.ledger = Ledger(self.ledger.abandoned + abandoned, self.ledger.answered + 1)
        self.experience = self.experience.after_answer(abandoned, self.pace.target_abandon)

    def _dial(self, second: int, learned: Learned) -> None:
        if self.pace.mode in (PaceMode.PREVIEW, PaceMode.CLICK):
            dialing = {line.agent_id for line in self.ringing}
            for agent in self.free():
                if second - agent.since >= CLICK_SECONDS and agent.agent_id not in dialing:
                    self._open(agent.agent_id, second)
            return
        if self._asked_already(second):
            return
        in_use = len(self.ringing) + len(self.agents) - len(self.free())
        limits = Limits(self.team.trunk_channels, 1000, 1000, 1000)
        known = replace(learned, correction=self.experience.correction)
        plan = lines_to_open(self._seen(second, in_use), self.pace, limits, self.ledger, known)
        self.ringing = [line for line in self.ringing if line.line_id not in plan.let_go]
        if plan.count or plan.let_go:
            self.asked_about = ()
        shares = plan.per_agent or ((None, plan.count),)
        for agent_id, count in shares:
            for _ in range(count):
                self._open(agent_id, second)

    def _asked_already(self, second: int) -> bool:
        """Whether the pacer has just seen this very room. Only the predictive mode changes its mind with time: there it
        is asked every other second."""
        old = sum(second - line.started >= SHORTEST_RING_SECONDS for line in self.ringing)
        room = (len(self.free()), len(self.ringing), len(self.waiting), old, self.ledger.answered)
        known = room == self.asked_about and (self.pace.mode is not PaceMode.PREDICTIVE or second % 2 == 1)
        self.asked_about = room
        return known

    def _open(self, agent_id: str | None, second: int) -> None:
        # Every lead takes the same number of draws, so that each mode meets the same people from the same `rng`.
        person = self.rng.random() < self.team.answer_rate
        person_rings = self.rng.gammavariate(4.0, 2.25)
        other_rings = _rings_for_nobody(self.rng.random(), self.rng.uniform(16.0, 22.0))
        talk = self.rng.expovariate(1.0 / self.team.talk_seconds)
        reached = person and person_rings < RING_LIMIT_SECONDS
        stops = second + max(1, min(RING_LIMIT_SECONDS, round(person_rings if person else other_rings)))
        self.dials += 1
        self.ringing.append(_Line(str(self.dials), agent_id, second, stops, reached, talk))

    def _seen(self, second: int, in_use: int) -> Floor:
        agents = tuple(
            AgentOnFloor(agent.agent_id, AgentState.READY, second - agent.since, round=agent.turns)
            if agent.free_at is None
            else AgentOnFloor(agent.agent_id, AgentState.TALKING, busy_seconds=second - agent.since)
            for agent in self.agents
        )
        ringing = tuple(
            RingingLine(line.agent_id, second - line.started, line_id=line.line_id) for line in self.ringing
        )
        return Floor(agents, ringing, len(self.waiting), in_use)


def _rings_for_nobody(which: float, machine: float) -> float:
    """Seconds until a bad number or a machine ends the ringing, or our limit does."""
    if which < 0.17:
        return 3.0
    return machine if which < 0.58 else RING_LIMIT_SECONDS


def what_if(team: Team, pace: Pace, rng: Random, hours: float | None = None) -> Expected:
    """Simulates `hours` after a warm-up of a quarter of an hour; by default as many as make twelve of one agent's.

    The same state of `rng` gives the same answer.

    >>> what_if(Team(3, 0.15, 120.0), Pace(PaceMode.PROGRESSIVE), Random(1), hours=0.5).abandoned_share
    0.0
    """
    hours = max(0.5, min(4.0, 12.0 / team.agents)) if hours is None else hours
    room = _Room(team, pace, rng, [_Agent(f"agent {number}") for number in range(team.agents)])
    busy = Survival.exponential(team.talk_seconds + team.wrap_seconds)
    learned = Learned(answer_rate=team.answer_rate, handle=busy)
    for second in range(WARM_UP_SECONDS + int(hours * 3600)):
        if second == WARM_UP_SECONDS:
            room.dials, room.talk_seconds, room.contacts = 0, 0.0, 0
        room.play(second, learned)
    agent_hours = team.agents * hours
    return Expected(
        talk_minutes_per_hour=room.talk_seconds / 60.0 / agent_hours,
        contacts_per_hour=room.contacts / agent_hours,
        abandoned_share=room.ledger.share,
        dials_per_hour=room.dials / hours,
    )

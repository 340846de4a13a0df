"""What the pacer is told and what it answers.

A floor is the present moment: agents, lines ringing, people who answered and wait. A pace is the campaign's setting.
Limits come from outside the campaign (trunk, clock, money, leads), the ledger from the law. The answer is a plan that
always names the one limit that kept it from being larger, because "why is nobody dialing?" is the question asked most.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from math import floor as whole
from typing import Self

from dialer.core.campaigns import RingPolicy
from dialer.core.compliance.modes import DialMode
from dialer.core.pacing.reach import Reach


class PacingError(ValueError):
    """A value that cannot describe a floor or a pace; the message says which field to correct and to what."""


class _Said(StrEnum):
    """A stored lower-case word with the sentence a person reads beside it."""

    sentence: str

    def __new__(cls, word: str, sentence: str) -> Self:
        member = str.__new__(cls, word)
        member._value_ = word
        member.sentence = sentence
        return member


class AgentState(_Said):
    READY = "ready", "Free to take a call."
    TALKING = "talking", "With a person."
    WRAP_UP = "wrap_up", "Writing up the last call."


PaceMode = DialMode
"""The ways of dialing are those that the rules of law speak of."""


class Limit(_Said):
    """Why a plan is not larger than it is. Of limits that allow the same count, the one declared first is named."""

    CAMPAIGN_PAUSED = "campaign_paused", "The campaign is paused."
    HOURS = "hours", "The campaign's calling hours are over for now."
    CLOCK = "clock", "The clock of the server was set: no new calls until it has kept its pace for five minutes."
    CARRIER = "carrier", "The phone network takes no calls from us just now."
    CLICKS_REFUSED = (
        "clicks_refused",
        "The phone network takes no calls from us just now. The next one that an agent starts tries again.",
    )
    BEHIND = "behind", "The server is behind with its work: new calls leave as it catches up."
    AGENT_CLICKS = "agent_clicks", "In this mode the agent starts each call."
    NOBODY_READY = "nobody_ready", "No agent is free and connected."
    LEDGER = "ledger", "Too many people were left without an agent in these 30 days: no call may risk one more."
    RISK = "risk", "One more call would too probably be answered with no agent free."
    LINES_PER_AGENT = "lines_per_agent", "Each free agent already has all of the lines set for the campaign."
    CAMPAIGN_LINES = "campaign_lines", "The campaign already rings as many lines as it is allowed."
    HOPPER = "hopper", "No more leads are due that may be called now."
    SPEND = "spend", "Today's spending limit is reached."
    CHANNELS = "channels", "All of the trunk's lines are in use."
    CALLS_PER_SECOND = "calls_per_second", "The carrier takes no more new calls in this second."


@dataclass(frozen=True, slots=True)
class AgentOnFloor:
    """One agent in the campaign's session and not paused.

    `since_seconds` is the time in the present state; `busy_seconds` runs from the start of the conversation through
    wrap-up and is 0 when ready. `leg_ready` is False while the agent's own leg is not up: nobody can be put through.
    `round` counts how many times this agent has become ready in this session; it spreads fractional lines.
    `lines` is the agent's own number of lines for this session where it is smaller than the campaign's.
    """

    agent_id: str
    state: AgentState
    since_seconds: float = 0.0
    leg_ready: bool = True
    busy_seconds: float = 0.0
    round: int = 0
    lines: float | None = None

    @property
    def free(self) -> bool:
        return self.leg_ready and self.state is AgentState.READY


@dataclass(frozen=True, slots=True)
class RingingLine:
    """A lead's line that nobody has answered yet. `agent_id` is the agent it was dialed for, None in a shared pool."""

    agent_id: str | None
    age_seconds: float
    segment: str = ""
    line_id: str = ""


@dataclass(frozen=True, slots=True)
class Floor:
    """The present moment of one campaign. `in_use_lines` counts every line on the trunk, agents' legs included."""

    agents: tuple[AgentOnFloor, ...]
    ringing: tuple[RingingLine, ...] = ()
    waiting_answered: int = 0
    in_use_lines: int = 0

    def __post_init__(self) -> None:
        if self.waiting_answered < 0 or self.in_use_lines < 0:
            raise PacingError("waiting_answered and in_use_lines count things: give 0 or more.")

    @property
    def free_agents(self) -> tuple[AgentOnFloor, ...]:
        return tuple(agent for agent in self.agents if agent.free)


@dataclass(frozen=True, slots=True)
class Pace:
    """The campaign's setting.

    `lines_per_agent` is 1 to 10, fractions allowed; only power uses it. `target_abandon` and `hard_stop` are shares of
    the calls that a person answered, per campaign and 30 days; the law's cap is 0.03 (16 CFR 310.4(b)(4)(i)).
    `connect_seconds` is the time from answer to the agent's ear. `machines_reach_agents` where answers are put through
    before anybody knows who answered. For `opening_answers` see `ledger`.
    """

    mode: PaceMode
    lines_per_agent: float = 1.0
    target_abandon: float = 0.02
    hard_stop: float = 0.03
    ring_policy: RingPolicy = RingPolicy.RING_ON
    most_lines: int = 400
    connect_seconds: float = 0.3
    opening_answers: int = 100
    machines_reach_agents: bool = False

    def __post_init__(self) -> None:
        if not 1.0 <= self.lines_per_agent <= 10.0:
            raise PacingError("lines_per_agent must be from 1 to 10.")
        if not 0.0 < self.target_abandon <= self.hard_stop <= 0.03:
            raise PacingError("target_abandon must be above 0 and at most hard_stop, and hard_stop at most 0.03.")
        if self.most_lines < 0 or self.connect_seconds < 0 or self.opening_answers < 0:
            raise PacingError("most_lines, connect_seconds and opening_answers must be 0 or more.")

    def lines_for(self, agent: AgentOnFloor) -> int:
        """Lines for this agent's present turn, so that the turns average `lines_per_agent`: 2.5 gives 2, 3, 2, 3."""
        lines = self.lines_per_agent if agent.lines is None else min(self.lines_per_agent, max(1.0, agent.lines))
        # The epsilon keeps ten turns of 2.1 lines at 21 in spite of binary fractions.
        return whole((agent.round + 1) * lines + 1e-9) - whole(agent.round * lines + 1e-9)


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds from outside the campaign, counted now. `trunk_channels` is the trunk's size, not what is left of it."""

    trunk_channels: int
    calls_per_second_left: int
    hopper_due: int
    spend_left_calls: int
    hours_open: bool = True
    campaign_running: bool = True
    clock_believed: bool = True
    keeps_up: bool = True
    """Whether our own machine has time for more calls."""
    reach: Reach = field(default_factory=Reach)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The legal account of one campaign's 30-day block: people who answered, and those among them who were abandoned.

    Abandoned is a person who answered and was not connected to an agent within two seconds of the end of their
    greeting (16 CFR 310.4(b)(1)(iv)). Machines, busy signals and unanswered calls are in neither number.
    """

    abandoned: int = 0
    answered: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.abandoned <= self.answered:
            raise PacingError("A ledger's abandoned calls are among its answered ones: 0 <= abandoned <= answered.")

    @property
    def share(self) -> float:
        return self.abandoned / self.answered if self.answered else 0.0


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many new lines one limit alone would allow."""

    limit: Limit
    count: int


@dataclass(frozen=True, slots=True)
class DialPlan:
    """Open `count` lines now.

    `per_agent` shares them out in the modes that dial for one agent and is empty for a pool. `let_go` names ringing
    lines to hang up first. `risk` is the chance that one more call would find no agent, None where it is not computed.
    """

    count: int
    limited_by: Limit
    explanation: str
    per_agent: tuple[tuple[str, int], ...] = ()
    let_go: tuple[str, ...] = ()
    risk: float | None = None

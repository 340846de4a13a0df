"""What the pacer would do with a little more or less: the board's answer to "do we need another agent?"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dialer.core.learning import Learned
from dialer.core.pacing.decide import lines_to_open
from dialer.core.pacing.values import AgentOnFloor, AgentState, DialPlan, Floor, Ledger, Limits, Pace


@dataclass(frozen=True, slots=True)
class Explanation:
    """The plan of this moment, and the plans with one agent more and one agent fewer; None where nobody could leave."""

    now: DialPlan
    with_one_more: DialPlan
    with_one_fewer: DialPlan | None

    @property
    def sentence(self) -> str:
        fewer = f", with one fewer {self.with_one_fewer.count}" if self.with_one_fewer else ""
        counts = f"{self.now.count}; with one more free agent {self.with_one_more.count}{fewer}"
        return f"{self.now.explanation} New lines now: {counts}."


def explain(floor: Floor, pace: Pace, limits: Limits, ledger: Ledger, learned: Learned) -> Explanation:
    """The one more is a free agent; the one fewer is a free one where there is one, else any."""
    newcomer = AgentOnFloor("one more", AgentState.READY)
    more = replace(floor, agents=(*floor.agents, newcomer))
    leaver = next(iter(floor.free_agents or floor.agents), None)
    rest = tuple(agent for agent in floor.agents if agent is not leaver)
    return Explanation(
        now=lines_to_open(floor, pace, limits, ledger, learned),
        with_one_more=lines_to_open(more, pace, limits, ledger, learned),
        with_one_fewer=lines_to_open(replace(floor, agents=rest), pace, limits, ledger, learned) if leaver else None,
    )

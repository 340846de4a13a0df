"""Marginal-risk pacing: open one more line while the chance that this line finds no agent stays under a threshold.

A line opened now may be answered at any time during the next quarter of a minute. So the question is asked at five
horizons, the times by which 10, 30, 50, 70 and 90 % of those who answer have answered. By each horizon some ringing
lines will have been answered (the demand) and some busy agents become free (the supply). All of these are independent
coins of different weight, so the chance that demand has used up supply is exact.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from dialer.core.learning import Learned
from dialer.core.learning.experience import HIGHEST_THRESHOLD, LOWEST_THRESHOLD
from dialer.core.learning.rings import SHARES, STEPS_PER_SECOND
from dialer.core.pacing.chances import Law, chance_of_more, law_of, overlap, with_coin
from dialer.core.pacing.fixed import SHORTEST_RING_SECONDS, Wish, nobody_ready
from dialer.core.pacing.ledger import room
from dialer.core.pacing.values import AgentOnFloor, AgentState, Floor, Ledger, Limit, Pace, RingingLine

PATIENCE_SECONDS = 2.0
"""A person who answered is abandoned after this time without an agent (16 CFR 310.4(b)(1)(iv))."""

RELIEF_FACTOR = 8.0
"""Old lines are let go when the risk is this many times the threshold; one line too many is no reason yet."""

EASY_ROOM = 5.0
"""With room for so many abandoned calls before the hard stop, the ledger does not yet slow the pacer."""

NEXT_TO_NO_RISK = 0.0005
"""A sixtieth of the cap: lines of this risk lower the ledger's share nearly as surely as one line for each agent."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """For each horizon, the law of the demand and the chance of more supply than each count of it."""

    demand: tuple[Law, ...]
    supply: tuple[list[float], ...]

    @property
    def risk(self) -> float:
        """The chance that one more answered call finds no agent, averaged over the horizons."""
        safe = sum(map(overlap, self.demand, self.supply))
        return max(0.0, 1.0 - safe / len(self.supply))

    def with_line(self, chances: list[float]) -> Outlook:
        """The outlook with one more line; `chances` has the chance of an answer by each horizon."""
        grown = (
            with_coin(law, chance, len(ahead)) if ahead else law
            for law, ahead, chance in zip(self.demand, self.supply, chances, strict=True)
        )
        return Outlook(tuple(grown), self.supply)


def wish_by_risk(floor: Floor, pace: Pace, ledger: Ledger, learned: Learned) -> Wish:
    """The lines that the threshold allows, for the pool of all agents.

    No ring is cut before 15 seconds here, whatever the campaign's ring policy.
    """
    team = sum(agent.leg_ready for agent in floor.agents)
    return _fill(floor, pace, learned, threshold(team, pace, ledger, learned), Limit.RISK)


def wish_without_risk(floor: Floor, pace: Pace, learned: Learned) -> Wish:
    """The lines that next to certainly find an agent who is free already: under the ledger's hard stop.

    One for a single free agent. Several free agents get more than one each where hardly anybody answers: of ten lines
    at 3 % five will not be answered at once, and one line each would take hours to earn the answers that lift the stop.
    """
    return _fill(replace(floor, agents=floor.free_agents), pace, learned, NEXT_TO_NO_RISK, Limit.LEDGER)


def _fill(floor: Floor, pace: Pace, learned: Learned, allowed: float, limit: Limit) -> Wish:
    if not any(agent.leg_ready for agent in floor.agents):
        return Wish(0, Limit.NOBODY_READY, nobody_ready(floor))
    outlook, let_go = outlook_of(floor, pace, learned, allowed)
    fresh = [learned.answer_rate * share for share in SHARES]
    count, risk = 0, outlook.risk
    most = max(0, pace.most_lines - len(floor.ringing))
    while risk <= allowed and count < most:
        outlook = outlook.with_line(fresh)
        count, risk = count + 1, outlook.risk
    why = f"{risk:.1%} against {allowed:.1%} allowed."
    return Wish(count, Limit.CAMPAIGN_LINES if risk <= allowed else limit, why, (), let_go, risk)


def threshold(agents: int, pace: Pace, ledger: Ledger, learned: Learned) -> float:
    """The risk allowed to one more line.

    The last line bears more risk than the average one, and the fewer the agents the coarser the steps between one line
    and two: hence a multiple of the target, which feedback then corrects. As the ledger's room runs out the risk
    shrinks with it, because the hard stop costs far more talk time than a little caution before it.
    """
    start = pace.target_abandon * (1.2 + 0.6 / max(1, agents))
    learned_risk = min(HIGHEST_THRESHOLD, max(LOWEST_THRESHOLD, start * learned.correction))
    return max(NEXT_TO_NO_RISK, learned_risk * min(1.0, room(ledger, pace) / EASY_ROOM) ** 2)


def outlook_of(floor: Floor, pace: Pace, learned: Learned, allowed: float) -> tuple[Outlook, tuple[str, ...]]:
    """The outlook of this moment, and the ids of ringing lines to let go, which it leaves out.

    Only lines that rang 15 seconds may be let go, the longest ringing first, and only where the risk is high.
    """
    supply = supply_of(floor, pace, learned)
    whole = Outlook(demand_of(floor.ringing, learned, supply), supply)
    if whole.risk <= RELIEF_FACTOR * allowed:
        return whole, ()
    old = [line for line in floor.ringing if line.age_seconds >= SHORTEST_RING_SECONDS]
    if not old:
        return whole, ()
    young = tuple(line for line in floor.ringing if line.age_seconds < SHORTEST_RING_SECONDS)
    oldest_first = sorted(old, key=lambda line: line.age_seconds, reverse=True)
    return Outlook(demand_of(young, learned, supply), supply), tuple(line.line_id for line in oldest_first)


def supply_of(floor: Floor, pace: Pace, learned: Learned) -> tuple[list[float], ...]:
    """For each horizon, the chance of more agents than each count: those free now less the people waiting, and those
    who become free before a person's patience ends.
    """
    patience = PATIENCE_SECONDS - pace.connect_seconds
    waits = [seconds + patience for seconds in learned.ring.horizon_seconds]
    busy = [_busy_chances(agent, waits, learned) for agent in floor.agents if agent.leg_ready and not agent.free]
    surely = len(floor.free_agents) - floor.waiting_answered
    return tuple(
        chance_of_more(law_of([(1.0 - chances[horizon], 1) for chances in busy], len(busy) + 1), surely)
        for horizon in range(len(waits))
    )


def _busy_chances(agent: AgentOnFloor, waits: list[float], learned: Learned) -> list[float]:
    if agent.state is AgentState.WRAP_UP:
        return learned.wrap.busy_after(agent.since_seconds, waits)
    return learned.handle.busy_after(agent.busy_seconds, waits)


def demand_of(ringing: tuple[RingingLine, ...], learned: Learned, supply: tuple[list[float], ...]) -> tuple[Law, ...]:
    """For each horizon, the law of how many ringing lines people will have answered."""
    groups = Counter([(line.segment, int(line.age_seconds)) for line in ringing])
    # Lines of the same second are taken together, at the middle of it.
    chances = [
        (learned.ring.chances(int((second + 0.5) * STEPS_PER_SECOND), learned.rate_of(segment)), times)
        for (segment, second), times in groups.items()
    ]
    return tuple(
        law_of([(by_horizon[horizon], times) for by_horizon, times in chances], max(1, len(ahead)))
        for horizon, ahead in enumerate(supply)
    )

"""A set number of lines for each free agent: the power and progressive modes, and what the ledger leaves of the others.

A line rings on when its agent is taken by another one. Whoever is free next may take its answer, so such lines count
against what the free agents still need.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from dialer.core.campaigns import RingPolicy
from dialer.core.pacing.values import Floor, Limit, Pace, RingingLine

SHORTEST_RING_SECONDS = 15.0
"""A line that rang this long may be let go: 16 CFR 310.4(b)(4)(ii), 15 seconds or four rings."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a mode would open if nothing outside the campaign limited it."""

    count: int
    limit: Limit
    why: str
    per_agent: tuple[tuple[str, int], ...] = ()
    let_go: tuple[str, ...] = ()
    risk: float | None = None

    def cut_to(self, count: int) -> tuple[tuple[str, int], ...]:
        """The shares of the agents when only `count` lines may be opened: one each in turn, the neediest first."""
        given: Counter[str] = Counter()
        left = dict(self.per_agent)
        for _ in range(min(count, sum(left.values()))):
            agent_id = max(left, key=lambda name: left[name] - given[name])
            given[agent_id] += 1
        return tuple((agent_id, given[agent_id]) for agent_id, _ in self.per_agent if given[agent_id])


def wish_for_lines(floor: Floor, pace: Pace, lines: Mapping[str, int], limit: Limit) -> Wish:
    """The wish when each free agent, by id, is to have `lines`; `limit` is named as what keeps it from being larger."""
    if not lines:
        return Wish(0, Limit.NOBODY_READY, nobody_ready(floor), let_go=to_let_go(floor, pace, 0))
    target = sum(lines.values())
    ringing = len(floor.ringing)
    count = max(0, target - ringing - floor.waiting_answered)
    has = Counter(line.agent_id for line in floor.ringing)
    needs = tuple((agent_id, max(0, wanted - has[agent_id])) for agent_id, wanted in lines.items())
    why = f"{len(lines)} free with {target} lines in all; {ringing} ringing, {floor.waiting_answered} waiting."
    whole = Wish(count, limit, why, needs, to_let_go(floor, pace, target))
    return Wish(count, limit, why, whole.cut_to(count), whole.let_go)


def nobody_ready(floor: Floor) -> str:
    """Says what the agents are doing instead."""
    if not floor.agents:
        return "No agent is in a session."
    unconnected = sum(1 for agent in floor.agents if not agent.leg_ready)
    busy = len(floor.agents) - unconnected
    return f"{busy} busy, {unconnected} without a connected line of their own."


def to_let_go(floor: Floor, pace: Pace, target: int) -> tuple[str, ...]:
    """Lines to hang up before any new one: those above `target` that may be, the longest ringing first.

    Cutting at once takes every line whose own agent is no longer free, however short it rang.
    """
    if pace.ring_policy is RingPolicy.CUT_AT_ONCE:
        free = {agent.agent_id for agent in floor.free_agents}
        return tuple(line.line_id for line in floor.ringing if line.agent_id is not None and line.agent_id not in free)
    too_many = len(floor.ringing) + floor.waiting_answered - target
    return tuple(line.line_id for line in _may_go(floor.ringing)[: max(0, too_many)])


def _may_go(ringing: tuple[RingingLine, ...]) -> list[RingingLine]:
    old = [line for line in ringing if line.age_seconds >= SHORTEST_RING_SECONDS]
    return sorted(old, key=lambda line: line.age_seconds, reverse=True)

"""Builders of floors with keyword defaults."""

from __future__ import annotations

from dialer.core.pacing import AgentOnFloor, AgentState, Floor, Ledger, Limits, RingingLine

OPEN = Limits(trunk_channels=1000, calls_per_second_left=1000, hopper_due=1000, spend_left_calls=1000)
LONG_GOOD_RECORD = Ledger(abandoned=0, answered=10_000)


def ready(name: str = "ann", **more: object) -> AgentOnFloor:
    return AgentOnFloor(name, AgentState.READY, **more)  # type: ignore[arg-type]


def talking(name: str = "tom", seconds: float = 30.0) -> AgentOnFloor:
    return AgentOnFloor(name, AgentState.TALKING, seconds, busy_seconds=seconds)


def a_floor(free: int = 0, busy: int = 0, ringing: int = 0, age: float = 2.0, **more: int) -> Floor:
    agents = tuple(ready(f"free {n}") for n in range(free)) + tuple(talking(f"busy {n}") for n in range(busy))
    lines = tuple(RingingLine(None, age, line_id=f"line {n}") for n in range(ringing))
    return Floor(agents, lines, **more)

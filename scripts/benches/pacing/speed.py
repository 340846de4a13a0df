"""How long one decision takes for a large floor."""

from __future__ import annotations

from random import Random
from statistics import median
from time import process_time

from dialer.core.learning import Learned
from dialer.core.pacing import (
    AgentOnFloor,
    AgentState,
    Floor,
    Ledger,
    Limits,
    Pace,
    PaceMode,
    RingingLine,
    lines_to_open,
)

AGENTS, LINES, ROUNDS = 50, 200, 300


def decision_milliseconds() -> float:
    """Median processor time; nine in ten of the agents are busy and the lines are of two segments."""
    rng = Random(1)
    learned = Learned(answer_rate=0.05)
    pace, limits, ledger = Pace(PaceMode.PREDICTIVE), Limits(1000, 100, 1000, 1000), Ledger(20, 1000)
    spans = []
    for _ in range(ROUNDS):
        floor = a_large_floor(rng)
        began = process_time()
        lines_to_open(floor, pace, limits, ledger, learned)
        spans.append(process_time() - began)
    return round(1000.0 * median(spans), 3)


def a_large_floor(rng: Random) -> Floor:
    agents = tuple(
        AgentOnFloor(f"a{number}", AgentState.TALKING, busy_seconds=rng.uniform(0.0, 200.0))
        if rng.random() < 0.9
        else AgentOnFloor(f"a{number}", AgentState.READY)
        for number in range(AGENTS)
    )
    lines = tuple(RingingLine(None, rng.uniform(0.0, 22.0), rng.choice("ab"), str(number)) for number in range(LINES))
    return Floor(agents, lines, in_use_lines=AGENTS + LINES)

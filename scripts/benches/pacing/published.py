"""The figures that the pacing study printed, and how far this benchmark lies from them in the same worlds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean

from .cases import TEAMS
from .run import Row
from .world import World

ORACLE = {
    (60.0, 0.08): (0.36, 0.50, 0.58, 0.67, 0.77, 0.85, 0.92),
    (60.0, 0.15): (0.47, 0.56, 0.61, 0.69, 0.78, 0.85, 0.92),
    (60.0, 0.30): (0.62, 0.66, 0.69, 0.73, 0.80, 0.86, 0.93),
    (120.0, 0.08): (0.53, 0.62, 0.68, 0.74, 0.82, 0.88, 0.93),
    (120.0, 0.15): (0.64, 0.69, 0.72, 0.77, 0.83, 0.88, 0.93),
    (120.0, 0.30): (0.76, 0.78, 0.79, 0.82, 0.85, 0.89, 0.94),
    (240.0, 0.15): (0.77, 0.80, 0.82, 0.84, 0.88, 0.91, 0.95),
}
"""Table 3.3: utilisation of the statistical oracle at a cap of 3 %, by (handle time, answer rate) and team."""

ONE_LINE_EACH = {(60.0, 0.15): 0.36, (120.0, 0.08): 0.36, (120.0, 0.15): 0.53, (120.0, 0.30): 0.71, (240.0, 0.15): 0.69}
"""The last column of table 3.3: the same for a team of any size."""

RIVALS = {
    "tuned lines": (0.53, 0.58, 0.61, 0.74, 0.81, 0.87, 0.92),
    "VICIdial ratio": (0.51, 0.51, 0.51, 0.51, 0.66, 0.76, 0.87),
    "VICIdial hard limit": (0.52, 0.52, 0.52, 0.52, 0.53, 0.53, 0.54),
    "VICIdial tapered": (0.58, 0.56, 0.56, 0.56, 0.58, 0.62, 0.79),
    "blind stream": (0.03, 0.14, 0.23, 0.36, 0.54, 0.68, 0.81),
}
"""Table 3.4, and the third oracle of 3.2: utilisation at 15 % answered and two minutes, by team."""

SEVERAL_LINES = {
    ("2 lines", 0.08): 0.53,
    ("3 lines", 0.08): 0.63,
    ("2 lines", 0.15): 0.69,
    ("3 lines", 0.15): 0.77,
    ("2 lines, others cut", 0.08): 0.53,
    ("3 lines, others cut", 0.08): 0.63,
    ("2 lines, others cut", 0.15): 0.69,
    ("3 lines, others cut", 0.15): 0.77,
}
"""The second table of 3.4: one agent, two minutes, by (pacer, answer rate)."""

WITHIN_POINTS = 2.0


@dataclass(frozen=True, slots=True)
class Compared:
    """One cell of a published table; `points` is how much higher the utilisation is here."""

    pacer: str
    world: World
    published: float
    busy: float

    @property
    def points(self) -> float:
        return 100.0 * (self.busy - self.published)


def compare(rows: Sequence[Row]) -> list[Compared]:
    """Every cell of the tables that was run; replications of one cell are averaged."""
    cells: dict[tuple[str, World], list[float]] = {}
    for row in rows:
        if row.case.part in ("grid", "rivals"):
            cells.setdefault((row.case.pacer, row.case.world), []).append(row.busy)
    return [
        Compared(pacer, world, printed, mean(found))
        for (pacer, world), found in cells.items()
        if (printed := published(pacer, world)) is not None
    ]


def published(pacer: str, world: World) -> float | None:
    """The study's utilisation for this pacer in this world, None where it printed none."""
    handle, rate = world.handle_seconds, world.answer_rate
    if world != World(agents=world.agents, handle_seconds=handle, answer_rate=rate):
        return None
    team = TEAMS.index(world.agents)
    if pacer == "oracle":
        row = ORACLE.get((handle, rate))
        return row[team] if row else None
    if pacer == "one line each":
        return ONE_LINE_EACH.get((handle, rate))
    if handle != 120.0:
        return None
    if pacer in RIVALS and rate == 0.15:
        return RIVALS[pacer][team]
    return SEVERAL_LINES.get((pacer, rate)) if world.agents == 1 else None


def print_compared(cells: Sequence[Compared]) -> None:
    """The tables side by side, by pacer."""
    print("\n== beside the published tables 3.2 to 3.4: agents, answered, talk: published, here, points apart ==")
    for cell in sorted(cells, key=lambda one: (one.pacer, one.world.handle_seconds, one.world.answer_rate)):
        world, mark = cell.world, " " if abs(cell.points) <= WITHIN_POINTS else "*"
        print(
            f"{mark} {cell.pacer:22} {world.agents:3d} {world.answer_rate:4.0%} {world.handle_seconds:4.0f} s "
            f"{cell.published:5.2f} {cell.busy:6.3f} {cell.points:+5.1f}"
        )

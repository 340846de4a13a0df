"""Disqualifies, ranks and prints; and draws the curve."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from statistics import mean

from .cases import AT_THE_LIMIT
from .published import WITHIN_POINTS, compare
from .run import Row, together

Summary = dict[str, float | int]


def by_world(rows: Sequence[Row], part: str) -> dict[str, dict[str, Row]]:
    """The rows of one part by world and pacer, replications taken together."""
    found: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row.case.part == part:
            found[row.case.name][row.case.pacer].append(row)
    return {name: {pacer: together(runs) for pacer, runs in pacers.items()} for name, pacers in found.items()}


def share_of_oracle(worlds: dict[str, dict[str, Row]], pacer: str) -> float:
    """Utilisation as a share of the oracle's, averaged over the worlds."""
    return mean(found[pacer].busy / found["oracle"].busy for found in worlds.values())


def score(worlds: dict[str, dict[str, Row]], pacer: str) -> float:
    """How much of the way from one line each to the oracle, averaged over the worlds where there is a way to go."""
    ways = [
        (found[pacer].busy - found["one line each"].busy) / (found["oracle"].busy - found["one line each"].busy)
        for found in worlds.values()
        if found["oracle"].busy - found["one line each"].busy > 0.02
    ]
    return mean(ways)


def summarise(rows: Sequence[Row]) -> Summary:
    """The figures of record, against the oracle that knows every law and is steered to 3 % without a ledger.

    The shares are those of the predictive mode as it comes: everything learned, its ledger in force, its target at the
    default of 2 %. The same with the target set next to the law's 3 %, as the oracle's is, are named so.
    """
    grid, stress = by_world(rows, "grid"), by_world(rows, "stress")
    own = [row for row in rows if row.case.pacer in ("predictive", AT_THE_LIMIT)]
    cells = compare(rows)
    return {
        "grid_share_of_oracle": round(share_of_oracle(grid, "predictive"), 4),
        "stress_share_of_oracle": round(share_of_oracle(stress, "predictive"), 4),
        "grid_score": round(score(grid, "predictive"), 4),
        "grid_share_near_the_limit": round(share_of_oracle(grid, AT_THE_LIMIT), 4),
        "stress_share_near_the_limit": round(share_of_oracle(stress, AT_THE_LIMIT), 4),
        "replications": len(own),
        "replications_over_cap": sum(row.over_cap > 0.0 for row in own),
        "rings_cut": sum(row.rings_cut for row in own),
        "published_cells": len(cells),
        "published_cells_within_two_points": sum(abs(cell.points) <= WITHIN_POINTS for cell in cells),
        "points_above_published": round(mean(cell.points for cell in cells), 2),
    }


HEAD = "pacer                        busy  aband  cut<15s  wait  95 %  dials/talk  lines  cps  days over  out because"


def disqualified_by_cap(row: Row) -> bool:
    """Over the law's 3 % in more than one replication of forty."""
    return row.over_cap > 0.025


def line_of(row: Row) -> str:
    out = " and ".join(
        [
            *([f"cap in {row.over_cap:.0%}"] if disqualified_by_cap(row) else []),
            *(["rings cut"] if row.rings_cut else []),
        ]
    )
    return (
        f"{row.case.pacer:27} {row.busy:6.3f} {row.abandoned:6.2%} {row.cut_share:7.1%} {row.mean_wait:5.1f} "
        f"{row.wait_95:5.0f} {row.dials_per_conversation:10.1f} {row.peak_lines:7d} {row.peak_calls_per_second:4d} "
        f"{row.days_over_cap:9.0%}  {out}"
    )


def print_tables(rows: Sequence[Row]) -> None:
    """Every world with its pacers, the best of those not disqualified first."""
    rival = by_world(rows, "rivals")
    for part in ("grid", "stress"):
        print(f"\n== {part} ==\n{HEAD}")
        for name, found in by_world(rows, part).items():
            print(f"-- {name}")
            everyone = [*found.values(), *(rival.get(name, {}).values() if part == "grid" else ())]
            for row in sorted(everyone, key=lambda one: (disqualified_by_cap(one) or one.rings_cut > 0, -one.busy)):
                print(line_of(row))


def draw_curve(rows: Sequence[Row], path: Path) -> None:
    """An SVG of utilisation against abandonment for five agents, 15 % answered, two minutes."""
    oracle = sorted((row for row in rows if row.case.part == "curve"), key=lambda row: row.abandoned)
    name = "5 agents, 15%, 120 s"
    others = [*by_world(rows, "grid").get(name, {}).values(), *by_world(rows, "rivals").get(name, {}).values()]

    def place(row: Row) -> tuple[float, float]:
        return 60.0 + min(0.12, row.abandoned) * 100.0 * 45.0, 440.0 - (row.busy - 0.4) * 800.0

    marks = ['<line x1="195" y1="40" x2="195" y2="440" stroke="#b00" stroke-dasharray="4"/>']
    marks.append('<text x="199" y="52" fill="#b00">3 % cap</text>')
    if oracle:
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(place, oracle))
        marks.append(f'<polyline points="{points}" fill="none" stroke="#06c"/>')
    for row in others:
        x, y = place(row)
        colour = "#999" if disqualified_by_cap(row) or row.rings_cut else "#080"
        marks.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>')
        marks.append(f'<text x="{x + 6:.1f}" y="{y + 4:.1f}">{row.case.pacer}</text>')
    for percent in range(0, 13, 2):
        marks.append(f'<text x="{60 + 45 * percent}" y="458" text-anchor="middle">{percent}</text>')
    for percent in range(40, 91, 10):
        marks.append(f'<text x="52" y="{444 - (percent - 40) * 8}" text-anchor="end">{percent}</text>')
    marks.append('<text x="330" y="476" text-anchor="middle">people abandoned, % of those who answered</text>')
    marks.append('<text x="60" y="24">agents busy, % (blue: oracle by target; green: within the rules)</text>')
    body = "\n".join(marks)
    path.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 490" font-family="sans-serif" font-size="11">\n'
        f'<rect width="760" height="490" fill="#fff"/>\n{body}\n</svg>\n'
    )

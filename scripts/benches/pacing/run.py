"""Runs cases on the machine's cores and condenses each into one row of figures."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from statistics import mean

from dialer.core.pacing import Pace, PaceMode

from .cases import MAKERS, Case
from .pacers import Oracle
from .simulate import Simulation, Tally

SEED = 20_261_120
DAY_SECONDS = 8 * 3600.0
CAP = 0.03


@dataclass(frozen=True, slots=True)
class Row:
    """What one case came to. Shares are of 1, times in seconds, `over_cap` the share of replications over it."""

    case: Case
    busy: float
    abandoned: float
    answered: int
    over_cap: float
    days_over_cap: float
    cut_share: float
    rings_cut: int
    mean_wait: float
    wait_95: float
    latency_95: float
    dials_per_conversation: float
    peak_lines: int
    peak_calls_per_second: int


def run_case(case: Case) -> Row:
    """One case with its fixed seed: the same people for every pacer in the same world."""
    if case.target is None:
        pacer = MAKERS[case.pacer](case.world)
    else:
        pacer = Oracle(Pace(PaceMode.PREDICTIVE, target_abandon=case.target), case.world)
    return condense(
        case, Simulation(case.world, pacer, case.hours, case.warm_up_hours, SEED + 1000 * case.replication).run()
    )


def condense(case: Case, tally: Tally) -> Row:
    days: dict[int, list[bool]] = {}
    for when, abandoned in tally.track:
        days.setdefault(int(when / DAY_SECONDS), []).append(abandoned)
    answered = len(tally.track)
    lost = sum(abandoned for _, abandoned in tally.track)
    waits, latencies = sorted(tally.waits), sorted(tally.latencies)
    return Row(
        case=case,
        busy=tally.busy_seconds / tally.agent_seconds,
        abandoned=tally.abandoned / max(1, tally.answered),
        answered=answered,
        over_cap=float(lost > CAP * answered),
        days_over_cap=mean(sum(day) > CAP * len(day) for day in days.values()) if days else 0.0,
        cut_share=tally.rings_cut / max(1, tally.dials),
        rings_cut=tally.rings_cut,
        mean_wait=mean(waits) if waits else 0.0,
        wait_95=percentile(waits, 0.95),
        latency_95=percentile(latencies, 0.95),
        dials_per_conversation=tally.dials / max(1, len(waits)),
        peak_lines=tally.peak_lines,
        peak_calls_per_second=tally.peak_calls_per_second,
    )


def together(rows: Sequence[Row]) -> Row:
    """Replications of one case as one row: counts are summed, shares and times averaged, peaks are the highest."""
    first = rows[0]
    middle = {name: mean(getattr(row, name) for row in rows) for name, kind in HOW.items() if kind == "mean"}
    total = {name: sum(getattr(row, name) for row in rows) for name, kind in HOW.items() if kind == "sum"}
    peak = {name: max(getattr(row, name) for row in rows) for name, kind in HOW.items() if kind == "max"}
    return replace(first, **middle, **total, **peak)


HOW = {
    "answered": "sum",
    "rings_cut": "sum",
    "peak_lines": "max",
    "peak_calls_per_second": "max",
    **dict.fromkeys(("busy", "abandoned", "over_cap", "days_over_cap", "cut_share"), "mean"),
    **dict.fromkeys(("mean_wait", "wait_95", "latency_95", "dials_per_conversation"), "mean"),
}


def percentile(values: Sequence[float], share: float) -> float:
    return values[min(len(values) - 1, int(share * len(values)))] if values else 0.0


def run_all(cases: Sequence[Case]) -> list[Row]:
    """All cases, the longest first, on every core; rows come back in the order of the cases."""
    order = sorted(range(len(cases)), key=lambda at: cases[at].cost, reverse=True)
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        places = {pool.submit(run_case, cases[at]): at for at in order}
        rows = {}
        for done in as_completed(places):
            rows[places[done]] = done.result()
            print(f"\r{len(rows)} of {len(cases)} runs", end="", file=sys.stderr, flush=True)
    return [rows[at] for at in range(len(cases))]

"""`scripts/bench pacing [--quick] [--replications N]`: the pacing benchmark; the last line is JSON."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path

from .cases import curve, grid, replicated, rivals, stress
from .published import compare, print_compared
from .report import draw_curve, print_tables, summarise
from .run import SEED, run_all
from .speed import decision_milliseconds


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench pacing", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few cells in under a minute")
    parser.add_argument("--curve", type=Path, default=Path("pacing-curve.svg"), help="where to write the SVG")
    parser.add_argument("--replications", type=int, default=1, help="how often grid and stress run, with other people")
    asked = parser.parse_args(argv)
    began = time.monotonic()
    ranked = replicated([*grid(asked.quick), *stress(asked.quick)], 1 if asked.quick else asked.replications)
    cases = [*ranked, *rivals(asked.quick), *curve(asked.quick)]
    decision_ms = decision_milliseconds()
    rows = run_all(cases)
    print_tables(rows)
    print_compared(compare(rows))
    draw_curve(rows, asked.curve)
    seconds = round(time.monotonic() - began, 1)
    print(f"\nseed {SEED}, {len(cases)} runs, curve in {asked.curve}")
    print(json.dumps({**summarise(rows), "decision_ms": decision_ms, "seed": SEED, "seconds": seconds}))
    return 0

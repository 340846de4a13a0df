"""`scripts/bench month`: weeks of a predictive floor through the real engine in virtual time; the last line is JSON.

Claiming, pacing, outbox, dispatch, the arbiter, settling, results, learning and the ledger are the product's own, on
PostgreSQL and the practice carrier. Beside it the same world runs in the discrete-event benchmark of `pacing`.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from dialer.clock import FixedClock
from dialer.store.session import Database
from scripts.benches.pacing.simulate import Tally
from scripts.benches.stores import fresh_stores

from .beside import run_beside
from .figures import Figures, figures
from .shift import Shift, services_of
from .world import Month, set_up

HEAD = ("day", "busy", "talk", "abandoned", "of", "share", "dials", "cut", "wait", "p95", "wall s")
ROW = "{:>6}{:>8}{:>8}{:>11}{:>8}{:>8}{:>9}{:>6}{:>7}{:>7}{:>8}"


def main(argv: Sequence[str] | None = None) -> int:
    month = _asked(argv)
    began = time.monotonic()
    through, shift = _through_engine(month)
    beside = run_beside(month, month.days * month.hours)
    print(f"\n{month.days} days of {month.hours:g} h, {month.agents} agents, seed {month.seed}")
    print(f"the ledger's stop took hold {shift.stops} times, for {shift.stopped_seconds / 60:.0f} minutes in all")
    _print_beside(through, beside)
    summary = {
        "month_utilisation": round(through.utilisation, 4),
        "month_abandoned_pct": round(100 * through.abandoned_share, 2),
        "bench_utilisation": round(_busy(beside), 4),
        "bench_abandoned_pct": round(100 * beside.abandoned / max(1, beside.answered), 2),
        "difference_points": round(100 * (through.utilisation - _busy(beside)), 2),
        "rings_cut": through.rings_cut,
        "days": month.days,
        "hours": month.hours,
        "agents": month.agents,
        "seconds": round(time.monotonic() - began, 1),
    }
    print(json.dumps(summary))
    return 0


def _asked(argv: Sequence[str] | None) -> Month:
    parser = argparse.ArgumentParser(prog="bench month", description=__doc__)
    for each in fields(Month):
        default = each.default
        flag = f"--{each.name.replace('_', '-')}"
        parser.add_argument(flag, type=type(default), default=default, help=f"{default} unless given")
    return Month(**vars(parser.parse_args(argv)))


def _through_engine(month: Month) -> tuple[Figures, Shift]:
    # Nothing of it has to outlive a power cut, so no commit waits for the disk.
    with fresh_stores(durable=False) as stores:
        services = stores.services()
        clock = FixedClock(next(month.shifts())[0])
        try:
            with services.db.transaction() as conn:
                campaign_id = set_up(conn, month)
            shift = Shift(month, services_of(month, services.settings, services.db, clock), clock, campaign_id)
            return _days(month, shift, services.db), shift
        finally:
            services.close()


def _days(month: Month, shift: Shift, db: Database) -> Figures:
    print(ROW.format(*HEAD))
    began: datetime | None = None
    for day, (begins, ends) in enumerate(month.shifts(), start=1):
        wall = time.monotonic()
        began = began or begins
        shift.work(begins, ends)
        with db.transaction() as conn:
            _print_day(str(day), figures(conn, begins, ends), time.monotonic() - wall)
    assert began is not None, "a month has a day"
    with db.transaction() as conn:
        whole = figures(conn, began, shift.clock.now())
    _print_day("all", whole, 0.0)
    return whole


def _print_day(name: str, day: Figures, seconds: float) -> None:
    print(
        ROW.format(
            name,
            f"{day.utilisation:.1%}",
            f"{day.talk:.1%}",
            day.abandoned,
            day.answered,
            f"{day.abandoned_share:.2%}",
            day.dials,
            day.rings_cut,
            f"{day.wait_half:.1f}",
            f"{day.wait_most:.1f}",
            f"{seconds:.0f}",
        ),
        flush=True,
    )


def _print_beside(through: Figures, beside: Tally) -> None:
    print(f"{'':<24}{'busy':>9}{'abandoned':>11}{'answered':>10}{'dials':>9}{'cut':>6}")
    share = through.abandoned_share
    print(
        f"{'real engine':<24}{through.utilisation:>9.1%}{share:>11.2%}{through.answered:>10,}{through.dials:>9,}"
        f"{through.rings_cut:>6}"
    )
    share = beside.abandoned / max(1, beside.answered)
    print(
        f"{'discrete-event bench':<24}{_busy(beside):>9.1%}{share:>11.2%}{beside.answered:>10,}{beside.dials:>9,}"
        f"{beside.rings_cut:>6}"
    )
    print(
        f"difference {100 * (through.utilisation - _busy(beside)):+.2f} points; the aim is within two", file=sys.stderr
    )


def _busy(beside: Tally) -> float:
    return beside.busy_seconds / beside.agent_seconds

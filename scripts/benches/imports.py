"""50,000 rows of a REDX-shaped file through the worker's import: seconds, peak memory, and that nothing is lost."""

import argparse
import csv
import io
import json
import resource
import time
from random import Random

from dialer import imports
from dialer.bootstrap import Services
from dialer.refusals import Refused
from scripts.benches import rows
from scripts.benches.stores import fresh_stores

LIMIT_SECONDS, LIMIT_MB = 60, 600
NUMBERS = 8
FIRST_NAMES = ("Bob", "Carol", "Dan", "Eve", "Frank", "Grace")
HEADER = (
    *("Vortex ID", "Listing Status", "Property Address", "Property City", "Property State", "Property Zip"),
    *("List Price", "Days On Market", "Bedrooms", "Bathrooms", "Square Footage", "Year Built", "List Date"),
    *("Expired Date", "MLS/FSBO ID", "Listing Agent", "Remarks", "First Name", "Last Name"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    asked = parser.parse_args()
    data = a_file(asked.rows)
    with fresh_stores() as stores:
        services = stores.services()
        try:
            seconds, counts = _import(services, data)
            again, unchanged = _import(services, data)
        finally:
            services.close()
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    assert counts["created"] + counts.get("refused", 0) == asked.rows, counts
    assert unchanged["unchanged"] + unchanged.get("refused", 0) == asked.rows, unchanged
    print(f"{'what':<34}{'measured':>12}{'limit':>10}")
    print(f"{'first import, seconds':<34}{seconds:>12.1f}{LIMIT_SECONDS:>10}")
    print(f"{'same file again, seconds':<34}{again:>12.1f}{LIMIT_SECONDS:>10}")
    print(f"{'peak memory, MB':<34}{peak_mb:>12.0f}{LIMIT_MB:>10}")
    print(json.dumps({"import_s": round(seconds, 1), "again_s": round(again, 1), "peak_mb": round(peak_mb)}))


def _import(services: Services, data: bytes) -> tuple[float, dict[str, int]]:
    with services.db.transaction() as conn:
        known = imports.describe_all(conn)
        campaign_id = (
            known[0].stored.campaign_id if known else rows.campaign_with_session(conn, services.clock.now())[0]
        )
    started = time.perf_counter()
    created = imports.create(services, user_id=None, filename="expireds.csv", data=data, campaign_id=campaign_id)
    assert not isinstance(created, Refused), created
    assert imports.start(services, user_id=None, import_id=created) is None
    assert imports.run_import(services)
    seconds = time.perf_counter() - started
    with services.db.transaction() as conn:
        done = imports.describe(conn, created)
    assert done is not None
    assert done.stored.state == "done", done.stored.error
    return seconds, dict(done.stored.counts)


def _surname(n: int) -> str:
    """A name of letters only, another one for each number, as names are."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(n)).capitalize() + "son"


def a_file(count: int) -> bytes:
    """Made-up expireds over the whole country; fictional numbers repeat, as 100 per area code must."""
    rng = Random(11)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    phones = [name for n in range(1, NUMBERS + 1) for name in (f"Phone {n}", f"Phone {n} Status")]
    phones[0:2] = ["Phone", "Phone Status"]
    names = [f"Name {n}" for n in range(2, 8)]
    writer.writerow([*HEADER, *names, *phones, "Email"])
    for n in range(count):
        area = rng.choice(rows.AREA_CODES)
        numbers = [f"({area}) 555-01{rng.randrange(100):02d}" for _ in range(NUMBERS)]
        cells = [cell for number in numbers for cell in (number, "DNC" if rng.random() < 0.2 else "")]
        writer.writerow(
            [f"V{n}", "Expired", f"{n + 1} Sample St", "Springfield", "IL", "62701", f"${rng.randrange(90, 900)},000"]
            + [rng.randrange(30, 300), rng.randrange(2, 6), 2.5, rng.randrange(900, 4000), rng.randrange(1900, 2020)]
            + ["05-03-2026", "11-01-2026", f"M{n}", "Pat Agent", "Charming home with a new roof", "Ann", _surname(n)]
            + [f"{first} {_surname(n)}" for first in FIRST_NAMES]
            + [*cells, f"owner{n}@example.com"]
        )
    return out.getvalue().encode()


if __name__ == "__main__":
    main()

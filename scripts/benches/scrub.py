"""Loading a registry of three million numbers, and asking it a million times.

The numbers are made at run time in area codes that are set aside for the growth of the numbering plan (N9X), so that
no number is anybody's.
"""

import argparse
import json
import random
import tempfile
import time
from pathlib import Path

from dialer.core.scrub import areas_of, mark, read_numbers
from dialer.scrub.source import Source
from dialer.store import bitmaps

AREA_CODES = (291, 292, 293, 294, 295, 296, 297, 298, 391, 392, 393, 394, 395, 396, 397, 398, 491, 492, 493, 494)
NOT_COVERED = (591, 592, 593, 594, 595)
LOAD_SECONDS, LOOKUP_SECONDS = 5.0, 1.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--numbers", type=int, default=3_000_000)
    parser.add_argument("--lookups", type=int, default=1_000_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="relist-bench-") as folder:
        path = Path(folder) / "national.txt"
        _write(path, asked.numbers)
        started = time.perf_counter()
        bitmap, held = _load(path, Path(folder) / "version")
        load = time.perf_counter() - started
        found, lookups = _ask(bitmap, asked.lookups)
    allowed = LOAD_SECONDS * asked.numbers / 3_000_000, LOOKUP_SECONDS * asked.lookups / 1_000_000
    print(f"{'':<28}{'seconds':>10}{'wanted':>10}")
    print(f"{f'{asked.numbers:,} lines loaded':<28}{load:>10.2f}{allowed[0]:>10.2f}   {held:,} different numbers")
    print(f"{f'{asked.lookups:,} look-ups':<28}{lookups:>10.2f}{allowed[1]:>10.2f}   {found:,} listed")
    figures = {
        "load_numbers_per_s": round(asked.numbers / load),
        "lookups_per_s": round(asked.lookups / lookups),
    }
    print(json.dumps(figures))


def _write(path: Path, count: int) -> None:
    """The registry's own layout, by area code, in no order within it."""
    rng = random.Random(1)
    share, rest = divmod(count, len(AREA_CODES))
    with path.open("w") as file:
        for at, area in enumerate(AREA_CODES):
            lines = share + (at < rest)
            file.writelines(f"{area},{rng.randrange(2_000_000, 10_000_000)}\n" for _ in range(lines))


def _load(path: Path, folder: Path) -> tuple[bitmaps.Bitmap, int]:
    """What a load does, but for the row in the database."""
    area_codes: set[int] = set()
    with bitmaps.draft(folder) as bits:
        for lines in Source([path]).streams():
            for numbers in read_numbers(lines):
                mark(bits, numbers)
                area_codes |= areas_of(numbers)
        held = bitmaps.finish(bits, folder, sorted(area_codes))
    return bitmaps.Bitmap(str(folder), sorted(area_codes)), held


def _ask(bitmap: bitmaps.Bitmap, count: int) -> tuple[int, float]:
    """How many of random numbers are listed, one in five of an area code that is not covered; and the seconds."""
    rng = random.Random(2)
    areas = (*AREA_CODES, *NOT_COVERED)
    asked = [rng.choice(areas) * 10_000_000 + rng.randrange(2_000_000, 10_000_000) for _ in range(count)]
    started = time.perf_counter()
    found = sum(map(bitmap.has, asked))
    return found, time.perf_counter() - started


if __name__ == "__main__":
    main()

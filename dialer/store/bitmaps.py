"""Bitmaps of numbers in files: made beside the one in use, read by all processes from the same memory.

A finished file has the 1.25 MB of each of its area codes one after the other, in the order of the version's row.
"""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from mmap import ACCESS_READ, mmap
from pathlib import Path

from dialer.core.scrub import AREA_BYTES, ROOM
from dialer.core.scrub.bitmap import AREA_NUMBERS, MASKS, area_of, place_of

FILE = "numbers.bits"
_DRAFT = "draft.bits"

KEPT = 64
"""Open files per process; a dozen lists are in use, and a version is closed when it falls out."""


class NoRoomError(Exception):
    """The disk has no room for a bitmap; the text says how much is needed."""


class Bitmap:
    """A finished bitmap, mapped into memory. Unreadable, it answers yes to everything: on doubt nobody is called."""

    def __init__(self, folder: str, area_codes: Sequence[int]) -> None:
        bits = _mapped(Path(folder) / FILE, len(area_codes) * AREA_BYTES)
        self.readable = bits is not None
        self._bits = bits or b""
        # From a number's place among all numbers to its place in this file.
        self._shifts = {area: (at - area) * AREA_BYTES for at, area in enumerate(area_codes)} if bits else {}

    def covers(self, number: int) -> bool:
        return area_of(number) in self._shifts

    def has(self, number: int) -> bool:
        shift = self._shifts.get(number // AREA_NUMBERS)
        if shift is None:
            return not self.readable
        return self._bits[(number >> 3) + shift] & MASKS[number & 7] != 0


@lru_cache(maxsize=KEPT)
def opened(folder: str, area_codes: tuple[int, ...]) -> Bitmap:
    """The bitmap of a version; versions never change, so it is opened once."""
    return Bitmap(folder, area_codes)


@contextmanager
def draft(folder: Path) -> Iterator[mmap]:
    """A bitmap with room for every area code; the file has holes, so it takes the room of what is written only."""
    folder.mkdir(parents=True)
    path = folder / _DRAFT
    # Writing to a mapped file on a full disk kills the process, so the room is asked for before.
    if shutil.disk_usage(folder).free < ROOM:
        raise NoRoomError(f"Loading a list needs {ROOM // 1_000_000:,} MB of room: make some, then load it again.")
    with path.open("w+b") as file:
        file.truncate(ROOM)
        with mmap(file.fileno(), ROOM) as bits:
            yield bits
    path.unlink()


def pour(bits: mmap, folder: str, area_codes: Sequence[int]) -> None:
    """Fills a draft with the numbers of a finished version, to change them."""
    data = (Path(folder) / FILE).read_bytes()
    for at, area in enumerate(area_codes):
        bits[place_of(area)] = data[at * AREA_BYTES : (at + 1) * AREA_BYTES]


def finish(bits: mmap, folder: Path, area_codes: Sequence[int]) -> int:
    """Writes the area codes of a draft one after the other, safely on the disk; how many numbers they hold."""
    count = 0
    with (folder / FILE).open("wb") as file:
        for area in area_codes:
            part = bits[place_of(area)]
            count += int.from_bytes(part, "little").bit_count()
            file.write(part)
        file.flush()
        os.fsync(file.fileno())
    return count


def _mapped(path: Path, size: int) -> mmap | None:
    try:
        with path.open("rb") as file:
            bits = mmap(file.fileno(), 0, access=ACCESS_READ)
    except (OSError, ValueError):
        return None
    return bits if len(bits) == size else None

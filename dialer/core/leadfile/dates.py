"""Dates, whose format is a property of the file and not of the cell.

03-04-2026 alone is March or April. A file is read once for evidence: one 13-04-2026 settles it for all
its cells. Without evidence a person decides, except for vendors known to write the month first.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

_ISO = re.compile(r"(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?:[T ].*)?")
_NUMERIC = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?:[T ,].*)?")
_DAY_MONTH_WORD = re.compile(r"(\d{1,2})[- ]([A-Za-z]{3,9})\.?,?[- ](\d{4}|\d{2})(?: .*)?")
_MONTH_WORD_DAY = re.compile(r"(?:[A-Za-z]+, )?([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?: .*)?")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
# Excel counts days from here once the leap day of 1900, which never was, is allowed for.
_SERIAL_START = date(1899, 12, 30)
_SERIALS = range(25_569, 73_051)  # 1970 to 2099; five digits below that are ZIP codes put in the wrong column
_NEVER = frozenset({"00-00-0000", "00/00/0000", "0000-00-00", "0/0/0000", "1/0/1900", "01/00/1900", "0"})
_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES.split(), start=1)}


class DateOrder(StrEnum):
    """What comes first in a date written with numbers."""

    MONTH_FIRST = "month_first"
    DAY_FIRST = "day_first"


@dataclass(frozen=True, slots=True)
class DateFormat:
    """How the file's dates are read. ISO dates, Excel serials and month names need no order."""

    order: DateOrder


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """The file does not say which number is the month; `samples` are cells to show with the question.

    `contradictory` when some cells can only be month first and others only day first.
    """

    samples: tuple[str, ...]
    contradictory: bool


@dataclass(slots=True)
class DateEvidence:
    """What the cells of a file have shown so far; a running count, so that no cells are kept."""

    month_first: int = 0
    day_first: int = 0
    either: int = 0
    samples: list[str] = field(default_factory=list)

    def see(self, cell: str) -> None:
        """Takes one cleaned cell into account."""
        found = _NUMERIC.fullmatch(cell)
        if not found:
            return
        first, second = int(found[1]), int(found[2])
        if first <= 12 and second <= 12:
            if first == second:
                return
            self.either += 1
            if len(self.samples) < 5:
                self.samples.append(cell)
        elif first <= 12 < second <= 31:
            self.month_first += 1
        elif second <= 12 < first <= 31:
            self.day_first += 1

    def verdict(self) -> DateFormat | Ambiguous:
        """The format, if every cell agrees on one."""
        if self.month_first and self.day_first:
            return Ambiguous(tuple(self.samples), contradictory=True)
        if self.day_first:
            return DateFormat(DateOrder.DAY_FIRST)
        if self.either and not self.month_first:
            return Ambiguous(tuple(self.samples), contradictory=False)
        return DateFormat(DateOrder.MONTH_FIRST)


def infer_dates(values: Iterable[str]) -> DateFormat | Ambiguous:
    """The one format in which all date cells of a file can be read."""
    evidence = DateEvidence()
    for value in values:
        evidence.see(value.strip())
    return evidence.verdict()


def is_never(cell: str) -> bool:
    """Whether a cell is one of the zeros that stand for no date."""
    return cell in _NEVER


def needs_order(cell: str) -> bool:
    """Whether a cell reads as two different days, depending on the order."""
    found = _NUMERIC.fullmatch(cell)
    return found is not None and found[1].zfill(2) != found[2].zfill(2) and int(found[1]) <= 12 and int(found[2]) <= 12


@lru_cache(maxsize=4096)
def read_date(cell: str, order: DateOrder, today: date) -> date | None:
    """The day in a cleaned cell, without its time, or None if it is not a day after 1900.

    Two-digit years are in the hundred years that end ten years after `today`.
    """
    try:
        if found := _NUMERIC.fullmatch(cell):
            first, second = int(found[1]), int(found[2])
            month, day = (first, second) if order is DateOrder.MONTH_FIRST else (second, first)
            return _plausible(date(_year(found[3], today), month, day))
        if found := _ISO.fullmatch(cell):
            return _plausible(date(int(found[1]), int(found[2]), int(found[3])))
        if found := _DAY_MONTH_WORD.fullmatch(cell):
            return _plausible(date(_year(found[3], today), _month(found[2]), int(found[1])))
        if found := _MONTH_WORD_DAY.fullmatch(cell):
            return _plausible(date(int(found[3]), _month(found[1]), int(found[2])))
    except ValueError:
        return None
    found = _SERIAL.fullmatch(cell)
    if found and int(found[1]) in _SERIALS:
        return _SERIAL_START + timedelta(days=int(found[1]))
    return None


def _year(digits: str, today: date) -> int:
    if len(digits) == 4:
        return int(digits)
    last = today.year + 10
    year = last - last % 100 + int(digits)
    return year if year <= last else year - 100


def _month(word: str) -> int:
    # Zero is no month, so that `date` refuses an unknown word as it refuses month 13.
    return _MONTHS.get(word[:3].lower(), 0)


def _plausible(day: date) -> date | None:
    return day if day.year > 1900 else None

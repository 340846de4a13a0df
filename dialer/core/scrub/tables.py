"""Tables with a heading: which column is which, whatever a vendor calls it, and the cells of a line."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from dialer.core.scrub.lines import FileError

NAMES: Mapping[str, frozenset[str]] = {
    "phone": frozenset({"phone", "phonenumber", "number", "telephone", "telephonenumber", "tendigit", "tn"}),
    "date": frozenset({"date", "addeddate", "requestedat", "consentdate", "lastcontact"}),
    "reason": frozenset({"reason"}),
    "source": frozenset({"source"}),
    "answer": frozenset({"answer", "result", "status", "disconnected"}),
}
"""What the columns are called, in small letters without blanks."""

_DATES = ("%Y-%m-%d", "%Y%m%d", "%m/%d/%Y")
_DELIMITERS = ",;\t|"
_NUMBER = re.compile(r"[2-9]\d\d[2-9]\d{6}")


@dataclass(frozen=True, slots=True)
class Heading:
    """Which position holds what. Positions of unknown columns are not in it."""

    line: int
    delimiter: str
    width: int
    columns: Mapping[str, int]

    @classmethod
    def of(cls, line: str, at: int) -> "Heading | None":
        """The heading, or None where the line has a digit in it, as no heading has, or no known column."""
        if any(character.isdigit() for character in line):
            return None
        delimiter = max(_DELIMITERS, key=line.count)
        cells = _split(line, delimiter)
        words = [re.sub(r"[^a-z]", "", cell.lower()) for cell in cells]
        columns = {
            name: next(at for at, word in enumerate(words) if word in known)
            for name, known in NAMES.items()
            if known & set(words)
        }
        return cls(at, delimiter, len(cells), columns) if columns else None

    @property
    def phone(self) -> int | None:
        return self.columns.get("phone")

    def cells(self, line: str, at: int) -> dict[str, str]:
        """The known cells of a line by name; FileError where it has not as many cells as the heading."""
        cells = _split(line, self.delimiter)
        if len(cells) != self.width:
            raise FileError(at, f"it has {len(cells)} cells, the heading has {self.width}. Nothing was changed.")
        return {name: cells[position].strip() for name, position in self.columns.items()}


def number_in(text: str, at: int) -> int:
    """The ten digits of a number, written with or without a country code and signs between."""
    digits = re.sub(r"[\s().+-]", "", text)
    digits = digits[1:] if len(digits) == 11 and digits.startswith("1") else digits
    if not _NUMBER.fullmatch(digits):
        raise FileError(at, "it has no phone number with an area code where one must be. Nothing was changed.")
    return int(digits)


def date_in(text: str, at: int) -> date:
    for form in _DATES:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day of a list has no time and no zone
        except ValueError:
            continue
    raise FileError(at, "it has no date that can be read; write it as 2026-03-01. Nothing was changed.")


def _split(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter))

"""Change lists of a registry: numbers that came (A) and went (D) since the version before.

The order of their fields is nowhere written down (console-and-data.md, B5), so it is told from the first line: an
area code with a seven-digit number or a ten-digit number, one date, and A or D. A record that contradicts the list
it is applied to proves that something is missing between the two; then only a full list helps.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from dialer.core.scrub.bitmap import Bits, area_of, clear, is_set, mark
from dialer.core.scrub.lines import FileError, numbered
from dialer.core.scrub.tables import date_in

_KINDS = {
    "area": r"[2-9]\d\d",
    "local": r"[2-9]\d{6}",
    "number": r"[2-9]\d\d[2-9]\d{6}",
    "date": r"\d{4}-\d\d-\d\d|\d{8}|\d\d?/\d\d?/\d{4}",
    "action": r"[AD]",
}
_WANTED = ({"area", "local", "date", "action"}, {"number", "date", "action"})

UNKNOWN = "this is no change list: each line has a number, a date, and A or D, parted by commas. Nothing was changed."
BROKEN = "Load a full list: something is missing between the version in use and this change list."


@dataclass(frozen=True, slots=True)
class Change:
    """A number that came onto the list or left it."""

    line: int
    number: int
    listed: bool
    on: date


def read_changes(blocks: Iterable[bytes]) -> Iterator[Change]:
    """The changes in the file's order; FileError names the first line whose fields are not those of the first."""
    pattern: re.Pattern[str] | None = None
    for at, line in numbered(blocks):
        if pattern is None:
            pattern = _pattern(line, at)
        found = pattern.fullmatch(line)
        if found is None:
            raise FileError(at, "its fields are not those of the lines before. Nothing was changed.")
        parts = found.groupdict()
        number = parts.get("number") or f"{parts['area']}{parts['local']}"
        yield Change(at, int(number), parts["action"] == "A", date_in(parts["date"], at))


def apply_changes(
    bits: Bits, changes: Iterable[Change], *, since: date, until: date, covers: Callable[[int], bool]
) -> int:
    """Applies them to the version obtained on `since`; how many. FileError where the chain is broken."""
    count = 0
    for change in changes:
        if not since <= change.on <= until:
            raise FileError(change.line, f"its date is not between {since} and {until}. {BROKEN}")
        if not covers(area_of(change.number)):
            raise FileError(change.line, f"its area code is not in the version in use. {BROKEN}")
        if is_set(bits, change.number) == change.listed:
            known = "on" if change.listed else "not on"
            raise FileError(change.line, f"its number is {known} the list already. {BROKEN}")
        (mark if change.listed else clear)(bits, (change.number,))
        count += 1
    return count


def _pattern(line: str, at: int) -> re.Pattern[str]:
    """The layout of the first line as a pattern for all."""
    kinds = [_kind(cell.strip()) for cell in line.split(",")]
    known = [kind for kind in kinds if kind is not None]
    if len(known) != len(set(known)) or set(known) not in _WANTED:
        raise FileError(at, UNKNOWN)
    cells = [rf"(?P<{kind}>{_KINDS[kind]})" if kind else r"[^,]*" for kind in kinds]
    return re.compile(r"\s*,\s*".join(cells))


def _kind(cell: str) -> str | None:
    return next((kind for kind, form in _KINDS.items() if re.fullmatch(form, cell)), None)

"""Lists of numbers: the national registry's two layouts, and tables whose heading names the column of numbers.

The registry's full list is one number a line, as `512,5550123` or as ten digits (console-and-data.md, B5: both are
seen in the wild). Everything else is refused: a guess would leave people unprotected who asked for protection.
"""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

from dialer.core.scrub.lines import FileError
from dialer.core.scrub.tables import Heading, number_in


class Layout(StrEnum):
    """How the numbers stand in the file."""

    BARE = "ten digits a line"
    """5125550123"""
    COMMA = "area code, comma, seven digits"
    """512,5550123"""
    TABLE = "a table with a heading"
    """A heading of which one column is the phone number."""


_LINE = {Layout.BARE: rb"[2-9]\d\d[2-9]\d{6}", Layout.COMMA: rb"[2-9]\d\d,[2-9]\d{6}"}
_ONE = {layout: re.compile(line) for layout, line in _LINE.items()}
# Possessive, as going back never helps and doing without it is four times as fast.
_MANY = {layout: re.compile(rb"\n*+(?:" + line + rb"\n++)*+") for layout, line in _LINE.items()}

UNKNOWN = (
    "this layout is not known. A list has one number a line, as ten digits or as area code, comma and seven digits, "
    "or it is a table with a heading that names the column phone."
)


def read_numbers(blocks: Iterable[bytes]) -> Iterator[list[int]]:
    """The numbers, a list for each block of lines; FileError names the first line that does not fit the layout."""
    layout: Layout | None = None
    heading: Heading | None = None
    seen = 0
    for block in blocks:
        if layout is None:
            layout, heading = _layout(block)
        if layout is Layout.TABLE:
            assert heading is not None, "a table is known by its heading"
            yield _of_table(block, heading, seen)
        elif layout is not None:
            yield _of_list(block, layout, seen)
        seen += block.count(b"\n")


def _layout(block: bytes) -> tuple[Layout | None, Heading | None]:
    """By the first line that is not blank; None while there is none."""
    lines = block.split(b"\n")
    at, first = next(((at, line.strip()) for at, line in enumerate(lines) if line.strip()), (0, b""))
    if not first:
        return None, None
    for layout, pattern in _ONE.items():
        if pattern.fullmatch(first):
            return layout, None
    heading = Heading.of(first.decode("utf-8", "replace"), at + 1)
    if heading is None or heading.phone is None:
        raise FileError(at + 1, UNKNOWN)
    return Layout.TABLE, heading


def _of_list(block: bytes, layout: Layout, seen: int) -> list[int]:
    if not _MANY[layout].fullmatch(block):
        for at, line in enumerate(block.split(b"\n"), seen + 1):
            if line and not _ONE[layout].fullmatch(line):
                raise FileError(at, f"it is not {layout.value}, as the lines before are. Nothing was changed.")
    return list(map(int, block.replace(b",", b"").split()))


def _of_table(block: bytes, heading: Heading, seen: int) -> list[int]:
    found = []
    for at, line in enumerate(block.decode("utf-8", "replace").split("\n"), seen + 1):
        if line.strip() and at != heading.line:
            found.append(number_in(heading.cells(line, at).get("phone", ""), at))
    return found

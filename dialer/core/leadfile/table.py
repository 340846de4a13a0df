"""From the bytes of a file to a header and rows of text, whatever the file was made with.

The content decides what a file is, never its name: spreadsheets are often renamed text and the reverse.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from . import delimited, spreadsheet
from .aliases import is_known_header
from .clean import clean
from .errors import FileFault, LeadFileError
from .looks import looks_like_data
from .rejects import WHY

MOST_COLUMNS = 512


@dataclass(frozen=True, slots=True)
class Table:
    """A file as text.

    `rows` may be iterated again and again; each pass reads the file anew, so that a large file never
    sits in memory as rows. Blank rows are yielded too: row numbers are those a spreadsheet shows, and
    the first of `rows` is number `first_row`. A damaged row raises LeadFileError when it is reached.
    """

    encoding: str | None
    delimiter: str | None
    sheet: str | None
    header: tuple[str, ...]
    rows: Iterable[tuple[str, ...]]
    first_row: int


@dataclass(frozen=True, slots=True)
class _After:
    """The rows below the header."""

    source: Iterable[tuple[str, ...]]
    skip: int

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        return islice(self.source, self.skip, None)


def read_table(data: bytes, filename: str) -> Table:
    """The table in a file.

    Raises LeadFileError for what cannot be read as a table with column names; `filename` is only for
    its message.
    """
    if not data.strip():
        raise LeadFileError(FileFault.EMPTY, filename)
    if spreadsheet.is_spreadsheet(data):
        sheet = spreadsheet.read(data)
        return _without_reasons(_with_header(sheet.rows, None, None, sheet.name))
    text = delimited.read(data)
    return _without_reasons(_with_header(text, text.encoding, text.delimiter, None))


@dataclass(frozen=True, slots=True)
class _Without:
    """Rows without the cell at one place."""

    source: Iterable[tuple[str, ...]]
    at: int

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        return (row[: self.at] + row[self.at + 1 :] for row in self.source)


def _without_reasons(table: Table) -> Table:
    """The table as it was before our reasons were written behind its rows, so that a file that was corrected is read
    as the one it came from."""
    if table.header[-1:] != (WHY,):
        return table
    return replace(table, header=table.header[:-1], rows=_Without(table.rows, len(table.header) - 1))


def _with_header(
    rows: Iterable[tuple[str, ...]], encoding: str | None, delimiter: str | None, sheet: str | None
) -> Table:
    top = list(islice(rows, delimited.HEADER_SEARCH_ROWS))
    at = _header_index(top)
    header = tuple(clean(cell).replace("\n", " ") for cell in top[at])
    while header and not header[-1]:
        header = header[:-1]
    if len(header) > MOST_COLUMNS:
        raise LeadFileError(FileFault.TOO_WIDE, f"{len(header)} columns, at most {MOST_COLUMNS}")
    return Table(encoding, delimiter, sheet, header, _After(rows, at + 1), at + 2)


def _header_index(top: list[tuple[str, ...]]) -> int:
    filled = [index for index, row in enumerate(top) if any(cell.strip() for cell in row)]
    if not filled:
        raise LeadFileError(FileFault.EMPTY)
    for index in filled:
        if sum(is_known_header(cell) for cell in top[index]) >= 2:
            return index
    first = top[filled[0]]
    if any(looks_like_data(clean(cell)) for cell in first) or not any(_has_letter(cell) for cell in first):
        raise LeadFileError(FileFault.NO_HEADER)
    return filled[0]


def _has_letter(cell: str) -> bool:
    return any(char.isalpha() for char in cell)

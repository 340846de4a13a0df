"""Short ways to read a made-up file in tests."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from dialer.core.leadfile import Mapping, NewLead, ParsedRow, Table, parse_rows, propose_mapping, read_table

TODAY = date(2026, 11, 20)
FILES = Path(__file__).parents[2] / "fixtures" / "leadfiles"


def as_csv(header: Sequence[str], *rows: Iterable[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    return text.getvalue().encode()


def mapped(table: Table) -> Mapping:
    return propose_mapping(table.header, islice(table.rows, 50))


def parsed(data: bytes, **options: Any) -> list[ParsedRow]:
    table = read_table(data, "leads.csv")
    return list(parse_rows(table, mapped(table), today=TODAY, **options))


def row(**cells: str) -> ParsedRow:
    """One row with the given columns; underscores in a column's name stand for spaces."""
    cells = {"Name": "Ann Lee", "Address": "1 Elm St", "Zip": "62704", **cells}
    (only,) = parsed(as_csv([name.replace("_", " ") for name in cells], list(cells.values())))
    return only


def lead(**cells: str) -> NewLead:
    found = row(**cells).lead
    assert found is not None
    return found


def vendor_file(name: str) -> tuple[Mapping, list[ParsedRow]]:
    table = read_table((FILES / name).read_bytes(), name)
    mapping = mapped(table)
    return mapping, list(parse_rows(table, mapping, today=TODAY))

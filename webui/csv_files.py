"""Tables as files for spreadsheets."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from flask import Response

from dialer.core import leadfile
from webui.plain import plain


def csv_file(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """A download that spreadsheets open as UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([[safe_cell(cell) for cell in row] for row in rows])
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response("\ufeff" + out.getvalue(), mimetype="text/csv", headers=headers)


def table_file(name: str, columns: Sequence[str], rows: Iterable[Any]) -> Response:
    """The same of values that have the columns as fields."""
    return csv_file(name, columns, ([getattr(row, column) for column in columns] for row in rows))


def safe_cell(value: Any) -> str:
    """The value as text that no spreadsheet takes for a formula.

    >>> safe_cell("=1+1"), safe_cell(3), safe_cell(["call", "text"])
    ("'=1+1", '3', 'call, text')
    """
    if isinstance(value, list | tuple):
        return safe_cell(", ".join(value))
    text = "" if value is None else str(plain(value))
    return leadfile.safe_cell(text) if isinstance(value, str) else text

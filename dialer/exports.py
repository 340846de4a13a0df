"""What is stored, as CSV files that no spreadsheet takes for a program; every export is in the audit log."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from dialer.bootstrap import Services
from dialer.core.leadfile import safe_cell
from dialer.store import audit, exports

WHAT = tuple(exports.QUERIES)


def lines(services: Services, what: str, by: int | None) -> Iterator[str]:
    """The lines of the file, its header first. Numbers keep their + because the cell is marked as text."""
    now = services.clock.now()
    with services.db.transaction() as conn:
        audit.record(conn, now, by, "export.made", what, "", {})
    with services.db.transaction() as conn:
        for row in exports.rows(conn, what):
            buffer = io.StringIO()
            csv.writer(buffer).writerow([safe_cell(_text(value)) for value in row])
            yield buffer.getvalue()


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date | datetime) else str(value)

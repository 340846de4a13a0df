"""Lists that leave the house as files: each export is in the audit log with what was asked for."""

from collections.abc import Sequence
from typing import Any

from flask import Response

from dialer.store import audit
from dialer.store.session import Connection
from webui.bodies import Body
from webui.context import me, services
from webui.csv_files import table_file

MOST = 100_000
"""Rows of one file."""


def exported(conn: Connection, noun: str, columns: Sequence[str], rows: Sequence[Any], asked: Body) -> Response:
    """`rows` as a file, such as "leads.csv" of the noun "lead"."""
    detail = {"rows": len(rows), "asked": asked.model_dump(mode="json", exclude_defaults=True)}
    audit.record(conn, services().clock.now(), me().id, f"{noun}s.exported", noun, "", detail)
    return table_file(f"{noun}s.csv", columns, rows)

"""Many rows at once through COPY, which costs neither a round trip nor a statement per row."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from psycopg import Cursor
from psycopg.types.json import Jsonb
from sqlalchemy import Table, text
from sqlalchemy.dialects.postgresql import JSONB

from dialer.store.session import Connection

_NEW_IDS = text("SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)")


def insert_rows(conn: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """As `add_rows`; the new ids in the order of the rows. They are taken first, since COPY tells none."""
    if not rows:
        return []
    ids = list(conn.execute(_NEW_IDS, {"table": table.name, "count": len(rows)}).scalars())
    add_rows(conn, table, [{"id": id_, **row} for id_, row in zip(ids, rows, strict=True)])
    return ids


def add_rows(conn: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts rows that all have the same columns, in the same order."""
    if not rows:
        return
    names = tuple(rows[0])
    json = [isinstance(table.c[name].type, JSONB) for name in names]
    cursor: Cursor[Any] = conn.connection.cursor()  # type: ignore[assignment] # SQLAlchemy's wrapper of psycopg's
    with cursor, cursor.copy(_statement(table.name, names)) as copy:
        for row in rows:
            copy.write_row([Jsonb(v) if is_json else v for v, is_json in zip(row.values(), json, strict=True)])


@lru_cache(maxsize=64)
def _statement(table: str, names: tuple[str, ...]) -> str:
    columns = ", ".join(f'"{name}"' for name in names)
    return f'COPY "{table}" ({columns}) FROM STDIN'

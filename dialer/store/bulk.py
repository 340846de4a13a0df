"""Many rows in one statement with one parameter per column, which costs neither a round trip nor parsing per row."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import Table, TextClause, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import JSONB

from dialer.store.session import Connection

_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]


def insert_rows(conn: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Inserts rows that all have the same columns; the new ids in the order of the rows."""
    if not rows:
        return []
    names = tuple(rows[0])
    columns = {name: [_value(table, name, row[name]) for row in rows] for name in names}
    # The rows are inserted in their order, and each takes the next number, so ascending ids are in that order too.
    return sorted(conn.execute(_statement(table, names), columns).scalars())


def _value(table: Table, name: str, value: Any) -> Any:
    return Jsonb(value) if isinstance(table.c[name].type, JSONB) else value


@lru_cache(maxsize=64)
def _statement(table: Table, names: tuple[str, ...]) -> TextClause:
    arrays = ", ".join(f"CAST(:{name} AS {table.c[name].type.compile(_DIALECT)}[])" for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    return text(
        f'INSERT INTO "{table.name}" ({columns}) SELECT {columns}'  # noqa: S608 - names come from our own schema
        f" FROM unnest({arrays}) WITH ORDINALITY AS r({columns}, position) ORDER BY position RETURNING id"
    )

"""Rows as JSON, kept so that a change can be taken back exactly."""

from collections.abc import Iterable, Sequence
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import Table, text

from dialer.store.session import Connection

Row = dict[str, Any]
"""A row, or some of its columns, as the database writes it as JSON."""


def rows(conn: Connection, table: Table, condition: str, **params: Any) -> list[Row]:
    """The rows `t` for which the condition holds, in the order of their keys."""
    query = text(f"SELECT to_jsonb(t) FROM {table.name} t WHERE {condition} ORDER BY {_key(table)}")  # noqa: S608 - our own words
    return list(conn.execute(query, params).scalars())


def columns_of(found: Iterable[Row], names: Sequence[str]) -> list[Row]:
    return [{name: row[name] for name in names} for row in found]


def take_out(conn: Connection, table: Table, ids: Sequence[int]) -> list[Row]:
    """Deletes rows; as they were."""
    gone = rows(conn, table, "t.id = ANY(:ids)", ids=list(ids))
    conn.execute(text(f"DELETE FROM {table.name} WHERE id = ANY(:ids)"), {"ids": list(ids)})  # noqa: S608 - our own words
    return gone


def put_in(conn: Connection, table: Table, found: Sequence[Row]) -> None:
    """Writes deleted rows again, under the ids that they had."""
    if found:
        columns = ", ".join(column.name for column in table.columns if column.computed is None)
        query = f"""
            INSERT INTO {table.name} ({columns})
            SELECT {columns} FROM jsonb_populate_recordset(CAST(NULL AS {table.name}), :rows)
        """  # noqa: S608 - our own words
        conn.execute(text(query), {"rows": Jsonb(list(found))})


def put_back(conn: Connection, table: Table, row: Row, names: Iterable[str]) -> None:
    """Gives these columns of a row the values that were kept."""
    columns = ", ".join(sorted(name for name in names if name != _key(table) and table.c[name].computed is None))
    if not columns:
        return
    query = f"""
        UPDATE {table.name} t SET ({columns}) =
               (SELECT {columns} FROM jsonb_populate_record(CAST(NULL AS {table.name}), :row))
         WHERE t.{_key(table)} = :key
    """  # noqa: S608 - our own words
    conn.execute(text(query), {"row": Jsonb(row), "key": row[_key(table)]})


def put_back_unless_changed(conn: Connection, table: Table, before: Row, after: Row) -> None:
    """The same for the columns that still have the value that our change gave them; what somebody said since stays."""
    now = rows(conn, table, f"t.{_key(table)} = :key", key=before[_key(table)])
    for current in now:
        put_back(conn, table, before, [name for name in before if current[name] == after[name]])


def changed(before: Row, after: Row) -> tuple[Row, Row]:
    """Only the columns that differ, with the key."""
    names = [name for name in before if name == "id" or before[name] != after[name]]
    return {name: before[name] for name in names}, {name: after[name] for name in names}


def _key(table: Table) -> str:
    return next(iter(table.primary_key.columns)).name

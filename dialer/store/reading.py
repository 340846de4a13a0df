"""Turns rows into frozen values, so that rows stay home."""

from typing import Any, TypeVar

from sqlalchemy import Connection, TextClause, text

T = TypeVar("T")


def values(conn: Connection, kind: type[T], statement: str | TextClause, **params: Any) -> list[T]:
    """One `kind` per row; the columns carry the names of its fields."""
    query = text(statement) if isinstance(statement, str) else statement
    return [kind(**row._mapping) for row in conn.execute(query, params)]


def value(conn: Connection, kind: type[T], statement: str | TextClause, **params: Any) -> T | None:
    """The first of `values`, or None."""
    return next(iter(values(conn, kind, statement, **params)), None)

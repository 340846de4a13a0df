"""Saved lists of leads: somebody's filters under a name."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import Connection, text

from dialer.store.reading import values


@dataclass(frozen=True, slots=True)
class SavedList:
    """`query` holds the filters as the address of the list has them."""

    id: int
    name: str
    query: dict[str, Any]


def of_user(conn: Connection, user_id: int) -> list[SavedList]:
    statement = "SELECT id, name, query FROM lead_list WHERE user_id = :user ORDER BY lower(name), id"
    return values(conn, SavedList, statement, user=user_id)


def save(conn: Connection, user_id: int, name: str, query: dict[str, Any], now: datetime) -> int:
    """Keeps the filters under this name; the same name again replaces them."""
    made = conn.execute(
        text("""
            INSERT INTO lead_list (user_id, name, query, created_at) VALUES (:user, :name, :query, :now)
            ON CONFLICT (user_id, name) DO UPDATE SET query = excluded.query RETURNING id
        """),
        {"user": user_id, "name": name, "query": Jsonb(query), "now": now},
    )
    return int(made.scalar_one())


def remove(conn: Connection, user_id: int, list_id: int) -> bool:
    done = conn.execute(
        text("DELETE FROM lead_list WHERE id = :id AND user_id = :user"), {"id": list_id, "user": user_id}
    )
    return done.rowcount == 1

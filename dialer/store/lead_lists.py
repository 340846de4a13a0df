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
    campaign_id: int | None
    """The campaign that the list feeds."""


@dataclass(frozen=True, slots=True)
class Feeding:
    """A list whose campaign is to take in what came to fit."""

    id: int
    query: dict[str, Any]
    campaign_id: int


def of_user(conn: Connection, user_id: int) -> list[SavedList]:
    statement = "SELECT id, name, query, campaign_id FROM lead_list WHERE user_id = :user ORDER BY lower(name), id"
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


def feed(conn: Connection, user_id: int, list_id: int, campaign_id: int | None) -> bool:
    """False where the user has no such list."""
    done = conn.execute(
        text("UPDATE lead_list SET campaign_id = :campaign, fed_at = NULL WHERE id = :id AND user_id = :user"),
        {"campaign": campaign_id, "id": list_id, "user": user_id},
    )
    return done.rowcount == 1


_DUE = """
      FROM lead_list l
      JOIN campaign c ON c.id = l.campaign_id AND c.status = 'running'
      JOIN user_account u ON u.id = l.user_id AND u.active AND u.role IN ('manager', 'owner')
     WHERE l.campaign_id IS NOT NULL AND (l.fed_at IS NULL OR l.fed_at <= :before)
"""


def any_due(conn: Connection, fed_before: datetime) -> bool:
    """Whether `due` has any."""
    return conn.execute(text(f"SELECT 1 {_DUE} LIMIT 1"), {"before": fed_before}).first() is not None


def due(conn: Connection, fed_before: datetime) -> list[Feeding]:
    """Lists of people who may still do so, whose running campaign was not fed since; their rows are locked."""
    return values(
        conn,
        Feeding,
        f"SELECT l.id, l.query, l.campaign_id {_DUE} ORDER BY l.id FOR UPDATE OF l SKIP LOCKED",
        before=fed_before,
    )


def fed(conn: Connection, list_id: int, now: datetime) -> None:
    conn.execute(text("UPDATE lead_list SET fed_at = :now WHERE id = :id"), {"now": now, "id": list_id})

"""Screens on the wall: made, found by their token, and taken back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from dialer.store.reading import value, values


@dataclass(frozen=True, slots=True)
class Screen:
    """One that is in use."""

    id: int
    name: str
    by: str
    created_at: datetime


_SCREENS = """
    SELECT s.id, s.name, u.name AS by, s.created_at FROM screen s JOIN user_account u ON u.id = s.user_id
     WHERE s.revoked_at IS NULL
"""


def in_use(conn: Connection) -> list[Screen]:
    return values(conn, Screen, _SCREENS + " ORDER BY s.id")


def by_token_hash(conn: Connection, token_hash: str) -> Screen | None:
    return value(conn, Screen, _SCREENS + " AND s.token_hash = :hash", hash=token_hash)


def add(conn: Connection, *, name: str, token_hash: str, user_id: int, now: datetime) -> int:
    made = conn.execute(
        text("""
            INSERT INTO screen (name, token_hash, user_id, created_at) VALUES (:name, :hash, :user, :now) RETURNING id
        """),
        {"name": name, "hash": token_hash, "user": user_id, "now": now},
    )
    return int(made.scalar_one())


def revoke(conn: Connection, screen_id: int, now: datetime) -> bool:
    """False where there is no such screen in use."""
    done = conn.execute(
        text("UPDATE screen SET revoked_at = :now WHERE id = :id AND revoked_at IS NULL"),
        {"id": screen_id, "now": now},
    )
    return done.rowcount == 1

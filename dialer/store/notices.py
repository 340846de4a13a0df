"""What managers write to agents, by session."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from dialer.store.reading import values


@dataclass(frozen=True, slots=True)
class Notice:
    """The message that an agent sees next."""

    id: int
    session_id: int
    by: str
    body: str
    at: datetime


def add(conn: Connection, session_id: int, user_id: int, body: str, now: datetime) -> int:
    made = conn.execute(
        text("INSERT INTO notice (session_id, user_id, body, at) VALUES (:session, :user, :body, :now) RETURNING id"),
        {"session": session_id, "user": user_id, "body": body, "now": now},
    )
    return int(made.scalar_one())


def seen(conn: Connection, session_id: int, notice_id: int, now: datetime) -> bool:
    """False where the session has no such message."""
    found = conn.execute(
        text("""
            UPDATE notice SET seen_at = coalesce(seen_at, :now) WHERE id = :id AND session_id = :session
        """),
        {"id": notice_id, "session": session_id, "now": now},
    )
    return found.rowcount == 1


def unseen(conn: Connection, session_ids: Sequence[int]) -> dict[int, Notice]:
    """The oldest message that each session's agent has not seen, by session."""
    found = values(
        conn,
        Notice,
        """
        SELECT DISTINCT ON (n.session_id) n.id, n.session_id, u.name AS by, n.body, n.at
          FROM notice n JOIN user_account u ON u.id = n.user_id
         WHERE n.session_id = ANY(:ids) AND n.seen_at IS NULL ORDER BY n.session_id, n.id
        """,
        ids=list(session_ids),
    )
    return {each.session_id: each for each in found}

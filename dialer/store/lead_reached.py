"""Who reached a lead and when: the lead stays with that agent for a while."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text


def set_reached(conn: Connection, lead_id: int, agent_id: int | None, now: datetime) -> None:
    conn.execute(
        text("UPDATE lead SET last_agent_id = :agent, last_reached_at = :now WHERE id = :id"),
        {"agent": agent_id, "now": now, "id": lead_id},
    )


def as_it_is(conn: Connection, lead_id: int) -> dict[str, Any]:
    """For a correction to put back."""
    row = conn.execute(text("SELECT last_agent_id, last_reached_at FROM lead WHERE id = :id"), {"id": lead_id}).one()
    reached = row.last_reached_at
    return {"last_agent_id": row.last_agent_id, "last_reached_at": reached.isoformat() if reached else None}


def put_back(conn: Connection, lead_id: int, kept: Mapping[str, Any]) -> None:
    """Restores what `as_it_is` gave."""
    conn.execute(
        text("""
            UPDATE lead SET last_agent_id = :last_agent_id, last_reached_at = CAST(:last_reached_at AS timestamptz)
             WHERE id = :id
        """),
        {**kept, "id": lead_id},
    )


def changed(conn: Connection, lead_id: int) -> None:
    """Counts up the lead's version, as its page shows something new."""
    conn.execute(text("UPDATE lead SET version = version + 1 WHERE id = :id"), {"id": lead_id})

"""Whose a thing is, for asking whether somebody may touch it."""

from typing import Any, NamedTuple

from sqlalchemy import Connection, text


class OfLead(NamedTuple):
    """A thing that belongs to a lead in a campaign."""

    lead_id: int
    campaign_id: int


def agents_of_attempt(conn: Connection, attempt_id: int) -> frozenset[int]:
    """Who has to do with an attempt: whose line it was, who talked, and whose session got the call."""
    found: Any = conn.execute(
        text("""
            SELECT a.agent_id, own.agent_id, had.agent_id
              FROM attempt a
              JOIN session own ON own.id = a.session_id
              LEFT JOIN call c ON c.id = a.call_id
              LEFT JOIN session had ON had.id = c.agent_session_id
             WHERE a.id = :id
        """),
        {"id": attempt_id},
    ).first()
    return frozenset(agent for agent in found or () if agent is not None)


def lead_of_attempt(conn: Connection, attempt_id: int) -> int | None:
    found = conn.execute(text("SELECT lead_id FROM attempt WHERE id = :id"), {"id": attempt_id}).scalar()
    return None if found is None else int(found)


def enrollment(conn: Connection, enrollment_id: int) -> OfLead | None:
    found = conn.execute(
        text("SELECT lead_id, campaign_id FROM enrollment WHERE id = :id"), {"id": enrollment_id}
    ).first()
    return OfLead(*found) if found else None


def lead_of_phone(conn: Connection, phone_id: int) -> int | None:
    found = conn.execute(text("SELECT lead_id FROM phone WHERE id = :id"), {"id": phone_id}).scalar()
    return None if found is None else int(found)

"""What the next best action asks about a call and its lead."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from dialer.store.reading import value


@dataclass(frozen=True, slots=True)
class AdvisedAttempt:
    """A call with its campaign's settings."""

    id: int
    lead_id: int
    phone_id: int
    campaign_id: int
    enrollment_id: int
    step: int
    human: bool
    answered_at: datetime | None
    ended_at: datetime | None
    talk_seconds: float | None
    settings: dict[str, Any]


def attempt(conn: Connection, attempt_id: int) -> AdvisedAttempt | None:
    return value(
        conn,
        AdvisedAttempt,
        """
        SELECT a.id, a.lead_id, a.phone_id, a.campaign_id, a.enrollment_id, a.step, a.human, a.answered_at, a.ended_at,
               a.talk_seconds, c.settings
          FROM attempt a JOIN campaign c ON c.id = a.campaign_id WHERE a.id = :id
        """,
        id=attempt_id,
    )


def reached_at(conn: Connection, lead_id: int, but: int) -> list[datetime]:
    """When a person answered in the lead's other calls, the latest twenty."""
    found = conn.execute(
        text("""
            SELECT answered_at FROM attempt
             WHERE lead_id = :lead AND id <> :but AND human AND answered_at IS NOT NULL
             ORDER BY answered_at DESC LIMIT 20
        """),
        {"lead": lead_id, "but": but},
    )
    return list(found.scalars())


def is_letter_planned(conn: Connection, lead_id: int) -> bool:
    found = conn.execute(
        text("SELECT 1 FROM touch WHERE lead_id = :lead AND channel = 'letter' AND state = 'planned' LIMIT 1"),
        {"lead": lead_id},
    )
    return found.first() is not None

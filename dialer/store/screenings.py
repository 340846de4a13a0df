"""Judged answers, kept for a while so that other parameters can be tried on them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import Connection, text

from dialer.store.reading import values

KEPT = timedelta(days=30)

SWEPT_AT_ONCE = 10
"""Old ones that go with each new one: more than come, so that none piles up."""


@dataclass(frozen=True, slots=True)
class StoredScreening:
    """One judged answer, and what the agent said of it where one did."""

    call_id: str
    campaign_id: int | None
    campaign: str | None
    verdict: str
    reason: str
    at_ms: int
    parameters: dict[str, int]
    times_ms: list[int]
    levels: list[int]
    flags: dict[str, Any] | None
    """Those of the agent's result."""


def add(
    conn: Connection,
    *,
    call_id: str,
    at: datetime,
    verdict: str,
    reason: str,
    at_ms: int,
    parameters: dict[str, int],
    times_ms: list[int],
    levels: list[int],
) -> None:
    """Keeps one; the same again changes nothing."""
    conn.execute(
        text("""
            INSERT INTO screening (call_id, at, verdict, reason, at_ms, parameters, times_ms, levels)
            SELECT c.id, :at, :verdict, :reason, :at_ms, :parameters, CAST(:times_ms AS smallint[]),
                   CAST(:levels AS smallint[])
              FROM call c WHERE c.id = :call_id
            ON CONFLICT (call_id) DO NOTHING
        """),
        {
            "call_id": call_id,
            "at": at,
            "verdict": verdict,
            "reason": reason,
            "at_ms": at_ms,
            "parameters": Jsonb(parameters),
            "times_ms": times_ms,
            "levels": levels,
        },
    )
    conn.execute(
        text("""
            DELETE FROM screening WHERE call_id IN (SELECT call_id FROM screening WHERE at < :before
                                                     ORDER BY at LIMIT :count FOR UPDATE SKIP LOCKED)
        """),
        {"before": at - KEPT, "count": SWEPT_AT_ONCE},
    )


def since(conn: Connection, moment: datetime, campaign_id: int | None) -> list[StoredScreening]:
    """Those from a moment on, of one campaign or of all; the oldest first."""
    return values(
        conn,
        StoredScreening,
        """
        SELECT s.call_id, c.campaign_id, g.name AS campaign, s.verdict, s.reason, s.at_ms, s.parameters, s.times_ms,
               s.levels, d.flags
          FROM screening s
          JOIN call c ON c.id = s.call_id
          LEFT JOIN campaign g ON g.id = c.campaign_id
          LEFT JOIN attempt a ON a.id = c.attempt_id
          LEFT JOIN disposition d ON d.name = a.disposition
         WHERE s.at >= :since AND (CAST(:campaign AS bigint) IS NULL OR c.campaign_id = :campaign)
         ORDER BY s.at, s.call_id
        """,
        since=moment,
        campaign=campaign_id,
    )

"""What happened to the calls that showed each of our numbers, and what we conclude."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import Connection, text

from dialer.core.number_health import Figures, Health
from dialer.store.reading import values


@dataclass(frozen=True, slots=True)
class OurNumber:
    """One of our numbers in use, with its figures since its last rest."""

    id: int
    campaign_id: int | None
    rest_until: datetime | None
    dials: int
    answered: int
    people: int
    short: int
    spam: int

    @property
    def figures(self) -> Figures:
        return Figures(self.dials, self.answered, self.people, self.short, self.spam)


# Only calls that rang out our number count; who hung up on whom tells a short call from one that we ended.
_NUMBERS = """
    SELECT n.id, n.campaign_id, n.rest_until,
           count(c.id) AS dials,
           count(*) FILTER (WHERE c.answered_at IS NOT NULL) AS answered,
           count(*) FILTER (WHERE a.human) AS people,
           count(*) FILTER (WHERE a.human AND c.ended_at - c.answered_at <= make_interval(secs => :short)
                                  AND c.record ->> 'hang_up_reason' IS NULL) AS short,
           count(*) FILTER (WHERE (d.flags ->> 'shown_as_spam')::boolean OR a.ending = 'analytics_blocked') AS spam
      FROM caller_id n
      LEFT JOIN call c ON c.caller_id = n.e164 AND c.role = 'lead' AND c.carrier_call_id IS NOT NULL
                      AND c.ended_at IS NOT NULL AND c.planned_at >= greatest(:since, coalesce(n.rest_until, :since))
                      AND NOT EXISTS (SELECT 1 FROM inbound_call i WHERE i.call_id = c.id)
      LEFT JOIN attempt a ON a.id = c.attempt_id
      LEFT JOIN disposition d ON d.name = a.disposition
     WHERE n.active
     GROUP BY n.id ORDER BY n.id
"""


def in_use(conn: Connection, since: datetime, short_seconds: float) -> list[OurNumber]:
    return values(conn, OurNumber, _NUMBERS, since=since, short=short_seconds)


def lock_all(conn: Connection) -> None:
    """One judgement at a time, so that two do not both send the last number to rest."""
    conn.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('caller id health', 0))"))


def note(conn: Connection, number_id: int, health: Health, figures: Figures) -> None:
    """Keeps what the page shows."""
    shown: Mapping[str, Any] = {
        "state": health.state.value,
        "reasons": list(health.reasons),
        **{name: getattr(figures, name) for name in Figures.__slots__},
    }
    conn.execute(
        text("UPDATE caller_id SET health = :health WHERE id = :id"), {"id": number_id, "health": Jsonb(dict(shown))}
    )


def rest(conn: Connection, number_ids: Sequence[int], until: datetime) -> None:
    """Not shown until then; after it the number is warmed up again."""
    conn.execute(
        text("UPDATE caller_id SET rest_until = :until, warm_from = :day WHERE id = ANY(:ids)"),
        {"ids": list(number_ids), "until": until, "day": until.date()},
    )

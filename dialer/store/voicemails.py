"""Recorded messages of campaigns."""

from dataclasses import dataclass
from datetime import datetime

from psycopg.types.json import Jsonb
from sqlalchemy import Connection, text

from dialer.store.reading import value, values


@dataclass(frozen=True, slots=True)
class Voicemail:
    """One recorded message. `by` is who made it."""

    id: int
    campaign_id: int
    from_attempt: int
    label: str
    seconds: float
    peaks: list[list[int]]
    made_at: datetime
    by: str


_COLUMNS = """
    SELECT v.id, v.campaign_id, v.from_attempt, v.label, v.seconds, v.peaks, v.made_at, coalesce(u.name, '') AS by
      FROM voicemail v LEFT JOIN user_account u ON u.id = v.made_by
"""


def of_campaign(conn: Connection, campaign_id: int) -> list[Voicemail]:
    where = " WHERE v.campaign_id = :id AND v.retired_at IS NULL ORDER BY v.from_attempt"
    return values(conn, Voicemail, _COLUMNS + where, id=campaign_id)


def load(conn: Connection, voicemail_id: int) -> Voicemail | None:
    return value(conn, Voicemail, _COLUMNS + " WHERE v.id = :id AND v.retired_at IS NULL", id=voicemail_id)


def with_any(conn: Connection) -> set[int]:
    """The campaigns that have recorded messages."""
    return set(conn.execute(text("SELECT DISTINCT campaign_id FROM voicemail WHERE retired_at IS NULL")).scalars())


def add(
    conn: Connection,
    *,
    campaign_id: int,
    from_attempt: int,
    label: str,
    seconds: float,
    peaks: list[list[int]],
    by: int,
    now: datetime,
) -> int:
    """The new message's id; it takes the place of the one for the same attempt."""
    conn.execute(
        text("""
            UPDATE voicemail SET retired_at = :now
             WHERE campaign_id = :campaign_id AND from_attempt = :from_attempt AND retired_at IS NULL
        """),
        {"campaign_id": campaign_id, "from_attempt": from_attempt, "now": now},
    )
    made = conn.execute(
        text("""
            INSERT INTO voicemail (campaign_id, from_attempt, label, seconds, peaks, made_at, made_by)
            VALUES (:campaign_id, :from_attempt, :label, :seconds, :peaks, :now, :by) RETURNING id
        """),
        {
            "campaign_id": campaign_id,
            "from_attempt": from_attempt,
            "label": label,
            "seconds": seconds,
            "peaks": Jsonb(peaks),
            "now": now,
            "by": by,
        },
    )
    return int(made.scalar_one())


def retire(conn: Connection, voicemail_id: int, now: datetime) -> None:
    conn.execute(
        text("UPDATE voicemail SET retired_at = :now WHERE id = :id AND retired_at IS NULL"),
        {"id": voicemail_id, "now": now},
    )


def take_retired(conn: Connection, before: datetime) -> list[int]:
    """Those that were taken away before that moment; they are gone with this."""
    gone = conn.execute(text("DELETE FROM voicemail WHERE retired_at < :before RETURNING id"), {"before": before})
    return [int(each) for each in gone.scalars()]


def attempt_number(conn: Connection, attempt_id: int) -> int:
    """The so-manieth try at its lead in its campaign, those left out that a sibling's answer cut short."""
    found = conn.execute(
        text("""
            SELECT count(*) FROM attempt a JOIN attempt earlier ON earlier.enrollment_id = a.enrollment_id
             WHERE a.id = :id AND earlier.id <= a.id AND NOT earlier.inbound AND (earlier.counts OR earlier.id = a.id)
        """),
        {"id": attempt_id},
    )
    return max(1, int(found.scalar_one()))

"""Recordings: wished for, found at the carrier, fetched, and deleted when their time is over."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import Connection, text

from dialer.store.reading import value, values


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording. `lead_id` is None for callers whom we do not know."""

    id: int
    call_id: str
    lead_id: int | None
    kind: str
    state: str
    carrier: str
    carrier_recording_id: str | None
    announced: bool
    seconds: float | None
    peaks: list[list[int]]
    at: datetime
    tries: int
    delete_at: datetime


_COLUMNS = """
    SELECT id, call_id, lead_id, kind, state, carrier, carrier_recording_id, announced, seconds, peaks, at, tries,
           delete_at
      FROM recording
"""

# What is known only from the carrier's report, as a caller's message is, begins its life with that report.
_READY = text("""
    INSERT INTO recording (call_id, lead_id, kind, state, carrier, carrier_recording_id, seconds, is_cut, at, fetch_at,
                           delete_at, announced)
    SELECT c.id, coalesce(a.lead_id, i.lead_id), :kind, 'ready', c.carrier, :recording_id, :seconds, :is_cut, :at, :at,
           :delete_at, TRUE
      FROM call c
      LEFT JOIN attempt a ON a.id = c.attempt_id
      LEFT JOIN inbound_call i ON i.call_id = c.id
     WHERE c.id = :call_id
    ON CONFLICT (call_id, kind) DO UPDATE
       SET state = 'ready', carrier_recording_id = excluded.carrier_recording_id, seconds = excluded.seconds,
           is_cut = excluded.is_cut, fetch_at = excluded.fetch_at
     WHERE recording.state = 'wanted'
    RETURNING lead_id
""")


def wish(
    conn: Connection, *, call_id: str, lead_id: int | None, carrier: str, announced: bool, at: datetime, until: datetime
) -> bool:
    """Notes that a conversation is to be recorded; False where that was done before."""
    done = conn.execute(
        text("""
            INSERT INTO recording (call_id, lead_id, kind, carrier, announced, at, delete_at)
            VALUES (:call_id, :lead_id, 'conversation', :carrier, :announced, :at, :until)
            ON CONFLICT (call_id, kind) DO NOTHING
        """),
        {"call_id": call_id, "lead_id": lead_id, "carrier": carrier, "announced": announced, "at": at, "until": until},
    )
    return done.rowcount == 1


def delete_at(conn: Connection, call_id: str) -> datetime | None:
    """Until when the conversation of this call may be kept, where one was to be recorded."""
    found: datetime | None = conn.execute(
        text("SELECT delete_at FROM recording WHERE call_id = :id AND kind = 'conversation'"), {"id": call_id}
    ).scalar()
    return found


def ready(
    conn: Connection,
    *,
    call_id: str,
    kind: str,
    recording_id: str,
    seconds: float,
    is_cut: bool,
    at: datetime,
    until: datetime,
) -> int | None:
    """The carrier has it; the lead that is on it. The same report again changes nothing."""
    found: int | None = conn.execute(
        _READY,
        {
            "call_id": call_id,
            "kind": kind,
            "recording_id": recording_id,
            "seconds": seconds,
            "is_cut": is_cut,
            "at": at,
            "delete_at": until,
        },
    ).scalar()
    return found


def lose(conn: Connection, call_id: str) -> None:
    """Nothing of this conversation could be recorded, though it was to be."""
    conn.execute(
        text("""
            UPDATE recording SET state = 'lost' WHERE call_id = :id AND kind = 'conversation' AND state = 'wanted'
        """),
        {"id": call_id},
    )


def take_ready(conn: Connection, now: datetime, later: datetime, count: int) -> list[Recording]:
    """Those to be fetched now; whoever else looks finds them again only later."""
    ids = list(
        conn.execute(
            text("""
                UPDATE recording SET fetch_at = :later, tries = tries + 1
                 WHERE id IN (SELECT id FROM recording WHERE state = 'ready' AND fetch_at <= :now
                               ORDER BY fetch_at LIMIT :count FOR UPDATE SKIP LOCKED)
                RETURNING id
            """),
            {"now": now, "later": later, "count": count},
        ).scalars()
    )
    return values(conn, Recording, _COLUMNS + " WHERE id = ANY(:ids) ORDER BY id", ids=ids)


def any_waits(conn: Connection, now: datetime) -> bool:
    """Whether something is to be fetched or deleted."""
    found = conn.execute(
        text("""
            SELECT EXISTS (SELECT 1 FROM recording WHERE state = 'ready' AND fetch_at <= :now)
                OR EXISTS (SELECT 1 FROM recording WHERE state IN ('ready', 'kept') AND delete_at <= :now)
        """),
        {"now": now},
    )
    return bool(found.scalar_one())


def kept(conn: Connection, recording_id: int, seconds: float, peaks: list[list[int]]) -> None:
    conn.execute(
        text(
            "UPDATE recording SET state = 'kept', seconds = :seconds, peaks = :peaks WHERE id = :id AND state = 'ready'"
        ),
        {"id": recording_id, "seconds": seconds, "peaks": Jsonb(peaks)},
    )


def end(conn: Connection, recording_id: int, state: str) -> None:
    """Lost at the carrier, or deleted by us."""
    conn.execute(
        text("UPDATE recording SET state = :state, peaks = '[]' WHERE id = :id"), {"id": recording_id, "state": state}
    )


def expired(conn: Connection, now: datetime, count: int) -> list[Recording]:
    """Those whose time is over."""
    where = (
        " WHERE state IN ('ready', 'kept') AND delete_at <= :now ORDER BY delete_at LIMIT :count FOR UPDATE SKIP LOCKED"
    )
    return values(conn, Recording, _COLUMNS + where, now=now, count=count)


def let_expire(conn: Connection, lead_id: int, now: datetime) -> None:
    """The lead's recordings go with the next sweep."""
    conn.execute(
        text("UPDATE recording SET delete_at = least(delete_at, :now) WHERE lead_id = :lead"),
        {"lead": lead_id, "now": now},
    )


def load(conn: Connection, recording_id: int) -> Recording | None:
    return value(conn, Recording, _COLUMNS + " WHERE id = :id", id=recording_id)


def lead_of_call(conn: Connection, call_id: str) -> tuple[int, int] | None:
    """(lead, phone) of a call, where it is one of ours with a lead."""
    row: Any = conn.execute(
        text("""
            SELECT coalesce(a.lead_id, i.lead_id) AS lead_id, coalesce(a.phone_id, i.phone_id) AS phone_id
              FROM call c LEFT JOIN attempt a ON a.id = c.attempt_id LEFT JOIN inbound_call i ON i.call_id = c.id
             WHERE c.id = :id
        """),
        {"id": call_id},
    ).first()
    return (int(row.lead_id), int(row.phone_id)) if row is not None and row.lead_id is not None else None


@dataclass(frozen=True, slots=True)
class Shown:
    """A recording that can be played, with the entry of the lead's timeline that it belongs to."""

    key: str
    id: int
    seconds: float
    announced: bool
    is_cut: bool
    peaks: list[list[int]]


def of_lead(conn: Connection, lead_id: int) -> list[Shown]:
    return values(
        conn,
        Shown,
        """
        SELECT coalesce('attempt:' || a.id, 'inbound:' || r.call_id) AS key, r.id, r.seconds, r.announced, r.is_cut,
               r.peaks
          FROM recording r LEFT JOIN attempt a ON a.call_id = r.call_id
         WHERE r.lead_id = :id AND r.state = 'kept'
        """,
        id=lead_id,
    )

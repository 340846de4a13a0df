"""Callers that somebody has to look at: those whom we do not know, and leads who left a message."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from dialer.store.reading import value, values


@dataclass(frozen=True, slots=True)
class Caller:
    """One call that came to us, with how often the same number called meanwhile. `agent` took the call."""

    call_id: str
    e164: str
    ours: str
    at: datetime
    calls: int
    lead_id: int | None
    lead_name: str
    agent: str
    recording_id: int | None
    seconds: float | None
    peaks: list[list[int]] | None
    message_state: str


# Of several calls of one number the latest that left a message stands for all, else the latest.
_OPEN = """
    SELECT * FROM (
        SELECT DISTINCT ON (coalesce(nullif(c.e164, ''), i.call_id))
               i.call_id, c.e164, c.caller_id AS ours, i.at,
               count(*) OVER (PARTITION BY coalesce(nullif(c.e164, ''), i.call_id)) AS calls,
               i.lead_id, coalesce(l.name, '') AS lead_name, coalesce(u.name, '') AS agent,
               CASE r.state WHEN 'kept' THEN r.id END AS recording_id, r.seconds, r.peaks,
               coalesce(r.state, '') AS message_state
          FROM inbound_call i
          JOIN call c ON c.id = i.call_id
          LEFT JOIN recording r ON r.call_id = i.call_id AND r.kind = 'message' AND r.state IN ('ready', 'kept', 'lost')
          LEFT JOIN lead l ON l.id = i.lead_id
          LEFT JOIN user_account u ON u.id = i.taken_by
         WHERE i.handled_at IS NULL AND i.closed_at IS NOT NULL AND (i.lead_id IS NULL OR r.id IS NOT NULL)
         ORDER BY coalesce(nullif(c.e164, ''), i.call_id), (r.id IS NOT NULL) DESC, i.at DESC
    ) AS open ORDER BY at DESC, call_id LIMIT :count
"""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A call that is to be dealt with."""

    call_id: str
    e164: str
    lead_id: int | None
    handled_at: datetime | None


def open_ones(conn: Connection, count: int) -> list[Caller]:
    """Newest first."""
    return values(conn, Caller, _OPEN, count=count)


def lock(conn: Connection, call_id: str) -> Unknown | None:
    return value(
        conn,
        Unknown,
        """
        SELECT i.call_id, c.e164, i.lead_id, i.handled_at FROM inbound_call i JOIN call c ON c.id = i.call_id
         WHERE i.call_id = :id FOR UPDATE OF i
        """,
        id=call_id,
    )


def handle(conn: Connection, caller: Unknown, user_id: int, now: datetime) -> int:
    """Says that this call, and whatever else the same number called about meanwhile, was dealt with; how many."""
    done = conn.execute(
        text("""
            UPDATE inbound_call i SET handled_at = :now, handled_by = :user
              FROM call c
             WHERE c.id = i.call_id AND i.handled_at IS NULL AND i.closed_at IS NOT NULL
               AND (i.call_id = :call OR (c.e164 = :e164 AND :e164 <> ''))
        """),
        {"now": now, "user": user_id, "call": caller.call_id, "e164": caller.e164},
    )
    return done.rowcount


def make_lead(conn: Connection, *, name: str, e164: str, kind: str, now: datetime) -> tuple[int, int]:
    """A lead of whom we know no more than this; (lead, number)."""
    row: Any = conn.execute(
        text("INSERT INTO lead (created_at, name, source) VALUES (:now, :name, 'Called us') RETURNING id"),
        {"now": now, "name": name},
    )
    lead_id = int(row.scalar_one())
    if name:
        first, _, last = name.partition(" ")
        conn.execute(
            text("""
                INSERT INTO person (lead_id, first, last, full_name, role)
                VALUES (:lead, :first, :last, :name, 'owner')
            """),
            {"lead": lead_id, "first": first, "last": last, "name": name},
        )
    phone: Any = conn.execute(
        text("INSERT INTO phone (lead_id, e164, kind) VALUES (:lead, :e164, :kind) RETURNING id"),
        {"lead": lead_id, "e164": e164, "kind": kind},
    )
    return lead_id, int(phone.scalar_one())


def give_past(conn: Connection, e164: str, lead_id: int, phone_id: int) -> None:
    """What came from this number while nobody knew whose it is belongs to the lead: calls, messages left, texts."""
    asked = {"e164": e164, "lead": lead_id, "phone": phone_id}
    conn.execute(
        text("""
            UPDATE inbound_call i SET lead_id = :lead, phone_id = :phone FROM call c
             WHERE c.id = i.call_id AND c.e164 = :e164 AND i.lead_id IS NULL
        """),
        asked,
    )
    conn.execute(
        text("""
            UPDATE recording r SET lead_id = :lead FROM inbound_call i
             WHERE i.call_id = r.call_id AND i.lead_id = :lead AND r.lead_id IS NULL
        """),
        asked,
    )
    conn.execute(text("UPDATE message SET lead_id = :lead WHERE e164 = :e164 AND lead_id IS NULL"), asked)

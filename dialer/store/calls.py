"""Calls and what was said about them: raw events under a unique key, and the call as the machine left it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import Connection, text

from dialer.store.many import as_rows
from telephony.call import Call
from telephony.events import CallEvent
from telephony.wire import read, to_json
from telephony.words import kind_of


@dataclass(frozen=True, slots=True)
class StoredCall:
    """A call with its place in the product."""

    call: Call
    carrier: str
    session_id: int | None
    """Whose line it is, or whose own leg."""
    attempt_id: int | None
    campaign_id: int | None
    agent_session_id: int | None
    """Whose agent got it; for a line that may be another agent of the campaign."""
    planned_at: datetime

    def with_call(self, call: Call) -> "StoredCall":
        return replace(self, call=call)

    def given_to(self, session_id: int) -> "StoredCall":
        return replace(self, agent_session_id=session_id)


_INSERT_EVENTS = text("""
    INSERT INTO call_event (carrier, event_key, call_id, kind, at, received_at, body)
    SELECT :carrier, e.event_key, e.call_id, e.kind, e.at, :now, e.body
      FROM jsonb_to_recordset(:events) AS e(event_key text, call_id text, kind text, at timestamptz, body jsonb)
    ON CONFLICT (carrier, event_key) DO NOTHING
    RETURNING event_key
""")

_KNOWN_EVENTS = text("SELECT count(*) FROM call_event WHERE carrier = :carrier AND event_key = ANY(:keys)")

_STORED = "SELECT record, carrier, session_id, attempt_id, campaign_id, agent_session_id, planned_at FROM call "

# Asked for every webhook: written out, as an expression is put together anew each time.
_LOCK = _STORED + "WHERE id = ANY(:ids) ORDER BY id FOR UPDATE"
_LOCK_ALL = text(_LOCK)
_LOCK_UNHELD = text(_LOCK + " SKIP LOCKED")

_OPEN_LINES = text(_STORED + "WHERE session_id = :session_id AND role = 'lead' AND ended_at IS NULL")

_INSERT = text("""
    INSERT INTO call (id, role, session_id, attempt_id, campaign_id, carrier, e164, caller_id, state, record,
                      planned_at, deadline_at)
    VALUES (:id, :role, :session_id, :attempt_id, :campaign_id, :carrier, :e164, :caller_id, :state, :record,
            :planned_at, :deadline_at)
""")

_SAVE = text("""
    UPDATE call c
       SET state = s.state, record = s.record, carrier_call_id = s.carrier_call_id, rang_at = s.rang_at,
           answered_at = s.answered_at, deadline_at = s.deadline_at, ended_at = s.ended_at,
           agent_session_id = s.agent_session_id, version = c.version + 1
      FROM jsonb_to_recordset(:calls)
           AS s(id text, state text, record jsonb, carrier_call_id text, rang_at timestamptz, answered_at timestamptz,
                deadline_at timestamptz, ended_at timestamptz, agent_session_id bigint)
     WHERE c.id = s.id AND c.id = ANY(:ids)
""")


def insert_events(conn: Connection, carrier: str, events: Sequence[CallEvent], now: datetime) -> list[CallEvent]:
    """Stores raw events; those that were not stored before, in the given order."""
    if not events:
        return []
    rows = as_rows(
        {"event_key": e.event_key, "call_id": e.call_id, "kind": kind_of(type(e)), "at": e.at, "body": to_json(e)}
        for e in events
    )
    fresh = set(conn.execute(_INSERT_EVENTS, {"carrier": carrier, "now": now, "events": rows}).scalars())
    kept: list[CallEvent] = []
    for event in events:
        if event.event_key in fresh:
            fresh.discard(event.event_key)
            kept.append(event)
    return kept


def are_stored(conn: Connection, carrier: str, events: Sequence[CallEvent]) -> bool:
    """Whether all that a carrier says here was said and stored before."""
    keys = {event.event_key for event in events}
    known = conn.execute(_KNOWN_EVENTS, {"carrier": carrier, "keys": list(keys)}).scalar_one()
    return bool(known == len(keys))


def lock(conn: Connection, call_ids: Sequence[str], *, skip_held: bool = False) -> dict[str, StoredCall]:
    """Calls by id, their rows locked in the order of their ids; unknown ids are missing, and with `skip_held` those
    that another transaction has locked."""
    rows = conn.execute(_LOCK_UNHELD if skip_held else _LOCK_ALL, {"ids": list(call_ids)})
    return {stored.call.id: stored for stored in map(_stored, rows)}


def open_lines(conn: Connection, session_id: int) -> list[StoredCall]:
    """The lead legs of a session that are not over."""
    return [_stored(row) for row in conn.execute(_OPEN_LINES, {"session_id": session_id})]


def unanswered(conn: Connection) -> list[str]:
    """Calls to leads, open and without an answer."""
    rows = conn.execute(
        text(
            "SELECT id FROM call WHERE ended_at IS NULL AND answered_at IS NULL AND role = 'lead'"
            " AND state <> 'closing' ORDER BY id"
        )
    )
    return list(rows.scalars())


def insert(conn: Connection, stored: StoredCall, *, e164: str, caller_id: str) -> None:
    """A planned call."""
    insert_all(conn, [(stored, e164, caller_id)])


def insert_all(conn: Connection, planned: Sequence[tuple[StoredCall, str, str]]) -> None:
    """Planned calls, each with the number that is called and the one that is shown."""
    if planned:
        conn.execute(_INSERT, [_fresh(stored, e164, caller_id) for stored, e164, caller_id in planned])


def _fresh(stored: StoredCall, e164: str, caller_id: str) -> dict[str, object]:
    call = stored.call
    return {
        "id": call.id,
        "role": call.role.value,
        "session_id": stored.session_id,
        "attempt_id": stored.attempt_id,
        "campaign_id": stored.campaign_id,
        "carrier": stored.carrier,
        "e164": e164,
        "caller_id": caller_id,
        "state": call.state.value,
        "record": Jsonb(to_json(call)),
        "planned_at": stored.planned_at,
        "deadline_at": call.deadline_at,
    }


def save(conn: Connection, changed: Sequence[StoredCall]) -> None:
    """Writes back calls whose rows this transaction has locked."""
    if not changed:
        return
    ids = [stored.call.id for stored in changed]
    conn.execute(_SAVE, {"ids": ids, "calls": as_rows(_row(stored) for stored in changed)})


def _row(stored: StoredCall) -> dict[str, object]:
    call, known = stored.call, stored.call.milestones
    return {
        "id": call.id,
        "state": call.state.value,
        "record": to_json(call),
        "carrier_call_id": call.carrier_call_id,
        "rang_at": known.rang_at,
        "answered_at": known.answered_at,
        "deadline_at": call.deadline_at,
        # The row is over when the machine says so; the milestone may be the carrier's earlier time.
        "ended_at": known.ended_at if not call.is_open else None,
        "agent_session_id": stored.agent_session_id,
    }


def past_deadline(conn: Connection, now: datetime, count: int = 500) -> list[Call]:
    """Open calls whose deadline is over."""
    rows = conn.execute(
        text(
            "SELECT record FROM call WHERE ended_at IS NULL AND deadline_at <= :now ORDER BY deadline_at LIMIT :count"
        ),
        {"now": now, "count": count},
    )
    return [read(Call, record) for record in rows.scalars()]


def waiting_for_agent(conn: Connection, campaign_id: int) -> list[str]:
    """Answered lines of a campaign that nobody has been given yet, who waited longest first."""
    rows = conn.execute(
        text("""
            SELECT id FROM call
             WHERE campaign_id = :id AND role = 'lead' AND ended_at IS NULL AND state = 'answered'
               AND agent_session_id IS NULL
             ORDER BY answered_at, id
        """),
        {"id": campaign_id},
    )
    return list(rows.scalars())


def silent_since(conn: Connection, before: datetime, count: int = 200) -> list[tuple[str, str, str | None]]:
    """Open calls that were planned before a moment and of which nothing was heard since, to be looked up.

    As (call id, carrier, the carrier's id where known).
    """
    rows: Any = conn.execute(
        text("""
            SELECT c.id, c.carrier, c.carrier_call_id FROM call c
             WHERE c.ended_at IS NULL AND c.planned_at < :before AND c.state <> 'planned'
               AND NOT EXISTS (SELECT 1 FROM call_event e WHERE e.call_id = c.id AND e.received_at >= :before)
             ORDER BY c.planned_at LIMIT :count
        """),
        {"before": before, "count": count},
    )
    return [tuple(row) for row in rows]


def joining_until(conn: Connection, soon: datetime, count: int = 200) -> list[tuple[str, str, str | None]]:
    """People given to an agent of whom nobody has said that they met, and whose wait ends soon, to be looked up.

    As (call id, carrier, the carrier's id where known).
    """
    rows: Any = conn.execute(
        text("""
            SELECT id, carrier, carrier_call_id FROM call
             WHERE ended_at IS NULL AND deadline_at <= :soon AND state = 'connecting' AND role = 'lead'
             ORDER BY deadline_at LIMIT :count
        """),
        {"soon": soon, "count": count},
    )
    return [tuple(row) for row in rows]


def lines_to_cut(conn: Connection, now: datetime, min_ring: timedelta) -> list[tuple[str, int, bool]]:
    """Lines that have rung for the lawful time while their agent is no longer free, or that the agent skipped.

    As (call id, campaign id, whether it was skipped).
    """
    rows: Any = conn.execute(
        text("""
            SELECT c.id, c.campaign_id, coalesce(c.cut_at <= :now, false)
              FROM call c JOIN session s ON s.id = c.session_id
             WHERE c.ended_at IS NULL AND c.role = 'lead' AND c.state = 'ringing' AND c.rang_at <= :rung_since
               AND (c.cut_at <= :now OR (s.state <> 'ready' AND s.current_call_id IS DISTINCT FROM c.id))
        """),
        {"now": now, "rung_since": now - min_ring},
    )
    return [tuple(row) for row in rows]


def cut_later(conn: Connection, call_id: str, at: datetime) -> None:
    """Lets go of a line as soon as the law allows it."""
    conn.execute(text("UPDATE call SET cut_at = :at WHERE id = :id"), {"id": call_id, "at": at})


def _stored(row: Any) -> StoredCall:
    record, carrier, session_id, attempt_id, campaign_id, agent_session_id, planned_at = row
    return StoredCall(read(Call, record), carrier, session_id, attempt_id, campaign_id, agent_session_id, planned_at)

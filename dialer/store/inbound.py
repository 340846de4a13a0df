"""Calls that came to us: whose number it is, whom they are offered to, and how they ended."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import Connection, text

from dialer.core.inbound import Free
from dialer.store import attempts
from dialer.store.reading import value, values


@dataclass(frozen=True, slots=True)
class Known:
    """Whose number it is, and in which campaign they were worked last."""

    lead_id: int
    phone_id: int
    enrollment_id: int | None
    campaign_id: int | None
    last_agent: int | None


@dataclass(frozen=True, slots=True)
class Inbound:
    """One call that came to us. `campaign_id` and `last_agent` are those of the lead's place."""

    call_id: str
    lead_id: int | None
    phone_id: int | None
    enrollment_id: int | None
    campaign_id: int | None
    last_agent: int | None
    at: datetime
    state: str
    offered_to: int | None
    offered_until: datetime | None
    tried: list[int]
    taken_by: int | None
    e164: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What an agent sees while a call is offered."""

    session_id: int
    call_id: str
    lead_id: int | None
    lead_name: str
    e164: str
    city: str
    lead_state: str
    until: datetime
    last_with_agent: bool


# Of several leads with the same number the one that was tried last is meant, as it is with a reply by text.
_KNOWN = """
    SELECT p.lead_id, p.id AS phone_id, e.id AS enrollment_id, e.campaign_id,
           coalesce(a.agent_id, l.last_agent_id) AS last_agent
      FROM phone p
      JOIN lead l ON l.id = p.lead_id
      LEFT JOIN LATERAL (SELECT agent_id, opened_at, enrollment_id FROM attempt
                          WHERE lead_id = p.lead_id ORDER BY opened_at DESC, id DESC LIMIT 1) a ON TRUE
      LEFT JOIN LATERAL (SELECT id, campaign_id FROM enrollment WHERE lead_id = p.lead_id
                          ORDER BY (id = a.enrollment_id) DESC NULLS LAST, state = 'stopped', id DESC LIMIT 1) e ON TRUE
     WHERE p.e164 = :e164
     ORDER BY a.opened_at DESC NULLS LAST, p.lead_id DESC LIMIT 1
"""

_LOAD = """
    SELECT i.call_id, i.lead_id, i.phone_id, i.enrollment_id, e.campaign_id,
           coalesce((SELECT agent_id FROM attempt a WHERE a.lead_id = i.lead_id AND a.call_id <> i.call_id
                      ORDER BY opened_at DESC, id DESC LIMIT 1), l.last_agent_id) AS last_agent,
           i.at, i.state, i.offered_to, i.offered_until, i.tried, i.taken_by, c.e164
      FROM inbound_call i
      JOIN call c ON c.id = i.call_id
      LEFT JOIN lead l ON l.id = i.lead_id
      LEFT JOIN enrollment e ON e.id = i.enrollment_id
     WHERE i.call_id = :call_id
"""

# An agent counts as free who sees the page and whom no other call is offered to.
_FREE = """
    SELECT s.id AS session_id, s.agent_id, s.campaign_id, s.state_since AS since
      FROM session s
     WHERE s.ended_at IS NULL AND s.state = 'ready' AND s.leg_state = 'up' AND s.current_call_id IS NULL
       AND s.then = '' AND s.seen_at >= :seen_since
       AND NOT EXISTS (SELECT 1 FROM inbound_call i WHERE i.offered_to = s.id AND i.closed_at IS NULL)
"""

_STALE = text("""
    SELECT i.call_id FROM inbound_call i
      LEFT JOIN session s ON s.id = i.offered_to
     WHERE i.closed_at IS NULL AND i.state = 'offered'
       AND (i.offered_until <= :now OR s.state IS DISTINCT FROM 'ready' OR s.ended_at IS NOT NULL)
     ORDER BY i.at
""")

_OVER = text("""
    SELECT i.call_id FROM inbound_call i JOIN call c ON c.id = i.call_id
     WHERE i.closed_at IS NULL AND c.ended_at IS NOT NULL ORDER BY i.at LIMIT 100
""")

_OFFERS = """
    SELECT i.offered_to AS session_id, i.call_id, i.lead_id, coalesce(l.name, '') AS lead_name, c.e164,
           coalesce(l.city, '') AS city, coalesce(l.state, '') AS lead_state, i.offered_until AS until,
           coalesce((SELECT a.agent_id FROM attempt a WHERE a.lead_id = i.lead_id
                      ORDER BY opened_at DESC, id DESC LIMIT 1) = s.agent_id, FALSE) AS last_with_agent
      FROM inbound_call i
      JOIN call c ON c.id = i.call_id
      JOIN session s ON s.id = i.offered_to
      LEFT JOIN lead l ON l.id = i.lead_id
     WHERE i.offered_to = ANY(:ids) AND i.state = 'offered' AND i.closed_at IS NULL AND c.ended_at IS NULL
"""


def whose(conn: Connection, e164: str) -> Known | None:
    """The lead with this number; None for somebody whom we do not know."""
    return value(conn, Known, _KNOWN, e164=e164) if e164 else None


def add(conn: Connection, call_id: str, known: Known | None, now: datetime) -> None:
    conn.execute(
        text("""
            INSERT INTO inbound_call (call_id, lead_id, phone_id, enrollment_id, at)
            VALUES (:call_id, :lead_id, :phone_id, :enrollment_id, :now)
        """),
        {
            "call_id": call_id,
            "lead_id": known.lead_id if known else None,
            "phone_id": known.phone_id if known else None,
            "enrollment_id": known.enrollment_id if known else None,
            "now": now,
        },
    )


def lock(conn: Connection, call_id: str) -> Inbound | None:
    """The call with its row locked. The row of the call itself is locked before it, always."""
    return value(conn, Inbound, _LOAD + " FOR UPDATE OF i", call_id=call_id)


def is_inbound(conn: Connection, call_id: str) -> bool:
    found = conn.execute(text("SELECT 1 FROM inbound_call WHERE call_id = :id"), {"id": call_id})
    return found.first() is not None


def free(conn: Connection, seen_since: datetime) -> list[Free]:
    """Agents who could take a call now."""
    return values(conn, Free, _FREE, seen_since=seen_since)


def offer(conn: Connection, call_id: str, session_id: int, until: datetime, tried: list[int]) -> None:
    _set(conn, call_id, state="offered", offered_to=session_id, offered_until=until, tried=Jsonb(tried))


def take(conn: Connection, call_id: str, agent_id: int) -> None:
    _set(conn, call_id, state="taken", taken_by=agent_id, offered_to=None, offered_until=None)


def to_voicemail(conn: Connection, call_id: str) -> None:
    _set(conn, call_id, state="message", offered_to=None, offered_until=None)


def lock_offers(conn: Connection) -> None:
    """One offer at a time, so that two callers are not offered to the same agent."""
    conn.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('inbound offers', 0))"))


def close(conn: Connection, call_id: str, now: datetime) -> None:
    _set(conn, call_id, state="over", offered_to=None, offered_until=None, closed_at=now)


def stale_offers(conn: Connection, now: datetime) -> list[str]:
    """Calls whose agent let the time pass, or can take them no longer."""
    return list(conn.execute(_STALE, {"now": now}).scalars())


def over(conn: Connection) -> list[str]:
    """Calls that ended and whose consequences are not drawn yet."""
    return list(conn.execute(_OVER).scalars())


def offers(conn: Connection, session_ids: list[int]) -> dict[int, Offer]:
    """What is offered to these sessions, by session."""
    return {each.session_id: each for each in values(conn, Offer, _OFFERS, ids=session_ids)}


def next_offer_end(conn: Connection) -> datetime | None:
    found: datetime | None = conn.execute(
        text("SELECT min(offered_until) FROM inbound_call WHERE closed_at IS NULL AND state = 'offered'")
    ).scalar()
    return found


def give_call(conn: Connection, call_id: str, *, session_id: int, campaign_id: int, attempt_id: int | None) -> None:
    """Makes the call one of this session, so that whatever is shown of the session's calls shows it."""
    conn.execute(
        text("""
            UPDATE call SET session_id = :session_id, campaign_id = :campaign_id, attempt_id = :attempt_id
             WHERE id = :call_id
        """),
        {
            "call_id": call_id,
            "session_id": session_id,
            "campaign_id": campaign_id,
            "attempt_id": attempt_id,
        },
    )


_OPEN_ATTEMPT = text("""
    INSERT INTO attempt (lead_id, phone_id, campaign_id, enrollment_id, session_id, agent_id, e164, call_id, step,
                         opened_at, inbound)
    SELECT e.lead_id, :phone_id, e.campaign_id, e.id, :session_id, :agent_id, :e164, :call_id, e.position, :now, TRUE
      FROM enrollment e WHERE e.id = :enrollment_id
    ON CONFLICT DO NOTHING
    RETURNING id
""")


def open_attempt(conn: Connection, call: Inbound, session_id: int, agent_id: int, now: datetime) -> int | None:
    """The contact that this call is, to be given a result like any other; None where another try at the lead is still
    open, which then has the say."""
    found: Any = conn.execute(
        _OPEN_ATTEMPT,
        {
            "phone_id": call.phone_id,
            "enrollment_id": call.enrollment_id,
            "session_id": session_id,
            "agent_id": agent_id,
            "e164": call.e164,
            "call_id": call.call_id,
            "now": now,
        },
    ).scalar()
    if found is None:
        return None
    assert call.lead_id is not None, "a try is opened for known people only"
    attempts.mark_latest(conn, [call.lead_id])
    return int(found)


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A try at the lead that is still open; `is_over` says that its call ended with nobody of ours on it."""

    attempt_id: int
    call_id: str
    is_over: bool


def unsettled(conn: Connection, lead_id: int) -> Unsettled | None:
    return value(
        conn,
        Unsettled,
        """
        SELECT a.id AS attempt_id, a.call_id, a.ended_at IS NOT NULL AND c.agent_session_id IS NULL AS is_over
          FROM attempt a LEFT JOIN call c ON c.id = a.call_id WHERE a.lead_id = :lead AND a.open
        """,
        lead=lead_id,
    )


def _set(conn: Connection, call_id: str, **columns: Any) -> None:
    pairs = ", ".join(f"{name} = :{name}" for name in columns)
    conn.execute(
        text(f"UPDATE inbound_call SET {pairs} WHERE call_id = :call_id"),  # noqa: S608 - names of this file's own
        {**columns, "call_id": call_id},
    )

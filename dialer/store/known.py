"""What we know about a call or text that a carrier may have: to whom, from which number, and when it was asked for."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from telephony.numbers import PhoneNumber, parse_address
from telephony.orders import CallRole
from telephony.twilio.needs import Known


def call(conn: Connection, call_id: str) -> Known | None:
    """None too for a caller who withheld the number: by what is left nobody could find the call."""
    row: Any = conn.execute(
        text("""
            SELECT c.e164, c.caller_id, o.tried_at, c.role, c.record ->> 'agent_leg_id' AS leg
              FROM call c LEFT JOIN outbox o ON o.call_id = c.id AND o.kind = 'place_call' WHERE c.id = :id
        """),
        {"id": call_id},
    ).first()
    if row is None or not row.e164:
        return None
    return Known(parse_address(row.e164), PhoneNumber.parse(row.caller_id), row.tried_at, CallRole(row.role), row.leg)


def message(conn: Connection, message_id: str) -> Known | None:
    row: Any = conn.execute(
        text("""
            SELECT m.e164, m.caller_id, o.tried_at
              FROM message m LEFT JOIN outbox o ON o.message_id = m.id AND o.kind = 'send_text' WHERE m.id = :id
        """),
        {"id": message_id},
    ).first()
    if row is None:
        return None
    return Known(PhoneNumber.parse(row.e164), PhoneNumber.parse(row.caller_id), row.tried_at)


def is_leaving(conn: Connection, leg_id: str, session_id: int | None, not_this: str) -> bool:
    """Whether another person may still be in this agent's room: their call is not over, and nothing that takes it out
    of there was confirmed by the carrier."""
    found = conn.execute(
        text("""
            SELECT EXISTS (
                SELECT 1 FROM call c
                 WHERE c.agent_session_id = :session AND c.role = 'lead' AND c.ended_at IS NULL AND c.id <> :not_this
                   AND c.record ->> 'agent_leg_id' = :leg
                   AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.call_id = c.id AND o.state = 'done'
                                      AND o.kind IN ('hang_up', 'play_message', 'leave_voicemail')))
                OR EXISTS (
                SELECT 1 FROM transfer t JOIN call c ON c.id = t.call_id
                  JOIN outbox o ON o.call_id = c.id AND o.kind = 'bridge_to_agent' AND o.state <> 'done'
                 WHERE t.from_leg_id = :leg AND t.handed_over_at IS NOT NULL AND c.ended_at IS NULL
                   AND c.id <> :not_this)
        """),
        {"leg": leg_id, "session": session_id, "not_this": not_this},
    )
    return bool(found.scalar_one())


def ended_among(conn: Connection, carrier: str, carrier_ids: list[str], before: datetime) -> list[str]:
    """Those of the carrier's live calls that are ours and that we took for over before a moment."""
    rows = conn.execute(
        text("""
            SELECT carrier_call_id FROM call
             WHERE carrier = :carrier AND carrier_call_id = ANY(:ids) AND ended_at < :before
        """),
        {"carrier": carrier, "ids": carrier_ids, "before": before},
    )
    return list(rows.scalars())


def shown_numbers(conn: Connection) -> list[str]:
    """The caller IDs in use."""
    return list(conn.execute(text("SELECT e164 FROM caller_id WHERE active ORDER BY e164")).scalars())


def shown_on_call(conn: Connection, call_id: str) -> str:
    """Our own number on this call: the one that it shows, or the one that the person called."""
    return str(conn.execute(text("SELECT caller_id FROM call WHERE id = :id"), {"id": call_id}).scalar_one())


def number_of_call(conn: Connection, call_id: str) -> str:
    """The other side's number; empty where there is none, as for a caller who withholds it."""
    return str(conn.execute(text("SELECT e164 FROM call WHERE id = :id"), {"id": call_id}).scalar() or "")

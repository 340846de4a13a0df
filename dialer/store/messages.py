"""Texts out and in: written once, moved by reports in whatever order, and the raw reports under their keys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import Connection, text

from dialer.core.texts import MessageState, is_final
from dialer.store.reading import value, values
from telephony.endings import Ending
from telephony.events import MessageEvent
from telephony.wire import to_json
from telephony.words import kind_of


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A text that goes out. `e164` is the other side, `caller_id` ours."""

    id: str
    lead_id: int
    campaign_id: int | None
    e164: str
    caller_id: str
    body: str
    segments: int
    carrier: str


@dataclass(frozen=True, slots=True)
class Recipient:
    """One number of a lead that a text could go to."""

    phone_id: int
    e164: str
    kind: str
    rank: int


@dataclass(frozen=True, slots=True)
class TextLead:
    """What a text may say about a lead, and who speaks."""

    name: str
    first: str
    last: str
    street: str
    city: str
    state: str
    zip: str
    list_price_cents: int | None
    days_on_market: int | None
    facts: dict[str, Any]


def lock_number(conn: Connection, *numbers: str) -> None:
    """One hand at a time per number: no text or call slips out while an opt-out is being written."""
    locks = text("SELECT pg_advisory_xact_lock(hashtextextended(n, 0)) FROM unnest(CAST(:numbers AS text[])) AS n")
    conn.execute(locks, {"numbers": sorted(set(numbers))})


def lock_lead(conn: Connection, lead_id: int) -> TextLead | None:
    """The lead with its first person, locked so that two texts for it are judged one after the other."""
    return value(
        conn,
        TextLead,
        """
        SELECT l.name, coalesce(p.first, '') AS first, coalesce(p.last, '') AS last,
               concat_ws(' ', nullif(l.street, ''), nullif(l.unit, '')) AS street, l.city, l.state, l.zip,
               l.list_price_cents, l.days_on_market, l.facts
          FROM lead l
          LEFT JOIN LATERAL (SELECT first, last FROM person WHERE lead_id = l.id ORDER BY rank, id LIMIT 1) p ON true
         WHERE l.id = :id FOR UPDATE OF l
        """,
        id=lead_id,
    )


def recipients(conn: Connection, lead_id: int) -> list[Recipient]:
    return values(
        conn,
        Recipient,
        "SELECT id AS phone_id, e164, kind, rank FROM phone WHERE lead_id = :id AND status = 'ok' ORDER BY rank, id",
        id=lead_id,
    )


def sent_since(conn: Connection, lead_id: int, since: datetime) -> datetime | None:
    """When the lead was texted last since a moment, on whatever number; None when it was not."""
    found: datetime | None = conn.execute(
        text("""
            SELECT max(created_at) FROM message
             WHERE lead_id = :id AND direction = 'out' AND state <> 'failed' AND created_at > :since
        """),
        {"id": lead_id, "since": since},
    ).scalar()
    return found


def our_number(conn: Connection, campaign_id: int | None, e164: str) -> str | None:
    """The number of ours to write from: the one this number knows, else the campaign's first; None without any."""
    found: str | None = conn.execute(
        text("""
            SELECT n.e164 FROM caller_id n
              LEFT JOIN LATERAL (SELECT max(c.planned_at) AS at FROM call c
                                  JOIN attempt a ON a.call_id = c.id
                                 WHERE a.e164 = :e164 AND c.caller_id = n.e164) known ON true
             WHERE n.active AND (n.campaign_id IS NULL OR n.campaign_id = :campaign)
             ORDER BY known.at DESC NULLS LAST, n.campaign_id NULLS LAST, n.id LIMIT 1
        """),
        {"e164": e164, "campaign": campaign_id},
    ).scalar()
    return found


def agent_name(conn: Connection, user_id: int | None) -> str:
    found = conn.execute(text("SELECT name FROM user_account WHERE id = :id"), {"id": user_id}).scalar()
    return str(found or "")


def agent_of_attempt(conn: Connection, attempt_id: int | None) -> int | None:
    found: int | None = conn.execute(text("SELECT agent_id FROM attempt WHERE id = :id"), {"id": attempt_id}).scalar()
    return found


def phone_of_attempt(conn: Connection, attempt_id: int | None) -> int | None:
    found: int | None = conn.execute(text("SELECT phone_id FROM attempt WHERE id = :id"), {"id": attempt_id}).scalar()
    return found


def campaign_of(conn: Connection, lead_id: int) -> int | None:
    """The campaign under whose rules the lead is written to by hand: where it is under way, the latest first."""
    found: int | None = conn.execute(
        text("""
            SELECT campaign_id FROM enrollment WHERE lead_id = :id
             ORDER BY (state = 'stopped'), enrolled_at DESC, id DESC LIMIT 1
        """),
        {"id": lead_id},
    ).scalar()
    return found


def add(conn: Connection, message: NewMessage, now: datetime) -> None:
    conn.execute(
        text("""
            INSERT INTO message (id, lead_id, campaign_id, direction, e164, caller_id, body, state, segments, carrier,
                                 created_at)
            VALUES (:id, :lead_id, :campaign_id, 'out', :e164, :caller_id, :body, :state, :segments, :carrier, :now)
        """),
        {
            "id": message.id,
            "lead_id": message.lead_id,
            "campaign_id": message.campaign_id,
            "e164": message.e164,
            "caller_id": message.caller_id,
            "body": message.body,
            "state": MessageState.PLANNED.value,
            "segments": message.segments,
            "carrier": message.carrier,
            "now": now,
        },
    )


def state_of(conn: Connection, message_id: str) -> tuple[MessageState, int | None, str] | None:
    """Where a text of ours stands, its lead and its number, the row locked."""
    row: Any = conn.execute(
        text("SELECT state, lead_id, e164 FROM message WHERE id = :id AND direction = 'out' FOR UPDATE"),
        {"id": message_id},
    ).first()
    return (MessageState(row.state), row.lead_id, row.e164) if row else None


def set_carrier_id(conn: Connection, message_id: str, carrier_message_id: str) -> None:
    """Notes how the carrier calls a text; the first name it gave stays."""
    conn.execute(
        text("""
            UPDATE message SET carrier_message_id = coalesce(carrier_message_id, :carrier_message_id) WHERE id = :id
        """),
        {"id": message_id, "carrier_message_id": carrier_message_id},
    )


def report(conn: Connection, message_id: str, state: MessageState, at: datetime, ending: Ending | None) -> None:
    """Moves a text on; the first sending time stays."""
    final = is_final(state)
    conn.execute(
        text("""
            UPDATE message
               SET state = :state, sent_at = coalesce(sent_at, CAST(:sent_at AS timestamptz)),
                   settled_at = CAST(:settled_at AS timestamptz), ending = :ending, ending_sentence = :sentence,
                   version = version + 1
             WHERE id = :id
        """),
        {
            "id": message_id,
            "state": state.value,
            "sent_at": None if state is MessageState.FAILED else at,
            "settled_at": at if final else None,
            "ending": ending.kind.value if ending else "",
            "sentence": ending.sentence if ending else "",
        },
    )


def note_event(conn: Connection, carrier: str, event: MessageEvent, message_id: str, now: datetime) -> bool:
    """Stores a raw report under its key; false when it was stored before."""
    done = conn.execute(
        text("""
            INSERT INTO call_event (carrier, event_key, call_id, kind, at, received_at, body)
            VALUES (:carrier, :key, :message, :kind, :at, :now, :body)
            ON CONFLICT (carrier, event_key) DO NOTHING
        """),
        {
            "carrier": carrier,
            "key": event.event_key,
            "message": message_id,
            "kind": kind_of(type(event)),
            "at": event.at,
            "now": now,
            "body": Jsonb(to_json(event)),
        },
    )
    return bool(done.rowcount)


def knows_event(conn: Connection, carrier: str, event_key: str) -> bool:
    known = text("SELECT EXISTS (SELECT 1 FROM call_event WHERE carrier = :carrier AND event_key = :key)")
    return bool(conn.execute(known, {"carrier": carrier, "key": event_key}).scalar_one())


def receive(conn: Connection, values: Mapping[str, Any]) -> None:
    """Puts a text from outside into the inbox."""
    conn.execute(
        text("""
            INSERT INTO message (id, lead_id, campaign_id, direction, e164, caller_id, body, state, carrier,
                                 carrier_message_id, created_at, reply_kind)
            VALUES (:id, :lead_id, :campaign_id, 'in', :e164, :caller_id, :body, 'received', :carrier,
                    :carrier_message_id, :at, :reply_kind)
            ON CONFLICT (id) DO NOTHING
        """),
        dict(values),
    )


def whose(conn: Connection, e164: str, ours: str) -> tuple[int | None, int | None]:
    """The (lead, campaign) that a text from a number belongs to: whoever we wrote to or called there last."""
    row: Any = conn.execute(
        text("""
            (SELECT lead_id, campaign_id FROM message
              WHERE e164 = :e164 AND direction = 'out' AND lead_id IS NOT NULL
              ORDER BY (caller_id = :ours) DESC, created_at DESC LIMIT 1)
            UNION ALL
            (SELECT lead_id, campaign_id FROM attempt WHERE e164 = :e164 ORDER BY opened_at DESC LIMIT 1)
            UNION ALL
            (SELECT lead_id, NULL FROM phone WHERE e164 = :e164 ORDER BY id LIMIT 1)
            LIMIT 1
        """),
        {"e164": e164, "ours": ours},
    ).first()
    return (row[0], row[1]) if row else (None, None)


def leads_with(conn: Connection, e164: str) -> list[int]:
    """Every lead that has this number."""
    return list(
        conn.execute(text("SELECT lead_id FROM phone WHERE e164 = :e164 ORDER BY lead_id"), {"e164": e164}).scalars()
    )


def cancel_unsent(conn: Connection, e164: str, why: str) -> list[str]:
    """Takes back texts to a number whose request has not left; their ids."""
    taken = conn.execute(
        text("""
            UPDATE outbox SET state = 'cancelled', error = :why
             WHERE kind = 'send_text' AND state = 'pending'
               AND message_id IN (SELECT id FROM message WHERE e164 = :e164 AND state = 'planned')
            RETURNING message_id
        """),
        {"e164": e164, "why": why},
    )
    ids = list(taken.scalars())
    conn.execute(
        text("""
            UPDATE message SET state = 'failed', ending = 'opted_out', ending_sentence = :why, version = version + 1
             WHERE id = ANY(:ids)
        """),
        {"ids": ids, "why": why},
    )
    return ids


def withdraw_forbidden(conn: Connection, why: str) -> list[int]:
    """Takes back every text that was promised before its number or its lead came onto a list of ours; the leads."""
    rows = conn.execute(
        text("""
            WITH forbidden AS (
                SELECT o.id, m.id AS message_id FROM outbox o JOIN message m ON m.id = o.message_id
                 WHERE o.kind = 'send_text' AND o.state = 'pending' AND EXISTS (
                       SELECT 1 FROM suppression s
                        WHERE (s.e164 = m.e164 OR s.lead_id = m.lead_id) AND s.removed_at IS NULL
                          AND s.channels ? 'text' AND s.reason NOT IN ('national', 'state'))
                   FOR UPDATE OF o SKIP LOCKED),
            taken AS (
                UPDATE outbox o SET state = 'cancelled', error = :why FROM forbidden f WHERE o.id = f.id)
            UPDATE message m
               SET state = 'failed', ending = 'opted_out', ending_sentence = :why, version = m.version + 1
              FROM forbidden f WHERE m.id = f.message_id AND m.state = 'planned'
            RETURNING m.lead_id
        """),
        {"why": why},
    )
    return sorted({lead_id for lead_id in rows.scalars() if lead_id is not None})


def ringing_calls(conn: Connection, e164: str) -> list[str]:
    """Calls to a number that nobody has answered yet."""
    return list(
        conn.execute(
            text("""
                SELECT id FROM call WHERE e164 = :e164 AND role = 'lead' AND ended_at IS NULL AND answered_at IS NULL
                 ORDER BY id
            """),
            {"e164": e164},
        ).scalars()
    )


def set_landline(conn: Connection, e164: str) -> None:
    """The network says that this number takes no texts."""
    conn.execute(text("UPDATE phone SET kind = 'landline' WHERE e164 = :e164"), {"e164": e164})


def set_read(conn: Connection, lead_id: int, now: datetime) -> Sequence[str]:
    """The lead's texts have been seen; their ids."""
    rows = conn.execute(
        text("""
            UPDATE message SET read_at = :now, version = version + 1
             WHERE lead_id = :id AND direction = 'in' AND read_at IS NULL RETURNING id
        """),
        {"id": lead_id, "now": now},
    )
    return list(rows.scalars())

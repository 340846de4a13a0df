"""Promises to carriers: written in the transaction of their cause, carried out by the engine, repaired by sweeps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from dialer.store.many import as_rows
from telephony.orders import LookUpText, Order, SendText
from telephony.wire import order_from_json, to_json
from telephony.words import kind_of


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """An order that was taken to be carried out."""

    id: int
    order: Order
    carrier: str
    carrier_call_id: str | None
    """As known when the row was taken."""


# The same wish again is the same row, sent again: a hang-up that crossed an answer is repeated, never piled up. Another
# wish with the same key (off hold after on hold) takes its place, so that the last one counts. Where the earlier one is
# being sent just now, the other follows it as soon as that is settled: two under way could pass each other.
_PUT_IN_PLACE = """
    ON CONFLICT (key) DO UPDATE SET state = CASE outbox.state WHEN 'sending' THEN 'sending' ELSE excluded.state END,
                                    again = outbox.state = 'sending', kind = excluded.kind, body = excluded.body,
                                    created_at = excluded.created_at, not_before = excluded.not_before,
                                    tried_at = coalesce(excluded.tried_at, outbox.tried_at),
                                    tries = outbox.tries + excluded.tries
     WHERE outbox.kind NOT IN ('place_call', 'send_text')
       AND (outbox.state <> 'sending'
            OR (outbox.kind NOT IN ('hang_up', 'look_up_call', 'look_up_text') AND outbox.body <> excluded.body))
    RETURNING id, key, again
"""

_INSERT = """
    INSERT INTO outbox (key, kind, carrier, call_id, message_id, body, created_at, not_before)
    SELECT o.key, o.kind, o.carrier, o.call_id, o.message_id, o.body, :now, CAST(:not_before AS timestamptz)
      FROM jsonb_to_recordset(:orders)
           AS o(key text, kind text, carrier text, call_id text, message_id text, body jsonb)
"""

# The same for an order that leaves at once: it is marked as being sent in the transaction of its cause.
_INSERT_TAKEN = """
    INSERT INTO outbox (key, kind, carrier, call_id, message_id, body, created_at, state, tried_at, tries)
    SELECT o.key, o.kind, o.carrier, o.call_id, o.message_id, o.body, :now, 'sending', :now, 1
      FROM jsonb_to_recordset(:orders)
           AS o(key text, kind text, carrier text, call_id text, message_id text, body jsonb)
"""

# A call that was claimed while somebody opted out, or while its lead was closed or held, does not leave: it waits until
# it is too old to be sent. Nor does a text, which `messages.withdraw_forbidden` takes back. Registries are not asked
# again, as a consent of ours may lift them. Touch tones wait for those before them: two rows under way could pass each
# other, and a code would be another one.
_TAKE = text("""
    UPDATE outbox o SET state = 'sending', tried_at = :now, tries = tries + 1
     WHERE o.id IN (SELECT p.id FROM outbox p
                     WHERE p.state = 'pending' AND (p.not_before IS NULL OR p.not_before <= :now)
                       AND (p.kind <> 'place_call' OR :new_calls AND EXISTS (
                            SELECT 1 FROM call c WHERE c.id = p.call_id AND c.state = 'planned'
                               AND (c.role <> 'lead' OR (NOT EXISTS (
                                    SELECT 1 FROM suppression s
                                     WHERE s.removed_at IS NULL AND s.channels ? 'call'
                                       AND s.reason NOT IN ('national', 'state')
                                       AND (s.e164 = c.e164 OR s.lead_id = (
                                            SELECT a.lead_id FROM attempt a WHERE a.id = c.attempt_id)))
                                   AND NOT EXISTS (
                                    SELECT 1 FROM attempt a JOIN lead l ON l.id = a.lead_id
                                     WHERE a.id = c.attempt_id AND l.status <> 'open')))))
                       AND (p.kind <> 'send_text' OR NOT EXISTS (
                            SELECT 1 FROM message m JOIN suppression s ON s.e164 = m.e164 OR s.lead_id = m.lead_id
                             WHERE m.id = p.message_id AND s.removed_at IS NULL AND s.channels ? 'text'
                               AND s.reason NOT IN ('national', 'state')))
                       AND (p.kind <> 'send_digits' OR NOT EXISTS (
                            SELECT 1 FROM outbox e
                             WHERE e.id < p.id AND e.call_id = p.call_id AND e.kind = 'send_digits'
                               AND e.state IN ('pending', 'sending')))
                     ORDER BY p.id LIMIT :count FOR UPDATE SKIP LOCKED)
    RETURNING o.id, o.body, o.carrier, (SELECT c.carrier_call_id FROM call c WHERE c.id = o.call_id)
""")

_ANSWER = text("""
    WITH asked AS (SELECT id, body, created_at FROM outbox
                    WHERE call_id = :call_id AND kind IN ('bridge_to_agent', 'play_message', 'leave_voicemail')),
         carried_out AS (UPDATE outbox SET state = 'done' WHERE id IN (SELECT id FROM asked) AND state = 'pending')
    SELECT body FROM asked ORDER BY created_at DESC, id DESC LIMIT 1
""")


def write(
    conn: Connection, orders: Sequence[tuple[str, Order]], now: datetime, not_before: datetime | None = None
) -> None:
    """Promises orders, each as (carrier's name, order); they leave at once, or not before a moment."""
    if not orders:
        return
    once = {order.key: (carrier, order) for carrier, order in orders}.values()
    rows = as_rows(_row(carrier, order) for carrier, order in once)
    conn.execute(text(_INSERT + _PUT_IN_PLACE), {"now": now, "not_before": not_before, "orders": rows})


def _row(carrier: str, order: Order) -> dict[str, object]:
    return {
        "key": order.key,
        "kind": kind_of(type(order)),
        "carrier": carrier,
        "call_id": getattr(order, "call_id", None),
        "message_id": order.message_id if isinstance(order, SendText | LookUpText) else None,
        "body": to_json(order),
    }


def take(conn: Connection, now: datetime, count: int = 50, *, new_calls: bool = True) -> list[OutboxRow]:
    """Marks orders as being sent, oldest first. Committed before anything leaves, so that a crash is seen later."""
    rows = sorted(tuple(row) for row in conn.execute(_TAKE, {"now": now, "count": count, "new_calls": new_calls}))
    return [OutboxRow(id_, order_from_json(body), carrier, known) for id_, body, carrier, known in rows]


def write_taken(conn: Connection, orders: Sequence[tuple[str, Order]], now: datetime) -> list[tuple[int, Order]]:
    """Writes orders that the caller carries out as soon as this is committed, each as (its row, order). What is being
    sent already is left out, and what has to wait for that."""
    if not orders:
        return []
    once = {order.key: (carrier, order) for carrier, order in orders}
    rows = as_rows(_row(carrier, order) for carrier, order in once.values())
    found = sorted(
        tuple(row) for row in conn.execute(text(_INSERT_TAKEN + _PUT_IN_PLACE), {"now": now, "orders": rows})
    )
    return [(id_, once[key][1]) for id_, key, again in found if not again]


def settle_keys(conn: Connection, keys: Sequence[str], state: str) -> bool:
    """Notes what became of orders that are being sent; whether one may be sent now that could not before."""
    return _settled(conn, "key = ANY(:which) AND state = 'sending'", keys, state)


def settle(conn: Connection, ids: Sequence[int], state: str) -> bool:
    """Notes what became of orders: done, refused or uncertain; whether one may be sent now that could not before."""
    return _settled(conn, "id = ANY(:which)", ids, state)


def _settled(conn: Connection, which: str, values: Sequence[str] | Sequence[int], state: str) -> bool:
    if not values:
        return False
    update = "UPDATE outbox SET state = CASE WHEN again THEN 'pending' ELSE :state END, again = false WHERE "
    settled = conn.execute(text(f"{update} {which} RETURNING state, kind"), {"which": list(values), "state": state})
    return any(now == "pending" or kind == "send_digits" for now, kind in settled)


def put_off(conn: Connection, row_id: int, not_before: datetime, *, by_carrier: bool = True) -> None:
    """Sends an order later: the carrier certainly did not carry it out. A call that is over meanwhile is not placed.
    An order for which our own machine had no time counts as one that was not tried."""
    conn.execute(
        text("""
            UPDATE outbox o SET not_before = :not_before, again = false,
                   tries = CASE WHEN :by_carrier THEN tries ELSE 0 END, state = CASE
                   WHEN kind = 'place_call'
                        AND NOT EXISTS (SELECT 1 FROM call c WHERE c.id = o.call_id AND c.state = 'planned')
                   THEN 'cancelled' ELSE 'pending' END
             WHERE id = :id
        """),
        {"id": row_id, "not_before": not_before, "by_carrier": by_carrier},
    )


def answer_in_reply(conn: Connection, call_id: str) -> Order | None:
    """The latest order about where this call's sound goes, for a carrier that asks for it: the answer carries it out,
    so it is done and is not sent as well. A repeated question gets the same order again."""
    body: Any = conn.execute(_ANSWER, {"call_id": call_id}).scalar()
    return order_from_json(body) if body is not None else None


def cancel_unsent(conn: Connection, call_ids: Sequence[str]) -> list[str]:
    """Takes back calls whose request has not left; the ids of those calls."""
    if not call_ids:
        return []
    rows = conn.execute(
        text(
            "UPDATE outbox SET state = 'cancelled' WHERE call_id = ANY(:ids) AND kind = 'place_call'"
            " AND state = 'pending' RETURNING call_id"
        ),
        {"ids": list(call_ids)},
    )
    return list(rows.scalars())


def stuck(conn: Connection, tried_before: datetime, count: int = 100) -> list[OutboxRow]:
    """Orders that were being sent when their process died: uncertain from now on, never sent again by machinery."""
    rows = conn.execute(
        text(
            "UPDATE outbox SET state = CASE WHEN again THEN 'pending' ELSE 'uncertain' END, again = false"
            " WHERE id IN (SELECT id FROM outbox WHERE state = 'sending'"
            " AND tried_at < :before LIMIT :count FOR UPDATE SKIP LOCKED) RETURNING id, body, carrier, NULL"
        ),
        {"before": tried_before, "count": count},
    )
    return [OutboxRow(id_, order_from_json(body), carrier, known) for id_, body, carrier, known in rows]

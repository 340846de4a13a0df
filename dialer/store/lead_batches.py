"""Changes of many leads at once, each with what it takes to undo it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import Connection, text

from dialer.store.reading import value


@dataclass(frozen=True, slots=True)
class Batch:
    """One change of many leads."""

    id: int
    user_id: int
    action: str
    detail: dict[str, Any]
    before: list[Any]
    undone_at: datetime | None


_SET = text("""
    UPDATE lead SET status = :to, hold_reason = :reason, version = version + 1
      FROM (SELECT id, status, hold_reason FROM lead
             WHERE id = ANY(:ids) AND status = :was ORDER BY id FOR UPDATE) AS old
     WHERE lead.id = old.id
    RETURNING old.id, old.status, old.hold_reason
""")

# A lead that somebody has changed since keeps what that person said.
_PUT_BACK = text("""
    UPDATE lead SET status = old.status, hold_reason = old.hold_reason, version = version + 1
      FROM (SELECT l.id, o.status, o.hold_reason FROM lead l
              JOIN unnest(CAST(:ids AS bigint[]), CAST(:statuses AS text[]), CAST(:reasons AS text[]))
                   AS o(id, status, hold_reason) ON o.id = l.id
             WHERE l.status = :now_is AND l.hold_reason = :now_because ORDER BY l.id FOR UPDATE OF l) AS old
     WHERE lead.id = old.id
    RETURNING lead.id
""")

# Whoever was called, or written to, in the campaign stays: what happened cannot be undone.
_TAKE_OUT = text("""
    DELETE FROM enrollment e
     WHERE e.campaign_id = :campaign_id AND e.lead_id = ANY(:ids)
       AND NOT EXISTS (SELECT 1 FROM attempt a WHERE a.enrollment_id = e.id)
       AND NOT EXISTS (SELECT 1 FROM touch t WHERE t.enrollment_id = e.id AND t.state <> 'planned')
    RETURNING e.lead_id
""")


def set_status(conn: Connection, ids: Sequence[int], *, was: str, to: str, reason: str) -> list[list[Any]]:
    """Moves those of the leads that are in one status to another; [lead, status, reason] as they were."""
    rows = conn.execute(_SET, {"ids": list(ids), "was": was, "to": to, "reason": reason})
    return [list(row) for row in rows]


def put_back(conn: Connection, before: Sequence[Sequence[Any]], *, now_is: str, now_because: str) -> list[int]:
    """Those of the leads that nobody has changed since, as they were before."""
    ids, statuses, reasons = (list(column) for column in zip(*before, strict=True)) if before else ([], [], [])
    params = {"ids": ids, "statuses": statuses, "reasons": reasons, "now_is": now_is, "now_because": now_because}
    return list(conn.execute(_PUT_BACK, params).scalars())


def take_out(conn: Connection, campaign_id: int, ids: Sequence[int]) -> list[int]:
    return list(conn.execute(_TAKE_OUT, {"campaign_id": campaign_id, "ids": list(ids)}).scalars())


def on_a_line(conn: Connection, ids: Sequence[int]) -> list[int]:
    """Those that an agent has before them now."""
    found = conn.execute(text("SELECT lead_id FROM attempt WHERE open AND lead_id = ANY(:ids)"), {"ids": list(ids)})
    return list(found.scalars())


def add(
    conn: Connection, user_id: int, action: str, detail: dict[str, Any], before: Sequence[Any], now: datetime
) -> int:
    made = conn.execute(
        text("""
            INSERT INTO lead_batch (user_id, action, detail, before, at)
            VALUES (:user, :action, :detail, :before, :now) RETURNING id
        """),
        {"user": user_id, "action": action, "detail": Jsonb(detail), "before": Jsonb(list(before)), "now": now},
    )
    return int(made.scalar_one())


def lock(conn: Connection, batch_id: int) -> Batch | None:
    return value(
        conn,
        Batch,
        "SELECT id, user_id, action, detail, before, undone_at FROM lead_batch WHERE id = :id FOR UPDATE",
        id=batch_id,
    )


def undone(conn: Connection, batch_id: int, now: datetime) -> None:
    conn.execute(text("UPDATE lead_batch SET undone_at = :now WHERE id = :id"), {"id": batch_id, "now": now})

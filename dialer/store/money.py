"""The day's money: set aside before a request, counted by length when a call is over, replaced by the final price."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

# What was not answered costs nothing; what was is counted by whole minutes, as carriers do.
_SPENT = """
    SELECT coalesce(sum(CASE
             WHEN h.price IS NOT NULL THEN h.price
             WHEN c.ended_at IS NULL THEN h.reserved
             WHEN c.answered_at IS NULL THEN 0
             ELSE h.per_minute * ceil(greatest(extract(epoch FROM c.ended_at - c.answered_at), 1) / 60.0)
           END), 0)
      FROM charge h LEFT JOIN call c ON c.id = h.key
     WHERE h.at >= :since
"""

_RESERVE = text("""
    INSERT INTO charge (key, carrier, at, reserved, per_minute)
    SELECT :key, :carrier, :now, :reserved, :per_minute WHERE :spent + :reserved <= :cap
    ON CONFLICT (key) DO NOTHING
""")

_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('charge', 0))")


def reserve(
    conn: Connection, key: str, *, carrier: str, reserved: int, per_minute: int, cap: int, now: datetime
) -> int | None:
    """Sets money aside (millionths of a dollar), one hand at a time: what has been spent with it. None, and nothing is
    set aside, where the day's cap would be passed."""
    conn.execute(_LOCK)
    params = {"key": key, "carrier": carrier, "reserved": reserved, "per_minute": per_minute, "cap": cap, "now": now}
    conn.execute(_RESERVE, {**params, "spent": spent(conn, now)})
    known = conn.execute(text("SELECT EXISTS (SELECT 1 FROM charge WHERE key = :key)"), {"key": key})
    return spent(conn, now) if known.scalar_one() else None


def note(conn: Connection, key: str, *, carrier: str, reserved: int, per_minute: int, now: datetime) -> None:
    """Sets money aside of which there is plenty."""
    params = {"key": key, "carrier": carrier, "reserved": reserved, "per_minute": per_minute, "now": now}
    conn.execute(_RESERVE, {**params, "spent": 0, "cap": reserved})


def release(conn: Connection, key: str) -> None:
    conn.execute(text("DELETE FROM charge WHERE key = :key"), {"key": key})


def spent(conn: Connection, now: datetime) -> int:
    """Millionths of a dollar spent or set aside today."""
    return int(conn.execute(text(_SPENT), {"since": day_of(now)}).scalar_one())


def unsettled(conn: Connection, carrier: str, now: datetime, count: int = 20) -> list[tuple[str, str, bool]]:
    """Charges whose final price may be known by now, as (key, the carrier's id, whether it is a call); marked asked."""
    rows: Any = conn.execute(
        text("""
            UPDATE charge SET asked_at = :now WHERE key IN (
                SELECT h.key FROM charge h LEFT JOIN call c ON c.id = h.key
                 WHERE h.price IS NULL AND h.carrier = :carrier AND h.at > :oldest AND h.at < :settled
                   AND (h.asked_at IS NULL OR h.asked_at < :settled) AND (c.id IS NULL OR c.ended_at < :settled)
                 ORDER BY h.asked_at NULLS FIRST, h.at LIMIT :count)
            RETURNING key, (SELECT carrier_call_id FROM call WHERE id = key),
                      (SELECT carrier_message_id FROM message WHERE id = key)
        """),
        {
            "carrier": carrier,
            "now": now,
            "settled": now - timedelta(minutes=10),
            "oldest": now - timedelta(days=2),
            "count": count,
        },
    )
    return [(key, call or message, call is not None) for key, call, message in rows if call or message]


def settle(conn: Connection, bills: Sequence[tuple[str, int, int | None]]) -> None:
    """Final prices by key, in millionths of a dollar, and the segments that the carrier counted in a text."""
    for key, price, segments in bills:
        conn.execute(text("UPDATE charge SET price = :price WHERE key = :key"), {"key": key, "price": price})
        if segments:
            conn.execute(text("UPDATE message SET segments = :count WHERE id = :key"), {"key": key, "count": segments})


def day_of(now: datetime) -> datetime:
    """Where the spending day began: midnight in UTC, the same for everybody who looks at the cap."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0)

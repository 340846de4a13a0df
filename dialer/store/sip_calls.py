"""Calls as the SIP process and its messages need them."""

from sqlalchemy import Connection, text


def open_at(conn: Connection, carrier: str) -> list[str]:
    """Calls that may be with this carrier: asked for, and not known to be over."""
    rows = conn.execute(
        text("SELECT id FROM call WHERE ended_at IS NULL AND carrier = :carrier AND state <> 'planned' ORDER BY id"),
        {"carrier": carrier},
    )
    return list(rows.scalars())


def campaign_of(conn: Connection, call_id: str) -> int | None:
    row = conn.execute(text("SELECT campaign_id FROM call WHERE id = :id"), {"id": call_id})
    found: int | None = row.scalar_one_or_none()
    return found

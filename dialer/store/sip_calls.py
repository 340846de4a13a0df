"""Calls as the SIP process and its messages need them."""

from collections.abc import Sequence

from sqlalchemy import Connection, text


def open_at(conn: Connection, carrier: str) -> list[tuple[str, str | None]]:
    """Calls that may be with this carrier, each with the name it has there: asked for, and not known to be over."""
    rows = conn.execute(
        text("""
            SELECT id, carrier_call_id FROM call
             WHERE ended_at IS NULL AND carrier = :carrier AND state <> 'planned' ORDER BY id
        """),
        {"carrier": carrier},
    )
    return [(row.id, row.carrier_call_id) for row in rows]


def companion_of(conn: Connection, call_id: str) -> tuple[str, str | None]:
    """The campaign of a call, within which calls are bridged, and the carrier's name for one of its calls that is up:
    an agent's, if there is one. A manager's leg belongs to the campaign of the agent whom they hear."""
    rows = conn.execute(
        text("""
            SELECT coalesce(c.campaign_id, s.campaign_id) AS campaign_id, o.carrier_call_id FROM call c
              LEFT JOIN listener n ON n.call_id = c.id
              LEFT JOIN transfer t ON t.leg_call_id = c.id
              LEFT JOIN session s ON s.id = coalesce(n.session_id, t.from_session_id)
              LEFT JOIN call o ON o.campaign_id = coalesce(c.campaign_id, s.campaign_id) AND o.carrier = c.carrier
                              AND o.ended_at IS NULL AND o.carrier_call_id IS NOT NULL
             WHERE c.id = :id ORDER BY o.role = 'agent_leg' DESC NULLS LAST, o.planned_at DESC LIMIT 1
        """),
        {"id": call_id},
    )
    found = rows.one_or_none()
    return (str(found.campaign_id), found.carrier_call_id) if found is not None else ("", None)


def tapes(conn: Connection, carrier: str, leg_ids: Sequence[str]) -> tuple[list[str], list[str]]:
    """Of these legs, those that are over and whose recording is still waited for; and those of which nobody wants a
    recording, or has it already."""
    rows = conn.execute(
        text("""
            SELECT leg.id, c.ended_at IS NOT NULL AND r.state = 'wanted' AS wanted,
                   r.id IS NULL OR r.state NOT IN ('wanted', 'ready') AS needless
              FROM unnest(CAST(:ids AS text[])) AS leg (id)
              LEFT JOIN call c ON c.id = leg.id
              LEFT JOIN recording r ON r.call_id = leg.id AND r.kind = 'conversation' AND r.carrier = :carrier
        """),
        {"ids": list(leg_ids), "carrier": carrier},
    ).all()
    return [row.id for row in rows if row.wanted], [row.id for row in rows if row.needless]


def campaign_of(conn: Connection, call_id: str) -> int | None:
    row = conn.execute(text("SELECT campaign_id FROM call WHERE id = :id"), {"id": call_id})
    found: int | None = row.scalar_one_or_none()
    return found

"""Wishes and consents when two leads become one: no wish reaches less far than before, no consent further."""

from typing import Any

from sqlalchemy import select, text

from dialer.store import schema
from dialer.store.contacts import subjects_of
from dialer.store.session import Connection

# A wish about the second lead holds for the first, unless the same is in force there already.
_MOVE_WISHES = text("""
    UPDATE suppression s SET lead_id = :kept
     WHERE s.lead_id = :gone
       AND (s.removed_at IS NOT NULL OR NOT EXISTS (
            SELECT 1 FROM suppression same
             WHERE same.lead_id = :kept AND same.removed_at IS NULL
               AND (coalesce(same.e164, ''), same.subject, same.reason, same.source, same.channels)
                   = (coalesce(s.e164, ''), s.subject, s.reason, s.source, s.channels)))
    RETURNING s.id
""")

# The household or organisation as the one lead spells it may not be how the other does.
_OF_SUBJECTS = text("""
    INSERT INTO suppression (scope, lead_id, channels, reason, source, created_at, created_by, call_id, message_id)
    SELECT 'lead', :kept, channels, reason, source, created_at, created_by, call_id, message_id
      FROM suppression WHERE removed_at IS NULL AND subject = ANY(:subjects)
    ON CONFLICT DO NOTHING
    RETURNING id
""")

# Given for every number of one lead, not for those that come from the other.
_FOR_OWN_NUMBERS = text("""
    INSERT INTO consent (kind, e164, brokerage, proof, since, until, recorded_by, revoked_at)
    SELECT c.kind, p.e164, c.brokerage, c.proof, c.since, c.until, c.recorded_by, c.revoked_at
      FROM consent c JOIN phone p ON p.lead_id = c.lead_id
     WHERE c.lead_id = ANY(:leads) AND c.e164 IS NULL
     ORDER BY c.id, p.id
    RETURNING id
""")


def share_rights(conn: Connection, kept: int, gone: int) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Ids by table of the rows that moved to the kept lead, and of those that were added for it.

    Asked while each lead still has its own numbers and address.
    """
    ids = {"kept": kept, "gone": gone}
    moved = {"suppression": list(conn.execute(_MOVE_WISHES, ids).scalars())}
    subjects = sorted(_subjects(conn, gone) - _subjects(conn, kept))
    wishes = list(conn.execute(_OF_SUBJECTS, {"kept": kept, "subjects": subjects}).scalars())
    added = {"suppression": wishes, "consent": []}
    if _numbers(conn, kept) == _numbers(conn, gone):
        moved["consent"] = _move_consents(conn, gone, kept)
        return moved, added
    added["consent"] = list(conn.execute(_FOR_OWN_NUMBERS, {"leads": [kept, gone]}).scalars())
    # The originals stay on record with the merged lead, where they permit nothing.
    moved["consent_originals"] = _move_consents(conn, kept, gone)
    return moved, added


def _move_consents(conn: Connection, of: int, to: int) -> list[int]:
    done = text("UPDATE consent SET lead_id = :to WHERE lead_id = :of RETURNING id")
    return list(conn.execute(done, {"of": of, "to": to}).scalars())


def _subjects(conn: Connection, lead_id: int) -> frozenset[str]:
    row: Any = conn.execute(select(schema.lead).where(schema.lead.c.id == lead_id)).one()
    return subjects_of(row._mapping)


def _numbers(conn: Connection, lead_id: int) -> frozenset[str]:
    found = conn.execute(text("SELECT e164 FROM phone WHERE lead_id = :lead"), {"lead": lead_id})
    return frozenset(found.scalars())

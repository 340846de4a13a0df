"""A lead's numbers as the choice of the next one needs them, and what a call's outcome does to a number."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from dialer.core.next_number import Number


@dataclass(frozen=True, slots=True)
class LeadNumbers:
    """A lead's numbers with where the lead is, which together decide when they may be called."""

    lead_id: int
    zip: str
    state: str
    mailing_zip: str
    mailing_state: str
    numbers: tuple[Number, ...]
    e164_of: Mapping[int, str]


# A consent in force overrides a vendor's mark, as may_call judges in detail; nothing overrides a suppression.
USABLE = """
           p.status = 'ok'
           AND NOT EXISTS (SELECT 1 FROM suppression s WHERE s.e164 = p.e164 AND s.removed_at IS NULL
                              AND s.channels ? 'call')
           AND (NOT p.vendor_dnc OR EXISTS (SELECT 1 FROM consent k WHERE (k.e164 = p.e164 OR k.lead_id = p.lead_id)
                                               AND k.revoked_at IS NULL AND (k.until IS NULL OR k.until > :now)))
"""
"""Whether the number `p` may be chosen at all, as a column of a query with the parameter `now`."""

_NUMBERS = text(f"""
    SELECT p.id, p.rank, {USABLE}, p.attempts, p.last_attempt_at, p.rest_until, p.reached_at IS NOT NULL, p.e164
      FROM phone p WHERE p.lead_id = :lead_id ORDER BY p.rank, p.id
""")  # noqa: S608 - made of this file's own words


def of_lead(conn: Connection, lead_id: int, now: datetime) -> LeadNumbers:
    where: Any = conn.execute(
        text("SELECT zip, state, mailing_zip, mailing_state FROM lead WHERE id = :id"), {"id": lead_id}
    ).one()
    rows = conn.execute(_NUMBERS, {"lead_id": lead_id, "now": now}).all()
    return LeadNumbers(
        lead_id,
        where.zip,
        where.state,
        where.mailing_zip,
        where.mailing_state,
        tuple(Number(*row[:-1]) for row in rows),
        {row[0]: row[-1] for row in rows},
    )


def as_they_are(conn: Connection, phone_id: int) -> list[dict[str, Any]]:
    """Every row of this number, for whatever lead, as a correction restores it."""
    rows = conn.execute(
        text("""
            SELECT id, status, rest_until, reached_at FROM phone
             WHERE e164 = (SELECT e164 FROM phone WHERE id = :id) ORDER BY id FOR UPDATE
        """),
        {"id": phone_id},
    )
    return [
        {"id": id_, "status": status, "rest_until": _stored(rest), "reached_at": _stored(reached)}
        for id_, status, rest, reached in rows
    ]


def put_back(conn: Connection, rows: list[dict[str, Any]]) -> None:
    """Restores what `as_they_are` gave."""
    for row in rows:
        conn.execute(
            text("""
                UPDATE phone SET status = :status, rest_until = CAST(:rest_until AS timestamptz),
                       reached_at = CAST(:reached_at AS timestamptz) WHERE id = :id
            """),
            row,
        )


def set_bad(conn: Connection, phone_id: int, *, everywhere: bool) -> None:
    """Takes the number out of use for its lead, or for every lead that has it."""
    which = "e164 = (SELECT e164 FROM phone WHERE id = :id)" if everywhere else "id = :id"
    conn.execute(text(f"UPDATE phone SET status = 'bad' WHERE {which}"), {"id": phone_id})  # noqa: S608 - our own words


def rest(conn: Connection, phone_id: int, until: datetime) -> None:
    """Leaves the number alone for a while, for every lead that has it."""
    conn.execute(
        text("UPDATE phone SET rest_until = :until WHERE e164 = (SELECT e164 FROM phone WHERE id = :id)"),
        {"id": phone_id, "until": until},
    )


def set_reached(conn: Connection, phone_id: int, now: datetime) -> None:
    """The wanted person answers on this number."""
    conn.execute(text("UPDATE phone SET reached_at = :now WHERE id = :id"), {"id": phone_id, "now": now})


def _stored(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None

"""Consents and business relationships on record: never deleted, taken back with a date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, text

from dialer.core.rules import ConsentKind
from dialer.store.reading import value, values
from dialer.store.schema import consent


@dataclass(frozen=True, slots=True)
class NewConsent:
    """What a person gave to one brokerage, for one number or for all numbers of a lead."""

    kind: ConsentKind
    brokerage: str
    proof: str
    since: datetime
    until: datetime | None = None
    e164: str | None = None
    lead_id: int | None = None


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """One consent as people see it. `kind` is a word of ConsentKind."""

    id: int
    kind: str
    e164: str | None
    lead_id: int | None
    brokerage: str
    proof: str
    since: datetime
    until: datetime | None
    recorded_by: str
    revoked_at: datetime | None


_LINES = """
    SELECT c.id, c.kind, c.e164, c.lead_id, c.brokerage, c.proof, c.since, c.until, coalesce(u.name, '') AS recorded_by,
           c.revoked_at
      FROM consent c LEFT JOIN user_account u ON u.id = c.recorded_by
"""

_OF_LEAD = f"""
    {_LINES}
     WHERE c.lead_id = :lead OR c.e164 IN (SELECT e164 FROM phone WHERE lead_id = :lead) ORDER BY c.since, c.id
"""  # noqa: S608 - made of this file's own words


def add(conn: Connection, new: NewConsent, user_id: int | None) -> int:
    row = {
        "kind": new.kind.value,
        "brokerage": new.brokerage,
        "proof": new.proof,
        "since": new.since,
        "until": new.until,
        "e164": new.e164,
        "lead_id": new.lead_id,
        "recorded_by": user_id,
    }
    return int(conn.execute(insert(consent).values(row).returning(consent.c.id)).scalar_one())


def load(conn: Connection, consent_id: int) -> ConsentLine | None:
    return value(conn, ConsentLine, _LINES + " WHERE c.id = :id", id=consent_id)


def of_lead(conn: Connection, lead_id: int) -> list[ConsentLine]:
    """Those given for the lead and those given for any of its numbers, taken back ones included."""
    return values(conn, ConsentLine, _OF_LEAD, lead=lead_id)


def of_number(conn: Connection, e164: str) -> list[ConsentLine]:
    return values(conn, ConsentLine, _LINES + " WHERE c.e164 = :e164 ORDER BY c.since, c.id", e164=e164)


def revoke(conn: Connection, consent_id: int, now: datetime) -> bool:
    """Takes it back from now on; False when that was done before."""
    done = conn.execute(
        text("UPDATE consent SET revoked_at = :now WHERE id = :id AND revoked_at IS NULL"),
        {"id": consent_id, "now": now},
    )
    return done.rowcount == 1


def leads_of(conn: Connection, line: ConsentLine) -> Sequence[int]:
    """The leads that a consent speaks of."""
    if line.lead_id is not None:
        return [line.lead_id]
    rows = conn.execute(text("SELECT DISTINCT lead_id FROM phone WHERE e164 = :e164"), {"e164": line.e164})
    return list(rows.scalars())

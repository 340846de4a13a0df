"""Everything that is known about one lead, as its page shows it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, text

from dialer.store.reading import value, values


@dataclass(frozen=True, slots=True)
class LeadRecord:
    """The lead's own row."""

    id: int
    name: str
    status: str
    hold_reason: str
    listing_status: str
    street: str
    unit: str
    city: str
    state: str
    zip: str
    mailing_state: str
    mailing_zip: str
    mailing: dict[str, Any]
    facts: dict[str, Any]
    expired_on: date | None
    list_price_cents: int | None
    days_on_market: int | None
    litigator: bool
    do_not_mail: bool
    owner_is_agent: bool
    relisted: bool
    merged_into: int | None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the property."""

    id: int
    full_name: str
    role: str


@dataclass(frozen=True, slots=True)
class Phone:
    """One of the lead's numbers."""

    id: int
    e164: str
    kind: str
    role: str
    status: str
    vendor_dnc: bool
    attempts: int
    last_attempt_at: datetime | None
    last_ending: str


@dataclass(frozen=True, slots=True)
class ListingEvent:
    """Something that happened to the listing."""

    id: int
    on_date: date | None
    kind: str
    price_cents: int | None
    agent: str
    detail: str


@dataclass(frozen=True, slots=True)
class Enrollment:
    """The lead's place in a campaign; `steps` are those of the campaign's sequence."""

    id: int
    campaign_id: int
    campaign_name: str
    settings: dict[str, Any]
    state: str
    next_call_at: datetime | None
    position: int
    steps: list[dict[str, Any]]
    paused_at: datetime | None
    stop_reason: str
    refusals: list[dict[str, Any]]


_LEAD = """
    SELECT id, name, status, hold_reason, listing_status, street, unit, city, state, zip, mailing_state, mailing_zip,
           mailing, facts, expired_on, list_price_cents, days_on_market, litigator, do_not_mail, owner_is_agent,
           relisted, merged_into
      FROM lead WHERE id = :id
"""
_PEOPLE = "SELECT id, full_name, role FROM person WHERE lead_id = :id ORDER BY rank, id"
_PHONES = """
    SELECT id, e164, kind, role, status, vendor_dnc, attempts, last_attempt_at, last_ending
      FROM phone WHERE lead_id = :id ORDER BY rank, id
"""
_LISTING = """
    SELECT id, on_date, kind, price_cents, agent, detail
      FROM listing_event WHERE lead_id = :id ORDER BY on_date DESC NULLS LAST, id DESC
"""
_ENROLLMENTS = """
    SELECT e.id, e.campaign_id, c.name AS campaign_name, c.settings, e.state, e.next_call_at, e.position,
           coalesce(s.steps, '[]') AS steps, e.paused_at, e.stop_reason, e.refusals
      FROM enrollment e JOIN campaign c ON c.id = e.campaign_id LEFT JOIN sequence s ON s.id = c.sequence_id
     WHERE e.lead_id = :id ORDER BY e.state = 'stopped', e.id
"""


def load(conn: Connection, lead_id: int) -> LeadRecord | None:
    return value(conn, LeadRecord, _LEAD, id=lead_id)


def people(conn: Connection, lead_id: int) -> list[Person]:
    return values(conn, Person, _PEOPLE, id=lead_id)


def phones(conn: Connection, lead_id: int) -> list[Phone]:
    return values(conn, Phone, _PHONES, id=lead_id)


def emails(conn: Connection, lead_id: int) -> list[str]:
    found = conn.execute(text("SELECT address FROM email WHERE lead_id = :id ORDER BY rank, id"), {"id": lead_id})
    return list(found.scalars())


def listing_events(conn: Connection, lead_id: int) -> list[ListingEvent]:
    return values(conn, ListingEvent, _LISTING, id=lead_id)


def enrollments(conn: Connection, lead_id: int) -> list[Enrollment]:
    return values(conn, Enrollment, _ENROLLMENTS, id=lead_id)


def open_attempt(conn: Connection, lead_id: int) -> tuple[int, int] | None:
    """(attempt, phone) of the try that is under way or in wrap-up."""
    found = conn.execute(text("SELECT id, phone_id FROM attempt WHERE lead_id = :id AND open"), {"id": lead_id}).first()
    return (found.id, found.phone_id) if found else None


def notes(conn: Connection, lead_id: int) -> str:
    """The lead's one shared page of notes; what was noted with a result stands in the timeline."""
    found = conn.execute(
        text("SELECT body FROM note WHERE lead_id = :id AND attempt_id IS NULL ORDER BY id DESC LIMIT 1"),
        {"id": lead_id},
    )
    return found.scalar() or ""


def write_notes(conn: Connection, lead_id: int, body: str, user_id: int, now: datetime) -> None:
    """Replaces the shared notes."""
    params = {"id": lead_id, "body": body, "user": user_id, "now": now}
    done = conn.execute(
        text("""
            UPDATE note SET body = :body, user_id = :user, updated_at = :now
             WHERE id = (SELECT max(id) FROM note WHERE lead_id = :id AND attempt_id IS NULL)
        """),
        params,
    )
    if done.rowcount == 0:
        conn.execute(
            text("""
                INSERT INTO note (lead_id, user_id, body, created_at, updated_at)
                VALUES (:id, :user, :body, :now, :now)
            """),
            params,
        )


def change(conn: Connection, lead_id: int, *, status: str | None, hold_reason: str | None, name: str | None) -> bool:
    """Changes what is not None; false where there is no such lead."""
    done = conn.execute(
        text("""
            UPDATE lead SET status = coalesce(:status, status), hold_reason = coalesce(:hold_reason, hold_reason),
                            name = coalesce(:name, name), version = version + 1
             WHERE id = :id AND merged_into IS NULL
        """),
        {"id": lead_id, "status": status, "hold_reason": hold_reason, "name": name},
    )
    return bool(done.rowcount)

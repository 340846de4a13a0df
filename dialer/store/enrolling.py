"""Takes leads into campaigns, many at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Connection, text

from dialer.core.leads import LeadFilter
from dialer.core.next_number import Number
from dialer.store.lead_filter import conditions
from dialer.store.numbers import USABLE

CHUNK = 2000
"""Leads read at a time; keeps memory flat for any number of leads."""


@dataclass(frozen=True, slots=True)
class FreshLead:
    """A lead about to enter a campaign; `numbers` by their E.164 form."""

    id: int
    expired_on: date | None
    zip: str
    state: str
    mailing_zip: str
    mailing_state: str
    numbers: dict[str, Number] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a lead starts."""

    lead_id: int
    phone_id: int | None
    hours_key: str
    expired_on: date | None
    state: str
    next_call_at: datetime | None
    position: int


_FRESH = """
    SELECT l.id, l.expired_on, l.zip, l.state, l.mailing_zip, l.mailing_state
      FROM lead l
     WHERE {condition} AND l.id > :after
       AND NOT EXISTS (SELECT 1 FROM enrollment e WHERE e.campaign_id = :campaign_id AND e.lead_id = l.id)
     ORDER BY l.id LIMIT :count
"""

_NUMBERS = text(f"""
    SELECT p.lead_id, p.e164, p.id, p.rank, p.attempts, p.last_attempt_at, p.rest_until, p.reached_at IS NOT NULL,
           {USABLE}
      FROM phone p WHERE p.lead_id = ANY(:ids)
""")  # noqa: S608 - made of numbers' words and its own

_INSERT = text("""
    INSERT INTO enrollment (campaign_id, lead_id, phone_id, hours_key, expired_on, state, next_call_at, position,
                            enrolled_at)
    SELECT :campaign_id, f.*, :now
      FROM unnest(CAST(:lead_id AS bigint[]), CAST(:phone_id AS bigint[]), CAST(:hours_key AS text[]),
                  CAST(:expired_on AS date[]), CAST(:state AS text[]), CAST(:next_call_at AS timestamptz[]),
                  CAST(:position AS int[])) AS f
    ON CONFLICT (campaign_id, lead_id) DO NOTHING
    RETURNING id, lead_id
""")


def matching(conn: Connection, campaign_id: int, chosen: LeadFilter, now: datetime) -> Iterator[list[FreshLead]]:
    """Leads that the filter finds and that are not in the campaign yet, in chunks."""
    condition, params = conditions(chosen, now.date())
    return _chunks(conn, condition, {**params, "campaign_id": campaign_id}, now)


def chosen(conn: Connection, campaign_id: int, lead_ids: Sequence[int], now: datetime) -> Iterator[list[FreshLead]]:
    """Those of the given leads that are open and not in the campaign yet, in chunks."""
    condition = "l.status = 'open' AND l.id = ANY(:lead_ids)"
    return _chunks(conn, condition, {"lead_ids": list(lead_ids), "campaign_id": campaign_id}, now)


def _chunks(conn: Connection, condition: str, params: dict[str, object], now: datetime) -> Iterator[list[FreshLead]]:
    query = text(_FRESH.format(condition=condition))
    after = 0
    while rows := conn.execute(query, {**params, "after": after, "count": CHUNK}).all():
        leads = {row.id: FreshLead(*row) for row in rows}
        for lead_id, e164, *number, reached, usable in conn.execute(_NUMBERS, {"ids": list(leads), "now": now}):
            phone_id, rank, attempts, last, rest = number
            leads[lead_id].numbers[e164] = Number(phone_id, rank, usable, attempts, last, rest, reached)
        yield list(leads.values())
        after = rows[-1].id


def add(conn: Connection, campaign_id: int, places: Sequence[Place], now: datetime) -> dict[int, int]:
    """Stores places; enrollment ids by lead, without those that another transaction has taken in meanwhile."""
    names = ("lead_id", "phone_id", "hours_key", "expired_on", "state", "next_call_at", "position")
    columns = {name: [getattr(place, name) for place in places] for name in names}
    rows = conn.execute(_INSERT, {"campaign_id": campaign_id, "now": now, **columns})
    return {lead_id: enrollment_id for enrollment_id, lead_id in rows}

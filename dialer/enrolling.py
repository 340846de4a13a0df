"""Takes leads into a campaign, at the start of its sequence and at their best number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from dialer.core.compliance import Contact, hours_key
from dialer.core.leads import LeadFilter
from dialer.core.next_number import next_number
from dialer.core.sequences import CallAt, Stop, begin, home_zone
from dialer.followup.plan import Cause, Terms, Touch, clock_at, new_touch, terms_of
from dialer.store import enrolling, live, touches
from dialer.store.enrolling import FreshLead, Place

ENTERED = Cause("entered", 0, None)


def enroll(conn: Connection, campaign_id: int, lead_ids: Sequence[int], now: datetime) -> list[int]:
    """Takes in those of the leads that are open and not there yet; their ids."""
    return _take_in(conn, campaign_id, enrolling.chosen(conn, campaign_id, lead_ids, now), now)


def enroll_matching(conn: Connection, campaign_id: int, chosen: LeadFilter, now: datetime) -> int:
    """Takes in every lead that the filter finds; how many were new."""
    return len(_take_in(conn, campaign_id, enrolling.matching(conn, campaign_id, chosen, now), now))


def _take_in(conn: Connection, campaign_id: int, chunks: Iterable[list[FreshLead]], now: datetime) -> list[int]:
    terms = terms_of(conn, campaign_id)
    taken: list[int] = []
    for chunk in chunks:
        starts = [start_of(lead, terms, now) for lead in chunk]
        ids = enrolling.add(conn, campaign_id, [start.place for start in starts], now)
        touches.plan(
            conn,
            [
                new_touch((ids[start.place.lead_id], start.place.lead_id, campaign_id), action, ENTERED)
                for start in starts
                if start.place.lead_id in ids
                for action in start.before_call
            ],
        )
        taken += ids
    if taken:
        live.mark(conn, "campaign", campaign_id)
    return taken


@dataclass(frozen=True, slots=True)
class Start:
    """A lead's place at its first call, and what the sequence sends before that."""

    place: Place
    before_call: tuple[Touch, ...]


def start_of(lead: FreshLead, terms: Terms, now: datetime) -> Start:
    """Where the lead starts, with the number that comes first.

    A lead without a usable number gets a place too, so that the campaign shows it as held with its reason.
    """
    pick = next_number(list(lead.numbers.values()), now)
    e164 = next((e164 for e164, number in lead.numbers.items() if pick and number.phone_id == pick.phone_id), "")
    plan = begin(terms.steps, clock_at(terms.settings, home_zone(e164, lead.zip or None, lead.state or None)), now)
    at = next((action.at for action in plan.actions if isinstance(action, CallAt)), now)
    if pick is not None and pick.not_before is not None:
        at = max(at, pick.not_before)
    place = Place(
        lead_id=lead.id,
        phone_id=pick.phone_id if pick else None,
        hours_key=hours_key(_as_contact(lead, e164)) if e164 else "",
        expired_on=lead.expired_on,
        state="waiting" if at > now else "ready",
        next_call_at=at if at > now else None,
        position=plan.progress.position,
    )
    return Start(place, tuple(action for action in plan.actions if not isinstance(action, CallAt | Stop)))


def _as_contact(lead: FreshLead, e164: str) -> Contact:
    """As much of the lead as its legal hours depend on."""
    return Contact(
        lead_id=str(lead.id),
        phone=e164,
        property_zip=lead.zip or None,
        property_state=lead.state or None,
        mailing_zip=lead.mailing_zip or None,
        mailing_state=lead.mailing_state or None,
    )

"""Takes leads into a campaign, at the start of its sequence and at their best number."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection

from dialer.core.compliance import Contact, hours_key
from dialer.core.leads import LeadFilter
from dialer.core.next_number import next_number
from dialer.core.sequences import Step, StepKind, steps_from_json
from dialer.store import content, enrolling, live
from dialer.store.enrolling import FreshLead, Place


def enroll(conn: Connection, campaign_id: int, lead_ids: Sequence[int], now: datetime) -> list[int]:
    """Takes in those of the leads that are open and not there yet; their ids."""
    return _take_in(conn, campaign_id, enrolling.chosen(conn, campaign_id, lead_ids, now), now)


def enroll_matching(conn: Connection, campaign_id: int, chosen: LeadFilter, now: datetime) -> int:
    """Takes in every lead that the filter finds; how many were new."""
    return len(_take_in(conn, campaign_id, enrolling.matching(conn, campaign_id, chosen, now), now))


def _take_in(conn: Connection, campaign_id: int, chunks: Iterable[list[FreshLead]], now: datetime) -> list[int]:
    steps = steps_from_json(content.steps_of_campaign(conn, campaign_id))
    taken: list[int] = []
    for chunk in chunks:
        places = [place_of(lead, steps, now) for lead in chunk]
        taken += enrolling.add(conn, campaign_id, places, now)
    if taken:
        live.mark(conn, "campaign", campaign_id)
    return taken


def place_of(lead: FreshLead, steps: Sequence[Step], now: datetime) -> Place:
    """Where the lead starts: before the first call, with the number that comes first.

    A lead without a usable number gets a place too, so that the campaign shows it as held with its reason.
    """
    pick = next_number(list(lead.numbers.values()), now)
    e164 = next((e164 for e164, number in lead.numbers.items() if pick and number.phone_id == pick.phone_id), "")
    first = next((place for place, step in enumerate(steps) if step.kind is StepKind.call), 0)
    resting = pick is not None and pick.not_before is not None
    return Place(
        lead_id=lead.id,
        phone_id=pick.phone_id if pick else None,
        hours_key=hours_key(_as_contact(lead, e164)) if e164 else "",
        expired_on=lead.expired_on,
        state="waiting" if resting else "ready",
        next_call_at=pick.not_before if pick else None,
        position=first,
    )


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

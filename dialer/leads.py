"""Leads as people see and change them: one page with everything on it, holding back, notes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from dialer.bootstrap import Services
from dialer.core.campaigns import CampaignSettings
from dialer.core.compliance import CallRules, Channel, Verdict, may_call
from dialer.core.roles import Role, may_work
from dialer.core.rules import Parameter
from dialer.core.zones import states_of, zones_of
from dialer.enrolling import enroll
from dialer.house_rules import rules_for
from dialer.refusals import Refused, conflict, invalid, missing
from dialer.sessions.preview import shown
from dialer.store import audit, campaigns, lead_merges, lead_page, leads_read, live, timeline
from dialer.store.accounts import Account
from dialer.store.contacts import load_contacts
from dialer.store.lead_merges import MergedLead
from dialer.store.lead_page import Enrollment, LeadRecord, ListingEvent, Person, Phone
from dialer.store.timeline import Item

FLAGS = (
    ("litigator", "The vendor says that the owner sues callers."),
    ("do_not_mail", "Do not mail."),
    ("owner_is_agent", "The owner holds a real-estate licence."),
    ("relisted", "The property is listed again."),
)


@dataclass(frozen=True, slots=True)
class PhoneCard:
    """A number with the present answer to "may we call it?"."""

    id: int
    e164: str
    number: str
    kind: str
    role: str
    status: str
    vendor_dnc: bool
    attempts: int
    last_attempt_at: datetime | None
    last_ending: str
    zone: str
    may_call: bool
    reasons: list[dict[str, str]]
    not_before: datetime | None


@dataclass(frozen=True, slots=True)
class Place:
    """The lead's place in one campaign."""

    id: int
    campaign_id: int
    campaign_name: str
    state: str
    next_call_at: datetime | None
    position: int
    steps: int
    step_label: str
    paused: bool
    stop_reason: str
    refusals: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything about one lead, as the console's LeadPage."""

    id: int
    version: int
    name: str
    people: list[Person]
    phones: list[PhoneCard]
    emails: list[str]
    status: str
    hold_reason: str
    listing_status: str
    address: str
    city: str
    state: str
    zip: str
    mailing: str
    facts: dict[str, Any]
    expired_on: Any
    list_price_cents: int | None
    days_on_market: int | None
    listing_history: list[ListingEvent]
    flags: list[str]
    zone: str
    recording_rule: str
    enrollments: list[Place]
    timeline: list[Item]
    notes: str
    merged_into: int | None
    merged: list[MergedLead]
    current_phone_id: int | None
    current_attempt_id: int | None


def visible_campaigns(conn: Connection, account: Account) -> tuple[int, ...] | None:
    """The campaigns whose leads the account may see; None means every lead there is."""
    if account.role.may_act_as(Role.MANAGER):
        return None
    chosen = campaigns.agents_of(conn)
    return tuple(id_ for id_, agents in chosen.items() if may_work(account.role, account.id, agents))


def may_see(conn: Connection, account: Account, lead_id: int) -> bool:
    return leads_read.is_visible(conn, lead_id, visible_campaigns(conn, account))


def page(services: Services, conn: Connection, lead_id: int, now: datetime) -> Page | None:
    """The lead with every number judged for this moment."""
    version = live.read_version(conn)
    lead = lead_page.load(conn, lead_id)
    if lead is None:
        return None
    places = lead_page.enrollments(conn, lead_id)
    attempt_id, phone_id = lead_page.open_attempt(conn, lead_id) or (None, None)
    phones = lead_page.phones(conn, lead_id)
    return Page(
        id=lead.id,
        version=version,
        name=lead.name,
        people=lead_page.people(conn, lead_id),
        phones=_phone_cards(services, conn, lead, phones, places, now),
        emails=lead_page.emails(conn, lead_id),
        status=lead.status,
        hold_reason=lead.hold_reason,
        listing_status=lead.listing_status,
        address=" ".join(part for part in (lead.street, lead.unit) if part),
        city=lead.city,
        state=lead.state,
        zip=lead.zip,
        mailing=_mailing(lead),
        facts=lead.facts,
        expired_on=lead.expired_on,
        list_price_cents=lead.list_price_cents,
        days_on_market=lead.days_on_market,
        listing_history=lead_page.listing_events(conn, lead_id),
        flags=[sentence for name, sentence in FLAGS if getattr(lead, name)],
        zone=zone_of(lead, phones[0].e164 if phones else ""),
        recording_rule=_recording_rule(lead, now),
        enrollments=[_place(place) for place in places],
        timeline=timeline.of_lead(conn, lead_id, now),
        notes=lead_page.notes(conn, lead_id),
        merged_into=lead.merged_into and lead_merges.root(conn, lead_id),
        merged=lead_merges.of_lead(conn, lead_id),
        current_phone_id=phone_id,
        current_attempt_id=attempt_id,
    )


def _phone_cards(
    services: Services,
    conn: Connection,
    lead: LeadRecord,
    phones: list[Phone],
    places: list[Enrollment],
    now: datetime,
) -> list[PhoneCard]:
    """Judged under the rules of the lead's first campaign that is still going, else under the usual ones."""
    rules = _rules(services, conn, places, now)
    contacts = load_contacts(conn, [(lead.id, phone.id) for phone in phones], now)
    return [_phone_card(lead, phone, may_call(contacts[lead.id, phone.id], rules, now)) for phone in phones]


def _rules(services: Services, conn: Connection, places: list[Enrollment], now: datetime) -> CallRules:
    going = next((place.settings for place in places if place.state != "stopped"), {})
    return rules_for(conn, services.settings, CampaignSettings.from_json(going), now)


def _phone_card(lead: LeadRecord, phone: Phone, verdict: Verdict) -> PhoneCard:
    return PhoneCard(
        id=phone.id,
        e164=phone.e164,
        number=shown(phone.e164),
        kind=phone.kind,
        role=phone.role,
        status=phone.status,
        vendor_dnc=phone.vendor_dnc,
        attempts=phone.attempts,
        last_attempt_at=phone.last_attempt_at,
        last_ending=phone.last_ending,
        zone=zone_of(lead, phone.e164),
        may_call=verdict.allowed,
        reasons=[{"code": r.code.value, "rule_id": r.rule_id, "sentence": r.sentence} for r in verdict.reasons],
        not_before=verdict.not_before,
    )


def zone_of(lead: LeadRecord, e164: str) -> str:
    """The zone that a clock beside the lead shows: the property's, else the number's."""
    here = zones_of("", lead.zip or None, None, property_state=lead.state or None).zones
    if not (lead.zip or lead.state):
        here = zones_of(e164, None, None).zones
    return min(here, default="UTC")


def _recording_rule(lead: LeadRecord, now: datetime) -> str:
    states = states_of("", lead.state or None, None, lead.zip or None)
    law = CallRules().rulebook.for_states(states, Channel.VOICE, now.date())
    return "all-party" if law.all(Parameter.RECORDING_NOTICE) else "one-party"


def _place(place: Enrollment) -> Place:
    step = place.steps[place.position] if place.position < len(place.steps) else {}
    return Place(
        id=place.id,
        campaign_id=place.campaign_id,
        campaign_name=place.campaign_name,
        state=place.state,
        next_call_at=place.next_call_at,
        position=place.position,
        steps=len(place.steps),
        step_label=str(step.get("label", "")),
        paused=place.paused_at is not None,
        stop_reason=place.stop_reason,
        refusals=place.refusals,
    )


def _mailing(lead: LeadRecord) -> str:
    """The mailing address on one line, as the file gave it."""
    parts = [str(lead.mailing[name]) for name in ("street", "unit", "city", "state", "zip") if lead.mailing.get(name)]
    return ", ".join(parts)


def change(
    services: Services, by: Account, lead_id: int, *, held: bool | None, hold_reason: str, name: str | None
) -> Refused | None:
    """Holds a lead back from every campaign, releases it, or corrects its name."""
    if held and not hold_reason:
        return invalid("hold_reason", "Say why the lead is held back.")
    if name is not None and not name.strip():
        return invalid("name", "Give a name.")
    now = services.clock.now()
    status = None if held is None else ("held" if held else "open")
    reason = None if held is None else (hold_reason if held else "")
    with services.db.transaction() as conn:
        if not lead_page.change(conn, lead_id, status=status, hold_reason=reason, name=name):
            return missing("lead")
        live.mark(conn, "lead", lead_id)
        if held is not None:
            audit.record(
                conn, now, by.id, "lead.held" if held else "lead.released", "lead", lead_id, {"why": hold_reason}
            )
        if name is not None:
            audit.record(conn, now, by.id, "lead.renamed", "lead", lead_id)
    services.waker.wake("live")
    return None


def write_notes(services: Services, by: Account, lead_id: int, body: str) -> None:
    """Replaces the lead's shared notes; the page saves them as the agent types."""
    now = services.clock.now()
    with services.db.transaction() as conn:
        lead_page.write_notes(conn, lead_id, body, by.id, now)
        live.mark(conn, "lead", lead_id)
        audit.record(conn, now, by.id, "lead.notes", "lead", lead_id, {"characters": len(body)})
    services.waker.wake("live")


def enroll_one(services: Services, by: Account, lead_id: int, campaign_id: int) -> Refused | None:
    """Takes one lead into a campaign."""
    now = services.clock.now()
    with services.db.transaction() as conn:
        if campaigns.load(conn, campaign_id) is None:
            return missing("campaign")
        if not enroll(conn, campaign_id, [lead_id], now):
            return conflict("The lead is in this campaign already, or it is held back.")
        live.mark(conn, "lead", lead_id)
        audit.record(conn, now, by.id, "lead.enrolled", "lead", lead_id, {"campaign": campaign_id})
    services.waker.wake("engine")
    services.waker.wake("live")
    return None

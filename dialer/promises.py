"""Call-backs that are due: whose they are, whether each may be called now, and settling one without a call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from dialer.config import Settings
from dialer.core.compliance import Contact, DialMode, Verdict, may_call
from dialer.core.sequences import home_zone
from dialer.house_rules import rules_for
from dialer.sessions.preview import shown
from dialer.store.campaigns_run import campaign_settings
from dialer.store.contacts import load_contacts
from dialer.store.promises import Promise

NO_NUMBER = "No number of this lead can be called any more; open the lead and find another one."


@dataclass(frozen=True, slots=True)
class CallbackCard:
    """A call-back as the list shows it. `zone` is the lead's."""

    enrollment_id: int
    lead_id: int
    lead_name: str
    address: str
    phone_id: int | None
    number: str
    zone: str
    due_at: datetime
    overdue: bool
    agent: str
    campaign_id: int
    campaign: str
    on_line: bool
    stop: str
    """Why it must not be called now; empty where nothing stands against it."""
    not_before: datetime | None


def cards(conn: Connection, settings: Settings, found: Sequence[Promise], now: datetime) -> list[CallbackCard]:
    numbers = [(each.lead_id, each.phone_id) for each in found if each.phone_id is not None]
    contacts = load_contacts(conn, numbers, now)
    rules = {
        campaign_id: rules_for(conn, settings, campaign_settings(conn, campaign_id), now)
        for campaign_id in {each.campaign_id for each in found}
    }
    made = []
    for each in found:
        contact: Contact | None = None if each.phone_id is None else contacts[each.lead_id, each.phone_id]
        verdict = None if contact is None else may_call(contact, rules[each.campaign_id], now, mode=DialMode.CLICK)
        made.append(_card(each, verdict, now))
    return made


def _card(each: Promise, verdict: Verdict | None, now: datetime) -> CallbackCard:
    stop = NO_NUMBER if verdict is None else " ".join(reason.sentence for reason in verdict.reasons)
    return CallbackCard(
        enrollment_id=each.enrollment_id,
        lead_id=each.lead_id,
        lead_name=each.lead_name,
        address=each.address,
        phone_id=each.phone_id,
        number=shown(each.e164) if each.e164 else "",
        zone=home_zone(each.e164, each.zip or None, each.state or None),
        due_at=each.due_at,
        overdue=each.due_at < now,
        agent=each.agent,
        campaign_id=each.campaign_id,
        campaign=each.campaign,
        on_line=each.on_line,
        stop=stop,
        not_before=None if verdict is None else verdict.not_before,
    )

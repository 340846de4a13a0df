"""The next best action for the lead of a call: gathered from what is known, and put on record when it is taken."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from dialer.bootstrap import Services
from dialer.core import next_best
from dialer.core.campaigns import CampaignSettings
from dialer.core.compliance import CallRules, Contact, TextPurpose, may_call, may_mail, may_text
from dialer.core.next_best import Advice, Number, Situation
from dialer.house_rules import rules_for
from dialer.leads import zone_of
from dialer.refusals import Refused, conflict, missing
from dialer.sessions.preview import shown
from dialer.store import advising, audit, lead_page, live, touches
from dialer.store.accounts import Account
from dialer.store.advising import AdvisedAttempt
from dialer.store.contacts import load_contacts
from dialer.store.lead_page import LeadRecord, Phone
from dialer.store.touches import NewTouch

LETTER_LABEL = "Letter"


def advice_for(
    services: Services, conn: Connection, lead_id: int, attempt_id: int, *, over: bool = False
) -> Advice | Refused | None:
    """The advice for this call; None where there is none, refused where the call is not with this lead.

    `over` says that the agent has hung up: the carrier's word for it comes a moment later.
    """
    attempt = advising.attempt(conn, attempt_id)
    lead = lead_page.load(conn, lead_id)
    if attempt is None or lead is None or attempt.lead_id != lead_id:
        return missing("call with this lead")
    return next_best.advise(_situation(services, conn, lead, attempt, over))


def take(
    services: Services, by: Account, lead_id: int, attempt_id: int, kind: str, *, over: bool = False
) -> Refused | None:
    """Records that an agent followed the advice. A letter is put on the list here; the page does the other kinds."""
    now = services.clock.now()
    with services.db.transaction() as conn:
        advice = advice_for(services, conn, lead_id, attempt_id, over=over)
        if isinstance(advice, Refused):
            return advice
        if advice is None or advice.kind != kind:
            return conflict("The advice has changed meanwhile; look at it again.")
        attempt = advising.attempt(conn, attempt_id)
        if attempt is not None and advice.kind is next_best.Kind.LETTER:
            touches.plan(conn, [_letter(attempt, by, now)])
            live.mark(conn, "lead", lead_id)
        audit.record(conn, now, by.id, "advice.taken", "lead", lead_id, {"kind": kind, "attempt": attempt_id})
    services.waker.wake("live")
    return None


def _situation(
    services: Services, conn: Connection, lead: LeadRecord, attempt: AdvisedAttempt, over: bool
) -> Situation:
    now = services.clock.now()
    phones = lead_page.phones(conn, lead.id)
    contacts = load_contacts(conn, [(lead.id, phone.id) for phone in phones], now)
    rules = rules_for(conn, services.settings, CampaignSettings.from_json(attempt.settings), now)
    zone = ZoneInfo(zone_of(lead, phones[0].e164 if phones else ""))
    return Situation(
        called=attempt.phone_id,
        over=over or attempt.ended_at is not None,
        talked_seconds=_talked(attempt, now),
        numbers=_numbers(lead.id, phones, contacts, rules, now),
        reached_at=[at.astimezone(zone) for at in advising.reached_at(conn, lead.id, attempt.id)],
        local_now=now.astimezone(zone),
        may_mail=any(may_mail(contact, rules, now).allowed for contact in contacts.values()),
        letter_planned=advising.is_letter_planned(conn, lead.id),
    )


def _talked(attempt: AdvisedAttempt, now: datetime) -> float:
    """So far; nobody has talked with a machine."""
    if not attempt.human or attempt.answered_at is None:
        return 0.0
    return (
        attempt.talk_seconds
        if attempt.talk_seconds is not None
        else ((attempt.ended_at or now) - attempt.answered_at).total_seconds()
    )


def _numbers(
    lead_id: int,
    phones: list[Phone],
    contacts: Mapping[tuple[int, int], Contact],
    rules: CallRules,
    now: datetime,
) -> list[Number]:
    found: list[Number] = []
    for phone in phones:
        contact = contacts[lead_id, phone.id]
        call = may_call(contact, rules, now)
        found.append(
            Number(
                phone_id=phone.id,
                shown=shown(phone.e164),
                kind=phone.kind,
                attempts=phone.attempts,
                may_call=call.allowed,
                ever=call.allowed or call.not_before is not None,
                may_text=may_text(contact, TextPurpose.BY_HAND, rules, now).allowed,
            )
        )
    return found


def _letter(attempt: AdvisedAttempt, by: Account, now: datetime) -> NewTouch:
    """One per call: pressing twice plans one letter."""
    return NewTouch(
        enrollment_id=attempt.enrollment_id,
        lead_id=attempt.lead_id,
        campaign_id=attempt.campaign_id,
        cause=f"advice-{attempt.id}",
        step=attempt.step,
        channel="letter",
        purpose="manual",
        label=LETTER_LABEL,
        due_at=now,
        attempt_id=attempt.id,
        agent_id=by.id,
    )

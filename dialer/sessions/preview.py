"""What an agent sees before starting: who may be called now, who not and why, and what comes first."""

from dataclasses import asdict
from typing import Any

from dialer import refusals
from dialer.bootstrap import Services
from dialer.core.campaigns import RingPolicy
from dialer.core.compliance import open_now
from dialer.core.picking import ORDER_IN_WORDS, why_here
from dialer.engine.claim import Terms, judge, terms_of
from dialer.refusals import Refused
from dialer.store import carrier_states, claims, queue
from dialer.store.campaigns_run import find
from dialer.store.contacts import load_contacts
from dialer.store.queue import Candidate
from dialer.store.session import Connection
from telephony.numbers import PhoneNumber

RING_POLICIES = {
    RingPolicy.RING_ON: (
        "When somebody answers, the other lines ring on to the lawful 15 seconds before they are let go."
    ),
    RingPolicy.CUT_AT_ONCE: (
        "When somebody answers, the other lines are cut at once. Rings shorter than 15 seconds or four rings lose"
        " the safe harbour of 16 CFR 310.4(b)(4)(ii)."
    ),
}

FIRST = 5


def preview(services: Services, *, campaign_id: int, user_id: int, lines: float) -> dict[str, Any] | Refused:
    """The check before a session, as the console's `SessionPreview`."""
    now = services.clock.now()
    with services.db.transaction() as conn:
        campaign = find(conn, campaign_id)
        if campaign is None:
            return refusals.missing("campaign")
        terms = terms_of(conn, services.settings, campaign, now)
        counts = queue.counts_by_state(conn, campaign_id)
        by_key = queue.ready_by_hours(conn, campaign_id)
        closed = sum(count for key, count in by_key if not open_now(key, terms.rules, now))
        held: list[dict[str, Any]] = [asdict(each) for each in queue.held_by_reason(conn, campaign_id)]
        if closed:
            sentence = "It is outside the legal hours in a plausible zone."
            held.append({"code": "outside_hours", "rule_id": "", "sentence": sentence, "count": closed})
        first = first_due(conn, terms, user_id, FIRST)
        numbers = claims.caller_ids(conn, campaign_id, now)
        account = carrier_states.of(conn, terms.carrier)
    return {
        "campaign_id": campaign_id,
        "ready": counts.get("ready", 0) - closed,
        "waiting": counts.get("waiting", 0),
        "held": sorted(held, key=lambda row: -int(row["count"])),
        "modes": [campaign.settings.mode],
        "first": first,
        "caller_ids": [
            {"number": shown(n.e164), "dials_today": n.dials_today, "daily_limit": n.daily_limit} for n in numbers
        ],
        "order": ORDER_IN_WORDS,
        "ring_policy": RING_POLICIES[campaign.settings.ring_policy],
        "warnings": [*filter(None, [account.problem]), *_warnings(terms, lines, bool(numbers))],
    }


def first_due(conn: Connection, terms: Terms, agent_id: int, count: int) -> list[dict[str, Any]]:
    """The leads that would be called next for this agent, judged as at the moment of claiming, as `NextLead`."""
    queue.plan_once(conn)
    keys = [key for key in queue.hours_keys(conn, terms.campaign.id) if open_now(key, terms.rules, terms.now)]
    found = queue.candidates(
        conn,
        campaign_id=terms.campaign.id,
        agent_ids=[agent_id],
        open_keys=keys,
        reserved_since=terms.reserved_since,
        now=terms.now,
        count=max(count * 2, count + 6),
    )
    contacts = load_contacts(conn, [(c.lead_id, c.phone_id) for c in found], terms.now)
    judged = ((c, judge(contacts[c.lead_id, c.phone_id], terms, agent_id)) for c in found)
    return [next_lead(c, terms) for c, verdict in judged if verdict.allowed][:count]


def next_lead(candidate: Candidate, terms: Terms) -> dict[str, Any]:
    """Who a candidate is and why it stands where it does, as `NextLead`."""
    return {
        "lead_id": candidate.lead_id,
        "name": candidate.name,
        "place": ", ".join(part for part in (candidate.city, candidate.state) if part),
        "number": shown(candidate.e164),
        "why": why_here(candidate.priority, candidate.expired_on, candidate.tries, terms.now),
    }


def shown(e164: str) -> str:
    """A number for people: (217) 555-0123."""
    number = PhoneNumber.parse(e164)
    digits = number.national
    return f"({digits[:3]}) {digits[3:6]}-{digits[6:]}" if number.area_code else e164


def _warnings(terms: Terms, lines: float, has_numbers: bool) -> list[str]:
    settings = terms.campaign.settings
    found = []
    if not terms.rules.hours_apply:
        found.append("Practice: legal hours are not applied, since nobody real can be reached.")
    if terms.campaign.status != "running":
        found.append("The campaign is paused.")
    if not has_numbers:
        found.append("No caller ID is set up; a manager adds one under Caller IDs.")
    if lines > settings.lines_per_agent:
        found.append(f"This campaign allows at most {settings.lines_per_agent:g} lines.")
    if lines > 1 and settings.mode == "power":
        found.append(
            "With several lines a second person may answer; whoever cannot be put through counts as abandoned."
        )
    return found

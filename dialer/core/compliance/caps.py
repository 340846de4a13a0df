"""What has been tried often enough for now: caps per number, lead, day and 24 hours, spacing, reservations."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta

from dialer.core.compliance.contact import Contact
from dialer.core.compliance.failed_hours import failed_hour
from dialer.core.compliance.settings import CallRules
from dialer.core.compliance.verdict import Finding, Reason, ReasonCode
from dialer.core.compliance.window import Place
from dialer.core.rules import InForce, Parameter
from dialer.core.zones.clocks import ZONES

DAY = timedelta(hours=24)
LONGEST_DAY = timedelta(hours=25)


def cap_findings(contact: Contact, place: Place, rules: CallRules, law: InForce, now: datetime) -> Iterator[Finding]:
    """The law's caps always; the campaign's own give way to the call that the owner asked for."""
    yield from state_caps(contact, law, now)
    if not _is_promised(contact, now):
        for finding in _campaign_caps(contact, place, rules, now):
            yield replace(finding, until=_or_callback(finding.until, contact, now))


def _is_promised(contact: Contact, now: datetime) -> bool:
    """Whether a call that the owner asked for is due and was not tried yet; a day later it is a call like others."""
    due = contact.callback_at
    return due is not None and due <= now < due + DAY and not any(at >= due for at in contact.lead_attempts)


def _or_callback(until: datetime | None, contact: Contact, now: datetime) -> datetime | None:
    """A campaign's cap ends at a promised call at the latest."""
    due = contact.callback_at
    if due is None or due <= now:
        return until
    return due if until is None else min(until, due)


def state_caps(contact: Contact, law: InForce, now: datetime) -> Iterator[Finding]:
    """What the law itself limits, for calls and texts alike."""
    yield from _person_cap(contact, law, now)
    yield from _refusal_rest(contact, law, now)


def _person_cap(contact: Contact, law: InForce, now: datetime) -> Iterator[Finding]:
    """Solicitations per person in 24 hours: the lead's and the number's together, texts counted with calls."""
    rule = law.strictest(Parameter.ROLLING_CAP)
    if rule is not None and isinstance(rule.value, int):
        person = {*contact.lead_attempts, *contact.number_attempts, *contact.texts, *contact.lead_texts}
        reason = Reason(ReasonCode.STATE_CAP, rule.id, f"{rule.sentence} ({rule.citation}) That is reached.")
        yield from _rolling(reason, person, rule.value, now)


def _refusal_rest(contact: Contact, law: InForce, now: datetime) -> Iterator[Finding]:
    days = law.number(Parameter.REFUSAL_REST_DAYS)
    if days is None or contact.refused_at is None:
        return
    until, rule = contact.refused_at + timedelta(days=days), law.strictest(Parameter.REFUSAL_REST_DAYS)
    if now < until and rule is not None:
        yield Finding(Reason(ReasonCode.REFUSAL_REST, rule.id, f"{rule.sentence} ({rule.citation})"), until)


def day_cap(
    code: ReasonCode, what: str, times: tuple[datetime, ...], cap: int | None, place: Place, now: datetime
) -> Iterator[Finding]:
    """A cap per local day: reached where it is reached by any plausible clock, and until that clock's midnight."""
    # A local day has at most 25 hours, so older attempts need no calendar.
    if cap is None or sum(now - LONGEST_DAY < at for at in times) < cap:
        return
    reason = Reason(code, "campaign", f"The campaign {what} at most {cap} times a day.")
    if cap == 0:
        yield Finding(reason)
    elif ends := [end for clock in place.clocks if (end := _day_end(times, cap, clock, now)) is not None]:
        yield Finding(reason, max(ends))


def _campaign_caps(contact: Contact, place: Place, rules: CallRules, now: datetime) -> Iterator[Finding]:
    yield from day_cap(
        ReasonCode.NUMBER_DAY,
        "calls a number",
        contact.number_attempts,
        rules.number_per_day,
        place,
        now,
    )
    yield from day_cap(
        ReasonCode.LEAD_DAY,
        "calls a lead",
        contact.lead_attempts,
        rules.lead_per_day,
        place,
        now,
    )
    yield from _in_24_hours(contact, rules, now)
    yield from _spacing(contact, rules, now)
    yield from failed_hour(contact, place, rules, now)
    yield from _totals(contact, rules)


def _in_24_hours(contact: Contact, rules: CallRules, now: datetime) -> Iterator[Finding]:
    cap = rules.number_per_24_hours
    if cap is not None and len(contact.number_attempts) >= cap:
        sentence = f"The campaign calls a number at most {cap} times in any 24 hours."
        reason = Reason(ReasonCode.NUMBER_24_HOURS, "campaign", sentence)
        yield from _rolling(reason, contact.number_attempts, cap, now)


def _spacing(contact: Contact, rules: CallRules, now: datetime) -> Iterator[Finding]:
    until = max(contact.number_attempts, default=now - DAY) + rules.spacing
    if contact.number_attempts and now < until:
        sentence = f"The campaign leaves {_in_words(rules.spacing)} between two calls to a number."
        yield Finding(Reason(ReasonCode.SPACING, "campaign", sentence), until)


def _in_words(span: timedelta) -> str:
    hours, minutes = divmod(round(span.total_seconds() / 60), 60)
    parts = ((hours, "hour"), (minutes, "minute"))
    return " ".join(f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in parts if n)


def _totals(contact: Contact, rules: CallRules) -> Iterator[Finding]:
    if rules.number_total is not None and contact.number_total >= rules.number_total:
        sentence = f"The campaign calls a number at most {rules.number_total} times."
        yield Finding(Reason(ReasonCode.NUMBER_TOTAL, "campaign", sentence))
    if rules.lead_total is not None and contact.lead_total >= rules.lead_total:
        sentence = f"The campaign calls a lead at most {rules.lead_total} times."
        yield Finding(Reason(ReasonCode.LEAD_TOTAL, "campaign", sentence))


def reservation(contact: Contact, agent_id: str | None, now: datetime) -> Iterator[Finding]:
    if contact.reserved_by is None or contact.reserved_by == agent_id:
        return
    if contact.reserved_until is None or now < contact.reserved_until:
        reason = Reason(ReasonCode.RESERVED, "lead", "The lead is kept for another agent.")
        yield Finding(reason, contact.reserved_until)


def _rolling(reason: Reason, times: Collection[datetime], cap: int, now: datetime) -> Iterator[Finding]:
    """The reason while `cap` of the times lie in the last 24 hours; a cap of zero never ends."""
    recent = sorted(at for at in times if now - DAY < at)
    if len(recent) >= cap:
        yield Finding(reason, recent[-cap] + DAY if cap else None)


def _day_end(times: tuple[datetime, ...], cap: int, clock: str, now: datetime) -> datetime | None:
    """The midnight at which the day's count starts anew by this clock; None when the cap is not reached."""
    zone = ZONES[clock]
    today = now.astimezone(zone).date()
    if sum(at.astimezone(zone).date() == today for at in times) < cap:
        return None
    return datetime.combine(today + timedelta(days=1), time(), zone).astimezone(now.tzinfo)

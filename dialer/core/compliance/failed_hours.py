"""Not again at the hour that failed: a lead missed at ten yesterday is not tried at ten today."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from dialer.core.compliance.contact import Contact
from dialer.core.compliance.settings import CallRules
from dialer.core.compliance.verdict import Finding, Reason, ReasonCode
from dialer.core.compliance.window import Place, is_open, opening
from dialer.core.rules import Channel
from dialer.core.zones.clocks import ZONES

REMEMBERED_DAYS = 14
"""So many days a miss keeps its hour closed; people's weeks change, and a lead is not to be lost over one hour."""

HALF_DAY = timedelta(hours=12)


def failed_hour(contact: Contact, place: Place, rules: CallRules, now: datetime) -> Iterator[Finding]:
    """A finding while any plausible clock is within `from_failed_hour` of a time at which the lead was missed on an
    earlier day. A day that is open at such hours only is left alone, else the lead could never be called.
    """
    ends = _ends(contact, place, rules, now)
    if ends and _is_open_elsewhere(contact, place, rules, now):
        sentence = f"The lead was missed within {rules.from_failed_hour} of this time of day; another hour is due."
        yield Finding(Reason(ReasonCode.FAILED_HOUR, "campaign", sentence), max(ends))


def _ends(contact: Contact, place: Place, rules: CallRules, at: datetime) -> list[datetime]:
    """When each failed hour ends that this moment lies in. A miss of the same day is the business of the spacing and
    of the caps per day: another number may be tried at once."""
    found = (_end(missed, clock, rules, at) for clock in place.clocks for missed in contact.missed)
    return [end for end in found if end is not None]


def _end(missed: datetime, clock: str, rules: CallRules, now: datetime) -> datetime | None:
    """When this clock has left the hour of a miss; None where it is not in it."""
    local, then = now.astimezone(ZONES[clock]), missed.astimezone(ZONES[clock])
    if not 1 <= (local.date() - then.date()).days <= REMEMBERED_DAYS:
        return None
    # Wall time, so that the hour stays the same across a change of clocks; the shorter way around the clock face.
    past = (_since_midnight(local) - _since_midnight(then) + HALF_DAY) % timedelta(days=1) - HALF_DAY
    if abs(past) >= rules.from_failed_hour:
        return None
    wall = local.replace(tzinfo=None) + rules.from_failed_hour - past
    # In the hour that clocks repeat, the second one: a verdict's moment never lies before its reason's end.
    return wall.replace(tzinfo=ZONES[clock], fold=1).astimezone(now.tzinfo)


def _is_open_elsewhere(contact: Contact, place: Place, rules: CallRules, now: datetime) -> bool:
    """Whether the day has an open hour for this lead that did not fail."""
    return any(
        is_open(place, rules, at, Channel.VOICE) and not _ends(contact, place, rules, at)
        for at in _possible_begins(contact, place, rules, now)
    )


def _possible_begins(contact: Contact, place: Place, rules: CallRules, now: datetime) -> Iterator[datetime]:
    """Where the day's hours that did not fail can begin: as the window opens, and as each failed hour ends."""
    zone = ZONES[place.clocks[0]]
    today = now.astimezone(zone).date()
    first = opening(place, rules, datetime.combine(today, time(), zone).astimezone(now.tzinfo), Channel.VOICE)
    if first is not None and first.astimezone(zone).date() == today:
        yield first
    for missed in contact.missed:
        wall = datetime.combine(today, missed.astimezone(zone).time()) + rules.from_failed_hour
        yield wall.replace(tzinfo=zone, fold=1).astimezone(now.tzinfo)


def _since_midnight(local: datetime) -> timedelta:
    return timedelta(hours=local.hour, minutes=local.minute, seconds=local.second, microseconds=local.microsecond)

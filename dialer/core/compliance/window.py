"""When a person may be contacted: the hours that are open in every plausible zone under every plausible law.

The window depends only on clocks and states, so it has a short key. The queue is filtered in SQL by the keys that are
open now, and `may_call` asks the same functions, so the two cannot disagree.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from dialer.core.compliance.contact import Contact
from dialer.core.compliance.settings import CallRules
from dialer.core.compliance.verdict import Finding, Reason, ReasonCode
from dialer.core.rules import Channel, Hours, InForce, Parameter
from dialer.core.rules.hours import Span, meet
from dialer.core.zones import states_of, zones_of
from dialer.core.zones.clocks import CLOCKS, ZONES

LOOK_AHEAD = timedelta(days=15)
"""Longer than any run of closed days; beyond it a window is taken never to open."""


class Place(NamedTuple):
    """Where a person may be: clock letters and states."""

    clocks: str
    states: frozenset[str]


def place_of(contact: Contact) -> Place:
    zones = zones_of(
        contact.phone,
        contact.property_zip,
        contact.mailing_zip,
        property_state=contact.property_state,
        mailing_state=contact.mailing_state,
    )
    states = states_of(
        contact.phone,
        contact.property_state,
        contact.mailing_state,
        contact.property_zip,
        contact.mailing_zip,
    )
    return Place(zones.clocks, states)


def day_at(place: Place, now: datetime) -> date:
    """The day that it is for this person, whose law counts; the earlier one where it may be either."""
    return min((now.astimezone(ZONES[clock]).date() for clock in place.clocks), default=now.date())


def hours_key(contact: Contact) -> str:
    """`EC|FL,IN`: equal keys mean equal windows, whatever the rules."""
    clocks, states = place_of(contact)
    return _key(clocks, states)


def open_now(key: str, rules: CallRules, now: datetime, channel: Channel = Channel.VOICE) -> bool:
    return is_open(place_of_key(key), rules, now, channel)


def next_open(key: str, rules: CallRules, now: datetime, channel: Channel = Channel.VOICE) -> datetime | None:
    """`now` when open, else the first moment that is; None when there is none within two weeks."""
    return opening(place_of_key(key), rules, now, channel)


@lru_cache(maxsize=4096)
def place_of_key(key: str) -> Place:
    clocks, _, states = key.partition("|")
    return Place(clocks, frozenset(filter(None, states.split(","))))


def is_open(place: Place, rules: CallRules, now: datetime, channel: Channel) -> bool:
    if not rules.hours_apply:
        return True
    for clock in place.clocks:
        local = now.astimezone(ZONES[clock])
        span = _span(place.states, rules, local.date(), channel)
        if span is None or not span[0] <= local.hour * 60 + local.minute < span[1]:
            return False
    return True


def opening(place: Place, rules: CallRules, now: datetime, channel: Channel) -> datetime | None:
    """The first moment from `now` on that is open everywhere: each closed clock moves it on until none does."""
    if not rules.hours_apply:
        return now
    at = now
    while at - now <= LOOK_AHEAD:
        openings = [_opening(clock, place.states, rules, at, channel) for clock in place.clocks]
        known = [moment for moment in openings if moment is not None]
        if len(known) < len(openings):
            return None
        latest = max(known, default=at)
        if latest <= at:
            return at
        at = latest
    return None


def hours_findings(place: Place, rules: CallRules, now: datetime, channel: Channel) -> tuple[Finding, ...]:
    """Nothing when open; else one finding for each rule that is closed somewhere, all ending when it opens."""
    if is_open(place, rules, now, channel):
        return ()
    until = opening(place, rules, now, channel)
    found = {reason.rule_id: reason for clock in place.clocks for reason in _closed(clock, place, rules, now, channel)}
    return tuple(Finding(reason, until) for reason in found.values())


def _closed(clock: str, place: Place, rules: CallRules, now: datetime, channel: Channel) -> Iterator[Reason]:
    local = now.astimezone(ZONES[clock])
    law = law_for(place.states, rules, local.date(), channel)
    here = f"it is {local:%A %H:%M} in {CLOCKS[clock]}"
    for rule in law.holidays:
        yield Reason(ReasonCode.HOLIDAY, rule.id, f"{rule.sentence} ({rule.citation}); {here}.")
    for rule in law.all(Parameter.CALLING_HOURS):
        if isinstance(rule.value, Hours) and not _covers(rule.value, local):
            yield Reason(ReasonCode.OUTSIDE_HOURS, rule.id, f"{rule.sentence} ({rule.citation}); {here}.")
    if not _covers(rules.hours, local):
        sentence = f"The campaign works {rules.hours}; {here}."
        yield Reason(ReasonCode.CAMPAIGN_HOURS, "campaign", sentence)


def _covers(week: Hours, local: datetime) -> bool:
    span = week.days[local.weekday()]
    return span is not None and span[0] <= local.hour * 60 + local.minute < span[1]


def _opening(clock: str, states: frozenset[str], rules: CallRules, at: datetime, channel: Channel) -> datetime | None:
    """The first moment from `at` on that is open by one clock."""
    zone = ZONES[clock]
    local = at.astimezone(zone)
    minute = local.hour * 60 + local.minute
    for ahead in range(LOOK_AHEAD.days):
        day = local.date() + timedelta(days=ahead)
        span = _span(states, rules, day, channel)
        if span is None or (ahead == 0 and minute >= span[1]):
            continue
        if ahead == 0 and minute >= span[0]:
            return at
        # No law and no sensible campaign opens in the night hour that the clocks skip or repeat.
        return datetime.combine(day, time(*divmod(span[0], 60)), zone).astimezone(at.tzinfo)
    return None


def _span(states: frozenset[str], rules: CallRules, day: date, channel: Channel) -> Span | None:
    return meet(law_for(states, rules, day, channel).span, rules.hours.days[day.weekday()])


def law_for(states: frozenset[str], rules: CallRules, day: date, channel: Channel) -> InForce:
    return rules.rulebook.for_states(states, channel, day)


def _key(clocks: str, states: frozenset[str]) -> str:
    return f"{clocks}|{','.join(sorted(states))}"

"""What the law says of one number now: may it be called, texted, left a recording, in which ways, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from dialer.config import Settings
from dialer.core.campaigns import CampaignSettings
from dialer.core.compliance import DialMode, TextPurpose, Verdict, lawful_modes, may_call, may_leave_recording, may_text
from dialer.core.zones import ZoneSet, zones_of
from dialer.house_rules import rules_for
from dialer.store.contacts import load_number


@dataclass(frozen=True, slots=True)
class NumberNow:
    """Judged by the law, by what is on file about the number, and by the limits that a new campaign starts with."""

    at: datetime
    zones: ZoneSet
    calls: Verdict
    texts: Verdict
    recordings: Verdict
    modes: tuple[DialMode, ...]
    """Ways of dialing that are lawful now."""


def number_now(
    conn: Connection, settings: Settings, now: datetime, *, number: str, state: str = "", zip_code: str = ""
) -> NumberNow:
    """`state` and `zip_code` are the property's, as far as they are known."""
    contact = load_number(conn, number, now, state=state, zip_code=zip_code)
    rules = rules_for(conn, settings, CampaignSettings(), now)
    return NumberNow(
        at=now,
        zones=zones_of(number, zip_code or None, None, property_state=state or None),
        calls=may_call(contact, rules, now),
        texts=may_text(contact, TextPurpose.BY_HAND, rules, now),
        recordings=may_leave_recording(contact, rules, now),
        modes=tuple(mode for mode, verdict in lawful_modes(contact, rules, now).items() if verdict.allowed),
    )


def told(found: NumberNow) -> Iterator[str]:
    """The same as lines for a person."""
    clocks = ", ".join(
        f"{found.at.astimezone(ZoneInfo(zone)):%a %H:%M} in {zone}" for zone in sorted(found.zones.zones)
    )
    yield f"Plausible clocks: {clocks} (by {', '.join(found.zones.sources)})"
    yield f"Ways of dialing lawful now: {', '.join(found.modes) or 'none'}"
    for what, verdict in (("Calls", found.calls), ("Texts", found.texts), ("Recordings", found.recordings)):
        yield from _verdict(what, verdict, found.zones)


def _verdict(what: str, verdict: Verdict, zones: ZoneSet) -> Iterator[str]:
    if verdict.allowed:
        yield f"{what} now: yes"
        return
    again = "waiting does not change that"
    if verdict.not_before is not None:
        zone = min(zones.zones)
        again = f"again from {verdict.not_before.astimezone(ZoneInfo(zone)):%a %Y-%m-%d %H:%M} in {zone}"
    yield f"{what} now: no; {again}"
    for reason in verdict.reasons:
        yield f"    {reason.sentence} [{reason.rule_id}]"

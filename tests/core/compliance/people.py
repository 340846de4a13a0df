"""Contacts for the compliance tests: a mobile in a plain state, freshly scrubbed, that nothing stands against."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dialer.core.compliance import CallRules, Channel, Consent, ConsentKind, Contact, LineKind, Scope, ScrubStatus, Why
from dialer.core.compliance import Suppression as Entry

NOON = datetime(2026, 11, 20, 17, tzinfo=UTC)
"""A Friday, noon in the east and nine in the west."""
OURS = "Elm Street Realty"
LISTS = ("national", "CO", "FL", "IN", "LA", "MA", "MO", "OK", "PA", "TN", "TX", "WY")
RULES = CallRules(brokerage=OURS)

AREA = {
    "AL": "205", "AZ": "602", "CA": "213", "CT": "203", "FL": "305", "GA": "404", "HI": "808", "IL": "312", "IN": "317",
    "KY": "502", "LA": "504", "MD": "301", "MS": "601", "NJ": "201", "NY": "212", "OK": "405", "PA": "215", "RI": "401",
    "SD": "605", "TX": "214", "UT": "801", "WA": "206",
}  # fmt: skip


def scrubbed(days_ago: int = 1, *lists: str, now: datetime = NOON) -> ScrubStatus:
    return ScrubStatus(dict.fromkeys(lists or LISTS, now.date() - timedelta(days=days_ago)))


def a_contact(state: str = "GA", /, **values: Any) -> Contact:
    """A contact whose number is of one state and of which nothing else is known."""
    plain = Contact(
        lead_id="7",
        phone=f"+1{AREA[state]}5550123",
        kind=LineKind.MOBILE,
        listing_status="expired",
        scrub=ScrubStatus(dict.fromkeys(LISTS, date(2026, 11, 1))),
    )
    return replace(plain, **values)


def consent(kind: ConsentKind, *, days_ago: int = 1, brokerage: str = OURS, until: datetime | None = None) -> Consent:
    return Consent(kind, NOON - timedelta(days=days_ago), brokerage, until)


def entry(reason: Why, *channels: Channel, since: datetime = NOON) -> Entry:
    return Entry(Scope.NUMBER, reason, since, frozenset(channels or Channel))


def local(text: str, zone: str = "America/New_York") -> datetime:
    """`2026-11-20 08:00` on a clock, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def ago(**span: float) -> datetime:
    return NOON - timedelta(**span)

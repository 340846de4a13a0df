"""What must be known of a number and its lead before anything may go out to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from dialer.core.rules import Channel, ConsentKind


class LineKind(StrEnum):
    """What sort of line a number is."""

    MOBILE = "mobile"
    """A mobile, by a line-type look-up."""
    LANDLINE = "landline"
    """A fixed line; it takes no texts."""
    VOIP = "voip"
    """An internet line, which may ring anywhere."""
    UNKNOWN = "unknown"
    """Not looked up: where the law is stricter for mobiles it is treated as one."""

    @property
    def may_be_mobile(self) -> bool:
        return self is not LineKind.LANDLINE


class Scope(StrEnum):
    """How far a suppression reaches."""

    NUMBER = "this number"
    LEAD = "this lead"
    HOUSEHOLD = "this household"
    ORGANISATION = "this organisation"


class Why(StrEnum):
    """Why a number is not to be contacted."""

    ASKED = "asked not to be contacted"
    STOP = "replied with an opt-out"
    LITIGATOR = "is on a litigator list"
    NATIONAL = "is on the national do-not-call registry"
    STATE = "is on a state do-not-call list"
    WRONG_NUMBER = "belongs to somebody else"
    REASSIGNED = "was given to somebody else"
    DEAD = "is out of service"
    BLOCKED = "is blocked by the carrier"
    DO_NOT_MAIL = "is on a do-not-mail list"
    OPERATOR = "was blocked by the operator"

    @property
    def is_registry(self) -> bool:
        """Whether consent or a relationship lifts it; nothing lifts a person's own request."""
        return self in (Why.NATIONAL, Why.STATE)


@dataclass(frozen=True, slots=True)
class Suppression:
    """One reason never to contact a number."""

    scope: Scope
    reason: Why
    since: datetime
    channels: frozenset[Channel] = frozenset(Channel)


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person gave to one brokerage; it does not pass to another."""

    kind: ConsentKind
    since: datetime
    brokerage: str
    until: datetime | None = None
    """An earlier end than the law's; a relationship also ends by law (18 or 3 months)."""


@dataclass(frozen=True, slots=True)
class ScrubStatus:
    """Which version of each registry the number was checked against."""

    loaded_on: Mapping[str, date] = field(default_factory=dict)
    """List name (`national`, or a state's letters) → the day (UTC) on which the version in use was loaded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One number of one lead. Times are aware UTC."""

    lead_id: str
    phone: str
    """E.164; "" when the lead has no number, which only letters and e-mails survive."""
    kind: LineKind = LineKind.UNKNOWN
    property_zip: str | None = None
    property_state: str | None = None
    mailing_zip: str | None = None
    mailing_state: str | None = None
    listing_status: str = "unknown"
    """A word of the lead file's listing statuses."""
    held_reason: str | None = None
    """Why the lead is held back, as a sentence; None when it is not."""
    relisted: bool = False
    owner_is_agent: bool = False
    vendor_dnc: bool = False
    """The vendor's file marks the number as listed on a do-not-call registry."""
    suppressions: tuple[Suppression, ...] = ()
    consents: tuple[Consent, ...] = ()
    scrub: ScrubStatus = field(default_factory=ScrubStatus)
    number_attempts: tuple[datetime, ...] = ()
    """Calls to this number in any campaign, at least those of the last 48 hours."""
    lead_attempts: tuple[datetime, ...] = ()
    """Calls to any number of this lead in any campaign, at least those of the last 48 hours."""
    missed: tuple[datetime, ...] = ()
    """Calls to any number of this lead that reached nobody, at least those of the last 14 days."""
    texts: tuple[datetime, ...] = ()
    """Texts to this number in any campaign, at least those of the last 48 hours."""
    lead_texts: tuple[datetime, ...] = ()
    """Texts to any number of this lead in any campaign, at least those of the last 48 hours."""
    refused_at: datetime | None = None
    """When this lead, or whoever has this number, last said no in a call."""
    number_total: int = 0
    lead_total: int = 0
    reserved_by: str | None = None
    """The agent for whom the lead is kept."""
    reserved_until: datetime | None = None
    """When the reservation ends; None with an agent means until it is released."""
    callback_at: datetime | None = None
    """When the owner asked to be called; for a day from then the campaign's own caps do not stop the first call."""
    wrote_at: datetime | None = None
    """When the owner last wrote to us by text."""

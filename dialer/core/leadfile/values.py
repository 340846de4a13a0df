"""What a row of a lead file becomes. Values only; whoever stores them gives them ids and times."""

import builtins
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from .rejects import Reject
from .worded import Worded


class Role(Worded):
    """Whose number or name it is, as far as the column says; files do not link names to numbers."""

    HOUSEHOLD = "household", "Belongs to the row; nobody says to whom"
    OWNER = "owner", "The owner, by the name of the column"
    CONTACT = "contact", "A contact that the vendor found by skip tracing"
    MLS = "mls", "The owner as the MLS has it"


class PhoneKind(StrEnum):
    """What the vendor says the number is; a hint, never a reason to call."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    VOIP = "voip"
    UNKNOWN = "unknown"


class ListingStatus(Worded):
    """Where a listing stands; the words of RESO Data Dictionary 2.0, brought down to what decides."""

    EXPIRED = "expired", "The contract ran out: may be approached"
    CANCELLED = "cancelled", "The contract was terminated: may be approached"
    WITHDRAWN = "withdrawn", "Off the market, but a contract still exists"
    HOLD = "hold", "Off the market for a time, a contract exists"
    ACTIVE = "active", "On the market or about to be"
    PENDING = "pending", "Under contract with a buyer"
    CLOSED = "closed", "Sold or let"
    UNKNOWN = "unknown", "The file does not say"


class HoldReason(Worded):
    """Why a lead is kept but not worked until a person has looked at it."""

    WITHDRAWN = "withdrawn", "The listing is withdrawn: a contract with another broker may still run."
    ON_HOLD = "on_hold", "The listing is on hold: a contract with another broker still runs."
    STILL_LISTED = "still_listed", "The listing's last day is in the future: the contract may still run."
    STATUS_UNREADABLE = "status_unreadable", "The file's listing status is a word we do not know."
    LITIGATOR = "litigator", "The vendor says that the owner sues callers."
    OWNER_IS_AGENT = "owner_is_agent", "The owner holds a real-estate licence."
    NO_NUMBER = "no_number", "The row has no number that may be called; letters are still possible."


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person or organisation. `first` and `last` are empty where they cannot be told apart."""

    first: str
    last: str
    full: str
    role: Role
    is_organisation: bool = False


@dataclass(frozen=True, slots=True)
class NewPhone:
    """A number that exists. `rank` counts from 1 in the order of the file; `vendor_dnc` can only block."""

    e164: str
    extension: str
    kind: PhoneKind
    vendor_dnc: bool
    role: Role
    rank: int


@dataclass(frozen=True, slots=True)
class Address:
    """A place in the United States or Canada. Empty where unknown; `state` has two letters, `zip` five digits."""

    street: str
    unit: str
    city: str
    state: str
    zip: str
    county: str = ""
    apn: str = ""


@dataclass(frozen=True, slots=True)
class ListingFacts:
    """The listing. Prices in dollars, days as the MLS counts them (not comparable between MLSs)."""

    status: ListingStatus
    mls_number: str
    list_date: date | None
    expired_date: date | None
    withdrawn_date: date | None
    cancelled_date: date | None
    status_date: date | None
    list_price: Decimal | None
    original_price: Decimal | None
    days_on_market: int | None
    property_type: str
    beds: int | None
    baths: Decimal | None
    sqft: int | None
    year_built: int | None
    agent: str
    office: str
    remarks: str


@dataclass(frozen=True, slots=True)
class Flags:
    """What the vendor warns of. A flag blocks and never clears."""

    litigator: bool
    do_not_mail: bool
    owner_is_agent: bool
    relisted: bool


@dataclass(frozen=True, slots=True)
class DedupeKeys:
    """Keys that the same property has in every file, strongest first; None where parts are missing."""

    apn_county: str | None
    address_key: str | None
    mls_source: str | None


@dataclass(frozen=True, slots=True)
class NewLead:
    """A row that can be worked, now or when its `holds` are lifted."""

    row_number: int
    raw: Mapping[str, str]
    people: tuple[NewPerson, ...]
    phones: tuple[NewPhone, ...]
    emails: tuple[str, ...]
    property: Address
    mailing: Address | None
    listing: ListingFacts
    flags: Flags
    dedupe_keys: DedupeKeys
    holds: tuple[HoldReason, ...]
    notes: str
    tags: tuple[str, ...]

    @builtins.property  # In this class, `property` is the house.
    def hold_reason(self) -> HoldReason | None:
        """The gravest of the holds."""
        return self.holds[0] if self.holds else None


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """One row of the file: its lead, unless it was refused, and everything that was not taken over.

    `raw` has every filled cell unchanged under its column's unique name, whether or not there is a lead.
    `row_number` is the one a spreadsheet shows.
    """

    row_number: int
    raw: Mapping[str, str]
    lead: NewLead | None
    rejects: tuple[Reject, ...]

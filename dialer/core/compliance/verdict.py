"""The answer to "may we?", with every reason against it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ReasonCode(StrEnum):
    """Why not. The sentence is for people; the code is for counting and for tests."""

    NO_NUMBER = "no_number"
    """The lead has no number."""
    NOT_US = "not_us"
    """The number belongs to no state, so no known law governs it."""
    SUPPRESSED = "suppressed"
    """Somebody asked, or decided, that it is not to be contacted."""
    ON_DNC_LIST = "on_dnc_list"
    """It is on a registry, and no consent or relationship of ours lifts that."""
    SCRUB_MISSING = "scrub_missing"
    """A registry that governs it was never loaded."""
    SCRUB_STALE = "scrub_stale"
    """The registry in use is too old."""
    RULE_UNREADABLE = "rule_unreadable"
    """A rule that governs it cannot be read."""
    EMERGENCY = "emergency"
    """A declared emergency stops solicitation there."""
    CONSENT_NEEDED = "consent_needed"
    """This way of reaching it needs a consent that is not on file."""
    LISTING_STATUS = "listing_status"
    """Its listing is not one whose owner may be approached."""
    RELISTED = "relisted"
    """The property is on the market again."""
    OWNER_IS_AGENT = "owner_is_agent"
    """The owner is in the trade."""
    HELD = "held"
    """The lead is held back."""
    OUTSIDE_HOURS = "outside_hours"
    """It is outside the legal hours in a plausible zone."""
    HOLIDAY = "holiday"
    """It is a closed holiday in a plausible state."""
    CAMPAIGN_HOURS = "campaign_hours"
    """It is outside the campaign's own hours in a plausible zone."""
    STATE_CAP = "state_cap"
    """The law's cap per person and 24 hours is reached."""
    REFUSAL_REST = "refusal_rest"
    """The person said no, and the law wants a rest after that."""
    NUMBER_24_HOURS = "number_24_hours"
    """The campaign's cap per number and 24 hours is reached."""
    NUMBER_DAY = "number_day"
    """The campaign's cap per number and day is reached."""
    LEAD_DAY = "lead_day"
    """The campaign's cap per lead and day is reached."""
    NUMBER_TOTAL = "number_total"
    """The number was tried as often as the campaign allows."""
    LEAD_TOTAL = "lead_total"
    """The lead was tried as often as the campaign allows."""
    SPACING = "spacing"
    """The last attempt is too recent."""
    FAILED_HOUR = "failed_hour"
    """The lead was missed at this time of day before."""
    RESERVED = "reserved"
    """It is kept for another agent."""
    LANDLINE = "landline"
    """A landline takes no texts."""
    TEXT_DAY = "text_day"
    """The campaign's cap of texts per day is reached."""
    NO_CONVERSATION = "no_conversation"
    """A reply needs a recent message of the owner's."""
    NO_CONFIRMATION = "no_confirmation"
    """The one confirmation after an opt-out was sent, or its five minutes are over."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that stands against it, and the rule that says so."""

    code: ReasonCode
    rule_id: str
    """An id of the rule book, or `campaign` or `lead` for what the operator or the record says."""
    sentence: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A reason, and when it ends by itself; None when it never does."""

    reason: Reason
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Allowed when there is no reason against it."""

    reasons: tuple[Reason, ...]
    not_before: datetime | None
    """The first moment at which all reasons have ended by themselves; None when allowed, or when one never does."""
    checked: tuple[str, ...]
    """Ids of the rules that were asked, for the compliance ledger."""

    @property
    def allowed(self) -> bool:
        return not self.reasons

    @property
    def codes(self) -> frozenset[ReasonCode]:
        return frozenset(reason.code for reason in self.reasons)

"""One rule of law as one dated row, and the words its columns use."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dialer.core.rules.hours import Hours


class Channel(StrEnum):
    """A way to reach a person; laws and opt-outs speak of each by itself."""

    VOICE = "voice"
    """An agent speaks."""
    RECORDED = "recorded"
    """A recording or an artificial voice speaks; a voicemail drop is one (FCC 22-85)."""
    TEXT = "text"
    """A text message, treated as a call since courts are split on it (P12)."""
    EMAIL = "email"
    """An e-mail."""
    MAIL = "mail"
    """A letter or a postcard."""


class Confidence(StrEnum):
    """How well the value is attested."""

    HIGH = "H"
    """A primary source, or two that are independent."""
    MEDIUM = "M"
    """One secondary source."""
    UNVERIFIED = "U"
    """Unverified or conflicting: settle it before relying on it."""


class ConsentKind(StrEnum):
    """What a person gave, and so which doors it opens."""

    WRITTEN = "written"
    """Prior express written consent: a signed agreement that names the number."""
    ORAL = "oral"
    """Prior express consent that was only spoken."""
    EBR = "ebr"
    """An established business relationship by a purchase or transaction, such as an ended listing agreement."""
    INQUIRY = "inquiry"
    """A relationship by an inquiry or application, such as the owner asking to be called."""


class Gate(StrEnum):
    """Which ways of dialing need consent first, mildest to strictest."""

    NONE = "none"
    """No consent is needed for a live call."""
    SELECT_AND_DIAL = "select and dial"
    """Consent is needed where a system both selects and dials the number."""
    SELECT_OR_DIAL = "select or dial"
    """Consent is needed where a system selects or dials the number."""
    ANY = "any"
    """Consent is needed for every sales call, however it is dialed."""


class Condition(StrEnum):
    """A circumstance without which a rule is silent."""

    ALWAYS = "always"
    """It applies to every number."""
    MOBILE = "mobile"
    """It applies to mobiles, and to numbers whose kind is unknown."""


class Parameter(StrEnum):
    """What a rule sets."""

    CALLING_HOURS = "calling hours"
    """The local hours in which solicitation is allowed."""
    HOLIDAYS_CLOSED = "closed on holidays"
    """Whether the state's legal holidays are closed."""
    ROLLING_CAP = "attempts per 24 hours"
    """Solicitations per person in any 24 hours."""
    CONSENT_GATE = "consent gate"
    """Which ways of dialing need consent."""
    EMERGENCY_BAN = "closed in declared emergencies"
    """Whether a declared emergency stops solicitation."""
    DNC_LIST = "do-not-call list"
    """A registry that must be loaded and obeyed, by name."""
    SCRUB_MAX_AGE = "registry age"
    """Days after loading during which a registry may be used."""
    EBR_MONTHS = "relationship by transaction"
    """Months that a business relationship lasts after the last transaction."""
    INQUIRY_MONTHS = "relationship by inquiry"
    """Months that a business relationship lasts after an inquiry."""
    RECORDED_CONSENT = "consent for recordings"
    """Whether a recorded message needs consent."""
    RECORDING_NOTICE = "notice of recording"
    """Whether everyone on a call must know that it is recorded."""
    IDENTIFY_SECONDS = "identify within"
    """Seconds in which the caller says who is calling and why."""
    RELEASE_SECONDS = "end after refusal within"
    """Seconds in which a call ends once the person refuses."""
    REFUSAL_REST_DAYS = "rest after refusal"
    """Days without another call after a refusal."""
    RING_SECONDS = "least ringing"
    """Seconds an unanswered call rings before it may be dropped."""
    CONNECT_SECONDS = "agent within"
    """Seconds after the greeting in which an agent must be there."""
    ABANDON_CAP = "abandoned share"
    """Share of answered calls that may be abandoned, per campaign and 30 days."""
    RECORD_YEARS = "keep records"
    """Years for which proof is kept."""
    OPT_OUT_DAYS = "honour opt-outs within"
    """Business days; the product acts at once."""
    OPT_OUT_YEARS = "keep opt-outs"
    """Years for which an opt-out is kept; the product keeps it for ever."""
    OPT_OUT_WORDS = "opt-out words"
    """Replies that always stop texts."""
    OPT_IN_WORDS = "opt-in words"
    """Replies that allow texts again."""
    HELP_WORDS = "help words"
    """Replies that ask who is writing."""
    CONFIRM_MINUTES = "confirmation text within"
    """Minutes after an opt-out in which one confirmation may be sent."""
    LISTING_STATUS = "listing status"
    """Listing statuses whose owners may be approached."""
    DUTY = "duty"
    """A duty of the caller that no check of a number can see."""


Value = Hours | Gate | bool | int | float | str | tuple[str, ...]

UNIT = {
    Parameter.CALLING_HOURS: "local time",
    Parameter.ROLLING_CAP: "attempts per 24 h",
    Parameter.SCRUB_MAX_AGE: "days",
    Parameter.EBR_MONTHS: "months",
    Parameter.INQUIRY_MONTHS: "months",
    Parameter.IDENTIFY_SECONDS: "seconds",
    Parameter.RELEASE_SECONDS: "seconds",
    Parameter.REFUSAL_REST_DAYS: "days",
    Parameter.RING_SECONDS: "seconds",
    Parameter.CONNECT_SECONDS: "seconds",
    Parameter.ABANDON_CAP: "share",
    Parameter.RECORD_YEARS: "years",
    Parameter.OPT_OUT_DAYS: "business days",
    Parameter.OPT_OUT_YEARS: "years",
    Parameter.CONFIRM_MINUTES: "minutes",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What one jurisdiction demands, since when, and where it says so."""

    id: str
    jurisdiction: str
    """`US`, or a state's two letters."""
    channels: frozenset[Channel]
    parameter: Parameter
    value: Value
    citation: str
    confidence: Confidence
    review_by: date
    """The day after which the row is flagged until somebody has looked at the law again."""
    sentence: str
    """What it means, for the person who asks why."""
    effective_from: date | None = None
    effective_to: date | None = None
    """The last day on which it holds."""
    applies_if: Condition = Condition.ALWAYS
    exempt_if: frozenset[ConsentKind] = frozenset()
    """Any one of these, current and held by our brokerage, lifts the rule."""

    @property
    def unit(self) -> str:
        return UNIT.get(self.parameter, "")

    def holds_on(self, day: date) -> bool:
        return (self.effective_from is None or self.effective_from <= day) and (
            self.effective_to is None or day <= self.effective_to
        )

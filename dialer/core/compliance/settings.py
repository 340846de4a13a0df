"""What a campaign allows, beside the law."""

from dataclasses import dataclass, field
from datetime import timedelta

from dialer.core.rules import Hours, RuleBook, hours, standard_rules


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRules:
    """A campaign's own limits and the rule book; None is no limit. The law's limits apply whatever stands here."""

    hours: Hours = field(default_factory=lambda: hours("08:00-21:00"))
    number_per_day: int | None = 2
    """Calls to one number per local day."""
    lead_per_day: int | None = 4
    """Calls to all numbers of one lead per local day."""
    number_per_24_hours: int | None = 3
    """Calls to one number in any 24 hours; three is the strictest cap of any state, taken for all."""
    number_total: int | None = 20
    lead_total: int | None = 40
    spacing: timedelta = timedelta(hours=2)
    """The least time between two calls to one number."""
    from_failed_hour: timedelta = timedelta(hours=2)
    """How far a call keeps from the time of day at which the lead was missed on an earlier day; zero is no limit."""
    texts_per_day: int | None = 2
    """Texts to one number per local day, replies in a conversation not counted."""
    max_scrub_age_days: int = 31
    """A stricter limit than the law's may be set; a looser one has no effect."""
    require_scrub: bool = True
    """Whether a registry must be loaded at all; False only where no real person can be reached."""
    hours_apply: bool = True
    """Whether calling hours are asked at all, the law's and the campaign's; False only where no real person can be
    reached."""
    emergencies: frozenset[str] = frozenset()
    """States in which an emergency is declared now."""
    brokerage: str = ""
    """Whose consents count."""
    rulebook: RuleBook = field(default_factory=standard_rules)


def cautious() -> CallRules:
    """The narrowest window of any state's plain hours, for operators without counsel: 9 to 20 everywhere."""
    return CallRules(hours=hours("09:00-20:00"))

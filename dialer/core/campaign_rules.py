"""A campaign's settings as the limits that the judgement asks for."""

from datetime import timedelta

from dialer.core.campaigns import CampaignSettings
from dialer.core.compliance import CallRules
from dialer.core.rules import Overrides, rules_with
from dialer.core.rules.hours import DAYS, hours_from


def call_rules(
    settings: CampaignSettings,
    *,
    brokerage: str,
    practice: bool,
    any_hour: bool = False,
    overrides: Overrides = (),
    emergencies: frozenset[str] = frozenset(),
) -> CallRules:
    """The campaign's own limits; the law's apply beside them whatever stands here.

    On the practice network no real person can be reached, so no registry needs to be loaded there, and with
    `any_hour` it works around the clock. Elsewhere `any_hour` has no effect.
    """
    span = f"{_clock(settings.open_minute)}-{_clock(settings.close_minute)}"
    return CallRules(
        hours=hours_from({day: span if number in settings.weekdays else None for number, day in enumerate(DAYS)}),
        number_per_day=settings.per_number_per_day,
        lead_per_day=settings.per_lead_per_day,
        number_per_24_hours=settings.rolling_24_hours,
        number_total=settings.per_number_total,
        lead_total=settings.per_lead_total,
        spacing=timedelta(hours=settings.min_hours_between),
        from_failed_hour=timedelta(hours=settings.hours_from_failed),
        max_scrub_age_days=settings.scrub_max_age_days,
        require_scrub=settings.require_scrub or not practice,
        hours_apply=not (practice and any_hour),
        emergencies=emergencies,
        brokerage=brokerage,
        rulebook=rules_with(overrides),
    )


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"

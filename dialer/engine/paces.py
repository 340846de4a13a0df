"""A campaign's pace, limits and ledger as the rules take them; the engine and the page that explains it ask here."""

from datetime import datetime
from math import ceil

from dialer.bootstrap import Services
from dialer.config import CarrierName
from dialer.core.campaigns import CampaignSettings, Screening
from dialer.core.metrics import LEDGER_DAYS
from dialer.core.pacing import Ledger, Limits, Pace, PaceMode
from dialer.purse import MICRODOLLARS_PER_CENT
from dialer.store import campaigns_run, money
from dialer.store.campaigns_run import RunningCampaign
from dialer.store.session import Connection

PLENTY = 10_000
"""Stands for "no limit known" where nothing sets one."""


def pace_of(settings: CampaignSettings, mode: PaceMode | None = None) -> Pace:
    """The campaign's pace, or what it would be in another mode."""
    return Pace(
        mode=mode or PaceMode(settings.mode),
        lines_per_agent=settings.lines_per_agent,
        target_abandon=settings.target_abandoned,
        ring_policy=settings.ring_policy,
        machines_reach_agents=settings.screening is not Screening.DETECT_FIRST,
    )


def limits_of(services: Services, campaign: RunningCampaign, now: datetime, spend_left: int) -> Limits:
    """The bounds from outside the campaign. How many leads are due shows only when they are claimed."""
    return Limits(
        trunk_channels=services.capacity.channels(now),
        calls_per_second_left=ceil(services.capacity.calls_per_second(now)),
        hopper_due=PLENTY,
        spend_left_calls=spend_left,
        campaign_running=campaign.status == "running" and not campaign.halted_because,
    )


def ledger_of(conn: Connection, campaign_id: int, now: datetime) -> Ledger:
    """Abandoned calls and calls that a person answered, over the law's 30 days: 16 CFR 310.4(b)(4)(i)."""
    abandoned, answered = campaigns_run.ledger(conn, campaign_id, now - LEDGER_DAYS)
    # An answer that was abandoned and later taken for a machine is in neither number.
    return Ledger(min(abandoned, answered), answered)


def spend_left(conn: Connection, services: Services, now: datetime) -> int:
    """None once the day's cap is reached. Each request sets its own price aside besides, so this may be a little old;
    all of the day's calls are added up for it."""
    if services.settings.carrier is CarrierName.PRACTICE:
        return PLENTY
    cap = services.settings.daily_spend_cap_cents * MICRODOLLARS_PER_CENT
    return PLENTY if money.spent(conn, now) < cap else 0

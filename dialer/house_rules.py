"""A campaign's rules on this installation: who we are, whether anybody real can be reached, what was overridden."""

from datetime import datetime

from dialer.config import CarrierName, Settings
from dialer.core.campaign_rules import call_rules
from dialer.core.campaigns import CampaignSettings
from dialer.core.compliance import CallRules
from dialer.store.law import house_law
from dialer.store.session import Connection


def rules_for(conn: Connection, settings: Settings, campaign: CampaignSettings, now: datetime) -> CallRules:
    """What the judgement of this campaign's calls and texts is asked with."""
    house = house_law(conn, now)
    return call_rules(
        campaign,
        brokerage=settings.brokerage_name,
        practice=settings.carrier is CarrierName.PRACTICE,
        any_hour=settings.practice_any_hour,
        overrides=house.overrides,
        emergencies=house.emergencies,
    )

"""A campaign's rules on this installation: whose name is said, and whether anybody real can be reached."""

from dialer.config import CarrierName, Settings
from dialer.core.campaign_rules import call_rules
from dialer.core.campaigns import CampaignSettings
from dialer.core.compliance import CallRules


def rules_for(settings: Settings, campaign: CampaignSettings) -> CallRules:
    """What the judgement of this campaign's calls and texts is asked with."""
    return call_rules(
        campaign,
        brokerage=settings.brokerage_name,
        practice=settings.carrier is CarrierName.PRACTICE,
        any_hour=settings.practice_any_hour,
    )

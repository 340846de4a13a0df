"""Which conversations are recorded: asked as soon as agent and person hear each other."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dialer.core.campaign_rules import call_rules
from dialer.core.campaigns import CampaignSettings, Recorded
from dialer.core.recording import How, how_to_record
from dialer.store import recordings
from dialer.store.contacts import load_contacts
from dialer.store.law import house_law
from dialer.store.session import Connection
from telephony.orders import StartRecording


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation that has just begun."""

    call_id: str
    carrier: str
    carrier_call_id: str | None
    settings: CampaignSettings
    """The campaign's."""


def order_for(conn: Connection, talk: Talk, now: datetime) -> StartRecording | None:
    """What the campaign's policy wants for this conversation; once per call."""
    settings = talk.settings
    if settings.recording is Recorded.OFF:
        return None
    house = house_law(conn, now)
    rules = call_rules(
        settings, brokerage="", practice=False, any_hour=False, overrides=house.overrides, emergencies=house.emergencies
    )
    whose = recordings.lead_of_call(conn, talk.call_id)
    contact = load_contacts(conn, [whose], now)[whose] if whose is not None else None
    how = how_to_record(settings.recording, contact, rules, now)
    announced = how is How.AFTER_NOTICE
    until = now + timedelta(days=settings.recording_days)
    lead_id = whose[0] if whose is not None else None
    if how is How.NOT or not recordings.wish(
        conn, call_id=talk.call_id, lead_id=lead_id, carrier=talk.carrier, announced=announced, at=now, until=until
    ):
        return None
    return StartRecording(call_id=talk.call_id, carrier_call_id=talk.carrier_call_id, announced=announced)

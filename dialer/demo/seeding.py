"""Fills an empty installation with the demo, step by step; each step looks first at what is there already."""

from dataclasses import dataclass

from sqlalchemy import Connection

from dialer import campaigns, imports
from dialer.bootstrap import Services
from dialer.campaigns import Changes
from dialer.config import CarrierName
from dialer.core.campaigns import CampaignSettings, RingPolicy
from dialer.core.sequences import DEFAULT_SEQUENCE_NAME
from dialer.core.sequences.ready_made import APOLOGY, MISSED
from dialer.demo.file import redx_file
from dialer.demo.leads import Household, make_households, own_number
from dialer.demo.places import PLACES
from dialer.demo.team import LogIn, ensure_team, log_ins
from dialer.refusals import Refused
from dialer.setup import ensure_defaults
from dialer.store import campaigns as campaign_rows
from dialer.store import content, listing_history
from dialer.store import imports as import_rows
from dialer.store.accounts import Account
from dialer.store.imports import LeadImport
from dialer.store.listing_history import Told

LEADS = 2000
CAMPAIGN = "Fresh expireds"
FILENAME = "practice-expireds.csv"
DAILY_LIMIT = 150
"""Calls per caller ID and day, near what carriers' analytics take for a person's phone."""


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo consists of."""

    log_ins: tuple[LogIn, ...]
    campaign_id: int


class DemoError(Exception):
    """The demo cannot be made; the text says what to do."""


def seed(services: Services, leads: int = LEADS) -> Demo:
    """Makes the demo, or what is missing of it. Refused on a real carrier: its agents dial by themselves."""
    if services.settings.carrier is not CarrierName.PRACTICE:
        raise DemoError("The demo runs on the practice carrier only: leave RELIST_CARRIER out.")
    with services.db.transaction() as conn:
        ensure_defaults(conn, services.clock.now())
    manager = ensure_team(services)
    campaign_id = _ensure_campaign(services, manager)
    _ensure_leads(services, manager, campaign_id, leads)
    return Demo(log_ins(), campaign_id)


def _ensure_campaign(services: Services, manager: Account) -> int:
    with services.db.transaction() as conn:
        known = next((c.id for c in campaign_rows.everything(conn) if c.name == CAMPAIGN), None)
        if known is not None:
            return known
        _ensure_caller_ids(conn)
        wanted = _campaign(conn, services.settings.brokerage_name)
    made = campaigns.create(services, manager, wanted)
    if isinstance(made, Refused):
        raise DemoError(f"The campaign of the demo could not be made: {made.sentence}")
    return made.id


def _campaign(conn: Connection, brokerage: str) -> Changes:
    templates = {template.name: template.id for template in content.templates(conn)}
    sequences = {sequence.name: sequence.id for sequence in content.sequences(conn)}
    script = next(iter(content.scripts(conn)), None)
    number = own_number(PLACES[0])
    return Changes(
        name=CAMPAIGN,
        settings=CampaignSettings(
            mode="power",
            lines_per_agent=3,
            ring_policy=RingPolicy.RING_ON,
            identification=f"This is {brokerage}. We called about your property; reach us at {number}.",
            apology_template_id=templates.get(APOLOGY),
            missed_template_id=templates.get(MISSED),
        ),
        sequence_id=sequences.get(DEFAULT_SEQUENCE_NAME),
        script_id=script.id if script else None,
    )


def _ensure_caller_ids(conn: Connection) -> None:
    """A number of ours in every third place."""
    for place in PLACES[::3]:
        content.add_caller_id(
            conn, e164=own_number(place), label=f"{place.city}, {place.state}", active=True, daily_limit=DAILY_LIMIT
        )


def _ensure_leads(services: Services, manager: Account, campaign_id: int, leads: int) -> None:
    """Sends the file through the import like any other, then adds the earlier listings, which no such file has."""
    stored = _latest(services)
    if stored is not None and stored.state == "done":
        return
    # Dated by the first try, so that a second one finds the same rows in the file.
    day = (stored.created_at if stored else services.clock.now()).date()
    households = make_households(leads, day)
    if stored is None:
        data = redx_file(households)
        made = imports.create(services, user_id=manager.id, filename=FILENAME, data=data, campaign_id=campaign_id)
        if isinstance(made, Refused):
            raise DemoError(f"The file of the demo could not be read: {made.sentence}")
        stored = _latest(services)
    assert stored is not None, "the import was stored above"
    if stored.state in ("preview", "failed"):
        imports.start(services, user_id=manager.id, import_id=stored.id)
    while imports.run_import(services):
        pass
    with services.db.transaction() as conn:
        listing_history.complete(conn, stored.id, _told(households))


def _latest(services: Services) -> LeadImport | None:
    with services.db.transaction() as conn:
        return next((each for each in import_rows.everything(conn) if each.filename == FILENAME), None)


def _told(households: tuple[Household, ...]) -> list[Told]:
    """The histories by the rows of the file, whose second line is the first household."""
    return [
        Told(row, event.on, event.kind, event.price * 100, event.agent)
        for row, household in enumerate(households, start=2)
        for event in household.history
    ]

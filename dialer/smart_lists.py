"""Saved lists that feed a campaign: leads that come to fit are taken in by themselves, also while sessions run."""

from dataclasses import replace
from datetime import datetime, timedelta

from dialer.bootstrap import Services
from dialer.core.metrics import business_day
from dialer.enrolling import enroll
from dialer.refusals import Refused, conflict, missing
from dialer.store import audit, campaigns, lead_lists, leads_read
from dialer.store.accounts import Account
from dialer.store.lead_lists import Feeding
from dialer.store.lead_query import of_filters
from dialer.store.session import Connection

EVERY = timedelta(minutes=1)
"""How often a list is asked for new leads."""

MOST = 2_000
"""Leads taken in at a time, so that calls and texts that are due meanwhile do not wait."""


def feed(services: Services, by: Account, list_id: int, campaign_id: int | None) -> Refused | None:
    """Lets a list of one's own feed a campaign from now on; None lets it feed none. Who was taken in stays."""
    now = services.clock.now()
    with services.db.transaction() as conn:
        if campaign_id is not None:
            campaign = campaigns.load(conn, campaign_id)
            if campaign is None:
                return missing("campaign")
            if campaign.status == "archived":
                return conflict("The campaign is archived; choose another one.")
        if not lead_lists.feed(conn, by.id, list_id, campaign_id):
            return missing("list of yours")
        audit.record(conn, now, by.id, "lead_list.feeds", "lead_list", list_id, {"campaign": campaign_id})
    return None


def _feed(conn: Connection, each: Feeding, now: datetime) -> int:
    asked = of_filters(each.query, business_day(now))
    if asked.status not in ("", "open"):
        return 0
    ids = leads_read.ids(conn, replace(asked, status="open", outside=each.campaign_id), MOST)
    return len(enroll(conn, each.campaign_id, ids, now))


def feed_due(services: Services, now: datetime) -> int:
    """Takes in what came to fit since the last look; how many leads."""
    taken = 0
    with services.db.transaction() as conn:
        for each in lead_lists.due(conn, now - EVERY):
            taken += _feed(conn, each, now)
            lead_lists.fed(conn, each.id, now)
    if taken:
        services.waker.wake("engine")
        services.waker.wake("live")
    return taken

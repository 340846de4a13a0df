"""A saved list feeds a running session with leads that come to fit it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from dialer import smart_lists
from dialer.core.metrics import business_day
from dialer.engine.nudges import due
from dialer.queues import Job
from dialer.refusals import Refused
from dialer.store import accounts, lead_lists
from dialer.store.accounts import Account
from tests.support.builders import a_campaign, a_lead, a_user
from tests.support.world import World, make_world, nobody, world

__all__ = ["make_world", "world"]


def a_manager(world: World) -> Account:
    found = accounts.by_id(world.conn, a_user(world.conn, role="manager").id)
    assert found is not None
    return found


def a_list(world: World, by: Account, **query: Any) -> int:
    return lead_lists.save(world.conn, by.id, "Texans", query, world.clock.now())


def in_campaign(world: World) -> set[int]:
    return set(world.conn.execute(text("SELECT lead_id FROM enrollment")).scalars())


def test_a_list_by_price_days_and_tries_feeds_who_fits_it_on_that_day(world: World) -> None:
    manager = a_manager(world)
    chosen = {"tries": "none", "price_from": 200_000, "price_to": 300_000, "market_from": 90, "lapsed_to": 2}
    a_list_id = a_list(world, manager, **chosen)
    assert smart_lists.feed(world.services, manager, a_list_id, world.campaign_id) is None
    now = world.clock.now()
    lately = business_day(now) - timedelta(days=2)
    fits: dict[str, Any] = {"list_price_cents": 25_000_000, "days_on_market": 120, "expired_on": lately}
    lead = a_texan(world, **fits)
    for other in ({"list_price_cents": None}, {"days_on_market": 89}, {"expired_on": lately - timedelta(days=1)}):
        a_texan(world, **(fits | other))
    world.agent()
    assert smart_lists.feed_due(world.services, now) == 1
    world.until(lambda: world.conn.execute(text("SELECT lead_id FROM attempt")).scalars().all() == [lead])
    tried = world.conn.execute(text("SELECT id FROM lead WHERE tried")).scalars().all()
    assert tried == [lead]
    # Another campaign is fed as well: by tomorrow the listings have been over for too long, and who was tried is out.
    world.conn.execute(text("UPDATE lead_list SET campaign_id = NULL"))
    elsewhere = a_campaign(world.conn)
    assert smart_lists.feed(world.services, manager, a_list_id, elsewhere) is None
    a_texan(world, **fits)
    assert smart_lists.feed_due(world.services, now + timedelta(days=1)) == 0
    world.conn.execute(text("UPDATE lead_list SET fed_at = NULL"))
    assert smart_lists.feed_due(world.services, now) == 1


def a_texan(world: World, **more: Any) -> int:
    place: dict[str, Any] = {"state": "TX", "zip": "77001", "city": "Houston"}
    return a_lead(world.conn, numbers=[world.number(nobody)], **place, **more)


def test_a_lead_that_comes_to_fit_the_list_is_dialed_in_the_session_that_runs(world: World) -> None:
    manager = a_manager(world)
    assert smart_lists.feed(world.services, manager, a_list(world, manager, state="TX"), world.campaign_id) is None
    world.agent()
    # Also where nothing else has a worker look, as on a floor that waits for leads.
    assert due(world.conn, world.clock.now()) == (Job.FOLLOWUP,)
    assert smart_lists.feed_due(world.services, world.clock.now()) == 0
    assert due(world.conn, world.clock.now()) == ()
    lead = a_texan(world)
    elsewhere, held = a_lead(world.conn), a_texan(world, status="held")
    assert smart_lists.feed_due(world.services, world.clock.now()) == 0, "asked a moment ago"
    later = world.clock.now() + smart_lists.EVERY
    assert smart_lists.feed_due(world.services, later) == 1
    assert in_campaign(world) == {lead}
    assert {elsewhere, held}.isdisjoint(in_campaign(world))
    world.until(lambda: world.conn.execute(text("SELECT lead_id FROM attempt")).scalars().all() == [lead])
    assert smart_lists.feed_due(world.services, later + smart_lists.EVERY) == 0, "each lead is taken in once"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE campaign SET status = 'paused'",
        "UPDATE user_account SET role = 'agent'",
        "UPDATE user_account SET active = FALSE",
        "UPDATE lead_list SET campaign_id = NULL",
        """UPDATE lead_list SET query = '{"state": "TX", "status": "held"}'""",
    ],
)
def test_a_list_feeds_only_a_running_campaign_and_only_while_its_owner_may(world: World, change: str) -> None:
    manager = a_manager(world)
    assert smart_lists.feed(world.services, manager, a_list(world, manager, state="TX"), world.campaign_id) is None
    a_texan(world)
    world.conn.execute(text(change))
    assert smart_lists.feed_due(world.services, world.clock.now() + timedelta(hours=1)) == 0
    assert in_campaign(world) == set()


def test_only_ones_own_list_and_a_campaign_that_is_there_are_taken(world: World) -> None:
    manager, colleague = a_manager(world), a_manager(world)
    mine = a_list(world, manager, state="TX")
    assert isinstance(smart_lists.feed(world.services, colleague, mine, world.campaign_id), Refused)
    assert isinstance(smart_lists.feed(world.services, manager, mine, 10**6), Refused)
    world.conn.execute(text("UPDATE campaign SET status = 'archived'"))
    assert isinstance(smart_lists.feed(world.services, manager, mine, world.campaign_id), Refused)

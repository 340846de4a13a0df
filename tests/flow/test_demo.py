"""The demo: what `relist up --demo` puts into an empty installation."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, text

from dialer import accounts
from dialer.bootstrap import Services
from dialer.clock import FixedClock
from dialer.config import CarrierName
from dialer.demo import seed
from dialer.demo.leads import make_households
from dialer.demo.seeding import DemoError
from dialer.engine.claim import judge, terms_of
from dialer.store.campaigns_run import find
from dialer.store.contacts import load_contacts


def count(conn: Connection, what: str) -> int:
    return int(conn.execute(text(f"SELECT count(*) FROM {what}")).scalar_one())


@pytest.fixture
def demo(services: Services):
    """A smaller one, of the same kind."""
    return seed(services, leads=200)


def test_it_is_a_working_team_with_two_thousand_leads_in_a_campaign(services: Services, conn: Connection):
    demo = seed(services)
    assert count(conn, "lead") >= 1990
    assert count(conn, "lead WHERE state <> ''") == count(conn, "lead")
    assert count(conn, "(SELECT DISTINCT state FROM lead) AS states") >= 15
    assert count(conn, "(SELECT DISTINCT substr(e164, 3, 3) FROM phone) AS codes") >= 40
    assert count(conn, "(SELECT lead_id FROM phone GROUP BY lead_id HAVING count(*) > 1) AS several") > 800
    assert count(conn, "enrollment WHERE state = 'ready'") > 1700
    assert count(conn, "robot_seat") == 4
    assert count(conn, "user_account WHERE role = 'agent'") == 6
    assert count(conn, "user_account WHERE role = 'manager'") == 1
    assert count(conn, "import_reject WHERE whole_row") >= 3
    for person in demo.log_ins:
        account = accounts.authenticate(services, person.email, person.password)
        assert account is not None
        assert account.role.value == person.role


def test_every_number_is_fictional_and_belongs_to_one_household(demo, conn: Connection):
    numbers = conn.execute(text("SELECT e164 FROM phone UNION ALL SELECT e164 FROM caller_id")).scalars().all()
    assert all(re.fullmatch(r"\+1\d{3}55501\d{2}", number) for number in numbers)
    assert len(set(numbers)) == len(numbers)


def test_houses_have_their_listing_history_ending_off_the_market(demo, conn: Connection, clock: FixedClock):
    rows = conn.execute(
        text("SELECT * FROM listing_event WHERE price_cents IS NOT NULL ORDER BY lead_id, on_date, id")
    ).all()
    histories: dict[int, list] = {}
    for row in rows:
        histories.setdefault(row.lead_id, []).append(row)
    assert len(histories) == count(conn, "lead WHERE list_price_cents IS NOT NULL") == 200
    for history in histories.values():
        assert history[0].kind == "listed"
        assert history[-1].kind in ("expired", "cancelled", "withdrawn")
        assert history[-1].on_date < clock.now().date()
        assert all(event.price_cents > 0 for event in history)
    earlier = [h for h in histories.values() if sum(event.kind == "listed" for event in h) > 1]
    assert len(earlier) > 60


def test_nearly_all_of_its_first_numbers_may_be_called_at_three_in_the_morning(demo, services, conn, clock):
    clock.advance(timedelta(hours=15))
    at_night = replace(services.settings, practice_any_hour=True)
    campaign = find(conn, demo.campaign_id)
    assert campaign is not None
    terms = terms_of(conn, at_night, campaign, clock.now())
    ready = conn.execute(text("SELECT lead_id, phone_id FROM enrollment WHERE state = 'ready'")).all()
    contacts = load_contacts(conn, [tuple(row) for row in ready], clock.now())
    allowed = [judge(contact, terms, None).allowed for contact in contacts.values()]
    assert sum(allowed) > 0.9 * len(allowed)
    by_day = terms_of(conn, services.settings, campaign, clock.now())
    assert not any(judge(contact, by_day, None).allowed for contact in contacts.values())


def test_adding_it_again_changes_nothing(demo, services: Services, conn: Connection):
    tables = ("lead", "phone", "listing_event", "enrollment", "user_account", "robot_seat", "caller_id", "campaign")
    before = {table: count(conn, table) for table in tables}
    assert seed(services, leads=200) == demo
    assert {table: count(conn, table) for table in tables} == before


def test_what_was_interrupted_halfway_is_completed(services: Services, conn: Connection):
    whole = make_households(200, services.clock.now().date())
    seed(services, leads=200)
    conn.execute(text("DELETE FROM listing_event WHERE kind = 'price_cut'"))
    conn.execute(text("UPDATE lead_import SET state = 'queued', rows_done = 0"))
    seed(services, leads=200)
    cuts = sum(event.kind == "price_cut" for house in whole for event in house.history)
    assert count(conn, "listing_event WHERE kind = 'price_cut'") == cuts


def test_it_is_refused_where_real_people_could_be_called(services: Services, conn: Connection):
    real = replace(services, settings=replace(services.settings, carrier=CarrierName.TWILIO))
    with pytest.raises(DemoError):
        seed(real)
    assert count(conn, "user_account") == 0

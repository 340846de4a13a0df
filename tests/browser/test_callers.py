"""A manager looks after callers whom nobody knows."""

from playwright.sync_api import expect
from sqlalchemy import text

from dialer.store.session import Database
from tests.browser.floor import Floor
from tests.browser.visitor import Visits

ARRIVED = """
    INSERT INTO call (id, role, carrier, e164, caller_id, state, planned_at, ended_at)
    VALUES (:id, 'lead', 'practice', :e164, '+12175550199', 'ended', now(), now())
"""


FIRST, SECOND = "+19705550171", "+19705550172"
"""Of an area code where no test has a lead."""


def an_unknown_caller(db: Database, call_id: str, e164: str) -> None:
    values = {"id": call_id, "e164": e164}
    with db.transaction() as conn:
        conn.execute(text(ARRIVED), values)
        conn.execute(
            text("INSERT INTO inbound_call (call_id, at, state, closed_at) VALUES (:id, now(), 'over', now())"), values
        )


def test_a_caller_becomes_a_lead_and_another_is_none(visits: Visits, floor: Floor) -> None:
    an_unknown_caller(floor.db, "stranger-1", FIRST)
    an_unknown_caller(floor.db, "stranger-2", SECOND)
    page = visits.by(floor.user("manager"))
    page.goto("/callers")
    no_lead = page.get_by_role("button", name="(970) 555-0172 is not a lead")
    no_lead.click()
    expect(no_lead).to_be_hidden()
    page.get_by_role("button", name="Make (970) 555-0171 a lead").click()
    dialog = page.get_by_role("dialog", name="Make (970) 555-0171 a lead")
    dialog.get_by_label("Name").fill("Ann Stranger")
    dialog.get_by_role("button", name="Make the lead").click()
    expect(page.get_by_role("heading", name="Ann Stranger").first).to_be_visible()
    expect(page.get_by_text("They called, nobody was free")).to_be_visible()
    page.goto("/callers")
    expect(page.get_by_role("heading", name="Callers")).to_be_visible()
    expect(page.get_by_text("(970) 555-0171")).to_be_hidden()

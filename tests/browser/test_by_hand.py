"""Campaigns in which the agent starts each call: a lead to read first, or a list to pick from."""

from datetime import timedelta

from playwright.sync_api import expect

from tests.browser.calling import dials, start, talk
from tests.browser.floor import Floor
from tests.browser.visitor import Visits


def test_a_previewed_lead_is_dialed_when_the_time_to_read_is_over(visits: Visits, floor: Floor) -> None:
    work = floor.work([floor.far_ends.person()], mode="preview", preview_seconds=2)
    page = visits.by(work.agent)
    start(page, work.campaign)
    assert talk(page) == "Ada Example1"
    waited = """
        SELECT min(a.opened_at) - min(s.started_at) FROM attempt a JOIN session s ON s.id = a.session_id
         WHERE a.campaign_id = :id
    """
    assert floor.ask(waited, id=work.campaign_id)[0][0] >= timedelta(seconds=2)


def test_a_previewed_lead_is_not_dialed_while_the_link_is_down(visits: Visits, floor: Floor) -> None:
    work = floor.work([floor.far_ends.nobody()], mode="preview", preview_seconds=60)
    page = visits.by(work.agent)
    page.clock.install()
    dialed = dials(page)
    start(page, work.campaign)
    expect(page.get_by_text("Dials by itself in")).to_be_visible()
    page.context.set_offline(True)
    expect(page.get_by_text("The timer waits for the link to the server")).to_be_visible()
    page.clock.fast_forward(61_000)
    page.context.set_offline(False)
    expect(page.get_by_text("Dials by itself in")).to_be_visible()
    visits.complaints.clear()  # The failed requests of the outage are what it is about.
    assert dialed == []


def test_an_agent_stops_the_timer_skips_the_lead_and_dials_the_next(visits: Visits, floor: Floor) -> None:
    work = floor.work([floor.far_ends.nobody(), floor.far_ends.person()], mode="preview", preview_seconds=60)
    page = visits.by(work.agent)
    start(page, work.campaign)
    expect(page.get_by_text("Dials by itself in")).to_be_visible()
    page.get_by_role("button", name="Stop the timer").click()
    expect(page.get_by_text("Dials by itself in")).to_have_count(0)
    page.get_by_role("button", name="Skip").click()
    expect(page.get_by_role("heading", name="Ben Example2")).to_be_visible()
    page.get_by_role("button", name="Dial D").click()
    assert talk(page) == "Ben Example2"


def test_an_agent_picks_whom_to_call(visits: Visits, floor: Floor) -> None:
    work = floor.work([floor.far_ends.nobody(), floor.far_ends.person()], mode="click")
    page = visits.by(work.agent)
    start(page, work.campaign)
    expect(page.get_by_role("heading", name="Choose whom to call")).to_be_visible()
    page.get_by_role("button", name="Dial Ben Example2").click()
    assert talk(page) == "Ben Example2"

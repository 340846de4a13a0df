"""The manager's floor, while an agent calls."""

import re

from playwright.sync_api import Locator, expect

from tests.browser.calling import expect_state, start, talk
from tests.browser.floor import Floor, Work
from tests.browser.visitor import Visits
from tests.support.running import wait_for


def test_the_floor_shows_who_does_what_since_when_and_what_the_law_counts(visits: Visits, floor: Floor) -> None:
    far_ends = floor.far_ends
    work = floor.work([far_ends.person(talks_seconds=40), far_ends.person(talks_seconds=40)])
    agent = visits.by(work.agent)
    start(agent, work.campaign, lines=2)
    talk(agent)
    manager = visits.by(floor.user("manager"))
    row = manager.get_by_role("table", name="Agents in a session").get_by_role("row", name=work.agent.name)
    expect(row.get_by_role("cell", name="Talking")).to_be_visible()
    _expect_running(row.locator(".timer"))
    expect(row.locator("td.figure").nth(1)).to_have_text("2")
    # Both answered, one agent: the second one reached nobody within two seconds.
    wait_for("the law has counted", lambda: _abandoned(floor, work) == 1, 15)
    tile = manager.locator("section.tile", has=manager.get_by_role("link", name=work.campaign))
    expect(tile).to_contain_text("1 of 2 · limit 3 %")
    agent.get_by_role("button", name="Hang up").click()
    expect(row.get_by_role("cell", name="Wrap-up")).to_be_visible()
    agent.keyboard.press("4")
    expect_state(agent, "Dialing")
    expect(row.locator(".whynot")).not_to_be_empty()
    expect(tile.locator(".limit")).not_to_contain_text("Calls go out")


def test_why_no_call_goes_out_is_said_once_and_in_a_word_in_each_row(visits: Visits, floor: Floor) -> None:
    work = floor.work([floor.far_ends.nobody()])
    agents = [work.agent, floor.user("agent")]
    for agent in agents:
        start(visits.by(agent), work.campaign)
    manager = visits.by(floor.user("manager"))
    said = manager.locator(".whynots li", has_text=work.campaign)
    expect(said).to_contain_text("No more leads are due that may be called now.")
    for agent in agents:
        expect(said).to_contain_text(agent.name)
        row = manager.get_by_role("table", name="Agents in a session").get_by_role("row", name=agent.name)
        word = row.locator(".whynot .defined")
        expect(word).to_have_text(re.compile("^No leads due"))
        word.focus()
        expect(manager.get_by_role("tooltip")).to_contain_text("No more leads are due")
        assert row.evaluate("row => row.offsetHeight") < 70
    expect(said).to_have_count(1)


def test_a_manager_stops_all_dialing_and_talks_go_on(visits: Visits, floor: Floor) -> None:
    far_ends = floor.far_ends
    work = floor.work([far_ends.person(talks_seconds=60), far_ends.nobody()])
    agent = visits.by(work.agent)
    start(agent, work.campaign, lines=2)
    talk(agent)
    manager = visits.by(floor.user("manager"))
    manager.get_by_role("button", name="Stop all dialing").click()
    manager.get_by_role("button", name="Stop now").click()
    tile = manager.locator("section.tile", has=manager.get_by_role("link", name=work.campaign))
    expect(tile).to_contain_text("paused")
    still = "SELECT state FROM call WHERE campaign_id = :campaign_id AND ended_at IS NULL AND role = 'lead'"
    wait_for("the other line is taken back", lambda: len(floor.ask(still, campaign_id=work.campaign_id)) == 1, 15)
    expect_state(agent, "Talking")


def test_an_agent_cannot_open_the_floor(visits: Visits, floor: Floor) -> None:
    page = visits.by(floor.user("agent"))
    expect(page.get_by_role("link", name="Floor")).to_have_count(0)
    page.goto("/floor")
    expect(page.get_by_role("heading", name="For managers")).to_be_visible()
    assert page.request.get("/api/floor").status == 403


def _expect_running(clock: Locator) -> None:
    shown = clock.inner_text()
    expect(clock).not_to_have_text(shown)


def _abandoned(floor: Floor, work: Work) -> int:
    """How many of the campaign's people heard nobody."""
    question = "SELECT count(*) FROM attempt WHERE campaign_id = :campaign_id AND abandoned"
    return int(floor.ask(question, campaign_id=work.campaign_id)[0][0])

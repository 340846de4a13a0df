"""The web process or the network goes away in mid-session; the call goes on, and what was typed and said arrives."""

import time

import httpx
from playwright.sync_api import Page, expect

from tests.browser.calling import dials, expect_state, lines_panel, notes, outcome_bar, places, start, talk, warning
from tests.browser.floor import Floor
from tests.browser.noting import expect_noted, note
from tests.browser.visitor import Visits
from tests.support.running import Running, wait_for

RECOVERY_SECONDS = 8.0
"""Between two tries there are four and a half at the longest; the rest is for a busy machine."""
DOWN = "The live link is down"


def test_a_page_says_that_the_link_is_lost_and_recovers_by_itself_with_all_that_was_typed(
    visits: Visits, floor: Floor, running: Running
) -> None:
    work = floor.work([floor.far_ends.person(talks_seconds=45)])
    page = visits.by(work.agent)
    start(page, work.campaign)
    talk(page)
    notes(page).fill("Sells in spring.")
    _kill_web(page, running)
    expect_noted(page, DOWN, "Your call goes on")
    notes(page).press_sequentially(" Wants a plan.")
    _await_recovery(page, running)
    visits.complaints.clear()  # The failed requests of the outage are what it is about.
    expect_state(page, "Talking")
    expect(notes(page)).to_have_value("Sells in spring. Wants a plan.")
    expect(page.get_by_role("region", name="Notes").get_by_text("Saved", exact=True)).to_be_visible()
    stored = floor.ask("SELECT body FROM note WHERE lead_id = :lead_id", lead_id=work.leads[0])
    assert stored == [("Sells in spring. Wants a plan.",)]


def test_an_outcome_chosen_while_the_server_is_away_is_stored_once(
    visits: Visits, floor: Floor, running: Running
) -> None:
    work = floor.work([floor.far_ends.person(talks_seconds=30)])
    page = visits.by(work.agent)
    start(page, work.campaign)
    talk(page)
    page.get_by_role("button", name="Hang up").click()
    expect_state(page, "Wrap-up")
    _kill_web(page, running)
    page.keyboard.press("1")
    expect_noted(page, "Outcome and call", "Saving")
    _await_recovery(page, running)
    visits.complaints.clear()  # The failed requests of the outage are what it is about.
    expect(outcome_bar(page).get_by_text("Saved:")).to_be_visible()
    attempts = floor.ask(
        "SELECT id, disposition FROM attempt WHERE campaign_id = :campaign_id", campaign_id=work.campaign_id
    )
    ((attempt_id, disposition),) = attempts
    assert disposition == "contact"
    trail = "SELECT count(*) FROM audit_log WHERE action = 'attempt.disposed' AND entity_id = :attempt_id"
    assert floor.ask(trail, attempt_id=str(attempt_id)) == [(1,)]


def test_a_machine_without_network_says_so_at_once_and_sends_what_was_typed_when_it_is_back(
    visits: Visits, floor: Floor
) -> None:
    work = floor.work([floor.far_ends.person(talks_seconds=30)])
    page = visits.by(work.agent)
    start(page, work.campaign)
    talk(page)
    before = places(page)
    page.context.set_offline(True)
    expect(warning(page, DOWN)).to_contain_text("Your call goes on")
    assert places(page) == before
    notes(page).fill("Typed in the lift.")
    expect(page.get_by_role("region", name="Notes").get_by_text("Saving", exact=True)).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_role("region", name="Notes").get_by_text("Saved", exact=True)).to_be_visible()
    expect(warning(page, DOWN)).to_be_hidden()
    visits.complaints.clear()  # The failed requests of the outage are what it is about.
    stored = floor.ask("SELECT body FROM note WHERE lead_id = :lead_id", lead_id=work.leads[0])
    assert stored == [("Typed in the lift.",)]


def test_what_was_refused_in_a_call_is_told_until_that_is_over(visits: Visits, floor: Floor) -> None:
    work = floor.work([floor.far_ends.person(talks_seconds=8)])
    page = visits.by(work.agent)
    start(page, work.campaign)
    talk(page)
    page.route("**/commands", lambda route: route.fulfill(status=409, json={"title": "Not just now"}))
    outcome_bar(page).get_by_role("button", name="Mute").click()
    refused = outcome_bar(page).get_by_role("alert").filter(has_text="Not just now")
    expect(refused).to_be_visible()
    page.unroute("**/commands")
    expect_state(page, "Wrap-up")
    expect(refused).to_have_count(0)
    visits.complaints.clear()  # The refusal is what it is about.


def test_a_manager_is_told_since_when_the_floor_is_old(visits: Visits, floor: Floor) -> None:
    page = visits.by(floor.user("manager"))
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    page.context.set_offline(True)
    expect(warning(page, "The server does not answer")).to_contain_text("Calls under way go on")
    page.context.set_offline(False)
    expect(warning(page, "The server does not answer")).to_be_hidden()
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    visits.complaints.clear()  # The failed requests of the outage are what it is about.


def test_a_network_that_takes_no_calls_is_named_with_what_still_works_whoever_starts_the_calls(
    visits: Visits, floor: Floor
) -> None:
    work = floor.work([floor.far_ends.refused() for _ in range(20)])
    page = visits.by(work.agent)
    page.clock.install()
    start(page, work.campaign)
    trouble = warning(page, "The phone network takes no calls from us")
    expect(trouble).to_contain_text("Notes, outcomes and tasks work meanwhile")
    expect(lines_panel(page)).to_contain_text("One line at a time tries again")
    ((dialed,),) = floor.ask("SELECT count(*) FROM attempt WHERE campaign_id = :id", id=work.campaign_id)
    assert dialed < len(work.leads), "the list is not gone through"
    floor.change(work, mode="preview", preview_seconds=9)
    expect(trouble).to_contain_text("The next call that you start tries again")
    page.reload()
    dialed = dials(page)
    expect(page.get_by_text("The timer waits for the phone network")).to_be_visible()
    page.clock.fast_forward(10_000)
    page.get_by_role("button", name="Dial D").click()
    expect(lines_panel(page)).to_contain_text("Network busy")
    expect(page.get_by_text("The timer waits for the phone network")).to_be_visible()
    assert len(dialed) == 1


def _kill_web(page: Page, running: Running) -> None:
    # On a fast machine the web process is back before a test has looked.
    note(page, '[aria-label="Trouble"], [aria-label="Outcome and call"]')
    running.kill("web")
    expect_noted(page, DOWN)


def _await_recovery(page: Page, running: Running) -> None:
    wait_for("the web process answers", lambda: _answers(running))
    back = time.monotonic()
    expect(warning(page, DOWN)).to_be_hidden()
    assert time.monotonic() - back < RECOVERY_SECONDS


def _answers(running: Running) -> bool:
    try:
        return httpx.get(f"{running.address}/readyz", timeout=1).status_code == 200
    except httpx.TransportError:
        return False

"""What an agent sees and can take back, from the check before a session to the report after the second one."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.calling import expect_state, notes, outcome_bar, places, start, talk
from tests.browser.floor import Floor
from tests.browser.visitor import Visits, log_in
from tests.support.builders import PASSWORD
from tests.support.running import wait_for

SPOKEN = """
    window.spoken = { status: [], alert: [] };
    addEventListener("DOMContentLoaded", () => {
      new MutationObserver((changes) => {
        for (const { target } of changes) {
          const region = (target.parentElement ?? target).closest?.("[aria-live]");
          if (region) window.spoken[region.getAttribute("role")].push(region.textContent);
        }
      }).observe(document.body, { subtree: true, childList: true, characterData: true });
    });
"""
"""Notes whatever a live region is given to say."""
ANIMATED = """
    [...document.querySelectorAll("*")].map((element) => getComputedStyle(element))
      .filter((style) => style.animationName !== "none" || parseFloat(style.transitionDuration) > 0).length
"""


def test_an_outcome_is_armed_saved_and_taken_back_and_the_report_compares(visits: Visits, floor: Floor) -> None:
    far_ends = floor.far_ends
    work = floor.work([far_ends.person(talks_seconds=60), *(far_ends.nobody() for _ in range(4))])
    floor.listed_by(work.leads[0], "Rita Realtor")
    page = visits.browser()
    page.add_init_script(SPOKEN)
    log_in(page, work.agent.email, PASSWORD)
    _sees_who_is_called(page, work.campaign)
    start(page, work.campaign)
    _sees_who_comes_next(page)
    assert talk(page) == "Ada Example1"
    expect(page.get_by_role("region", name="Property")).to_contain_text("Was listed by Rita Realtor")
    expect(page.get_by_role("region", name="Property")).to_contain_text("$349,900")
    expect(page.locator(".sessionbar")).to_contain_text("0.0 %")
    _uses_an_objection_card(page)
    _presses_keys_beside_the_notes(page, floor, work.campaign_id)
    _moves_only_for_whom_wants_it(page)
    _arms_saves_and_undoes(page, floor, work.campaign_id)
    _speaks_of_lines_and_never_of_times(page)
    _end(page)
    expect(page.get_by_text("you average")).to_have_count(0)
    page.get_by_role("button", name="New session").click()
    start(page, work.campaign)
    _end(page)
    expect(page.locator(".stat").filter(has_text="Dials")).to_contain_text("you average 1.0")


def _presses_keys_beside_the_notes(page: Page, floor: Floor, campaign_id: int) -> None:
    """The keypad opens over the page while notes are written, and takes digits as soon as they are left."""
    notes(page).focus()
    page.keyboard.press("Alt+k")
    keypad = page.get_by_role("group", name="Keypad")
    expect(keypad).to_be_visible()
    expect(notes(page)).to_be_focused()
    page.keyboard.type("Menu 1")
    page.keyboard.press("Escape")
    page.keyboard.type("12")
    keypad.get_by_role("button", name="Pound").click()
    expect(keypad.get_by_role("status")).to_have_text("12#")
    expect(notes(page)).to_have_value("Menu 1")
    expect(outcome_bar(page).get_by_role("button", pressed=True)).to_have_text(re.compile("Keypad"))
    wait_for("the far end has heard the keys", lambda: _keys_heard(floor, campaign_id) == ["12#"], 30)
    page.keyboard.press("Escape")
    expect(keypad).to_be_hidden()
    notes(page).fill("")
    page.keyboard.press("Escape")
    expect(notes(page)).not_to_be_focused()


def _keys_heard(floor: Floor, campaign_id: int) -> list[str]:
    found = floor.ask(
        """
        SELECT p.page #>> '{line,keys}' FROM practice_page p JOIN call c ON c.id = p.page #>> '{line,call_id}'
         WHERE c.role = 'lead' AND c.campaign_id = :id AND p.page #>> '{line,keys}' <> ''
        """,
        id=campaign_id,
    )
    return [keys for (keys,) in found]


def _sees_who_is_called(page: Page, campaign: str) -> None:
    page.goto("/session")
    page.get_by_label("Campaign").select_option(label=campaign)
    expect(page.locator(".stat").filter(has_text="Ready now")).to_contain_text("5")
    first = page.get_by_role("listitem").filter(has_text="Ada Example1")
    expect(first).to_contain_text("never tried")
    expect(page.get_by_text("the most recently expired listing first")).to_be_visible()
    expect(page.get_by_text("(217) 555-0199")).to_be_visible()
    page.get_by_role("button", name="Check microphone").click()
    expect(page.get_by_text("Your microphone is heard.")).to_be_visible()


def _sees_who_comes_next(page: Page) -> None:
    coming = page.get_by_role("region", name="Next up").get_by_role("listitem")
    expect(coming).to_have_count(3)
    expect(coming.first).to_contain_text("Ben Example2")
    for place in range(3):
        expect(coming.nth(place).locator(".why")).to_contain_text("never tried")


def _uses_an_objection_card(page: Page) -> None:
    script = page.get_by_role("region", name="Script")
    card = script.get_by_role("button", name="I am busy")
    opening = script.locator(".say").inner_text()
    card.click()
    expect(card).to_have_attribute("aria-pressed", "true")
    expect(script.locator(".say")).not_to_have_text(opening)
    card.click()
    expect(script.locator(".say")).to_have_text(opening)


def _moves_only_for_whom_wants_it(page: Page) -> None:
    assert page.evaluate(ANIMATED) == 0, "the test's browsers ask for reduced motion"
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(ANIMATED) > 0
    page.emulate_media(reduced_motion="reduce")


def _arms_saves_and_undoes(page: Page, floor: Floor, campaign_id: int) -> None:
    stood = places(page)
    page.keyboard.press("4")
    expect(outcome_bar(page).get_by_role("button", name="Not interested")).to_have_attribute("aria-pressed", "true")
    expect(outcome_bar(page)).to_contain_text("Saved when the call ends.")
    expect_state(page, "Talking")
    assert set(_dispositions(floor, campaign_id)) == {""}
    page.keyboard.press("o")
    expect(page.get_by_role("button", name="Off hold")).to_be_visible()
    assert places(page) == stood
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Break", exact=True).click()
    expect(page.get_by_role("button", name="No pause")).to_be_visible()
    page.keyboard.press("h")
    expect(outcome_bar(page).get_by_text("Saved: ")).to_contain_text("Not interested")
    page.keyboard.press("u")
    expect(outcome_bar(page).get_by_text("Undone: ")).to_be_visible()
    expect(outcome_bar(page).get_by_role("link", name="Say what it was")).to_be_visible()
    expect_state(page, "Paused")
    assert set(_dispositions(floor, campaign_id)) == {""}
    trail = """
        SELECT action FROM audit_log WHERE entity_id IN (SELECT CAST(id AS text) FROM attempt WHERE campaign_id = :id)
           AND action IN ('attempt.disposed', 'attempt.undone') ORDER BY id
    """
    assert [row[0] for row in floor.ask(trail, id=campaign_id)] == ["attempt.disposed", "attempt.undone"]


def _speaks_of_lines_and_never_of_times(page: Page) -> None:
    spoken = page.evaluate("window.spoken")
    assert any("Line 1 live, Ada Example1" in words for words in spoken["status"]), spoken
    assert any("Not interested chosen" in words for words in spoken["status"]), spoken
    assert not [words for words in spoken["status"] + spoken["alert"] if re.search(r"\d:\d\d", words)], (
        "a time is spoken"
    )
    regions = page.locator("[aria-live], [role=alert], [role=status]")
    assert regions.count() == 2, "one polite region and one assertive one"


def _end(page: Page) -> None:
    page.get_by_role("button", name="End session").click()
    page.get_by_role("button", name="Press again to end").click()
    expect(page.get_by_role("heading", name="Session report")).to_be_visible()


def _dispositions(floor: Floor, campaign_id: int) -> list[Any]:
    return [row[0] for row in floor.ask("SELECT disposition FROM attempt WHERE campaign_id = :id", id=campaign_id)]

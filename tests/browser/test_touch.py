"""A session of one line on a phone in Germany: taps alone, the lead's clock, and the reader's own numbers."""

import re
from datetime import datetime, time
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.browser.calling import expect_state, lines_panel, outcome_bar, talk
from tests.browser.floor import Floor
from tests.browser.visitor import Visits

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
GERMANY = {"locale": "de-DE", "timezone_id": "Europe/Berlin"}
SMALL = """
    [...document.querySelectorAll("main button, main select, main input")]
      .map((element) => [element.getAttribute("aria-label") ?? element.textContent, element.getBoundingClientRect()])
      .filter(([, box]) => box.width > 0 && (box.width < 24 || box.height < 24)).map(([name]) => name)
"""
"""What stands on the page and is too small to be hit: WCAG 2.2, 2.5.8."""

HIDDEN_OUTCOMES = """
    [...document.querySelectorAll(".choice, .more select")]
      .map((element) => [element.textContent, element.getBoundingClientRect()])
      .filter(([, box]) => box.left < 0 || box.right > innerWidth || box.bottom > innerHeight).map(([name]) => name)
"""
"""Outcomes that would have to be scrolled for."""

AGREED = "SELECT answer ->> 'callback_at' FROM attempt WHERE campaign_id = :id AND disposition = 'callback'"


def test_a_call_back_is_agreed_on_a_phone_with_taps_alone(visits: Visits, floor: Floor) -> None:
    work = floor.work([floor.far_ends.person(talks_seconds=40), floor.far_ends.nobody()])
    page = visits.by(work.agent, **PHONE, **GERMANY)
    page.goto("/session")
    page.get_by_label("Campaign").select_option(label=work.campaign)
    expect(page.get_by_role("button", name="Ada Example1")).to_be_visible()
    assert page.evaluate(SMALL) == []
    page.get_by_role("group", name="Lines at once").get_by_label("1", exact=True).tap()
    page.get_by_role("button", name="Start 1 line").tap()
    expect(lines_panel(page)).to_be_visible()
    talk(page)
    assert page.evaluate(SMALL) == []
    assert page.evaluate(HIDDEN_OUTCOMES) == []
    expect(page.get_by_role("region", name="Property")).to_contain_text("349.900")
    expect(page.locator(".sessionbar")).to_contain_text("0,0 %")
    outcome_bar(page).get_by_role("button", name="Call back").tap()
    _agree_on_ten_there(page)
    page.get_by_role("button", name="Pause").tap()
    page.get_by_role("button", name="Break", exact=True).tap()
    page.get_by_role("button", name="Hang up").tap()
    expect(outcome_bar(page).get_by_text("Saved: ")).to_contain_text("Ada Example1")
    expect_state(page, "Paused")
    page.get_by_role("button", name="End session").tap()
    page.get_by_role("button", name="Press again to end").tap()
    expect(page.get_by_role("heading", name="Session report")).to_be_visible()
    ((agreed,),) = floor.ask(AGREED, id=work.campaign_id)
    assert datetime.fromisoformat(agreed).astimezone(ZoneInfo("America/Chicago")).time() == time(10, 0)


def _agree_on_ten_there(page: Page) -> None:
    dialog = page.get_by_role("dialog", name="Call back")
    dialog.get_by_role("button", name="Tomorrow 10 Uhr").tap()
    # Seven hours, but six in the weeks in which only one of the two has summer time.
    expect(dialog.get_by_text("10:00 there")).to_contain_text(re.compile(r"1[67]:00 here"))
    dialog.get_by_role("button", name="Set call-back").tap()
    expect(dialog).to_be_hidden()

"""A session of one line on a phone in Germany: taps alone, the lead's clock, and the reader's own numbers."""

import re
from datetime import datetime, time
from zoneinfo import ZoneInfo

from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.browser.calling import expect_state, lines_panel, outcome_bar, start, talk
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

MOST_HEIGHT = 170
"""Of 844 pixels, for outcomes and controls together."""
MAIN = ("Contact", "Call back", "All outcomes", "Hang up", "Hold", "Mute", "Pause")
REACHED = "document.activeElement.querySelector('span')?.textContent ?? document.activeElement.ariaLabel"

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


def test_outcomes_and_controls_leave_a_phone_its_screen_and_none_is_further_than_two_taps(
    visits: Visits, floor: Floor
) -> None:
    work = floor.work([floor.far_ends.person(talks_seconds=40), floor.far_ends.nobody()])
    page = visits.by(work.agent, **PHONE)
    start(page, work.campaign)
    talk(page)
    bar, sheet = outcome_bar(page), page.get_by_role("dialog", name="All outcomes")
    assert _box(bar)["height"] <= MOST_HEIGHT
    assert {
        name: _box(bar.get_by_role("button", name=name, exact=True))["height"] >= 44 for name in MAIN
    } == dict.fromkeys(MAIN, True)
    bar.get_by_role("button", name="All outcomes").tap()
    rows = floor.ask("SELECT label FROM disposition WHERE active ORDER BY label")
    wanted = [label for (label,) in rows]
    shown = sheet.locator(".choice")
    expect(shown).to_have_count(len(wanted))
    assert sorted(shown.locator("span:first-child").all_inner_texts()) == wanted
    assert all(shown.locator("span:last-child").all_inner_texts()), "each says what it does"
    sheet.get_by_role("button", name="Shown as spam").tap()
    expect(bar.locator(".consequence")).to_contain_text("Shown as spam")
    assert _box(bar)["height"] <= MOST_HEIGHT
    bar.get_by_role("button", name="All outcomes").press("Enter")
    assert _tabbed(page, len(wanted) + 1) == {*wanted, "Close"}
    sheet.get_by_role("button", name="Not interested").press("Enter")
    expect(sheet).to_be_hidden()
    expect(bar.locator(".consequence")).to_contain_text("Stops the sequence")
    bar.get_by_role("button", name="Hang up").tap()
    expect(bar.get_by_text("Saved: ")).to_contain_text("Ada Example1")
    expect(bar.get_by_role("button", name="Undo")).to_be_in_viewport(ratio=1)
    assert _box(bar)["height"] <= MOST_HEIGHT


def _tabbed(page: Page, times: int) -> set[str]:
    """What the tab key comes by."""
    found = set()
    for _ in range(times):
        page.keyboard.press("Tab")
        found.add(page.evaluate(REACHED))
    return found


def _box(place: Locator) -> FloatRect:
    found = place.bounding_box()
    assert found is not None
    return found


def _agree_on_ten_there(page: Page) -> None:
    dialog = page.get_by_role("dialog", name="Call back")
    dialog.get_by_role("button", name="Tomorrow 10 Uhr").tap()
    # Seven hours, but six in the weeks in which only one of the two has summer time.
    expect(dialog.get_by_text("10:00 there")).to_contain_text(re.compile(r"1[67]:00 here"))
    dialog.get_by_role("button", name="Set call-back").tap()
    expect(dialog).to_be_hidden()

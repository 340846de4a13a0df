"""What lies over the page keeps the focus inside, loses nothing that was typed, and gives the focus back."""

from playwright.sync_api import Locator, expect

from tests.browser.floor import Floor
from tests.browser.visitor import Visits

INSIDE = "dialog => dialog.contains(document.activeElement)"
FOCUSED = "element => element === document.activeElement"


def test_the_key_sheet_keeps_the_focus_and_gives_it_back(visits: Visits, floor: Floor) -> None:
    page = visits.by(floor.user("agent"))
    page.goto("/tasks")
    help_button = page.get_by_role("button", name="Help")
    help_button.focus()
    page.keyboard.press("Enter")
    sheet = page.get_by_role("dialog", name="Keys")
    close = sheet.get_by_role("button", name="Close")
    expect(close).to_be_focused()
    page.keyboard.press("Shift+Tab")
    assert sheet.evaluate(INSIDE)
    assert not _is_focused(close)
    page.keyboard.press("Tab")
    expect(close).to_be_focused()
    page.keyboard.press("g")
    page.keyboard.press("l")
    expect(sheet).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(help_button).to_be_focused()


def test_a_click_beside_the_commands_neither_closes_them_nor_loses_what_was_typed(visits: Visits, floor: Floor) -> None:
    page = visits.by(floor.user("agent"))
    page.goto("/tasks")
    page.keyboard.press("Control+k")
    field = page.get_by_role("dialog", name="Commands").get_by_role("combobox")
    expect(field).to_be_focused()
    page.keyboard.type("lea")
    page.mouse.click(5, 300)
    expect(field).to_be_focused()
    expect(field).to_have_value("lea")
    expect(page).to_have_url("/tasks")


def _is_focused(place: Locator) -> bool:
    return bool(place.evaluate(FOCUSED))

"""What lies over the page keeps the focus inside, loses nothing that was typed, and gives the focus back."""

from playwright.sync_api import Locator, expect

from tests.browser.floor import Floor
from tests.browser.visitor import Visits

INSIDE = "dialog => dialog.contains(document.activeElement)"
FOCUSED = "element => element === document.activeElement"


def test_the_key_sheet_keeps_the_focus_and_gives_it_back(visits: Visits, floor: Floor) -> None:
    page = visits.by(floor.user("agent"))
    page.goto("/tasks")
    keys_button = page.get_by_role("button", name="Keys", exact=True)
    keys_button.focus()
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
    expect(keys_button).to_be_focused()


def test_a_click_beside_the_commands_neither_closes_them_nor_loses_what_was_typed(visits: Visits, floor: Floor) -> None:
    page = visits.by(floor.user("agent"))
    page.goto("/tasks")
    expect(page.get_by_role("heading", name="Tasks")).to_be_visible()
    page.keyboard.press("Control+k")
    field = page.get_by_role("dialog", name="Commands").get_by_role("combobox")
    expect(field).to_be_focused()
    page.keyboard.type("lea")
    page.mouse.click(5, 300)
    expect(field).to_be_focused()
    expect(field).to_have_value("lea")
    expect(page).to_have_url("/tasks")


def test_help_opens_the_part_of_the_guide_that_is_about_the_page(visits: Visits, floor: Floor) -> None:
    page = visits.by(floor.user("agent"))
    page.goto("/settings")
    page.get_by_role("link", name="Help", exact=True).click()
    expect(page).to_have_url("/help/agent#keys")
    expect(page.get_by_role("heading", name="Keys", exact=True)).to_be_focused()
    expect(page.get_by_role("heading", name="Keys", exact=True)).to_be_in_viewport()


def test_the_first_tab_leads_past_the_rail(visits: Visits, floor: Floor) -> None:
    page = visits.by(floor.user("agent"))
    page.goto("/tasks")
    expect(page.get_by_role("heading", name="Tasks")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url("/tasks#main")
    page.keyboard.press("Tab")
    assert page.evaluate("document.getElementById('main').contains(document.activeElement)")


def _is_focused(place: Locator) -> bool:
    return bool(place.evaluate(FOCUSED))

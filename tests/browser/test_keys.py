"""Keys are the agent's own: each can be another one, and all single keys can be switched off (WCAG 2.1.4)."""

from playwright.sync_api import Page, expect

from tests.browser.floor import Floor
from tests.browser.visitor import Visits


def test_a_key_is_changed_for_good_and_single_keys_are_switched_off_but_for_alt(visits: Visits, floor: Floor) -> None:
    page = visits.by(floor.user("agent"))
    _settings(page)
    page.get_by_role("button", name="Key for Show these keys: ?. Press to change.").click()
    with page.expect_response("**/api/me/preferences"):
        page.keyboard.press("b")
    _settings(page)
    page.keyboard.press("?")
    page.keyboard.press("b")
    sheet = page.get_by_role("dialog", name="Keys")
    expect(sheet).to_be_visible()
    expect(sheet.locator("div", has_text="Show these keys").last.locator("kbd")).to_have_text("B")
    page.keyboard.press("Escape")
    with page.expect_response("**/api/me/preferences"):
        page.get_by_role("checkbox", name="Single keys act").uncheck()
    _settings(page)
    page.keyboard.press("b")
    page.keyboard.press("g")
    page.keyboard.press("l")
    field = page.get_by_label("Present password")
    field.focus()
    page.keyboard.press("b")
    expect(field).to_have_value("b")
    expect(sheet).to_be_hidden()
    page.keyboard.press("Alt+b")
    expect(sheet).to_be_visible()
    expect(sheet).to_contain_text("Single keys are switched off")
    expect(page).to_have_url("/settings")


def _settings(page: Page) -> None:
    """Loaded anew, so that what is seen is what the server keeps."""
    page.goto("/settings")
    expect(page.get_by_role("checkbox", name="Single keys act")).to_be_visible()

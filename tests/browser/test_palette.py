"""The command palette: everything by a few letters, without a mouse."""

import re

from playwright.sync_api import expect

from tests.browser.floor import Floor
from tests.browser.visitor import Visits


def test_a_page_and_a_lead_are_a_few_letters_away_from_inside_a_field(visits: Visits, floor: Floor) -> None:
    floor.work([floor.far_ends.nobody()])
    page = visits.by(floor.user("manager"))
    page.goto("/leads")
    page.get_by_label("Search leads by name, street or number").focus()
    page.keyboard.press("Control+k")
    commands = page.get_by_role("dialog", name="Commands")
    expect(commands.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("audit")
    expect(commands.get_by_role("option", selected=True)).to_contain_text("Audit log")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/audit$"))
    expect(commands).to_be_hidden()
    page.keyboard.press("Control+k")
    page.set_viewport_size({"width": 1280, "height": 320})
    page.keyboard.press("ArrowUp")
    expect(commands.get_by_role("option").last).to_have_attribute("aria-selected", "true")
    expect(commands.get_by_role("option", selected=True)).to_be_in_viewport(ratio=0.9)
    page.keyboard.type("ada example1")
    expect(commands.get_by_role("option", name="Ada Example1").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/leads/\d+$"))
    expect(page.get_by_role("heading", name="Ada Example1").first).to_be_visible()

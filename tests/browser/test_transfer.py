"""A call handed over from one agent's page to another's, by keys alone."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.calling import expect_state, person, start, talk
from tests.browser.floor import Floor
from tests.browser.visitor import Visits


def strip(page: Page, name: str = "Handing over") -> Locator:
    return page.get_by_role("region", name=name)


def test_an_agent_hands_a_call_to_a_colleague_by_keys_and_both_pages_say_what_happens(
    visits: Visits, floor: Floor
) -> None:
    work = floor.work([floor.far_ends.person(talks_seconds=40)])
    isa = visits.by(work.agent)
    start(isa, work.campaign)
    name = talk(isa)
    colleague = floor.user("agent")
    lee = visits.by(colleague)
    start(lee, work.campaign)
    expect_state(lee, "Dialing")
    isa.keyboard.press("t")
    dialog = isa.get_by_role("dialog", name="Hand over")
    expect(dialog.get_by_role("option", selected=True)).to_contain_text("Free now")
    dialog.get_by_label("Note for them").fill("Wants to list in May")
    isa.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(strip(isa)).to_contain_text("You speak with")
    asked = strip(lee, "Handed over to you")
    expect(asked).to_contain_text("Wants to list in May")
    expect(person(lee).get_by_role("heading", name=name)).to_be_visible()
    isa.keyboard.press("j")
    expect(strip(isa)).to_contain_text("All of you hear each other")
    isa.keyboard.press("y")
    expect(asked).to_contain_text("gave you this call")
    expect_state(lee, "Talking")
    expect(strip(isa)).to_be_hidden()
    expect_state(isa, "Dialing")


def test_a_number_is_typed_nobody_is_left_on_hold_and_the_person_comes_back(visits: Visits, floor: Floor) -> None:
    work = floor.work([floor.far_ends.person(talks_seconds=40)])
    page = visits.by(work.agent)
    start(page, work.campaign)
    talk(page)
    page.keyboard.press("Shift+T")
    dialog = page.get_by_role("dialog", name="Put through")
    expect(dialog.get_by_text("No colleague has a session")).to_be_visible()
    dialog.get_by_role("combobox", name="To whom").fill("217 555 0190")
    expect(dialog.get_by_role("option", selected=True)).to_contain_text("(217) 555-0190")
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    dialog = page.get_by_role("dialog", name="Hand over")
    dialog.get_by_role("combobox", name="To whom").fill("217 555 0190")
    expect(dialog.get_by_role("option", selected=True)).to_contain_text("(217) 555-0190")
    page.keyboard.press("Enter")
    expect(strip(page)).to_contain_text(re.compile("Calling|You speak with"))
    expect(page.get_by_role("button", name="Off hold")).to_be_visible()
    page.keyboard.press("b")
    expect(strip(page)).to_contain_text("The person is with you again")
    expect_state(page, "Talking")

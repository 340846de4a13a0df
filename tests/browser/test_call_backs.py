"""Calls that were promised: listed with the tasks, one click away from the call."""

from playwright.sync_api import expect

from tests.browser.calling import lines_panel, talk
from tests.browser.floor import Floor
from tests.browser.visitor import Visits


def test_a_promised_call_is_made_from_the_list_of_tasks(visits: Visits, floor: Floor) -> None:
    work = floor.work([floor.far_ends.person(), floor.far_ends.person()], mode="click")
    floor.promise(work, work.leads[1])
    page = visits.by(work.agent)
    page.goto("/tasks")
    promised = page.get_by_role("region", name="Call-backs").get_by_role("listitem")
    expect(promised).to_have_count(1)
    expect(promised).to_contain_text("the lead’s time")
    promised.get_by_role("link", name="Call Ben Example2 back").click()
    expect(page.get_by_label("Campaign").locator("option:checked")).to_have_text(work.campaign)
    page.get_by_role("button", name="Start 1 line").click()
    expect(lines_panel(page)).to_be_visible()
    assert talk(page) == "Ben Example2"

"""Calls that were promised: listed with the tasks, one click away from the call."""

import re

from playwright.sync_api import expect

from tests.browser.calling import lines_panel, talk
from tests.browser.floor import Floor
from tests.browser.visitor import Visits, log_in
from tests.support.builders import PASSWORD

CLIPBOARD = """
    const clipboard = { writeText: async (words) => { window.copied = words; } };
    Object.defineProperty(navigator, "clipboard", { value: clipboard });
"""
"""Stands for the system's, which a browser without a desktop has none of."""


def test_a_promised_call_is_made_from_the_list_of_tasks(visits: Visits, floor: Floor) -> None:
    work = floor.work([floor.far_ends.person(), floor.far_ends.person()], mode="click")
    floor.promise(work, work.leads[1])
    page = visits.by(work.agent)
    page.goto("/tasks")
    # Other tests leave call-backs behind that anybody may make.
    mine = page.locator(f'[href="/leads/{work.leads[1]}"]')
    promised = page.get_by_role("region", name="Call-backs").get_by_role("listitem").filter(has=mine)
    expect(promised).to_have_count(1)
    expect(promised).to_contain_text("the lead’s time")
    promised.get_by_role("link", name="Call Ben Example2 back").click()
    expect(page.get_by_label("Campaign").locator("option:checked")).to_have_text(work.campaign)
    page.get_by_role("button", name="Start 1 line").click()
    expect(lines_panel(page)).to_be_visible()
    assert talk(page) == "Ben Example2"


def test_an_email_is_sent_by_hand_in_the_words_that_the_task_shows(visits: Visits, floor: Floor) -> None:
    work = floor.work([floor.far_ends.nobody()])
    floor.paper(work, "email")
    floor.ask("INSERT INTO email (lead_id, address) VALUES (:id, 'ada@example.com') RETURNING id", id=work.leads[0])
    page = visits.browser()
    page.add_init_script(CLIPBOARD)
    log_in(page, work.agent.email, PASSWORD)
    page.goto("/tasks")
    # Other tests leave tasks of people with the same name behind.
    task = page.get_by_role("listitem").filter(has=page.locator(f'[href="/leads/{work.leads[0]}"]'))
    task.get_by_text("Words of the e-mail").click()
    expect(task.get_by_text("Dear Ada, ")).to_be_visible()
    link = task.get_by_role("link", name="Write in my e-mail program")
    expect(link).to_have_attribute("href", re.compile(r"^mailto:ada%40example\.com\?subject=.*&body=Dear%20Ada%2C"))
    task.get_by_role("button", name="Copy").click()
    expect(task.get_by_text("Copied")).to_be_visible()
    assert "\n\nDear Ada,\n" in page.evaluate("window.copied")
    state = "SELECT state FROM touch WHERE lead_id = :id AND channel = 'email'"
    task.get_by_role("button", name="Sent").click()
    expect(task.get_by_role("button", name="Undo")).to_be_visible()
    assert floor.ask(state, id=work.leads[0]) == [("done",)]
    page.keyboard.press("u")
    expect(task.get_by_role("button", name="Sent")).to_be_visible()
    assert floor.ask(state, id=work.leads[0]) == [("planned",)]
    task.get_by_role("button", name="Sent").click()
    task.get_by_role("button", name="Undo").click()
    task.get_by_role("button", name="Sent").click()
    expect(task, "for eight seconds it can be taken back").to_have_count(0)
    assert floor.ask(state, id=work.leads[0]) == [("done",)]

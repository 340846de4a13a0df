"""A manager's words reach the agent's screen without taking the focus, and stay until they were seen."""

from playwright.sync_api import expect

from tests.browser.calling import start
from tests.browser.floor import Floor
from tests.browser.visitor import Visits


def test_a_message_stands_above_the_lead_until_the_agent_has_seen_it(visits: Visits, floor: Floor) -> None:
    work = floor.work([floor.far_ends.nobody()])
    agent = visits.by(work.agent)
    start(agent, work.campaign)
    agent.get_by_role("link", name="Tasks").focus()
    before = agent.evaluate_handle("document.activeElement")
    manager = visits.by(floor.user("manager"))
    manager.goto("/floor")
    write = manager.get_by_role("button", name=f"Write to {work.agent.name}")
    write.click()
    manager.get_by_label("Message").fill("Ask about the price cut")
    manager.get_by_role("button", name="Send").click()
    told = agent.get_by_role("region", name="Message from a manager")
    expect(told).to_contain_text("Ask about the price cut")
    assert agent.evaluate("before => document.activeElement === before", before)
    expect(write).to_have_text("Unread")
    told.get_by_role("button", name="Seen").click()
    expect(told).to_have_count(0)
    expect(write).to_have_text("")

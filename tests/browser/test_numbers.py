"""Every number that managers see says what it means, on hover and focus, and leads to what it counts."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import Connection, text

from tests.browser.calling import start
from tests.browser.floor import Floor, Work
from tests.browser.visitor import Visits
from tests.support import builders

NO_COUNTS = {
    "floor": ["For"],
    "figures": ["Per hour", "Appointments per contact-hour", "First calls", "Contacts after a wait"],
    "campaign": ["Lines", "Answered by a person", "On a call", "Wrap-up", "Of all contacts", "Dials it rests on"],
    "campaigns": ["Lines"],
    "sessions": ["Length", "Talk"],
    "calls": ["Talk"],
}
"""Times, settings, shares of what stands beside them, and what was learned: nothing lies behind them to list."""

UNITS = "td.figure, .stat dd, .gauge, .funnel li, .weekmap button"

WRONG = """
async ([units, noCounts]) => {
  const box = document.querySelector(".meaning");
  const told = () => (box.matches(":popover-open") ? box.textContent : "");
  const hovered = (at) => {
    document.body.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
    at.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
    return told();
  };
  const focused = async (at) => {
    at.focus();
    await null;
    const words = told();
    at.blur();
    return words;
  };
  const wrong = [], seen = new Set();
  for (const at of document.querySelectorAll(`main :is(${units})`)) {
    // The words of a gauge may hold a number too: "30 days".
    const words = at.matches(".gauge") ? at.querySelector(".defined").textContent : "";
    const number = at.textContent.replace(words, "").match(/[0-9][0-9.,]*/)?.[0];
    if (number === undefined || at.querySelector("input")) continue;
    const head = at.cellIndex === undefined ? null : at.closest("table").tHead?.rows[0].cells[at.cellIndex];
    const word = head?.querySelector(".defined") ?? at.closest(".stat")?.querySelector(".defined");
    const name = (word?.firstChild ?? at.querySelector("a, .defined") ?? at).textContent.trim();
    seen.add(name);
    const wait = at.closest("table")?.caption?.textContent.startsWith("First calls") && name === "Contacts";
    if (hovered(at) === "") wrong.push(`${name} says nothing on hover`);
    const link = at.matches("button") ? at : at.querySelector("a, button");
    const reached = link ?? word ?? at.querySelector(".defined");
    if (reached === null) wrong.push(`${name} cannot be focused`);
    else if (reached.checkVisibility() && (await focused(reached)) === "") wrong.push(`${name} says nothing on focus`);
    const played = at.closest(".simulator") !== null;
    const counts = !noCounts.includes(wait ? `${name} after a wait` : name) && !played;
    if (counts && link === null && parseFloat(number) > 0) wrong.push(`${name}: ${number} leads nowhere`);
  }
  if (hovered(document.querySelector("main")) !== "") wrong.push("an empty place says something");
  return [wrong, [...seen]];
}
"""

TOUCHES: tuple[dict[str, Any], ...] = (
    {},
    {"ending": "busy"},
    {"answered_at": True, "human": True, "abandoned": True},
    {"answered_at": True, "human": True, "disposition": "contact", "talk_seconds": 80},
    {"answered_at": True, "human": True, "disposition": "appointment", "talk_seconds": 200},
)
"""What came of the calls, the first without an answer."""


@pytest.fixture
def work(visits: Visits, floor: Floor) -> Work:
    """An agent in a session with a call of every kind behind them."""
    work = floor.work([floor.far_ends.nobody()])
    start(visits.by(work.agent), work.campaign)
    with floor.db.transaction() as conn:
        found = floor.ask("SELECT id FROM session WHERE agent_id = :id", id=work.agent.id)
        for reached, touch in enumerate(TOUCHES):
            _call(conn, work.campaign_id, found[0][0], work.agent.id, reached, dict(touch))
    return work


def test_every_number_explains_itself_and_leads_to_its_rows(work: Work, visits: Visits, floor: Floor) -> None:
    page = visits.by(floor.user("manager"))
    where = f"campaign={work.campaign_id}"
    for name, path, last in (
        ("floor", "/floor", "Appts"),
        ("figures", f"/figures?{where}&days=1", "First calls"),
        ("campaign", f"/campaigns/{work.campaign_id}", "Of all contacts"),
        ("campaigns", "/campaigns", "Finished"),
        ("sessions", f"/figures?sessions=1&agent={work.agent.id}", "Length"),
        ("calls", f"/figures?calls=1&{where}", "Talk"),
    ):
        page.goto(path)
        expect(page.get_by_role("columnheader", name=last).first).to_be_visible()
        expect(page.get_by_text("Loading", exact=True)).to_have_count(0)
        wrong, seen = page.evaluate(WRONG, [UNITS, NO_COUNTS[name]])
        assert wrong == [], f"{name}: {wrong}"
        assert len(seen) > (2 if name in ("calls", "sessions", "campaigns") else 8) or name == "calls", (name, seen)


def test_a_number_of_the_floor_and_a_touch_of_a_campaign_lead_to_their_calls(
    work: Work, visits: Visits, floor: Floor
) -> None:
    page = visits.by(floor.user("manager"))
    tile = page.locator("section.tile", has=page.get_by_role("link", name=work.campaign))
    contacts = tile.locator(".stat").filter(has_text="Contacts")
    contacts.get_by_role("link", name="2", exact=True).click()
    expect(page.get_by_role("heading", name="Contacts")).to_be_visible()
    expect(_rows(page)).to_have_count(2)

    page.goto(f"/campaigns/{work.campaign_id}")
    reach = page.get_by_role("region", name="Penetration")
    steps = reach.locator(".funnel li")
    # The session's own call may have been dialed meanwhile, so that only what lies behind an answer is certain.
    expect(steps.nth(2)).to_contain_text("50.0 %")
    expect(steps.nth(4)).to_contain_text("16.7 %")
    reach.get_by_role("row", name="1.").get_by_role("button", name="2 contacts").click()
    expect(_rows(page.get_by_role("dialog"))).to_have_count(2)
    page.keyboard.press("Escape")
    steps.nth(3).get_by_role("link", name="2", exact=True).click()
    expect(page.get_by_text("2 leads", exact=True)).to_be_visible()


def _rows(place: Page | Locator) -> Locator:
    return place.get_by_role("table", name="Calls").locator("tbody tr")


def _call(
    conn: Connection, campaign_id: int, session_id: int, agent_id: int, reached: int, touch: dict[str, Any]
) -> None:
    now = conn.execute(text("SELECT now()")).scalar_one()
    lead = builders.a_lead(conn)
    place = builders.an_enrollment(conn, campaign_id, lead, state="stopped", reached=min(reached, 4))
    heard = {"answered_at": now} if touch.pop("answered_at", False) else {}
    over = {"open": False, "ended_at": now, "agent_id": agent_id, "outcome": "no_answer", "ending": "no_answer"}
    attempt = builders.an_attempt(conn, place, session_id, at=now, **{**over, **touch, **heard})
    builders.a_call(
        conn,
        attempt,
        state="ended",
        at=now,
        ended_at=now,
        carrier_call_id=f"c{attempt}",
        agent_session_id=session_id if "disposition" in touch else None,
    )

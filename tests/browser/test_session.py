"""An agent works with the keyboard alone."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import DRAWN
from tests.browser.calling import expect_state, lines_panel, outcome_bar, state, talk
from tests.browser.floor import Floor, Work
from tests.browser.visitor import Visits
from tests.support.builders import PASSWORD
from tests.support.running import wait_for

CALLS = 10
OUTCOMES = {"1": "contact", "4": "not_interested", "7": "no_contact_next_lead"}
MOVED = """
    window.moved = [];
    window.mover = new PerformanceObserver((list) => {
      for (const { node, previousRect, currentRect } of list.getEntries().flatMap(({ sources }) => sources)) {
        const places = "main, header, section, .left, .centre, .right";
        const isPlace = node instanceof Element && node.matches(places);
        if (isPlace && (previousRect.x !== currentRect.x || previousRect.y !== currentRect.y))
          window.moved.push(`${node.className} from ${previousRect.y} to ${currentRect.y}`);
      }
    });
    window.mover.observe({ type: "layout-shift", buffered: true });
"""
"""Notes each place of the page that the browser has seen move."""
FROM_NOW_ON = f"{DRAWN}.then(() => {{ mover.takeRecords(); moved.length = 0; }})"
"""What moved until the page as it is now was drawn is forgotten, also what the browser has not told yet."""
FAR_AWAY = 80
"""More presses of Tab than any page has places."""


@pytest.mark.timeout(300)
def test_an_agent_works_a_session_of_ten_calls_with_the_keyboard_alone(visits: Visits, floor: Floor) -> None:
    page = visits.browser()
    page.add_init_script(MOVED)
    work = floor.work(_one_person_among_three_lines(floor, people=CALLS))
    _log_in(page, work.agent.email)
    _start(page, work.campaign)
    expect(lines_panel(page).get_by_text("Ringing").first).to_be_visible()
    page.evaluate(FROM_NOW_ON)
    said = [_call(page, key) for key in _keys(CALLS - 2)]
    said.append(_call_back(page))
    said.append(_last_call_and_pause(page))
    assert page.evaluate("window.moved") == []
    _resume_and_end(page)
    wait_for("every outcome is stored", lambda: len(_stored(floor, work)) == CALLS, 10)
    assert _stored(floor, work) == said


def _one_person_among_three_lines(floor: Floor, *, people: int) -> list[str]:
    """Any three in a row have one person among them, so that nobody is left without an agent."""
    far_ends = floor.far_ends
    return [end for _ in range(people) for end in (far_ends.person(), far_ends.nobody(), far_ends.nobody())]


def _keys(count: int) -> list[str]:
    return [list(OUTCOMES)[number % len(OUTCOMES)] for number in range(count)]


def _log_in(page: Page, email: str) -> None:
    page.goto("/login")
    # The page puts the cursor there by itself, a moment after it has loaded.
    expect(page.get_by_label("E-mail address")).to_be_focused()
    page.keyboard.type(email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Calling session")).to_be_visible()


def _start(page: Page, campaign: str) -> None:
    _tab_to(page, page.get_by_label("Campaign"))
    chosen = page.get_by_label("Campaign").locator("option:checked")
    page.keyboard.type(campaign)
    if chosen.inner_text() != campaign:
        # A second's pause, as a busy machine makes one, begins a new word for the browser: it is typed once more.
        page.wait_for_timeout(2000)
        page.keyboard.type(campaign)
    expect(chosen).to_have_text(campaign)
    button = page.get_by_role("button", name="Start 3 lines")
    expect(button).to_be_enabled()
    _tab_to(page, button)
    page.keyboard.press("Enter")


def _call(page: Page, key: str) -> tuple[str, str]:
    """Talks, writes a note, says how it went, hangs up; (lead, outcome)."""
    name = talk(page)
    page.keyboard.press("n")
    page.keyboard.type(f"Talked to {name}")
    page.keyboard.press("Escape")
    page.keyboard.press(key)
    expect(outcome_bar(page).get_by_role("button", pressed=True)).to_have_count(1)
    page.keyboard.press("h")
    _saved_for(page, name)
    return name, OUTCOMES[key]


def _call_back(page: Page) -> tuple[str, str]:
    """Chooses a time on the lead's clock: the first suggestion, which has the focus's Enter."""
    name = talk(page)
    page.keyboard.press("c")
    dialog = page.get_by_role("dialog", name="Call back")
    expect(dialog).to_be_visible()
    tomorrow = dialog.get_by_role("button", name="Tomorrow 10 am")
    _tab_to(page, tomorrow)
    page.keyboard.press("Enter")
    expect(tomorrow).to_have_attribute("aria-pressed", "true")
    expect(dialog.get_by_label("Time there")).to_have_value("10:00")
    _tab_to(page, dialog.get_by_role("button", name="Set call-back"))
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    page.keyboard.press("h")
    _saved_for(page, name)
    return name, "callback"


def _last_call_and_pause(page: Page) -> tuple[str, str]:
    """A pause that is asked for during a call begins after it."""
    name = talk(page)
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="No pause")).to_be_visible()
    expect_state(page, "Talking")
    page.keyboard.press("4")
    page.keyboard.press("h")
    _saved_for(page, name)
    expect_state(page, "Paused")
    return name, "not_interested"


def _resume_and_end(page: Page) -> None:
    page.keyboard.press("Space")
    expect(state(page)).not_to_have_text("Paused")
    page.keyboard.press("Space")
    expect_state(page, "Paused")
    _tab_to(page, page.get_by_role("button", name="End session"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Press again to end")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Session report")).to_be_visible()
    outcomes = page.locator("section", has=page.get_by_role("heading", name="What came of the calls"))
    expect(outcomes.get_by_role("row", name="Not interested")).to_be_visible()


def _saved_for(page: Page, name: str) -> None:
    expect(outcome_bar(page).get_by_text("Saved: ").filter(has_text=name)).to_be_visible()


def _tab_to(page: Page, place: Locator) -> None:
    """Presses Tab until this has the focus, as somebody without a mouse does."""
    for _ in range(FAR_AWAY):
        if place.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {place}")


def _stored(floor: Floor, work: Work) -> list[tuple[str, str]]:
    """(lead, outcome) in the order of the calls, of those that got one."""
    question = """
        SELECT l.name, a.disposition FROM attempt a JOIN lead l ON l.id = a.lead_id
         WHERE a.campaign_id = :campaign_id AND a.disposition <> '' ORDER BY a.opened_at, a.id
    """
    return [(name, outcome) for name, outcome in floor.ask(question, campaign_id=work.campaign_id)]

"""One agent in two tabs."""

from playwright.sync_api import Page, expect

from tests.browser.calling import expect_state, start, talk, warning
from tests.browser.floor import Floor
from tests.browser.visitor import Visits

ELSEWHERE = "This session is open in another tab"
STANDS_APART = """
    () => {
      const [strip, counts, outcomes] = [".strips", ".sessionbar .figures", ".outcomes"]
        .map((part) => document.querySelector(part).getBoundingClientRect());
      return counts.bottom <= strip.top && strip.bottom <= outcomes.top && outcomes.bottom <= innerHeight + 1;
    }
"""
"""The strip hides neither the counts nor the outcomes."""


def test_a_second_tab_takes_the_session_over_and_the_first_says_so(visits: Visits, floor: Floor) -> None:
    work = floor.work([floor.far_ends.person(talks_seconds=30)])
    first = visits.by(work.agent)
    start(first, work.campaign)
    name = talk(first)
    second = first.context.new_page()
    second.goto("/session")
    expect(warning(second, ELSEWHERE)).to_be_visible()
    expect(second.get_by_role("button", name="Hang up")).to_be_disabled()
    _on_a_phone(second)
    expect(warning(first, ELSEWHERE)).to_be_hidden()
    second.get_by_role("button", name="Take it over here").click()
    expect(warning(first, ELSEWHERE)).to_be_visible()
    expect(first.get_by_role("button", name="Hang up")).to_be_disabled()
    assert talk(second) == name
    second.get_by_role("button", name="Hang up").click()
    expect_state(second, "Wrap-up")
    expect_state(first, "Wrap-up")


def _on_a_phone(page: Page) -> None:
    """The strip stays in sight however far the page is scrolled."""
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function(STANDS_APART)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_function("() => scrollY > 100")
    page.wait_for_function(STANDS_APART)
    page.set_viewport_size(size)

"""One agent in two tabs."""

from playwright.sync_api import expect

from tests.browser.calling import expect_state, start, talk, warning
from tests.browser.floor import Floor
from tests.browser.visitor import Visits

ELSEWHERE = "This session is open in another tab"


def test_a_second_tab_takes_the_session_over_and_the_first_says_so(visits: Visits, floor: Floor) -> None:
    work = floor.work([floor.far_ends.person(talks_seconds=30)])
    first = visits.by(work.agent)
    start(first, work.campaign)
    name = talk(first)
    second = first.context.new_page()
    second.goto("/session")
    expect(warning(second, ELSEWHERE)).to_be_visible()
    expect(second.get_by_role("button", name="Hang up")).to_be_disabled()
    expect(warning(first, ELSEWHERE)).to_be_hidden()
    second.get_by_role("button", name="Take it over here").click()
    expect(warning(first, ELSEWHERE)).to_be_visible()
    expect(first.get_by_role("button", name="Hang up")).to_be_disabled()
    assert talk(second) == name
    second.get_by_role("button", name="Hang up").click()
    expect_state(second, "Wrap-up")
    expect_state(first, "Wrap-up")

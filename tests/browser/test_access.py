"""Everybody can use every page: the rules of WCAG 2.2 AA that a machine can check, in both themes and both widths."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.calling import expect_state, start, talk
from tests.browser.floor import Floor
from tests.browser.visitor import Visits

AXE = Path(__file__).parents[2] / "webui" / "console" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SIZES = ((1440, 900), (390, 844))
ONE_OF_MANY = Path(__file__).parents[1] / "fixtures" / "leadfiles" / "redx.csv"


def the_login(visits: Visits, floor: Floor) -> Page:
    page = visits.browser()
    page.goto("/login")
    return page


def a_session_before_it_starts(visits: Visits, floor: Floor) -> Page:
    page = visits.by(floor.work([floor.far_ends.nobody()]).agent)
    expect(page.get_by_role("heading", name="First five")).to_be_visible()
    return page


def a_session_during_a_call(visits: Visits, floor: Floor) -> Page:
    work = floor.work([floor.far_ends.person(talks_seconds=50)])
    page = visits.by(work.agent)
    start(page, work.campaign)
    talk(page)
    return page


def a_session_in_wrap_up(visits: Visits, floor: Floor) -> Page:
    work = floor.work([floor.far_ends.person()])
    page = visits.by(work.agent)
    start(page, work.campaign)
    talk(page)
    page.get_by_role("button", name="Hang up").click()
    expect_state(page, "Wrap-up")
    return page


def the_floor(visits: Visits, floor: Floor) -> Page:
    work = floor.work([floor.far_ends.nobody()])
    agent = visits.by(work.agent)
    start(agent, work.campaign)
    page = visits.by(floor.user("manager"))
    expect(page.get_by_role("table", name="Agents in a session")).to_be_visible()
    return page


def the_leads(visits: Visits, floor: Floor) -> Page:
    floor.work([floor.far_ends.nobody()])
    return _managers_page(visits, floor, "/leads", "Leads")


def a_lead(visits: Visits, floor: Floor) -> Page:
    work = floor.work([floor.far_ends.nobody()])
    return _managers_page(visits, floor, f"/leads/{work.leads[0]}", "Example1")


def two_leads_to_merge(visits: Visits, floor: Floor) -> Page:
    number = floor.far_ends.nobody()
    floor.work([number])
    floor.work([number])
    page = _managers_page(visits, floor, "/leads/duplicates", "Duplicates")
    page.get_by_role("button", name="Compare and merge").first.click()
    expect(page.get_by_text("It can be undone")).to_be_visible()
    return page


def the_imports(visits: Visits, floor: Floor) -> Page:
    return _managers_page(visits, floor, "/imports", "Imports")


def an_import_to_check(visits: Visits, floor: Floor) -> Page:
    page = _managers_page(visits, floor, "/imports", "Imports")
    page.get_by_label("File of leads").set_input_files(ONE_OF_MANY)
    expect(page.get_by_role("heading", name="Columns")).to_be_visible()
    return page


def a_campaign(visits: Visits, floor: Floor) -> Page:
    work = floor.work([floor.far_ends.nobody()])
    return _managers_page(visits, floor, f"/campaigns/{work.campaign_id}", work.campaign)


def the_gallery(visits: Visits, floor: Floor) -> Page:
    """Every part of the console in every state."""
    return _managers_page(visits, floor, "/gallery", "Gallery")


def the_commands(visits: Visits, floor: Floor) -> Page:
    page = _managers_page(visits, floor, "/tasks", "Tasks")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog", name="Commands").get_by_role("option").first).to_be_visible()
    return page


def _managers_page(visits: Visits, floor: Floor, path: str, heading: str) -> Page:
    page = visits.by(floor.user("manager"))
    page.goto(path)
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    return page


PAGES = (
    the_login,
    a_session_before_it_starts,
    a_session_during_a_call,
    a_session_in_wrap_up,
    the_floor,
    the_leads,
    a_lead,
    two_leads_to_merge,
    the_imports,
    an_import_to_check,
    a_campaign,
    the_commands,
    the_gallery,
)


@pytest.mark.parametrize("open_page", PAGES, ids=lambda page: page.__name__)
def test_axe_finds_nothing_wrong_with(open_page: Callable[[Visits, Floor], Page], visits: Visits, floor: Floor) -> None:
    page = open_page(visits, floor)
    expect(page.get_by_text("Loading", exact=True)).to_have_count(0)
    page.evaluate(AXE.read_text())
    wrong = [f"{look}: {sentence}" for look in _looks(page) for sentence in _violations(page)]
    assert not wrong, "\n".join(wrong)


def _looks(page: Page) -> Iterator[str]:
    """Puts the page into each theme at each width."""
    for theme in THEMES:
        for width, height in SIZES:
            page.emulate_media(color_scheme=theme)
            page.set_viewport_size({"width": width, "height": height})
            yield f"{theme}, {width} px"


def _violations(page: Page) -> list[str]:
    """One sentence for each element that breaks a rule, and one where the page runs out of its window."""
    found: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})", RULES
    )
    sentences = [
        f"{rule['id']} at {' '.join(node['target'])}: {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*sentences, f"the page is {too_wide} px too wide"] if too_wide > 0 else sentences

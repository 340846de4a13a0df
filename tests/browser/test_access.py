"""Everybody can use every page: the rules of WCAG 2.2 AA that a machine can check, in both themes and every width."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import axe
from tests.browser.calling import expect_state, start, talk
from tests.browser.floor import Floor
from tests.browser.visitor import Visits

SHELL = Path(__file__).parents[2] / "webui" / "console" / "src" / "shell.tsx"
SEEN_ABOVE = ("/session", "/floor", "/leads", "/leads/:id", "/imports", "/imports/:id", "/campaigns/:id", "/gallery")
"""Routes with a page of their own in PAGES, in a state worth looking at."""
REST = (
    *("/figures", "/callers", "/tasks", "/suppressions", "/campaigns", "/sequences", "/sequences/:id", "/templates"),
    *(
        "/scripts",
        "/dispositions",
        "/users",
        "/caller-ids",
        "/transfer-contacts",
        "/screens",
        "/audit",
        "/settings",
        "/help",
        "/help/:id",
    ),
)
ONE_OF_MANY = Path(__file__).parents[1] / "fixtures" / "leadfiles" / "redx.csv"


def the_login(visits: Visits, floor: Floor) -> Page:
    page = visits.browser()
    page.goto("/login")
    return page


def a_session_before_it_starts(visits: Visits, floor: Floor) -> Page:
    work = floor.work([floor.far_ends.nobody()])
    page = visits.by(work.agent)
    page.get_by_label("Campaign").select_option(label=work.campaign)
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
    page = _managers_page(visits, floor, "/gallery", "Gallery")
    expect(page.get_by_role("region", name="Trouble").filter(has_text="The phone network")).to_have_count(2)
    expect(page.get_by_role("region", name=re.compile("Handing over|Handed over to you"))).to_have_count(8)
    expect(page.get_by_role("combobox", name="To whom")).to_have_count(4)
    return page


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
    found = axe.wrong(page)
    assert not found, "\n".join(found)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("routes", [REST[::2], REST[1::2]], ids=["one half", "the other half"])
def test_axe_finds_nothing_wrong_on_the_routes_that_are_left(
    routes: tuple[str, ...], visits: Visits, floor: Floor
) -> None:
    work = floor.work([floor.far_ends.nobody()])
    page = visits.by(floor.user("manager"))
    found = []
    for route in routes:
        page.goto(
            route.replace("/campaigns/:id", f"/campaigns/{work.campaign_id}").replace(
                ":id", "1" if route.startswith("/seq") else "statistics"
            )
        )
        expect(page.get_by_role("heading").first).to_be_visible()
        expect(page.get_by_text("Loading", exact=True)).to_have_count(0)
        found += [f"{route}: {sentence}" for sentence in axe.wrong(page)]
    assert not found, "\n".join(found)


def test_axe_finds_nothing_wrong_with_what_is_printed_or_hangs_on_a_wall(visits: Visits, floor: Floor) -> None:
    work = floor.work([floor.far_ends.nobody() for _ in range(3)])
    page = _managers_page(visits, floor, "/screens", "Screens")
    page.get_by_label("Where the screen hangs").fill("North wall")
    page.get_by_role("button", name="Make an address").click()
    wall = page.get_by_role("link", name="/tv/").get_attribute("href") or ""
    found = []
    for channel, where, shown in (
        ("letter", "/print/letters", "Dear Ada"),
        ("door_hanger", "/print/door-hangers", "The way, "),
        ("", wall, "Appointments today"),
    ):
        if channel:
            floor.paper(work, channel)
        page.goto(where)
        expect(page.get_by_text(shown).first).to_be_visible()
        found += [f"{where}: {sentence}" for sentence in axe.wrong(page)]
    assert not found, "\n".join(found)


def test_every_route_of_the_console_is_checked() -> None:
    routes = re.findall(r'^  \["(/[^"]*)", \w+\],$', SHELL.read_text(), re.MULTILINE)
    assert len(routes) > len(REST)
    assert set(routes) == {*SEEN_ABOVE, *REST}

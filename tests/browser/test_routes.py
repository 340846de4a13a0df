"""Every address of the console, opened by everybody who may."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.floor import Floor
from tests.browser.visitor import Visits

FOR_EVERYBODY = ("/", "/session", "/leads", "/tasks", "/settings", "/help")
FOR_MANAGERS = (
    *(
        "/floor",
        "/figures",
        "/leads/duplicates",
        "/callers",
        "/imports",
        "/suppressions",
        "/campaigns",
        "/sequences",
        "/sequences/1",
        "/templates",
    ),
    *("/scripts", "/dispositions", "/users", "/caller-ids", "/screens", "/audit"),
)
HELP = re.compile("^/help(/[a-z]+#[a-z-]+)?$")


@pytest.mark.parametrize(("role", "routes"), [("agent", FOR_EVERYBODY), ("manager", (*FOR_EVERYBODY, *FOR_MANAGERS))])
def test_no_route_fails_a_request_or_logs_an_error(
    role: str, routes: tuple[str, ...], visits: Visits, floor: Floor
) -> None:
    work = floor.work([floor.far_ends.nobody()])
    own = (f"/leads/{work.leads[0]}", f"/campaigns/{work.campaign_id}") if role == "manager" else ()
    page = visits.by(floor.user(role))
    for route in (*routes, *own):
        page.goto(route, wait_until="networkidle")
        expect(page.get_by_role("main")).to_be_visible()
        expect(page.get_by_role("heading").first).to_be_visible()
        expect(page.get_by_role("link", name="Help", exact=True)).to_have_attribute("href", HELP)
        expect(page.locator(".problem")).to_have_count(0)
        expect(page.get_by_text("Loading", exact=True)).to_have_count(0)
        assert not visits.complaints, f"{route}: {visits.complaints}"

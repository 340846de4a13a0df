"""Two leads of one household become one in the console, and two again."""

import re

from playwright.sync_api import expect

from tests.browser.floor import Floor
from tests.browser.visitor import Visits


def test_a_manager_merges_two_leads_and_takes_them_apart_again(visits: Visits, floor: Floor) -> None:
    number = floor.far_ends.nobody()
    first, second = (floor.work([number]).leads[0] for _ in range(2))
    page = visits.by(floor.user("manager"))
    page.goto("/leads/duplicates")
    pair = page.get_by_role("listitem").filter(has=page.locator(f"a[href='/leads/{second}']")).first
    pair.get_by_role("button", name="Compare and merge").click()
    dialog = page.get_by_role("dialog", name="Merge two leads")
    dialog.get_by_role("radio").nth(1).check()
    expect(dialog.get_by_text("Comes with its place in 1 campaign.")).to_be_visible()
    dialog.get_by_role("button", name=re.compile("^Merge into")).click()
    expect(page.get_by_text("Merged into Ada Example1")).to_be_visible()
    assert merged(floor, first) == second

    page.goto(f"/leads/{second}")
    expect(page.get_by_role("heading", name="Merged into this lead")).to_be_visible()
    page.get_by_role("button", name="Take apart again").click()
    expect(page.get_by_role("heading", name="May be the same household")).to_be_visible()
    expect(page.get_by_role("heading", name="Merged into this lead")).to_have_count(0)
    assert merged(floor, first) is None

    page.get_by_role("button", name="Not the same").click()
    expect(page.get_by_role("heading", name="May be the same household")).to_have_count(0)


def merged(floor: Floor, lead_id: int) -> int | None:
    found: int | None = floor.ask("SELECT merged_into FROM lead WHERE id = :id", id=lead_id)[0][0]
    return found

"""A manager's lists: saved and fed to a campaign, changed as a whole and back, and the list of whom never to call."""

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.calling import start
from tests.browser.floor import Floor
from tests.browser.visitor import Visits
from tests.support.running import wait_for


def test_a_list_is_saved_held_back_and_released_and_feeds_a_session_that_runs(visits: Visits, floor: Floor) -> None:
    work, other = floor.work([floor.far_ends.nobody()]), floor.work([floor.far_ends.nobody()])
    lead = work.leads[0]
    floor.ask("UPDATE lead SET list_price_cents = 25000000, days_on_market = 100 WHERE id = :id RETURNING id", id=lead)
    start(visits.by(other.agent), other.campaign)
    page = visits.by(floor.user("manager"))
    page.goto(f"/leads?campaign={work.campaign_id}&status=open")
    page.get_by_text("Price and days").click()
    least = page.get_by_label("List price, from, in dollars")
    least.fill("250001")
    expect(page.get_by_text("No lead fits these filters")).to_be_visible()
    least.fill("250000")
    page.get_by_label("Days on the market, to, in days").fill("100")
    page.get_by_label("Tries").select_option(label="Never tried")
    expect(page.get_by_text("1 lead", exact=True)).to_be_visible()
    page.get_by_label("Name for this list").fill("Fresh ones")
    page.get_by_role("button", name="Save list").click()
    lists = page.get_by_role("region", name="Saved lists")
    expect(lists.get_by_role("link", name="Fresh ones 1")).to_be_visible()

    page.get_by_role("button", name="Do to all of these").click()
    dialog = page.get_by_role("dialog", name="All leads of this list")
    dialog.get_by_label("What to do").select_option(label="Hold back")
    dialog.get_by_label("Why").fill("Under review")
    dialog.get_by_role("button", name="Change 1 lead", exact=True).click()
    expect(page.get_by_text("1 lead changed.")).to_be_visible()
    assert status(floor, lead) == "held"
    expect(page.get_by_text("No lead fits these filters")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("1 lead as before.")).to_be_visible()
    assert status(floor, lead) == "open"

    lists.get_by_label("Campaign that this list feeds").select_option(label=f"Feeds {other.campaign}")
    expect(lists.get_by_role("combobox")).to_be_enabled()
    wait_for("the list has fed its lead to the campaign", lambda: other.campaign_id in places(floor, lead))
    page.reload()
    expect(least).to_have_value("250000")
    expect(lists.get_by_role("combobox").locator("option:checked")).to_have_text(f"Feeds {other.campaign}")
    lists.get_by_role("button", name="Forget this list").click()
    expect(lists.get_by_role("link", name="Fresh ones")).to_have_count(0)


def test_numbers_come_onto_the_do_not_call_list_by_hand_and_file_and_off_it_with_a_reason(
    visits: Visits, floor: Floor, tmp_path: Path
) -> None:
    by_hand, in_file = shown(floor.far_ends.nobody()), shown(floor.far_ends.nobody())
    page = visits.by(floor.user("owner"))
    page.goto("/suppressions")
    page.get_by_label("Number", exact=True).fill(by_hand)
    page.get_by_label("Reason", exact=True).fill("Asked by e-mail")
    page.get_by_role("button", name="Never contact").click()
    added = row(page, by_hand)
    expect(added).to_contain_text("Asked by e-mail")
    file = tmp_path / "numbers.csv"
    file.write_text(f"Phone\n{in_file}\nno number\n")
    page.get_by_label("File of numbers never to contact").set_input_files(file)
    expect(page.get_by_role("status").filter(has_text="1 number added")).to_be_visible()
    expect(row(page, in_file)).to_be_visible()
    added.get_by_role("button", name="Remove").click()
    page.get_by_label("Why it is removed").fill("A slip of the finger")
    added.get_by_role("button", name="Remove").click()
    expect(added).to_have_count(0)
    expect(row(page, in_file)).to_be_visible()


def row(page: Page, number: str) -> Locator:
    return page.get_by_role("row").filter(has_text=number)


def shown(number: str) -> str:
    return f"({number[2:5]}) {number[5:8]}-{number[8:]}"


def places(floor: Floor, lead_id: int) -> list[int]:
    """The campaigns that the lead is in."""
    return [row[0] for row in floor.ask("SELECT campaign_id FROM enrollment WHERE lead_id = :id", id=lead_id)]


def status(floor: Floor, lead_id: int) -> str:
    return str(floor.ask("SELECT status FROM lead WHERE id = :id", id=lead_id)[0][0])

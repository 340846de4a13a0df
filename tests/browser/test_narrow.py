"""What a manager looks up on a phone is read without scrolling sideways."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.floor import Floor
from tests.browser.visitor import Visits

PHONE = {"viewport": {"width": 390, "height": 844}}
CUT_OFF = """
    [document.documentElement, ...document.querySelectorAll(".scroll, table")]
      .filter((part) => part.checkVisibility() && part.scrollWidth > part.clientWidth + 1)
      .map((part) => part.querySelector("caption")?.textContent ?? part.className)
"""
FILE = """First Name,Last Name,Property Address,Property City,Property State,Property Zip,Lead Status,Phone
Nora,Narrow,1 A Street with a Long Name Boulevard,Springfield,IL,62701,Expired,not a number at all and quite long
Nils,Narrow,2 A Street with a Long Name Boulevard,Springfield,IL,62701,Sold,2175550188
"""


def test_an_import_is_checked_and_its_report_read_on_a_phone(visits: Visits, floor: Floor, tmp_path: Path) -> None:
    page = visits.by(floor.user("manager"), **PHONE)
    file = tmp_path / "narrow.csv"
    file.write_text(FILE)
    page.goto("/imports")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose a file").click()
    chooser.value.set_files(file)
    expect(page.get_by_label("What Property Address becomes")).to_be_visible()
    assert page.evaluate(CUT_OFF) == []
    page.get_by_role("button", name="Import 2 rows").click()
    expect(page.get_by_role("heading", name="Finished")).to_be_visible()
    page.get_by_text("Row by row").click()
    expect(page.get_by_role("row", name="not a number at all")).to_be_visible()
    assert page.evaluate(CUT_OFF) == []

"""From a file of expireds to leads, and back, as a newcomer does it."""

import csv
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from dialer.demo.file import redx_file
from dialer.demo.leads import Household, make_households
from tests.browser.noting import expect_noted, note
from tests.browser.visitor import Visits, log_in
from tests.support.running import Running

ROWS = 3000
REFUSED = 3
"""Active, pending and sold listings, which the file has besides; two more of its rows have no usable number."""


def test_a_newcomer_imports_a_file_corrects_a_column_reads_its_report_and_undoes_it(
    visits: Visits, running: Running, tmp_path: Path
) -> None:
    households = make_households(ROWS, date(2026, 3, 12))
    file = _file(tmp_path / "todays-expireds.csv", households)
    page = visits.browser()
    log_in(page, *_told_by_the_first_start(running))
    _upload(page, file)
    _expect_recognised(page)
    _correct(page, "Remarks", "Left out")
    note(page, "progress")
    page.get_by_role("button", name="Import 3,005 rows").click()
    _watch(page)
    _read_report(page, tmp_path)
    _expect_found(page, households[0], "1 lead")
    page.go_back()
    page.get_by_role("button", name="Undo this import").click()
    page.get_by_role("button", name="Press again: take its leads out").click()
    expect(page.get_by_text("This import was undone")).to_be_visible()
    _expect_found(page, households[0], "0 leads")
    _upload(page, _file(tmp_path / "tomorrows-expireds.csv", households[:20]))
    _expect_recognised(page)
    page.get_by_label("Show columns that are left out").check()
    expect(page.get_by_label("What Remarks becomes").locator("option:checked")).to_have_text("Left out")


def _file(path: Path, households: Sequence[Household]) -> Path:
    path.write_bytes(redx_file(households))
    return path


def _expect_found(page: Page, household: Household, count: str) -> None:
    page.get_by_role("link", name="Leads", exact=True).click()
    page.get_by_label("Search leads").fill(household.street)
    expect(page.get_by_text(count, exact=True)).to_be_visible()


def _told_by_the_first_start(running: Running) -> tuple[str, str]:
    """What `relist up` prints once."""
    told = (running.data_dir / "up.log").read_text()
    found = re.search(r"Log in as (\S+) with the password (\S+)", told)
    assert found, "the first start tells how to log in"
    return found[1], found[2]


def _upload(page: Page, file: Path) -> None:
    page.get_by_role("link", name="Imports").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose a file").click()
    chooser.value.set_files(file)
    expect(page.get_by_role("heading", name=file.name)).to_be_visible()
    expect(page.get_by_text("REDX")).to_be_visible()


def _expect_recognised(page: Page) -> None:
    """A few of the columns, one that a row has once and one that it has several times."""
    for column, field in (("Expired Date", "Listing: date it expired"), ("Phone 2", "Phone number")):
        choice = page.get_by_label(f"What {column} becomes", exact=True)
        expect(choice.locator("option:checked")).to_contain_text(field)


def _correct(page: Page, column: str, field: str) -> None:
    choice = page.get_by_label(f"What {column} becomes")
    choice.select_option(label=field)
    # A column that is left out leaves the list; it comes back on demand, as it was corrected.
    page.get_by_label("Show columns that are left out").check()
    expect(choice.locator("option:checked")).to_have_text(field)


def _watch(page: Page) -> None:
    expect_noted(page, "Rows done")
    expect(page.get_by_role("heading", name="Finished")).to_be_visible(timeout=60_000)


def _read_report(page: Page, folder: Path) -> None:
    assert _figure(page, "Refused") == REFUSED
    assert _figure(page, "New leads") + _figure(page, "Held") + _figure(page, "Refused") >= ROWS
    reasons = page.get_by_role("table", name="Rejects by reason")
    page.get_by_text("Row by row").click()
    lines = page.get_by_role("table", name="Every row with what was not taken over")
    expect(lines.get_by_text("its owner may not be approached").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Rows to correct as CSV").click()
    download.value.save_as(folder / "to-correct.csv")
    corrected = list(csv.reader((folder / "to-correct.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert corrected[0][-1] == "Why it was not taken over"
    assert len(corrected) > REFUSED
    with page.expect_download() as download:
        page.get_by_role("link", name="Every row and reason as CSV").click()
    saved = folder / "rejects.csv"
    download.value.save_as(saved)
    rows = list(csv.DictReader(saved.read_text(encoding="utf-8-sig").splitlines()))
    assert sum(_numbers(reasons)) == len(rows)


def _figure(page: Page, name: str) -> int:
    stat = page.locator(".stat", has=page.get_by_text(name, exact=True))
    return int(stat.locator("b").inner_text().replace(",", ""))


def _numbers(table: Locator) -> list[int]:
    return [int(text.replace(",", "")) for text in table.locator(".figure").all_inner_texts()]

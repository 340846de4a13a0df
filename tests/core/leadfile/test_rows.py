"""Rows become leads, held leads or refusals, and nothing in them is lost."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialer.core.leadfile import (
    HoldReason,
    LeadFileError,
    ListingStatus,
    Reason,
    ReportCounts,
    count_rows,
    parse_rows,
    propose_mapping,
    read_table,
    rejects_csv,
    safe_cell,
)
from dialer.core.leadfile.aliases import is_known_header

from .reading import TODAY, as_csv, lead, parsed, row


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Expired", ListingStatus.EXPIRED),
        ("EXP", ListingStatus.EXPIRED),
        ("Expired - Residential", ListingStatus.EXPIRED),
        ("Canceled", ListingStatus.CANCELLED),
        ("Terminated", ListingStatus.CANCELLED),
        ("Withdrawn Unconditional", ListingStatus.CANCELLED),
        ("Withdrawn", ListingStatus.WITHDRAWN),
        ("Temporarily Off Market", ListingStatus.HOLD),
        ("Hold", ListingStatus.HOLD),
        ("Off Market", ListingStatus.WITHDRAWN),
    ],
)
def test_a_status_that_leaves_a_lead(word: str, status: ListingStatus) -> None:
    assert lead(Status=word).listing.status is status


@pytest.mark.parametrize(
    ("cells", "reason", "column"),
    [
        ({"Status": "Active"}, Reason.LISTED_AGAIN, "Status"),
        ({"Status": "Coming Soon"}, Reason.LISTED_AGAIN, "Status"),
        ({"Status": "Back on Market"}, Reason.LISTED_AGAIN, "Status"),
        ({"Status": "Expired", "Relisted": "Yes"}, Reason.LISTED_AGAIN, "Relisted"),
        ({"Status": "Active Under Contract"}, Reason.UNDER_CONTRACT, "Status"),
        ({"Status": "Pending"}, Reason.UNDER_CONTRACT, "Status"),
        ({"Status": "Sold"}, Reason.SOLD, "Status"),
        ({"Name": "", "Address": "", "Phone": "217-555-0101"}, Reason.NOBODY, None),
    ],
)
def test_a_row_that_is_refused_says_why(cells: dict[str, str], reason: Reason, column: str | None) -> None:
    found = row(**cells)
    assert found.lead is None
    assert [(reject.reason, reject.column) for reject in found.rejects] == [(reason, column)]
    assert reason.refuses_row


def test_a_row_with_more_cells_than_columns_is_refused_since_its_flags_may_have_moved() -> None:
    (found,) = parsed(b"Name,Address,City,Phone 1,Phone 1 DNC\nAnn,1 Elm St,Apt 4,Reno,217-555-0101,Y\n")
    assert found.lead is None
    assert [reject.reason for reject in found.rejects] == [Reason.SHIFTED]
    assert found.raw["Column 6"] == "Y"


@pytest.mark.parametrize(
    ("cells", "holds"),
    [
        ({"Phone": "217-555-0101", "Status": "Expired"}, []),
        ({"Status": "Expired"}, [HoldReason.NO_NUMBER]),
        ({"Phone": "217-555-0101", "Status": "Withdrawn"}, [HoldReason.WITHDRAWN]),
        ({"Phone": "217-555-0101", "Status": "Hold"}, [HoldReason.ON_HOLD]),
        ({"Phone": "217-555-0101", "Status": "Zonked"}, [HoldReason.STATUS_UNREADABLE]),
        ({"Phone": "217-555-0101", "Status": "Expired", "Exp Date": "2026-11-21"}, [HoldReason.STILL_LISTED]),
        ({"Phone": "217-555-0101", "Status": "Expired", "Exp Date": "2026-11-20"}, []),
        ({"Phone": "217-555-0101", "Status": "Canceled", "Exp Date": "2027-01-01"}, []),
        ({"Phone": "217-555-0101", "Litigator": "Y"}, [HoldReason.LITIGATOR]),
        ({"Phone": "217-555-0101", "Owner Agent": "Y"}, [HoldReason.OWNER_IS_AGENT]),
        ({"Status": "Withdrawn", "Litigator": "Y"}, [HoldReason.LITIGATOR, HoldReason.WITHDRAWN, HoldReason.NO_NUMBER]),
    ],
)
def test_a_lead_is_held_for_every_reason_there_is(cells: dict[str, str], holds: list[HoldReason]) -> None:
    assert list(lead(**cells).holds) == holds


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("Email", "ann at example.com", Reason.EMAIL_INVALID),
        ("List Date", "31-31-2026", Reason.DATE_INVALID),
        ("List Date", "2126-01-01", Reason.DATE_INVALID),
        ("List Price", "make an offer", Reason.NUMBER_INVALID),
        ("Year Built", "20260", Reason.NUMBER_INVALID),
        ("Status", "Zonked", Reason.STATUS_UNKNOWN),
    ],
)
def test_a_cell_that_is_left_out_says_why_and_the_lead_is_kept(column: str, cell: str, reason: Reason) -> None:
    found = row(**{column: cell})
    assert found.lead is not None
    assert {(reject.column, reject.reason) for reject in found.rejects} >= {(column, reason)}
    assert not reason.refuses_row


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("$1,250,000", Decimal(1_250_000)),
        ("450K", Decimal(450_000)),
        ("$1.2M", Decimal(1_200_000)),
        ("299000.00", Decimal("299000.00")),
        ("", None),
    ],
)
def test_prices(cell: str, value: Decimal | None) -> None:
    assert lead(List_Price=cell).listing.list_price == value


@pytest.mark.parametrize(("cell", "value"), [("2.5", "2.5"), ("2/1", "2.5"), ("2 full 1 half", "2.5"), ("3", "3")])
def test_bathrooms(cell: str, value: str) -> None:
    assert lead(Baths=cell).listing.baths == Decimal(value)


def test_a_home_that_another_row_shows_on_the_market_is_refused() -> None:
    header = ["Name", "Address", "Zip", "Status"]
    old, new, other = parsed(
        as_csv(
            header,
            ["Ann", "1 North Elm Street", "62704", "Expired"],
            ["Ann", "1 N Elm St", "62704", "Active"],
            ["Bob", "2 N Elm St", "62704", "Expired"],
        )
    )
    assert [reject.reason for reject in old.rejects] == [Reason.ACTIVE_ELSEWHERE]
    assert [reject.reason for reject in new.rejects] == [Reason.LISTED_AGAIN]
    assert other.lead is not None


def test_blank_rows_are_passed_over_and_row_numbers_are_those_of_the_spreadsheet() -> None:
    found = parsed(b"Name,Address\nAnn,1 Elm St\n,\n\nBob,2 Elm St\n")
    assert [one.row_number for one in found] == [2, 5]


def test_remarks_lose_control_characters_and_escapes_but_raw_keeps_them() -> None:
    found = lead(Remarks="a\x0bb caf\\u00e9 \\ud83c\\udfe0\tend")
    assert found.listing.remarks == "a b café 🏠 end"
    assert found.raw["Remarks"] == "a\x0bb caf\\u00e9 \\ud83c\\udfe0\tend"


def test_notes_and_tags_are_taken_over() -> None:
    found = lead(Notes="gate code", Tags="pool, lake;pool")
    assert (found.notes, found.tags) == ("gate code", ("pool", "lake"))


def test_nan_is_a_name_and_not_a_missing_value() -> None:
    assert lead(First_Name="Nan", Last_Name="Poe", Name="").people[0].full == "Nan Poe"


def test_a_mapping_for_other_columns_is_refused() -> None:
    table = read_table(b"Name,City\nAnn,Reno\n", "leads.csv")
    with pytest.raises(LeadFileError):
        next(parse_rows(table, propose_mapping(["Name", "Town"], []), today=TODAY))


# A file of nothing but control characters is refused as a whole; a few are tested with the remarks. A row of two known
# column names below a title is the header, so no cell is one.
CELL = st.text(st.characters(blacklist_categories=["Cs", "Cc"], whitelist_characters="\n\t"), max_size=12).filter(
    lambda cell: not is_known_header(cell)
)
HEADERS = st.lists(
    st.sampled_from(["Name", "City", "Phone 1", "Phone 1 DNC", "Email", "Status", "Price", "List Date", "Shoe size"]),
    min_size=1,
    max_size=8,
)


@given(HEADERS, st.lists(st.lists(CELL, min_size=1, max_size=10), max_size=5))
def test_no_filled_cell_is_ever_lost(header: list[str], rows: list[list[str]]) -> None:
    rows = [cells for cells in rows if any(cell and not cell.isspace() for cell in cells)]
    found = parsed(as_csv(["Name", *header], *rows))
    assert [list(one.raw.values()) for one in found] == [[cell for cell in cells if cell] for cells in rows]
    assert all(one.lead or one.rejects for one in found)


def test_counts_add_up_over_batches() -> None:
    rows = parsed(
        as_csv(
            ["Name", "Address", "Status", "Phone 1", "Phone 1 DNC"],
            ["Ann", "1 Elm St", "Expired", "217-555-0101", "Y"],
            ["Bob", "2 Elm St", "Withdrawn", "217-555-0102", ""],
            ["Cyd", "3 Elm St", "Active", "217-555-0103", ""],
            ["Dov", "4 Elm St", "Expired", "217-555-O104", ""],
        )
    )
    whole = count_rows(rows)
    assert whole == count_rows(rows[:2]) + count_rows(rows[2:])
    assert whole == ReportCounts(
        rows=4,
        ready=1,
        refused=1,
        phones=2,
        vendor_dnc_phones=1,
        people=3,
        held={HoldReason.WITHDRAWN: 1, HoldReason.NO_NUMBER: 1},
        reasons={Reason.LISTED_AGAIN: 1, Reason.PHONE_HAS_LETTER: 1},
    )


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_spreadsheet_takes_a_cell_for_a_formula(cell: str) -> None:
    assert safe_cell(cell) == f"'{cell}"


def test_ordinary_cells_are_left_alone() -> None:
    assert [safe_cell(cell) for cell in ("", "Ann", "1-2", "a=b")] == ["", "Ann", "1-2", "a=b"]


def test_the_report_of_rejects_is_a_table_that_is_safe_to_open() -> None:
    rows = parsed(
        as_csv(
            ["Name", "Address", "=cmd Email", "Status", "Email"],
            ["Ann", "1 Elm St", "", "Expired", '=HYPERLINK("x")'],
            ["Bob", "2 Elm St", "", "Sold", ""],
        )
    )
    lines = list(csv.reader(io.StringIO("".join(rejects_csv(reject for one in rows for reject in one.rejects)))))
    assert lines[0] == ["Row", "Column", "Value", "Effect", "Reason", "Explanation"]
    assert lines[1][:5] == ["2", "Email", '\'=HYPERLINK("x")', "cell left out", "email_invalid"]
    assert lines[2][:5] == ["3", "Status", "Sold", "row refused", "sold"]


def test_two_digit_years_and_futures_depend_on_the_day_given() -> None:
    data = as_csv(
        ["Vortex ID", "Name", "Property Address", "Expired Date", "Phone"],
        ["V", "Ann", "1 Elm St", "11-01-26", "2175550101"],
    )
    table = read_table(data, "leads.csv")
    mapping = propose_mapping(table.header, [])
    (before,) = parse_rows(table, mapping, today=date(2026, 10, 1))
    (after,) = parse_rows(table, mapping, today=date(2026, 12, 1))
    assert before.lead is not None
    assert after.lead is not None
    assert (before.lead.hold_reason, after.lead.hold_reason) == (HoldReason.STILL_LISTED, None)

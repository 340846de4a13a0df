"""The order of month and day is found for the whole file, or asked for."""

from datetime import date

import pytest

from dialer.core.leadfile import Ambiguous, DateFormat, DateOrder, Reason, infer_dates
from dialer.core.leadfile.dates import read_date

from .reading import TODAY, as_csv, parsed

MONTH, DAY = DateOrder.MONTH_FIRST, DateOrder.DAY_FIRST


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["03-04-2026", "03-14-2026"], MONTH),
        (["03/04/2026", "14/03/2026"], DAY),
        (["2026-03-04"], MONTH),
        (["45962", "Nov 3, 2026"], MONTH),
        (["03/03/2026"], MONTH),
        ([], MONTH),
    ],
)
def test_one_cell_settles_the_order_for_all(cells: list[str], order: DateOrder) -> None:
    assert infer_dates(cells) == DateFormat(order)


def test_a_file_that_could_be_read_both_ways_is_ambiguous() -> None:
    assert infer_dates(["03/04/2026", "5/6/2026"]) == Ambiguous(("03/04/2026", "5/6/2026"), contradictory=False)


def test_a_file_that_is_written_both_ways_is_ambiguous() -> None:
    found = infer_dates(["03/14/2026", "14/03/2026", "03/04/2026"])
    assert found == Ambiguous(("03/04/2026",), contradictory=True)


@pytest.mark.parametrize(
    ("cell", "order", "day"),
    [
        ("11-03-2026", MONTH, date(2026, 11, 3)),
        ("11-03-2026", DAY, date(2026, 3, 11)),
        ("1/2/26", MONTH, date(2026, 1, 2)),
        ("1/2/99", MONTH, date(1999, 1, 2)),
        ("11/19/2026 12:00:00 AM", MONTH, date(2026, 11, 19)),
        ("2026-11-19T00:00:00Z", MONTH, date(2026, 11, 19)),
        ("20261119", MONTH, date(2026, 11, 19)),
        ("19-Nov-26", MONTH, date(2026, 11, 19)),
        ("November 19, 2026", MONTH, date(2026, 11, 19)),
        ("46345", MONTH, date(2026, 11, 19)),
        ("46345.75", MONTH, date(2026, 11, 19)),
        ("13/13/2026", MONTH, None),
        ("02-30-2026", MONTH, None),
        ("19-Foo-26", MONTH, None),
        ("soon", MONTH, None),
        ("01/01/1900", MONTH, None),
        ("12345", MONTH, None),
    ],
)
def test_a_cell_is_read_in_the_files_order(cell: str, order: DateOrder, day: date | None) -> None:
    assert read_date(cell, order, TODAY) == day


AMBIGUOUS = as_csv(
    ["Name", "Address", "List Date"], ["Ann", "1 Elm St", "03/04/2026"], ["Bob", "2 Elm St", "05/05/2026"]
)


def test_an_unknown_vendors_ambiguous_dates_are_left_out_until_someone_chooses() -> None:
    first, second = parsed(AMBIGUOUS)
    assert first.lead is not None
    assert first.lead.listing.list_date is None
    assert [(reject.column, reject.reason) for reject in first.rejects] == [("List Date", Reason.DATE_AMBIGUOUS)]
    assert second.lead is not None
    assert second.lead.listing.list_date == date(2026, 5, 5)


@pytest.mark.parametrize(("order", "day"), [(MONTH, date(2026, 3, 4)), (DAY, date(2026, 4, 3))])
def test_the_choice_settles_them(order: DateOrder, day: date) -> None:
    first = parsed(AMBIGUOUS, date_order=order)[0]
    assert first.lead is not None
    assert first.lead.listing.list_date == day
    assert not first.rejects


def test_a_known_vendor_writes_the_month_first() -> None:
    data = as_csv(["Vortex ID", "Name", "Property Address", "List Date"], ["V1", "Ann", "1 Elm St", "03-04-2026"])
    lead = parsed(data)[0].lead
    assert lead is not None
    assert lead.listing.list_date == date(2026, 3, 4)

"""Change lists: told by their columns, applied only where nothing is missing between them and the list."""

from datetime import date
from mmap import mmap

import pytest

from dialer.core.scrub import ROOM, FileError, apply_changes, is_set, mark, read_changes, whole_lines
from dialer.core.scrub.changes import Change

SINCE, UNTIL = date(2026, 3, 1), date(2026, 3, 10)


def changes(text: str) -> list[Change]:
    return list(read_changes(whole_lines([text.encode()])))


@pytest.mark.parametrize(
    "line",
    [
        "217,5550123,2026-03-02,A",
        "A,217,5550123,20260302",
        "217,5550123,A,3/2/2026",
        "2175550123,2026-03-02,A",
        "20260302,A,2175550123,more",
        "217, 5550123, 03/02/2026, A",
    ],
)
def test_the_columns_are_told_by_their_form(line: str) -> None:
    assert changes(line) == [Change(1, 2175550123, listed=True, on=date(2026, 3, 2))]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("217,5550123", 1),
        ("217,5550123,A", 1),
        ("217,5550123,2026-03-02", 1),
        ("217,5550123,2026-03-02,A,D", 1),
        ("217,5550123,2026-03-02,2026-03-03,A", 1),
        ("217,5550123,2026-03-02,A\n2026-03-02,A,217,5550124", 2),
        ("217,5550123,2026-03-02,A\n217,5550124,2026-03-02,X", 2),
        ("217,5550123,2026-13-02,A", 1),
    ],
)
def test_an_unclear_change_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(FileError) as refused:
        changes(text)
    assert refused.value.line == line
    assert "555" not in str(refused.value)


def apply(text: str, *listed: int) -> tuple[int, set[int]]:
    """How many changes, and which of the numbers in play are listed then."""
    found = changes(text)
    with mmap(-1, ROOM) as bits:
        mark(bits, listed)
        count = apply_changes(bits, found, since=SINCE, until=UNTIL, covers={217}.__contains__)
        return count, {number for number in {change.number for change in found} | {*listed} if is_set(bits, number)}


def test_numbers_come_and_go() -> None:
    text = "217,5550101,2026-03-02,A\n217,5550102,2026-03-03,D"
    assert apply(text, 2175550102, 2175550103) == (2, {2175550101, 2175550103})


def test_a_number_may_come_and_go_on_one_list() -> None:
    assert apply("217,5550101,2026-03-02,A\n217,5550101,2026-03-03,D") == (2, set())


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("217,5550101,2026-03-02,D", "not on the list"),
        ("217,5550109,2026-03-02,A", "on the list already"),
        ("217,5550101,2026-02-28,A", "not between"),
        ("217,5550101,2026-03-11,A", "not between"),
        ("312,5550101,2026-03-02,A", "area code"),
    ],
)
def test_a_change_that_contradicts_the_list_breaks_the_chain(text: str, why: str) -> None:
    with pytest.raises(FileError, match=f"Line 2: .*{why}.*full list"):
        apply("217,5550100,2026-03-02,A\n" + text, 2175550109)


@pytest.mark.parametrize("day", ["2026-03-01", "2026-03-10"])
def test_the_first_and_the_last_day_belong_to_it(day: str) -> None:
    assert apply(f"217,5550101,{day},A") == (1, {2175550101})

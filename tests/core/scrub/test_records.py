"""Tables with one record a line: internal lists and answers about reassigned numbers."""

from datetime import date

import pytest

from dialer.core.scrub import (
    Answer,
    FileError,
    InternalEntry,
    ReassignedAnswer,
    read_internal,
    read_reassigned,
    whole_lines,
)


def internal(text: str) -> list[InternalEntry]:
    return list(read_internal(whole_lines([text.encode()])))


def reassigned(text: str) -> list[ReassignedAnswer]:
    return list(read_reassigned(whole_lines([text.encode()])))


def test_an_internal_list_gives_number_day_reason_and_source() -> None:
    text = 'phone,date,reason,source\n(217) 555-0123,2026-03-01,"asked, twice",letter\n2175550124,,,\n'
    assert internal(text) == [
        InternalEntry("+12175550123", date(2026, 3, 1), "asked, twice", "letter"),
        InternalEntry("+12175550124", None, "", ""),
    ]


def test_the_columns_may_stand_in_any_order() -> None:
    assert internal("source\tphone\nweb\t2175550123\n") == [InternalEntry("+12175550123", None, "", "web")]


@pytest.mark.parametrize(
    ("said", "answer"),
    [("yes", Answer.YES), ("NO", Answer.NO), ("no data", Answer.NO_DATA), ("No_Data", Answer.NO_DATA)],
)
def test_an_answer_is_yes_no_or_no_data(said: str, answer: Answer) -> None:
    assert reassigned(f"number,date,answer\n2175550123,20260301,{said}\n") == [
        ReassignedAnswer("+12175550123", date(2026, 3, 1), answer)
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("2175550123,20260301,yes\n", 1),
        ("number,answer\n2175550123,yes\n", 1),
        ("number,date,answer\n2175550123,20260301,perhaps\n", 2),
        ("number,date,answer\n2175550123,yesterday,yes\n", 2),
        ("number,date,answer\n\n\n2175550123,20260301\n", 4),
    ],
)
def test_an_unclear_answer_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(FileError) as refused:
        reassigned(text)
    assert refused.value.line == line
    assert "555" not in str(refused.value)

"""Which of a lead's numbers is called next."""

from datetime import UTC, date, datetime, timedelta

import pytest

from dialer.core.next_number import Choice, Number, Pick, next_number, rest_until

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("why", "numbers", "picked"),
    [
        ("the source's order decides among untried ones", [Number(1, rank=1), Number(2, rank=0)], 2),
        ("an untried one comes before a tried one", [Number(1, attempts=1), Number(2, rank=5)], 2),
        ("the least tried comes first", [Number(1, attempts=3), Number(2, attempts=2)], 2),
        (
            "of two tried alike, the one tried longer ago",
            [
                Number(1, attempts=1, last_attempt_at=NOW - HOUR),
                Number(2, attempts=1, last_attempt_at=NOW - 2 * HOUR),
            ],
            2,
        ),
        ("the number that reached the person beats all", [Number(1), Number(2, attempts=9, reached=True)], 2),
        ("one that may not be called is passed over", [Number(1, usable=False), Number(2, attempts=4)], 2),
        (
            "a resting one is passed over",
            [Number(1, rest_until=NOW + HOUR), Number(2, attempts=4)],
            2,
        ),
        ("rest ends at its moment", [Number(1, rest_until=NOW), Number(2, attempts=4)], 1),
    ],
)
def test_the_order_of_numbers(why: str, numbers: list[Number], picked: int):
    assert next_number(numbers, NOW) == Pick(picked), why


def test_when_every_number_rests_the_first_to_wake_is_named_with_its_time():
    numbers = [Number(1, rest_until=NOW + 3 * HOUR), Number(2, rest_until=NOW + 2 * HOUR)]

    assert next_number(numbers, NOW) == Pick(2, NOW + 2 * HOUR)


def test_without_a_usable_number_there_is_none():
    assert next_number([Number(1, usable=False)], NOW) is None
    assert next_number([], NOW) is None


@pytest.mark.parametrize(
    ("choice", "numbers", "picked"),
    [
        (Choice.same, [Number(1, attempts=9), Number(2)], 1),
        (Choice.same, [Number(1, usable=False), Number(2)], 2),
        (Choice.other, [Number(1), Number(2, attempts=9)], 2),
        (Choice.other, [Number(1)], 1),
        (Choice.best, [Number(1), Number(2, attempts=9)], 1),
    ],
)
def test_a_promise_keeps_the_number_and_next_number_leaves_it(choice: Choice, numbers: list[Number], picked: int):
    assert next_number(numbers, NOW, choice=choice, current=1) == Pick(picked)


def test_a_number_rests_30_days_after_failures_on_three_days():
    days = [date(2026, 11, 16), date(2026, 11, 18), date(2026, 11, 20)]

    assert rest_until(days, NOW) == NOW + timedelta(days=30)
    assert rest_until([days[0], days[0], days[1]], NOW) is None

"""Which of a lead's numbers is called next, and when a number that keeps failing rests."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from telephony.words import Word

DEAD_DAYS = 3
"""A number that failed on so many days is left alone for a while."""

REST = timedelta(days=30)


class Choice(Word):
    """Which number a planned call is for."""

    same = "same", "The number just called, as was promised or as the line was only busy."
    other = "other", "Any number but the one just called."
    best = "best", "The best number by the usual order."


@dataclass(frozen=True, slots=True)
class Number:
    """One of a lead's numbers. `rank` is its place in the source, 0 first."""

    phone_id: int
    rank: int = 0
    usable: bool = True
    """False where it is bad, suppressed, or marked do-not-call without a permission that overrides it."""
    attempts: int = 0
    last_attempt_at: datetime | None = None
    rest_until: datetime | None = None
    reached: bool = False
    """The wanted person was reached on it."""


@dataclass(frozen=True, slots=True)
class Pick:
    """The number to call, not before `not_before` where every usable number rests."""

    phone_id: int
    not_before: datetime | None = None


def next_number(
    numbers: Sequence[Number], now: datetime, *, choice: Choice = Choice.best, current: int | None = None
) -> Pick | None:
    """The number to call next, None when the lead has no usable one.

    The order: the number that reached the person, then untried ones, then the least tried, then the one tried longest
    ago, then the source's order. `current` is the number just called; asking for another one when there is none gives
    the same again.

    >>> from datetime import UTC
    >>> now = datetime(2026, 11, 20, 15, tzinfo=UTC)
    >>> next_number([Number(1, rank=0, attempts=1), Number(2, rank=1)], now)
    Pick(phone_id=2, not_before=None)
    """
    usable = [number for number in numbers if number.usable]
    if choice is Choice.same and any(number.phone_id == current for number in usable):
        return Pick(current) if current is not None else None
    if choice is Choice.other:
        usable = [number for number in usable if number.phone_id != current] or usable
    awake = [number for number in usable if number.rest_until is None or number.rest_until <= now]
    if awake:
        return Pick(min(awake, key=_order).phone_id)
    first = min(usable, key=lambda number: (number.rest_until or now, *_order(number)), default=None)
    return Pick(first.phone_id, first.rest_until) if first else None


def rest_until(failed_on: Iterable[date], now: datetime) -> datetime | None:
    """When a number that failed on these days may be tried again; None while it need not rest.

    One bad day of a network says little about a number, the same failure on three days says it is out of use.
    """
    return now + REST if len(set(failed_on)) >= DEAD_DAYS else None


def _order(number: Number) -> tuple[bool, int, float, int, int]:
    last = number.last_attempt_at.timestamp() if number.last_attempt_at else 0.0
    return (not number.reached, number.attempts, last, number.rank, number.phone_id)

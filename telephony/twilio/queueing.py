"""What calls above the account's rate tell about that rate. Pure: Twilio's list of calls in, a finding out.

Twilio queues such calls and starts them one by one at its own pace, so the moments at which they started are as far
apart as its rate allows. Its list tells when each was made, to the second, and how long it waited (Call resource,
`date_created` and `queue_time`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

LONGEST = timedelta(seconds=2)
"""A call that waits longer rings when nobody may be there for it."""

SAME_QUEUE = timedelta(seconds=5)
"""Starts further apart than this were not held up by one another."""

ENOUGH = 5


@dataclass(frozen=True, slots=True)
class Queueing:
    """Calls that waited too long. `rate` is how many per second the account starts, None where too few tell."""

    waited: int
    longest: timedelta
    rate: int | None


def queueing_of(calls: Iterable[dict[str, Any]]) -> Queueing | None:
    """What the calls that we asked for tell; None where none of them had to wait."""
    queued = [(_made_at(call), _wait(call)) for call in calls if call.get("direction") == "outbound-api"]
    late = [wait for _, wait in queued if wait > LONGEST]
    if not late:
        return None
    starts = sorted(made + wait for made, wait in queued if wait > timedelta())
    return Queueing(len(late), max(late), _rate(starts))


def _rate(starts: Sequence[datetime]) -> int | None:
    """By the longest row of starts behind one another. Twilio's rates are whole numbers, at least one."""
    row: list[datetime] = []
    best: list[datetime] = []
    for start in starts:
        row = [*row, start] if row and start - row[-1] <= SAME_QUEUE else [start]
        best = max(best, row, key=len)
    seconds = (best[-1] - best[0]).total_seconds() if best else 0.0
    return max(1, round((len(best) - 1) / seconds)) if len(best) >= ENOUGH and seconds else None


def _wait(call: dict[str, Any]) -> timedelta:
    told = str(call.get("queue_time") or "0")
    return timedelta(milliseconds=int(told)) if told.isdigit() else timedelta()


def _made_at(call: dict[str, Any]) -> datetime:
    return parsedate_to_datetime(str(call["date_created"]))

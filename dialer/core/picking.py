"""Which due lead comes next: the stated order of the queue, the same for people and for the database."""

from datetime import date, datetime, timedelta
from enum import IntEnum

ORDER_IN_WORDS = (
    "Promised call-backs at their minute, then people who were abandoned or replied, then the rest: "
    "the most recently expired listing first, and of two the one that was imported first."
)

CALLBACK_GRACE = timedelta(minutes=10)
"""A promised call-back waits so long for the agent who promised; then anybody may make it."""


class Priority(IntEnum):
    """The first key of the queue's order; lower is called earlier."""

    CALLBACK = 0
    """A call-back was promised for this minute."""
    ABANDONED = 1
    """The person answered and nobody was there; we owe a call."""
    REPLIED = 2
    """The person wrote back."""
    NORMAL = 5
    """In the order of expiry."""
    LATER = 8
    """A manager put the lead behind the others."""


def why_here(priority: int, expired_on: date | None, tries: int, now: datetime) -> str:
    """Why a lead stands where it does, in words.

    >>> from datetime import UTC
    >>> why_here(Priority.NORMAL, date(2026, 11, 19), 0, datetime(2026, 11, 20, 15, tzinfo=UTC))
    'expired yesterday, never tried'
    """
    reasons = {
        Priority.CALLBACK: "call-back promised",
        Priority.ABANDONED: "answered, nobody was free",
        Priority.REPLIED: "replied by text",
        Priority.LATER: "put behind the others",
    }
    first = reasons.get(Priority(priority)) if priority in tuple(Priority) else None
    return f"{first or _age(expired_on, now)}, {_tries(tries)}"


def _age(expired_on: date | None, now: datetime) -> str:
    if expired_on is None:
        return "expiry unknown"
    days = (now.date() - expired_on).days
    names = {0: "expired today", 1: "expired yesterday"}
    return names.get(days, f"expired {days} days ago" if days > 1 else f"expires {expired_on:%d %b}")


def _tries(tries: int) -> str:
    return "never tried" if tries == 0 else f"tried {'once' if tries == 1 else f'{tries} times'}"

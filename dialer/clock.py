"""The only module that reads the clock. Rules get `now` as an argument; loops and shells hold a Clock."""

import time
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The time of day, aware, in UTC; it may jump when the machine's clock is set."""
        ...

    def monotonic(self) -> float:
        """Seconds since some moment that stays fixed; never goes back. For measuring and for waiting."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The time of day, aware, in UTC."""
        return datetime.now(UTC)  # noqa: TID251 - this module is the one that may

    def monotonic(self) -> float:
        """Seconds since some moment that stays fixed."""
        return time.monotonic()


class FixedClock:
    """A clock that moves only when told to, for tests and simulations; safe to share between threads."""

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("start has no time zone; give an aware datetime in UTC")
        self._now = start.astimezone(UTC)
        self._elapsed = timedelta()
        self._lock = Lock()

    def now(self) -> datetime:
        """The moment at which the clock stands."""
        with self._lock:
            return self._now

    def monotonic(self) -> float:
        """Seconds by which the clock was moved forward so far."""
        with self._lock:
            return self._elapsed.total_seconds()

    def set_by(self, step: timedelta) -> datetime:
        """Set the time of day, as a time server or a person does; what is measured goes on as before."""
        with self._lock:
            self._now += step
            return self._now

    def advance(self, by: timedelta) -> datetime:
        """Move the clock forward and return the new time."""
        if by < timedelta():
            raise ValueError("a clock cannot go back; give a time span of zero or more")
        with self._lock:
            self._now += by
            self._elapsed += by
            return self._now

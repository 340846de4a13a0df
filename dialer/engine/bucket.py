"""A carrier's calls per second: a bucket that fills with time and never lets a burst through that it would queue."""

from dataclasses import dataclass
from datetime import datetime

SHARE = 0.9
"""We stay below the carrier's rate, because what lies above it is queued there and rings people later."""


@dataclass(slots=True)
class Bucket:
    """`per_second` new calls on average, at most one second's worth at once."""

    per_second: float
    _level: float = 0.0
    _read_at: datetime | None = None

    def left(self, now: datetime) -> int:
        """New calls that may go out at this moment."""
        size = max(1.0, self.per_second * SHARE)
        if self._read_at is None:
            self._level = size
        else:
            gone = max(0.0, (now - self._read_at).total_seconds())
            self._level = min(size, self._level + gone * self.per_second * SHARE)
        self._read_at = now
        return int(self._level)

    def take(self, count: int, now: datetime) -> None:
        """Uses up `count` of what `left` gave."""
        self.left(now)
        self._level -= count

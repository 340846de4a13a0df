"""Noticing that the machine's clock was set. Pure: both clocks' readings in, the step out.

Moments in the database are times of day, since they outlive processes. When the clock is set they are as far from now
as before only if they are moved along: else an hour forward would end every talk, and an hour back would leave people
waiting for one. Only a clock that cannot be set, the monotonic one, can tell.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

SMALLEST = timedelta(seconds=5)
"""Less is slewing, a leap second or a process that had to wait, and no deadline of ours hangs on it."""

DOUBTED = timedelta(minutes=5)
"""After a step of so much the legal hours are in doubt as well, since nobody knows which of the two times was right."""

SETTLES_AFTER = timedelta(minutes=5)
"""A clock that kept its pace for so long is believed again; time servers correct a wrong step well within it."""


@dataclass(slots=True)
class ClockSteps:
    """Compares the time of day with a clock that cannot be set, look by look."""

    _ahead: timedelta | None = None
    """The time of day less the monotonic time, which stays the same while nobody sets the clock."""
    _doubted_until: float = float("-inf")

    def look(self, now: datetime, monotonic: float) -> timedelta:
        """By how much the clock was set since the last look; zero if it was not."""
        ahead = (now - datetime.min.replace(tzinfo=now.tzinfo)) - timedelta(seconds=monotonic)
        step = ahead - self._ahead if self._ahead is not None else timedelta()
        if self._ahead is not None and abs(step) < SMALLEST:
            return timedelta()
        self._ahead = ahead
        if abs(step) >= DOUBTED:
            self.doubt(monotonic)
        return step

    def doubt(self, monotonic: float) -> None:
        """Somebody else saw the clock being set; when, nobody can tell by now."""
        self._doubted_until = monotonic + SETTLES_AFTER.total_seconds()

    def is_believed(self, monotonic: float) -> bool:
        """Whether the time of day may decide about legal hours."""
        return monotonic >= self._doubted_until

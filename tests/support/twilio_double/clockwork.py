"""What is going to happen, in virtual time."""

import heapq
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count


class Clockwork:
    """Runs planned work in the order of its time; work may plan more work."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._due: list[tuple[datetime, int, Callable[[], None]]] = []
        self._serial = count()

    def after(self, seconds: float, work: Callable[[], None]) -> None:
        heapq.heappush(self._due, (self.now + timedelta(seconds=max(seconds, 0.0)), next(self._serial), work))

    def set_by(self, step: timedelta) -> None:
        """The clock that both sides read here is set; at Twilio everything stays as far off as it was."""
        self.now += step
        self._due = [(at + step, serial, work) for at, serial, work in self._due]

    def next_due(self) -> datetime | None:
        return self._due[0][0] if self._due else None

    def run_next(self, until: datetime) -> bool:
        """Runs the first thing that is due by then; false when there is none."""
        if not self._due or self._due[0][0] > until:
            self.now = max(self.now, until)
            return False
        at, _, work = heapq.heappop(self._due)
        self.now = max(self.now, at)
        work()
        return True

"""Things to do later, in the thread that asks for them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from typing import Protocol

Work = Callable[[], object]


class Monotonic(Protocol):
    def monotonic(self) -> float: ...


@dataclass(slots=True)
class Timers:
    """Earliest first, and among equals in the order of asking."""

    clock: Monotonic
    _due: list[tuple[float, int, Work]] = field(default_factory=list)
    _serial: "count[int]" = field(default_factory=count)

    def after(self, seconds: float, work: Work) -> None:
        heappush(self._due, (self.clock.monotonic() + seconds, next(self._serial), work))

    def run_due(self) -> None:
        """What is asked for meanwhile waits for the next time, so that this always ends."""
        now = self.clock.monotonic()
        while self._due and self._due[0][0] <= now:
            heappop(self._due)[2]()

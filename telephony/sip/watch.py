"""What the phone counts, and the watch over calls whose sound has stopped."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from telephony.sip.leg import Leg

LOOK_SECONDS = 1.0
REMEMBERED_SETUPS = 5_000
SILENCE_SECONDS = 20.0
"""Without one packet, while not on hold. The far end is gone then, and its BYE was lost."""


class Clock(Protocol):
    """Both kinds of time."""

    def now(self) -> datetime: ...

    def monotonic(self) -> float: ...


@dataclass(slots=True)
class Counters:
    """For the floor page and whoever investigates."""

    calls: int = 0
    answered: int = 0
    failovers: int = 0
    refused_callers: int = 0
    callback_failures: int = 0
    silent_calls: int = 0
    setup_ms: deque[float] = field(default_factory=lambda: deque(maxlen=REMEMBERED_SETUPS))
    """From INVITE to 200 OK, of the last calls that were answered."""

    def setup(self, share: float) -> float | None:
        """The time that this share of the last setups took at most; a phone that rings is part of it."""
        known = sorted(self.setup_ms)
        return known[min(int(len(known) * share), len(known) - 1)] if known else None


LATE_SECONDS = 0.06
"""A turn of the loop that comes later than this would be heard as a stutter in whatever the loop does for a call: an
answer that is bridged, a level that is read. The bridge's own clock runs in C and goes on."""


@dataclass(slots=True)
class Turns:
    """How regularly the loop turns. Work that keeps Python busy in this process shows here first."""

    count: int = 0
    late: int = 0
    longest_ms: float = 0.0
    _last: float | None = None

    def turned(self, now: float) -> float | None:
        """The gap in milliseconds before a turn that came too late."""
        self.count += 1
        gap = now - self._last if self._last is not None else 0.0
        self._last = now
        self.longest_ms = max(self.longest_ms, 1000 * gap)
        if gap <= LATE_SECONDS:
            return None
        self.late += 1
        return 1000 * gap


MOST_STILL_LOOKS = 10


@dataclass(slots=True)
class Pulse:
    """Whether a loop still turns, judged from another thread.

    Looks are counted and not seconds: where the whole machine stood still nobody looked either, and after it the loop
    turns again long before it has been looked at so often.
    """

    still: int = 0
    """Looks in a row between which it has not turned."""
    _seen: int = -1

    def look(self, turns: int) -> None:
        self.still = self.still + 1 if turns == self._seen else 0
        self._seen = turns

    @property
    def has_stopped(self) -> bool:
        """It will never turn again."""
        return self.still >= MOST_STILL_LOOKS


class SoundWatch:
    """Looks once a second whether packets still come. The library has no such limit of its own."""

    def __init__(self, packets: Callable[[int], int | None], on_silence: Callable[[Leg], None]) -> None:
        self._packets = packets
        self._on_silence = on_silence
        self._next_look = 0.0

    def look(self, legs: Iterable[Leg], now: float) -> None:
        if now < self._next_look:
            return
        self._next_look = now + LOOK_SECONDS
        for leg in [each for each in legs if each.is_lead and each.is_up]:
            self._look_at(leg, now)

    def _look_at(self, leg: Leg, now: float) -> None:
        can_come = leg.call is not None and leg.media is not None and not leg.on_hold
        packets = self._packets(leg.call) if can_come and leg.call is not None else None
        if packets is None or packets != leg.packets:
            leg.packets, leg.packets_at = packets, now
        elif now - leg.packets_at >= SILENCE_SECONDS:
            self._on_silence(leg)

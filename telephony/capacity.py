"""What a carrier takes of us now: new calls per second and calls at once, lowered when it complains, and restored.

The carrier's own limits are settings that may be wrong. Each complaint halves what we use, as congestion control does;
each quiet minute restores a tenth of the setting.
"""

import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

SHARE = 0.9
"""We stay below the carrier's rate, because what lies above it is queued there and rings people later."""

RECOVERY = timedelta(seconds=60)
RECOVERED_SHARE = 0.1

STILL_BEHIND = timedelta(seconds=2)
"""Who falls behind again within so long has never caught up."""

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class _Level:
    """One limit: its setting, and the part of it that is used now."""

    setting: float
    share: float = 1.0
    changed_at: datetime | None = None

    def now(self, now: datetime) -> float:
        if self.share < 1.0 and self.changed_at is not None:
            quiet = max(0.0, (now - self.changed_at) / RECOVERY)
            self.share = min(1.0, self.share + quiet * RECOVERED_SHARE)
            self.changed_at = now
        return self.setting * self.share

    def halve(self, now: datetime) -> None:
        self.now(now)
        self.share, self.changed_at = max(self.share / 2, 0.05), now


class Capacity:
    """Shared by whoever paces and whoever sends; safe to use from several threads."""

    def __init__(self, calls_per_second: float, channels: int) -> None:
        self._rate = _Level(calls_per_second)
        self._channels = _Level(float(channels))
        self._level = 1.0
        self._filled_at = LONG_AGO
        self._queue_until = LONG_AGO
        self._behind_since = LONG_AGO
        self._behind_until = LONG_AGO
        self._lock = threading.Lock()

    def calls_per_second(self, now: datetime) -> float:
        """The rate in force; `SHARE` of it is used."""
        with self._lock:
            return self._rate.now(now)

    def channels(self, now: datetime) -> int:
        """Calls at once, agents' legs included; at least one."""
        with self._lock:
            return max(1, int(self._channels.now(now)))

    def set_calls_per_second(self, rate: float) -> None:
        """Another setting, as of now."""
        with self._lock:
            self._rate.setting = rate

    def too_fast(self, now: datetime) -> None:
        """The carrier queued or refused a call because of the rate."""
        with self._lock:
            self._rate.halve(now)

    def too_many(self, now: datetime) -> None:
        """The carrier refused a call because of how many there are."""
        with self._lock:
            self._channels.halve(now)

    def fell_behind(self, now: datetime, seconds: float) -> None:
        """Our own machine had no time for a new call; asking again is worth it after so many seconds."""
        with self._lock:
            if not self._is_late(now):
                self._behind_since = now
            self._behind_until = now + timedelta(seconds=seconds)

    def has_time(self, now: datetime) -> bool:
        """Whether our own machine may be asked for new calls."""
        with self._lock:
            return not self._is_late(now) or now >= self._behind_until

    def behind_for(self, now: datetime) -> timedelta:
        """How long our own machine has been behind without having caught up since."""
        with self._lock:
            return now - self._behind_since if self._is_late(now) else timedelta()

    def _is_late(self, now: datetime) -> bool:
        # Of a clock that was set back, no time is known.
        return self._behind_since <= now <= self._behind_until + STILL_BEHIND

    def seconds_until_free(self, now: datetime) -> float:
        """Takes a turn for one new call and gives 0, or the seconds until it is worth asking again.

        On average no more than the share of the rate gets a turn, and at most one second's worth at once. Whoever has
        to wait is told a time of their own, so that those who wait do not all come back together.
        """
        with self._lock:
            rate = self._rate.now(now) * SHARE
            self._fill(rate, now)
            if self._level >= 1.0:
                self._level -= 1.0
                self._queue_until = now
                return 0.0
            first = now + timedelta(seconds=(1.0 - self._level) / rate)
            self._queue_until = max(first, self._queue_until + timedelta(seconds=1 / rate))
            return (self._queue_until - now).total_seconds()

    def _fill(self, rate: float, now: datetime) -> None:
        if now < self._filled_at:
            # The clock was set back: a queue that ends by the old time would be an hour long.
            self._queue_until = now
        gone = max(0.0, (now - self._filled_at).total_seconds())
        self._level = min(max(1.0, rate), self._level + gone * rate)
        self._filled_at = now

"""The day's money for carriers that cost some."""

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from dialer.store import money
from dialer.store.session import Database
from telephony.money import Cost

MICRODOLLARS_PER_CENT = 10_000

COUNTED_EVERY = timedelta(seconds=2)
"""To count, everything of the day is added up while all other hands wait: at the end of a day of 20,000 calls no more
than some tens a second would leave."""

PLENTY = 0.8
"""Below this share of the cap nothing is counted in between: other processes cannot spend the rest meanwhile."""


@dataclass(slots=True)
class _Known:
    """What had been spent when it was last counted, with what this process has set aside since."""

    microdollars: int = 0
    counted_at: datetime | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, cost: Cost, cap: int, now: datetime) -> bool:
        """Whether there is so much that nobody needs to count; then it is taken."""
        with self.lock:
            if self.counted_at is None or not timedelta() <= now - self.counted_at < COUNTED_EVERY:
                return False
            # A day that has begun meanwhile has nothing spent, which is less than what is known.
            if self.microdollars + cost.microdollars > PLENTY * cap:
                return False
            self.microdollars += cost.microdollars
            return True

    def counted(self, microdollars: int, now: datetime) -> None:
        """Of several hands that count at about the same time, the one that found least may say so last."""
        with self.lock:
            if self.counted_at is not None and abs(now - self.counted_at) < COUNTED_EVERY:
                self.microdollars = max(self.microdollars, microdollars)
            else:
                self.microdollars, self.counted_at = microdollars, now


@dataclass(frozen=True, slots=True)
class SqlPurse:
    """The day's money in the database, so that a restart forgets none of it."""

    db: Database
    carrier: str
    cap_microdollars: int
    _known: _Known = field(default_factory=_Known, init=False, repr=False, compare=False)

    def reserve(self, key: str, cost: Cost, now: datetime) -> bool:
        cap, price = self.cap_microdollars, {"reserved": cost.microdollars, "per_minute": cost.per_minute}
        if self._known.take(cost, cap, now):
            with self.db.transaction() as conn:
                money.note(conn, key, carrier=self.carrier, now=now, **price)
            return True
        with self.db.transaction() as conn:
            spent = money.reserve(conn, key, carrier=self.carrier, cap=cap, now=now, **price)
        if spent is not None:
            self._known.counted(spent, now)
        return spent is not None

    def release(self, key: str) -> None:
        with self.db.transaction() as conn:
            money.release(conn, key)

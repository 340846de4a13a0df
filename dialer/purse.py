"""The day's money for carriers that cost some."""

from dataclasses import dataclass
from datetime import datetime

from dialer.store import money
from dialer.store.session import Database
from telephony.money import Cost

MICRODOLLARS_PER_CENT = 10_000


@dataclass(frozen=True, slots=True)
class SqlPurse:
    """The day's money in the database, so that a restart forgets none of it."""

    db: Database
    carrier: str
    cap_microdollars: int

    def reserve(self, key: str, cost: Cost, now: datetime) -> bool:
        with self.db.transaction() as conn:
            return money.reserve(
                conn,
                key,
                carrier=self.carrier,
                reserved=cost.microdollars,
                per_minute=cost.per_minute,
                cap=self.cap_microdollars,
                now=now,
            )

    def release(self, key: str) -> None:
        with self.db.transaction() as conn:
            money.release(conn, key)

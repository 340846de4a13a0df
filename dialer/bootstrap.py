"""The one place that chooses: which database, which carrier, which clock. Everything else is handed a `Services`."""

from collections.abc import Mapping
from dataclasses import dataclass

from dialer.clock import Clock, SystemClock
from dialer.config import CarrierName, Settings
from dialer.store.practice import SqlExchange
from dialer.store.session import Database
from dialer.wake import RedisWaker, Waker
from telephony.carrier import Carrier
from telephony.practice import PracticeCarrier, PracticeNetwork, Profile


@dataclass(frozen=True, slots=True)
class Services:
    """What the shells work with. Threads share it; a forked child calls `db.forget()` first."""

    settings: Settings
    db: Database
    clock: Clock
    carriers: Mapping[str, Carrier]
    waker: Waker
    network: PracticeNetwork | None = None
    """The simulated phone network, where the practice carrier is in use."""

    @property
    def carrier(self) -> Carrier:
        """The carrier that new calls and texts go through."""
        return self.carriers[self.settings.carrier]

    def close(self) -> None:
        self.db.close()


class SetupError(Exception):
    """The processes cannot be put together; the text says what to do."""


def build_services(settings: Settings) -> Services:
    """Services from settings whose DATABASE_URL and REDIS_URL are known (`relist up` starts the embedded stores)."""
    if settings.database_url is None or settings.redis_url is None:
        raise SetupError("no stores are running: start with `relist up`, or set DATABASE_URL and REDIS_URL")
    db = Database(settings.database_url)
    clock = SystemClock()
    network = practice_network(settings, db)
    return Services(
        settings=settings,
        db=db,
        clock=clock,
        carriers={CarrierName.PRACTICE: PracticeCarrier(network, clock)},
        waker=RedisWaker(settings.redis_url),
        network=network,
    )


def practice_network(settings: Settings, db: Database) -> PracticeNetwork:
    """The simulated network with its memory in PostgreSQL, so that its calls outlive our processes."""
    profile = Profile(seed=settings.practice_seed, speed=settings.practice_speed)
    return PracticeNetwork(profile, SqlExchange(db))

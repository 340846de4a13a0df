"""The one place that chooses: which database, which carrier, which clock. Everything else is handed a `Services`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dialer.clock import Clock, SystemClock
from dialer.config import CarrierName, Settings
from dialer.sip import build_sip_carrier
from dialer.store.practice import SqlExchange
from dialer.store.session import Database
from dialer.twilio import account_of, build_carrier
from dialer.wake import RedisWaker, Waker
from telephony.capacity import Capacity
from telephony.carrier import Carrier
from telephony.practice import PracticeCarrier, PracticeNetwork, Profile

PRACTICE_CALLS_PER_SECOND = 200.0
PRACTICE_CHANNELS = 1000
HANDS = 16
"""Requests to a real carrier at the same time: enough for 50 orders a second at 300 ms each."""


def practice_capacity() -> Capacity:
    return Capacity(PRACTICE_CALLS_PER_SECOND, PRACTICE_CHANNELS)


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
    capacity: Capacity = field(default_factory=practice_capacity)
    """What the carrier for new calls takes now."""
    hands: int = 0
    """Threads that wait for carriers; none where the carrier answers at once."""

    @property
    def carrier(self) -> Carrier:
        """The carrier that new calls and texts go through."""
        return self.carriers[self.settings.carrier]

    def close(self) -> None:
        self.db.close()


CALLS_BACK = 0.05
"""Share of missed practice calls that are returned; a setting for a believable afternoon."""

OPTS_OUT = 0.05
"""Share of practice people who press the key against further calls when a recorded message offers it."""


class SetupError(Exception):
    """The processes cannot be put together; the text says what to do."""


def build_services(settings: Settings, clock: Clock | None = None) -> Services:
    """Services from settings whose DATABASE_URL and REDIS_URL are known (`relist up` starts the embedded stores)."""
    clock = clock or SystemClock()
    if settings.database_url is None or settings.redis_url is None:
        raise SetupError("no stores are running: start with `relist up`, or set DATABASE_URL and REDIS_URL")
    db = Database(settings.database_url)
    network = practice_network(settings, db)
    carriers: dict[str, Carrier] = {CarrierName.PRACTICE: PracticeCarrier(network, clock)}
    is_practice = settings.carrier is CarrierName.PRACTICE
    capacity = practice_capacity()
    account = account_of(settings)
    if account is not None:
        twilio = carriers[CarrierName.TWILIO] = build_carrier(settings, account, db, clock)
        capacity = twilio.capacity if settings.carrier is CarrierName.TWILIO else capacity
    if settings.sip is not None:
        trunk = carriers[CarrierName.SIP] = build_sip_carrier(settings, settings.sip, db, clock)
        capacity = trunk.capacity if settings.carrier is CarrierName.SIP else capacity
    return Services(
        settings=settings,
        db=db,
        clock=clock,
        carriers=carriers,
        waker=RedisWaker(settings.redis_url),
        network=network if is_practice else None,
        capacity=capacity,
        hands=0 if is_practice else HANDS,
    )


def practice_network(settings: Settings, db: Database) -> PracticeNetwork:
    """The simulated network with its memory in PostgreSQL, so that its calls outlive our processes."""
    profile = Profile(
        seed=settings.practice_seed, speed=settings.practice_speed, calls_back=CALLS_BACK, opts_out=OPTS_OUT
    )
    return PracticeNetwork(profile, SqlExchange(db))

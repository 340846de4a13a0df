"""The real engine at work in virtual time: no second passes but by the clock that is handed in."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import text

from dialer import followup
from dialer.bootstrap import Services
from dialer.clock import FixedClock
from dialer.config import Settings
from dialer.core.pacing import Limit
from dialer.engine.loop import Engine
from dialer.robots import Crew
from dialer.store.session import Database
from dialer.wake import LocalWaker
from telephony.practice import MemoryExchange, PracticeCarrier, PracticeNetwork

from .world import Month, put_back

SETTLE_SECONDS = 2.0
PUT_BACK_SECONDS = 300.0
_LIMITED_BY = text("SELECT limited_by FROM campaign WHERE id = :id")

LATEST_END = timedelta(minutes=15)
"""So long after the shift the last conversation has ended: agents leave after ten minutes at most."""


def services_of(month: Month, settings: Settings, db: Database, clock: FixedClock) -> Services:
    """A Relist on a practice network that remembers in memory, since it has no restart to outlive."""
    network = PracticeNetwork(month.profile, MemoryExchange())
    return Services(settings, db, clock, {"practice": PracticeCarrier(network, clock)}, LocalWaker(), network)


@dataclass
class Shift:
    """The engine, the worker's part of following up, and the agents, in one thread; state is kept between days."""

    month: Month
    services: Services
    clock: FixedClock
    campaign_id: int
    stops: int = 0
    """How often the ledger's stop took hold."""
    stopped_seconds: float = 0.0
    _done_at: dict[str, datetime] = field(default_factory=dict)
    _is_stopped: bool = False

    def __post_init__(self) -> None:
        self.engine = Engine(self.services)
        self.crew = Crew(self.services)

    def work(self, begins: datetime, ends: datetime) -> None:
        """One day: the agents sit down when it begins, and it is over when the last of them has left."""
        self.clock.advance(begins - self.clock.now())
        while self.clock.now() < ends or self._anybody():
            assert self.clock.now() < ends + LATEST_END, "an agent has not come home from the shift"
            self._step()

    def _step(self) -> None:
        if self._due("put_back", PUT_BACK_SECONDS):
            with self.services.db.transaction() as conn:
                put_back(conn, self.campaign_id)
        self.crew.look_round()
        sleep = self.engine.step()
        if self._due("settle", SETTLE_SECONDS):
            followup.settle_due(self.services, self.clock.now())
        seconds = max(self.month.tick_seconds, sleep)
        self._watch(seconds)
        self.clock.advance(timedelta(seconds=seconds))

    def _watch(self, seconds: float) -> None:
        """Whether the ledger holds the pacer back at this moment."""
        with self.services.db.transaction() as conn:
            limit = conn.execute(_LIMITED_BY, {"id": self.campaign_id}).scalar_one()
        is_stopped = limit == Limit.LEDGER
        self.stops += is_stopped and not self._is_stopped
        self.stopped_seconds += seconds * is_stopped
        self._is_stopped = is_stopped

    def _anybody(self) -> bool:
        with self.services.db.transaction() as conn:
            return bool(conn.execute(text("SELECT count(*) FROM session WHERE ended_at IS NULL")).scalar_one())

    def _due(self, what: str, every_seconds: float) -> bool:
        now = self.clock.now()
        last = self._done_at.get(what)
        if last is not None and (now - last).total_seconds() < every_seconds:
            return False
        self._done_at[what] = now
        return True

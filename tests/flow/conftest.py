"""Services on the practice network, and a story's beginning."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection

from dialer.bootstrap import Services
from dialer.clock import FixedClock
from dialer.config import Settings
from dialer.store.session import Database
from dialer.wake import LocalWaker
from telephony.practice import MemoryExchange, PracticeCarrier, PracticeNetwork, Profile
from tests.flow.story import Story
from tests.support.world import make_world, world

__all__ = ["make_world", "world"]


@pytest.fixture
def services(settings: Settings, db: Database, clock: FixedClock) -> Services:
    network = PracticeNetwork(Profile(seed=1), MemoryExchange())
    carriers = {"practice": PracticeCarrier(network, clock)}
    return Services(settings, db, clock, carriers, LocalWaker(), network)


@pytest.fixture
def begin(services: Services, conn: Connection, clock: FixedClock) -> Callable[..., Story]:
    """Starts a story; keywords change the lead, the campaign or the sequence."""

    def start(**more: Any) -> Story:
        return Story(services, conn, clock, **more)

    return start


@pytest.fixture
def story(begin: Callable[..., Story]) -> Story:
    return begin()

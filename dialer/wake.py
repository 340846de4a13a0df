"""Nudges between processes: "look now, something changed".

A nudge carries nothing and may be lost; every listener also looks by itself after a while. So Valkey being away
makes Relist slower, never wrong.
"""

import threading
from typing import Protocol

from redis import Redis
from redis.exceptions import RedisError

from dialer.logs import get_log

log = get_log(__name__)

LIVE_SECONDS = 5
"""A nudge that nobody fetched by then has nothing to say any more: all listeners looked by themselves."""


class Waker(Protocol):
    """Wakes listeners in any process."""

    def wake(self, *names: str) -> None:
        """Nudges whoever waits for these; never raises."""
        ...

    def wait(self, name: str, timeout_seconds: float) -> bool:
        """Blocks until a nudge for `name` or until the time is over; tells which. One listener per name."""
        ...


class RedisWaker:
    """Nudges through lists of at most one element, so that many nudges wake once."""

    def __init__(self, url: str) -> None:
        self._redis: Redis = Redis.from_url(url, socket_connect_timeout=0.5, socket_timeout=5, health_check_interval=30)
        self._lost = threading.Event()
        self._pause = threading.Event()

    def wake(self, *names: str) -> None:
        try:
            with self._redis.pipeline(transaction=False) as pipe:
                for name in names:
                    pipe.delete(f"wake:{name}")
                    pipe.rpush(f"wake:{name}", 1)
                    pipe.expire(f"wake:{name}", LIVE_SECONDS)
                pipe.execute()
        except RedisError as error:
            self._note_loss(error)

    def wait(self, name: str, timeout_seconds: float) -> bool:
        try:
            found = self._redis.blpop([f"wake:{name}"], timeout=timeout_seconds)
        except RedisError as error:
            self._note_loss(error)
            # Without Valkey the listeners poll; the pause keeps them from spinning.
            self._pause.wait(min(timeout_seconds, 0.25))
            return False
        if self._lost.is_set():
            self._lost.clear()
            log.info("valkey_back")
        return found is not None

    def _note_loss(self, error: RedisError) -> None:
        if not self._lost.is_set():
            self._lost.set()
            log.warning("valkey_away", error=type(error).__name__)


class LocalWaker:
    """Nudges inside one process, for tests and simulations."""

    def __init__(self) -> None:
        self._events: dict[str, threading.Event] = {}
        self._lock = threading.Lock()

    def wake(self, *names: str) -> None:
        for name in names:
            self._event(name).set()

    def wait(self, name: str, timeout_seconds: float) -> bool:
        event = self._event(name)
        found = event.wait(timeout_seconds)
        event.clear()
        return found

    def _event(self, name: str) -> threading.Event:
        with self._lock:
            return self._events.setdefault(name, threading.Event())

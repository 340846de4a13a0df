"""Hands that wait for a carrier, so that the engine does not: a slow answer must not cost it its lease."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from dialer.logs import get_log

log = get_log(__name__)


class Hands:
    """Runs work in `count` threads, or at once where there are none: a carrier in our own process never waits.

    `on_free` is told when there is a free hand again after none was."""

    def __init__(self, count: int, on_free: Callable[[], None]) -> None:
        self._pool = ThreadPoolExecutor(count, thread_name_prefix="hands") if count else None
        self._on_free = on_free
        self._free = count
        self._lock = threading.Lock()

    @property
    def wait_for_carriers(self) -> bool:
        return self._pool is not None

    @property
    def free(self) -> int:
        """How much work would begin at once; what waits in line here would look as if it had been sent."""
        with self._lock:
            return max(self._free, 0)

    def do(self, work: Callable[[], object]) -> None:
        if self._pool is None:
            work()
            return
        with self._lock:
            self._free -= 1
        self._pool.submit(self._run, work)

    def close(self) -> None:
        """Waits for what is under way."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def _run(self, work: Callable[[], object]) -> None:
        try:
            work()
        except Exception:
            log.exception("hand_failed")
        finally:
            with self._lock:
                self._free += 1
                # What the engine leaves to hands besides orders may have waited in line for this one.
                is_free_again = self._free == 1
            if is_free_again:
                self._on_free()

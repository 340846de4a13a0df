"""The signals that a supervisor gets: requests to stop, and news that a child ended."""

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from select import select
from types import FrameType

REQUESTS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopAsked(KeyboardInterrupt):
    """Somebody asked us to stop. Libraries know how to let go of their work on its parent."""


@contextmanager
def until_asked() -> Iterator[None]:
    """Run the block until it ends or a signal asks us to stop; a second request does not cut the cleaning up."""

    def stop(number: int, frame: FrameType | None) -> None:
        ignore_requests()
        raise StopAsked

    for request in REQUESTS:
        signal.signal(request, stop)
    with suppress(StopAsked):
        yield


def ignore_requests() -> None:
    """From here on nothing interrupts us."""
    for request in REQUESTS:
        signal.signal(request, signal.SIG_IGN)


@contextmanager
def requests_wait() -> Iterator[None]:
    """Hold requests back until the block is through.

    `Popen` takes a lock to ask how its child is. A request that ends the question just then would leave it locked for
    ever, and the cleaning up would wait for it.
    """
    earlier = signal.pthread_sigmask(signal.SIG_BLOCK, REQUESTS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, earlier)


class ChildNews:
    """Waits, but not longer than until a child ends."""

    def __init__(self, reader: socket.socket) -> None:
        self._reader = reader

    def wait(self, seconds: float) -> bool:
        """True if a child may have ended meanwhile."""
        readable, _, _ = select([self._reader], [], [], seconds)
        if readable:
            self._reader.recv(4096)
        return bool(readable)


@contextmanager
def child_news() -> Iterator[ChildNews]:
    """Hear about children that end, while the block runs. Main thread only, as for every signal."""
    reader, writer = socket.socketpair()
    for end in (reader, writer):
        end.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda number, frame: None)
    earlier = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
    try:
        yield ChildNews(reader)
    finally:
        signal.set_wakeup_fd(earlier)
        reader.close()
        writer.close()

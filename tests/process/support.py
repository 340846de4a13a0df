"""Waiting for processes without guessing how long they take."""

import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

PATIENCE_SECONDS = 20


def gone(processes: list[psutil.Process], seconds: float = PATIENCE_SECONDS) -> bool:
    """Whether all of them end in time."""
    return not psutil.wait_procs(processes, timeout=seconds)[1]


def family(pid: int) -> list[psutil.Process]:
    """A process and everything below it."""
    top = psutil.Process(pid)
    return [top, *top.children(recursive=True)]


@contextmanager
def folder() -> Iterator[Path]:
    """A folder with a short path that the account PostgreSQL runs under can be let into."""
    with tempfile.TemporaryDirectory(prefix="relist-") as name:
        yield Path(name)


def eventually(happened: Callable[[], bool]) -> bool:
    """Whether it happens in time."""
    pause = threading.Event()
    return any(happened() or pause.wait(0.02) for _ in range(PATIENCE_SECONDS * 50))

"""Descendants whose own parent died: on Linux they become our children (`leash.adopt_orphans`)."""

import os
from collections.abc import Iterable
from contextlib import suppress

import psutil

END_SECONDS = 0.5


def bury(known: Iterable[int | None]) -> None:
    """Forget adopted children that have ended. The `known` ones are left to whoever started them."""
    ours = set(known)
    for child in psutil.Process().children():
        with suppress(psutil.NoSuchProcess, ChildProcessError):
            if child.pid not in ours and child.status() == psutil.STATUS_ZOMBIE:
                os.waitpid(child.pid, os.WNOHANG)


def end_all() -> None:
    """End every descendant that is left, without asking."""
    left = psutil.Process().children(recursive=True)
    for process in left:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(left, timeout=END_SECONDS)

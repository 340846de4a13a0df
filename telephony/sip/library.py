"""The SIP library. Imported from here, so that its import is done right in one place.

Its types are made while warnings about how they are made are silenced: where warnings are errors, such a type would be
half made, and the first use of it would end the process.
"""

import ctypes
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from threading import get_ident
from typing import ParamSpec, TypeVar

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import pjsua2 as pj

__all__ = ["WrongThread", "claim", "in_own_thread", "pj", "silenced"]

P = ParamSpec("P")
R = TypeVar("R")


class WrongThread(RuntimeError):
    """A thread that the library does not know would have ended the process, and every call with it."""


_owners: set[int] = set()
"""The thread that made the endpoint; the library allows one endpoint in a process."""


def claim() -> None:
    """From now on the library belongs to the thread that calls this."""
    _owners.clear()
    _owners.add(get_ident())


def in_own_thread(function: Callable[P, R]) -> Callable[P, R]:
    """Refuses to reach for the library from any thread but its own."""

    @wraps(function)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if get_ident() not in _owners:
            raise WrongThread(f"{function.__qualname__} may be called by the thread that owns the SIP library only")
        return function(*args, **kwargs)

    return guarded


@contextmanager
def silenced() -> Iterator[None]:
    """Keeps the library off our standard output, where it writes until it knows where its log goes."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        # What C has buffered goes the same way.
        ctypes.CDLL(None).fflush(None)
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)

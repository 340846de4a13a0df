"""The SIP library's own patience, made short: what it waits for by RFC 3261's table of timers takes three seconds."""

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple


class Waits(NamedTuple):
    """Milliseconds (RFC 3261, 17.1.1.2): an estimate of the round trip, the longest pause between repetitions, how
    long a message lives in the network, and how long an answer is awaited."""

    t1: int
    t2: int
    t4: int
    td: int


USUAL = Waits(500, 4_000, 5_000, 32_000)
SHORT = Waits(50, 400, 500, 3_000)


@contextmanager
def short_waits() -> Iterator[None]:
    """For every transaction that begins within."""
    _set(SHORT)
    try:
        yield
    finally:
        _set(USUAL)


def _set(waits: Waits) -> None:
    """The binding has no word for it; the library has: `pjsip_tsx_set_timers`."""
    binding = next(module for name, module in sys.modules.items() if name.rpartition(".")[2] == "_pjsua2")
    ctypes.CDLL(binding.__file__).pjsip_tsx_set_timers(*waits)

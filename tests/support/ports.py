"""Ports for what the tests start."""

import os
import socket
from collections.abc import Iterator
from contextlib import suppress

FIRST, COUNT = 21_000, 10_000
"""Below those that Linux gives out by itself (`ip_local_port_range`): one of these would now and then go to another
socket between our asking for it and its use. Above those where our calls have their sound."""


def _in_turn() -> Iterator[int]:
    """Each process begins somewhere else."""
    at = os.getpid() * 769
    while True:
        at += 1
        yield FIRST + at % COUNT


_places = _in_turn()


def free_port() -> int:
    """One that nobody has, by UDP or TCP, at any address of this machine."""
    for port in _places:
        with socket.socket(type=socket.SOCK_DGRAM) as one, socket.socket() as other, suppress(OSError):
            one.bind(("", port))
            other.bind(("", port))
            return port
    raise AssertionError("the places never end")

"""Ports for what the tests start."""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import gettempdir

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


@cache
def _claims(_process: int) -> int:
    """A file in which every port has a byte: whoever locks that has the port for as long as their process lives."""
    return os.open(
        Path(gettempdir()) / f"relist-test-ports-{os.getuid()}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600
    )


def free_port() -> int:
    """One that nobody has, by UDP or TCP, at any address of this machine, and that no other process of tests is given,
    although what listens there may start much later."""
    for port in _places:
        with socket.socket(type=socket.SOCK_DGRAM) as one, socket.socket() as other, suppress(OSError):
            fcntl.lockf(_claims(os.getpid()), fcntl.LOCK_EX | fcntl.LOCK_NB, 1, port)
            one.bind(("", port))
            other.bind(("", port))
            return port
    raise AssertionError("the places never end")

"""What our web server adds to gunicorn: it stays with a connection for a moment."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection

import pytest

from tests.process.support import eventually
from tests.support.ports import free_port


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    place = free_port()
    with subprocess.Popen([sys.executable, "-m", "tests.process.one_thread", str(place)]) as server:
        try:
            assert eventually(lambda: _answers(place)), "it serves"
            yield place
        finally:
            server.terminate()


def _answers(port: int) -> bool:
    try:
        with closing(_connection(port)) as line:
            return _turn(line) > 0
    except ConnectionRefusedError:
        return False


def _connection(port: int) -> HTTPConnection:
    return HTTPConnection("127.0.0.1", port, timeout=20)


def _turn(line: HTTPConnection) -> int:
    """The turn of the server in which it answers the next request of this connection."""
    line.request("GET", "/")
    return int(line.getresponse().read())


def test_requests_in_a_row_over_one_connection_are_one_turn(port: int) -> None:
    with closing(_connection(port)) as line:
        assert eventually(lambda: _turn(line) == _turn(line)), "unless the next comes too late, every time"


def test_a_quiet_connection_holds_no_thread(port: int) -> None:
    with closing(_connection(port)) as quiet, closing(_connection(port)) as other:
        before = _turn(quiet)
        assert _turn(other) > before, "by the only thread"
        assert _turn(quiet) > before, "it is still open"

"""One command keeps everything up, and takes everything down with it."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from dialer.clock import SystemClock
from dialer.config import environment
from dialer.supervisor.running import ProcessState, Running, running
from tests.process.support import eventually, family, folder, gone
from tests.support.ports import free_port

STOP_SECONDS = 5


class Supervisor:
    """A supervisor in a process of its own, with stand-ins for web, engine and worker."""

    def __init__(self, data_dir: Path, *names: str, port: int | None = None) -> None:
        self.data_dir = data_dir
        self.port = port or free_port()
        self.lines: list[str] = []
        own = {"RELIST_DATA_DIR": str(data_dir), "RELIST_PORT": str(self.port), "DATABASE_URL": "", "REDIS_URL": ""}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.process.standins", "up", *names],
            env=environment() | own,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def said(self, words: str) -> str:
        """The next line with `words` in it."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line)
            if words in line:
                return line
        raise AssertionError(f"never said {words!r} but:\n{''.join(self.lines)}")

    def ready(self) -> "Supervisor":
        self.said("Relist is ready at")
        return self

    def note(self) -> Running:
        """What it tells others, once every process is in it."""
        assert eventually(lambda: bool((found := running(self.data_dir)) and found.processes))
        found = running(self.data_dir)
        assert found is not None
        return found

    def state(self, name: str) -> ProcessState:
        return next(state for state in self.note().processes if state.name == name)

    def restarted(self, name: str, earlier: int) -> int:
        """The process id of `name` once it is another one than `earlier`."""
        assert eventually(lambda: self.state(name).pid not in {None, earlier})
        pid = self.state(name).pid
        assert pid is not None
        return pid

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture
def place() -> Iterator[Path]:
    with folder() as found:
        yield found


@pytest.fixture
def supervisors() -> Iterator[list[Supervisor]]:
    """Those that a test starts, so that none outlives it."""
    started: list[Supervisor] = []
    yield started
    for supervisor in started:
        left = family(supervisor.process.pid) if supervisor.process.poll() is None else []
        supervisor.end()
        for process in left:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        assert gone(left)


def begin(supervisors: list[Supervisor], place: Path, *names: str, port: int | None = None) -> Supervisor:
    supervisor = Supervisor(place, *names, port=port)
    supervisors.append(supervisor)
    return supervisor


def deaf_ones(supervisor: Supervisor) -> list[psutil.Process]:
    """Those that ignore SIGTERM; the supervisor names them on its own command line too."""
    return [process for process in family(supervisor.process.pid)[1:] if "deaf" in process.cmdline()]


@pytest.mark.parametrize("request_to_stop", [signal.SIGINT, signal.SIGTERM])
def test_everything_ends_in_time_even_what_does_not_listen(
    place: Path, supervisors: list[Supervisor], request_to_stop: signal.Signals
) -> None:
    supervisor = begin(supervisors, place, "web", "deaf").ready()
    # The deaf one's child has a session of its own, which no signal to a process group reaches.
    assert eventually(lambda: len(deaf_ones(supervisor)) == 2)
    everyone = family(supervisor.process.pid)
    assert {state.name for state in supervisor.note().processes} == {"PostgreSQL", "Valkey", "web", "deaf"}
    clock = SystemClock()
    asked_at = clock.monotonic()
    supervisor.process.send_signal(request_to_stop)
    assert supervisor.process.wait(timeout=20) == 0
    assert clock.monotonic() - asked_at < STOP_SECONDS
    assert gone(everyone, 0)
    assert running(place) is None
    assert not (place / "postgres" / "postmaster.pid").exists()


def test_a_request_to_stop_leaves_no_lock_behind(tmp_path: Path) -> None:
    """`Popen` asks under a lock; whoever is cut short there would wait for it for ever when it cleans up."""
    interrupted = [sys.executable, "-m", "tests.process.interrupted", str(tmp_path / "child.log")]
    assert subprocess.run(interrupted, timeout=20, check=False).returncode == 0


def test_a_second_one_says_who_is_there_already(place: Path, supervisors: list[Supervisor]) -> None:
    first = begin(supervisors, place, "web").ready()
    second = begin(supervisors, place, "web")
    line = second.said("already runs")
    assert second.process.wait(timeout=20) == 1
    assert f"process {first.process.pid}," in line
    assert f"address http://127.0.0.1:{first.port}," in line
    assert "since 20" in line
    assert first.process.poll() is None


def test_a_taken_port_is_told_before_anything_starts(place: Path, supervisors: list[Supervisor]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        refused = begin(supervisors, place, "web", port=port)
        assert "Set RELIST_PORT" in refused.said(f"Port {port}")
        assert refused.process.wait(timeout=20) == 1
    assert not (place / "postgres").exists()


def test_who_dies_is_started_again(place: Path, supervisors: list[Supervisor]) -> None:
    supervisor = begin(supervisors, place, "web").ready()
    earlier = supervisor.state("web").pid
    assert earlier is not None
    os.kill(earlier, signal.SIGKILL)
    assert "killed by SIGKILL" in supervisor.said("web ended")
    later = supervisor.restarted("web", earlier)
    assert psutil.pid_exists(later)
    assert supervisor.state("web").down is None


def test_a_valkey_that_dies_comes_back_at_the_same_address(place: Path, supervisors: list[Supervisor]) -> None:
    supervisor = begin(supervisors, place, "web").ready()
    note = supervisor.note()
    web = supervisor.state("web").pid
    assert note.redis_url is not None
    with redis.Redis.from_url(note.redis_url) as client:
        earlier = client.info("server")["process_id"]
        os.kill(earlier, signal.SIGKILL)
        supervisor.said("Valkey was started again")
        assert client.info("server")["process_id"] == supervisor.restarted("Valkey", earlier)
    assert supervisor.state("web").pid == web


def test_a_postgres_that_dies_comes_back_with_everything_committed(place: Path, supervisors: list[Supervisor]) -> None:
    supervisor = begin(supervisors, place, "web").ready()
    url = (supervisor.note().database_url or "").replace("+psycopg", "")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    earlier = supervisor.state("PostgreSQL").pid
    assert earlier is not None
    os.kill(earlier, signal.SIGKILL)
    supervisor.said("PostgreSQL was started again")
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_one_that_cannot_live_is_left_down_and_the_reason_told(place: Path, supervisors: list[Supervisor]) -> None:
    supervisor = begin(supervisors, place, "web", "broken").ready()
    supervisor.said("broken ended more than 5 times within a minute and is left down")
    assert eventually(lambda: supervisor.state("broken").down is not None)
    state = supervisor.state("broken")
    assert state.pid is None
    assert state.down is not None
    assert "exit code 3; its last words:" in state.down
    assert "the reason is written here" in state.down
    assert supervisor.state("web").down is None


def test_a_killed_supervisor_leaves_nothing_and_the_next_one_finds_everything(
    place: Path, supervisors: list[Supervisor]
) -> None:
    first = begin(supervisors, place, "web").ready()
    url = (first.note().database_url or "").replace("+psycopg", "")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    everyone = family(first.process.pid)
    first.process.kill()
    first.process.wait()
    second = begin(supervisors, place, "web", port=first.port).ready()
    assert gone(everyone)
    assert second.note().pid == second.process.pid
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_a_request_to_stop_while_starting_leaves_nothing(place: Path, supervisors: list[Supervisor]) -> None:
    supervisor = begin(supervisors, place, "web")
    supervisor.said("Starting the stores")
    clock = SystemClock()
    asked_at = clock.monotonic()
    everyone = family(supervisor.process.pid)
    supervisor.process.terminate()
    assert supervisor.process.wait(timeout=20) == 0
    assert clock.monotonic() - asked_at < STOP_SECONDS
    assert gone(everyone, 0)

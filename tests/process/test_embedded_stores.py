"""The embedded stores: they start, survive being killed, and leave nothing behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psutil
import psycopg
import pytest
import redis

from dialer.supervisor.errors import StoreError
from dialer.supervisor.places import LONGEST_SOCKET_PATH, socket_folder, store_account
from dialer.supervisor.stores import EmbeddedPostgres, EmbeddedValkey, embedded_postgres, embedded_valkey
from tests.process.support import eventually, family, folder, gone


@pytest.fixture
def place() -> Iterator[Path]:
    with folder() as found:
        yield found


def ask(url: str, question: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        cursor = connection.execute(question.encode())
        return [] if cursor.description is None else cursor.fetchall()


def test_postgres_is_an_18_with_settings_that_lose_nothing(place: Path) -> None:
    with embedded_postgres(place) as url:
        names = ["fsync", "synchronous_commit", "max_connections", "shared_buffers", "listen_addresses"]
        found = ask(url, f"SELECT {', '.join(f'current_setting({name!r})' for name in names)}")
        assert found == [("on", "on", "200", "128MB", "")]
        assert ask(url, "SELECT current_setting('server_version_num')::int / 10000") == [(18,)]
        locale = (
            "SELECT datlocprovider, datlocale, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'relist'"
        )
        assert ask(url, locale) == [("b", "C.UTF-8", "UTF8")]


def test_postgres_does_not_sync_where_tests_ask_it_not_to(place: Path) -> None:
    with embedded_postgres(place, durable=False) as url:
        assert ask(url, "SELECT current_setting('fsync')") == [("off",)]


def test_postgres_keeps_its_data_over_a_stop_and_leaves_no_process(place: Path) -> None:
    server = EmbeddedPostgres(place, durable=False)
    url = server.start()
    ask(url, "CREATE TABLE kept AS SELECT 42 AS answer")
    assert server.pid is not None
    processes = family(server.pid)
    assert len(processes) > 1
    server.stop()
    assert gone(processes, 0.5)
    with embedded_postgres(place, durable=False) as again:
        assert again == url
        assert ask(again, "SELECT answer FROM kept") == [(42,)]


def test_postgres_recovers_what_was_committed_before_it_was_killed(place: Path) -> None:
    server = EmbeddedPostgres(place)
    url = server.start()
    ask(url, "CREATE TABLE kept AS SELECT 42 AS answer")
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)
    assert server.exit_code() is None or server.exit_code() == -signal.SIGKILL
    processes = [process for process in psutil.process_iter() if works_in(process, place / "postgres")]
    assert gone(processes)
    assert (place / "postgres" / "postmaster.pid").exists()
    # The same object, as the supervisor does it.
    assert server.start() == url
    assert ask(url, "SELECT answer FROM kept") == [(42,)]
    server.stop()


def works_in(process: psutil.Process, where: Path) -> bool:
    try:
        return Path(process.cwd()) == where
    except (psutil.Error, OSError):
        return False


def test_postgres_starts_although_its_pid_file_names_a_stranger(place: Path) -> None:
    names = ("postmaster.pid", ".s.PGSQL.5432.lock")
    with embedded_postgres(place, durable=False):
        left_behind = {name: (place / "postgres" / name).read_text() for name in names}
    with a_stranger() as stranger:
        for name, content in left_behind.items():
            (place / "postgres" / name).write_text("\n".join([str(stranger), *content.splitlines()[1:]]))
        with embedded_postgres(place, durable=False) as url:
            assert ask(url, "SELECT 1") == [(1,)]


@contextmanager
def a_stranger() -> Iterator[int]:
    """A process of the account PostgreSQL runs under, which PostgreSQL cannot tell from another server."""
    with subprocess.Popen(["sleep", "60"], user=store_account()) as process:
        yield process.pid
        process.kill()


def test_postgres_that_a_dead_owner_left_running_is_ended_first(place: Path) -> None:
    first = EmbeddedPostgres(place, durable=False)
    first.start()
    assert first.pid is not None
    orphan = psutil.Process(first.pid)
    with embedded_postgres(place, durable=False) as url:
        assert first.exit_code() == 0
        assert ask(url, "SELECT 1") == [(1,)]
    assert gone([orphan], 0)


OWNER = """
import sys
from pathlib import Path
from dialer.supervisor.stores import EmbeddedPostgres, EmbeddedValkey
servers = [EmbeddedPostgres(Path(sys.argv[1]), durable=False), EmbeddedValkey(Path(sys.argv[1]))]
for server in servers:
    server.start()
print(*(server.pid for server in servers), flush=True)
sys.stdin.read()
"""


def test_stores_end_when_their_owner_is_killed(place: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", OWNER, str(place)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as owner:
        assert owner.stdout is not None
        pids = [int(word) for word in owner.stdout.readline().split()]
        assert len(pids) == 2
        processes = [process for pid in pids for process in family(pid)]
        owner.kill()
        assert gone(processes)


def test_a_failed_start_says_why(place: Path) -> None:
    with embedded_postgres(place, durable=False):
        pass
    (place / "postgres" / "PG_VERSION").write_text("9\n")
    server = EmbeddedPostgres(place, durable=False)
    with pytest.raises(StoreError, match="incompatible"):
        server.start()
    assert server.pid is None


def test_stores_work_where_the_path_is_too_long_for_a_socket(place: Path) -> None:
    deep = place / ("long" * 20) / ("longer" * 10)
    with embedded_postgres(deep, durable=False) as url, embedded_valkey(deep) as cache:
        sockets = Path(parse_qs(urlsplit(url).query)["host"][0])
        assert len(str(sockets / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH
        assert sockets.stat().st_mode & 0o777 == 0o700
        assert ask(url, "SELECT 1") == [(1,)]
        with redis.Redis.from_url(cache) as client:
            assert client.ping()
    for short in {sockets, Path(urlsplit(cache).path).parent}:
        short.rmdir()


def test_a_socket_folder_that_somebody_else_planted_is_refused(place: Path) -> None:
    deep = place / ("long" * 30)
    planted = socket_folder(deep, "socket", None)
    planted.rmdir()
    planted.symlink_to(place)
    with pytest.raises(StoreError, match="belongs to another user"):
        socket_folder(deep, "socket", None)
    planted.unlink()


def test_valkey_keeps_nothing_and_comes_back_at_the_same_address(place: Path) -> None:
    server = EmbeddedValkey(place)
    url = server.start()
    with redis.Redis.from_url(url) as client:
        client.set("key", "value")
        assert client.config_get("save") == {"save": ""}
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
    os.kill(server.pid or 0, signal.SIGKILL)
    assert eventually(lambda: server.exit_code() == -signal.SIGKILL)
    assert server.start() == url
    with redis.Redis.from_url(url) as client:
        assert client.get("key") is None
    server.stop()
    assert server.pid is None
    assert server.exit_code() == 0


def test_only_we_can_reach_the_stores(place: Path) -> None:
    with embedded_postgres(place, durable=False), embedded_valkey(place):
        assert (place / "postgres").stat().st_mode & 0o777 == 0o700
        assert (place / "valkey").stat().st_mode & 0o777 == 0o700
        ours = {process.pid for process in psutil.Process().children(recursive=True)}
        listening = [link for link in psutil.net_connections("inet") if link.pid in ours]
        assert listening == []

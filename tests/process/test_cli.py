"""The command line says what is wrong and what to do, without a traceback."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from dialer.clock import Clock, FixedClock, SystemClock
from dialer.config import environment, load_settings
from dialer.core.rules import standard_rules
from dialer.supervisor import checks
from dialer.supervisor.migrations import pending
from dialer.supervisor.stores import open_stores
from tests.process.support import folder
from tests.support.ports import free_port


@pytest.fixture
def place() -> Iterator[Path]:
    with folder() as found:
        yield found


def relist(place: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    own = {"RELIST_DATA_DIR": str(place), "DATABASE_URL": "", "REDIS_URL": "", **environ}
    command = [sys.executable, "-m", "dialer.cli", *words]
    return subprocess.run(command, env=environment() | own, capture_output=True, text=True, check=False)


def test_help_names_every_command(place: Path) -> None:
    told = relist(place, "--help")
    assert told.returncode == 0
    for command in ("up", "web", "engine", "worker", "robots", "migrate", "doctor", "user"):
        assert f" {command} " in told.stdout


@pytest.mark.parametrize("command", ["doctor", "up", "web", "migrate"])
def test_every_command_tells_all_problems_of_the_configuration(place: Path, command: str) -> None:
    told = relist(place, command, RELIST_PORT="x", RELIST_CARRIER="pigeon")
    assert told.returncode == 1
    assert told.stderr.count("cannot be used: give ") == 2
    assert "Traceback" not in told.stderr


def test_a_process_without_stores_says_how_to_get_them(place: Path) -> None:
    told = relist(place, "web")
    assert told.returncode == 1
    assert "Set DATABASE_URL and REDIS_URL, or use `relist up`" in told.stderr
    assert "Traceback" not in told.stderr


def test_the_demo_does_not_touch_a_real_carrier(place: Path) -> None:
    real = {"RELIST_SIP_SERVER": "h", "RELIST_SIP_USER": "u", "RELIST_SIP_PASSWORD": "p", "RELIST_BROKERAGE": "B"}
    told = relist(place, "up", "--demo", RELIST_CARRIER="sip", **real)
    assert told.returncode == 1
    assert "RELIST_CARRIER=sip must not" in told.stderr
    assert not (place / "postgres").exists()


def test_an_account_is_made_from_the_command_line_once(place: Path) -> None:
    assert relist(place, "migrate").returncode == 0
    words = ("user", "add", "ada@example.com", "--role", "manager", "--name", "Ada")
    first, second = relist(place, *words), relist(place, *words)
    assert first.returncode == 0, first.stderr
    assert "ada@example.com may log in as manager with the password " in first.stdout
    assert second.returncode == 1
    assert second.stdout == ""
    assert "Traceback" not in second.stderr
    stopped = relist(place, "halt")
    assert stopped.stdout == "0 campaigns are paused and 0 calls end. Conversations go on.\n", stopped.stderr


def test_migrate_may_run_twice_and_leaves_nothing_to_do(place: Path) -> None:
    for _ in range(2):
        told = relist(place, "migrate")
        assert (told.returncode, told.stdout) == (0, "The database is up to date.\n")
    settings = load_settings({"RELIST_DATA_DIR": str(place)})
    with open_stores(settings, SystemClock()) as settled:
        assert not pending(settled.database_url or "")


def test_the_doctor_tells_every_problem_at_once(place: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        nowhere = f"127.0.0.1:{free_port()}"
        told = relist(
            place,
            "doctor",
            DATABASE_URL=f"postgres://u:hunter2@{nowhere}/n",
            REDIS_URL=f"redis://{nowhere}",
            RELIST_PORT=str(port),
        )
    assert told.returncode == 1
    assert "check DATABASE_URL" in told.stdout
    assert "check REDIS_URL" in told.stdout
    assert f"Port {port} is taken" in told.stdout
    assert "hunter2" not in told.stdout + told.stderr


def test_the_stores_of_a_migrated_installation_are_well(place: Path) -> None:
    settings = load_settings({"RELIST_DATA_DIR": str(place)})
    assert relist(place, "migrate").returncode == 0
    assert checks.stores(settings, SystemClock()) == ()


def test_a_clock_that_differs_from_the_databases_is_a_problem(place: Path) -> None:
    settings = load_settings({"RELIST_DATA_DIR": str(place)})
    told = checks.stores(settings, FixedClock(datetime(2026, 3, 2, tzinfo=UTC)))
    assert any("set both by NTP" in problem for problem in told)


@pytest.mark.parametrize(("year", "well"), [(1970, False), (2025, False), (2026, True)])
def test_a_clock_that_was_never_set_is_a_problem(tmp_path: Path, year: int, well: bool) -> None:
    settings = load_settings({"RELIST_DATA_DIR": str(tmp_path)})
    clock: Clock = FixedClock(datetime(year, 1, 1, tzinfo=UTC))
    assert (checks.time_of_day(settings, clock) == ()) is well


def test_rules_past_their_review_date_are_a_problem_from_the_day_after(tmp_path: Path) -> None:
    settings, rules = load_settings({"RELIST_DATA_DIR": str(tmp_path)}), standard_rules().rules
    first = min(rule.review_by for rule in rules)
    late = [rule for rule in rules if rule.review_by == first]
    assert checks.rules(settings, FixedClock(datetime.combine(first, time(23, 59), UTC))) == ()
    told = checks.rules(settings, FixedClock(datetime.combine(first + timedelta(days=1), time(), UTC)))
    assert len(told) == len(late)
    assert all(any(rule.id in line and rule.citation in line for line in told) for rule in late)


def test_time_zones_and_the_disk_of_this_machine_are_well(tmp_path: Path) -> None:
    settings = load_settings({"RELIST_DATA_DIR": str(tmp_path)})
    assert checks.zones(settings, SystemClock()) == ()
    assert checks.disk(settings, SystemClock()) == ()


def test_a_free_port_is_no_problem_and_an_address_of_another_machine_is(tmp_path: Path) -> None:
    settings = load_settings({"RELIST_DATA_DIR": str(tmp_path), "RELIST_PORT": str(free_port())})
    assert checks.port(settings, SystemClock()) == ()
    # An address of the documentation's network (RFC 5737), which no machine has.
    assert checks.port(replace(settings, host="192.0.2.1"), SystemClock()) != ()

"""One owner per data folder, and everybody can see who it is."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dialer.config import load_settings
from dialer.supervisor.errors import AlreadyRunning, SupervisorError
from dialer.supervisor.running import ProcessState, Running, owned, running
from dialer.supervisor.stores import found_stores

US = Running(os.getpid(), "http://127.0.0.1:8080", datetime(2026, 3, 2, 12, tzinfo=UTC))
GIVEN = {"DATABASE_URL": "postgres://h/n", "REDIS_URL": "redis://h"}


def test_nobody_runs_where_nothing_was_ever_started(tmp_path: Path) -> None:
    assert running(tmp_path / "never") is None
    assert not (tmp_path / "never").exists()


def test_the_owner_is_seen_while_it_runs_and_not_afterwards(tmp_path: Path) -> None:
    with owned(tmp_path, US) as note:
        assert running(tmp_path) == US
        states = (ProcessState("web", 7, None), ProcessState("engine", None, "exit code 3"))
        note.processes(states)
        found = running(tmp_path)
        assert found is not None
        assert found.processes == states
        assert (tmp_path / "running.json").stat().st_mode & 0o777 == 0o600
    assert running(tmp_path) is None


def test_a_note_that_a_killed_owner_left_counts_for_nothing(tmp_path: Path) -> None:
    with owned(tmp_path, US):
        left_behind = (tmp_path / "running.json").read_bytes()
    (tmp_path / "running.json").write_bytes(left_behind)
    assert running(tmp_path) is None
    with owned(tmp_path, US):
        assert running(tmp_path) == US


def test_a_second_owner_is_told_about_the_first(tmp_path: Path) -> None:
    with (
        owned(tmp_path, US),
        pytest.raises(AlreadyRunning, match=rf"process {os.getpid()}, address http://127\.0\.0\.1:8080, since 2026"),
        owned(tmp_path, US),
    ):
        pytest.fail("two owners")
    assert running(tmp_path) is None


def test_other_commands_use_the_stores_of_the_owner(tmp_path: Path) -> None:
    ours = load_settings({"RELIST_DATA_DIR": str(tmp_path)})
    assert found_stores(ours) is None
    with owned(tmp_path, US) as note:
        with pytest.raises(SupervisorError, match="just starting"):
            found_stores(ours)
        note.stores(load_settings({"RELIST_DATA_DIR": str(tmp_path), **GIVEN}))
        found = found_stores(ours)
        assert found is not None
        assert (found.database_url, found.redis_url) == ("postgresql+psycopg://h/n", "redis://h")


def test_given_addresses_win_over_those_of_the_owner(tmp_path: Path) -> None:
    given = load_settings({"RELIST_DATA_DIR": str(tmp_path), **GIVEN})
    with owned(tmp_path, US):
        assert found_stores(given) == given

"""Each process is killed in turn during running sessions; nothing is lost, doubled or left behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from dialer.config import environment
from dialer.core.campaigns import CampaignSettings
from dialer.store.session import Database
from tests.support import builders
from tests.support.bots import Bot

AGENTS = 3
LEADS = 240
SPEED = 12


@dataclass
class Running:
    """Relist under its supervisor, with a door to its database."""

    address: str
    data_dir: Path
    db: Database

    def kill(self, name: str) -> None:
        """Ends one process the hard way."""
        os.kill(self._processes()[name], signal.SIGKILL)

    def is_back(self, name: str, old_pid: int) -> bool:
        pid = self._processes().get(name)
        return pid is not None and pid != old_pid

    def pid(self, name: str) -> int:
        return self._processes()[name]

    def _processes(self) -> dict[str, int]:
        running = json.loads((self.data_dir / "running.json").read_text())
        return {p["name"]: p["pid"] for p in running["processes"] if p["pid"]}

    def ask(self, question: str) -> int:
        with self.db.transaction() as conn:
            return int(conn.execute(text(question)).scalar_one())


def wait_for(what: str, holds: Callable[[], bool], seconds: float = 60.0) -> None:
    """Polls a condition of the running system, which no event of ours can announce."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"waited in vain until {what}"
        threading.Event().wait(0.1)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def relist(folder: Path) -> Iterator[Running]:
    port = free_port()
    environ = {
        **environment(),
        "RELIST_DATA_DIR": str(folder),
        "RELIST_PORT": str(port),
        "RELIST_PRACTICE_SPEED": str(SPEED),
        "RELIST_PRACTICE_ANY_HOUR": "yes",
    }
    log = (folder / "up.log").open("w")
    supervisor = subprocess.Popen(
        [sys.executable, "-m", "dialer.cli", "up"], env=environ, stdout=log, stderr=log, start_new_session=True
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for("Relist is ready", lambda: _ready(address), 90)
        running = json.loads((folder / "running.json").read_text())
        db = Database(running["database_url"])
        yield Running(address, folder, db)
        db.close()
    finally:
        supervisor.terminate()
        supervisor.wait(10)
        log.close()


def _ready(address: str) -> bool:
    try:
        return httpx.get(f"{address}/readyz", timeout=2).status_code == 200
    except httpx.TransportError:
        return False


def _floor(db: Database) -> tuple[int, list[builders.User]]:
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        settings = CampaignSettings(wrap_up_seconds=0, per_number_per_day=9, min_hours_between=0)
        sequence = conn.execute(text("SELECT id FROM sequence ORDER BY id LIMIT 1")).scalar_one()
        campaign = builders.a_campaign(conn, settings=settings, sequence_id=sequence)
        builders.a_caller_id(conn, e164="+12175550199")
        conn.execute(text("UPDATE caller_id SET daily_limit = 100000"))
        for _ in range(LEADS):
            builders.an_enrollment(conn, campaign, builders.a_lead(conn), hours_key="C|IL")
        return campaign, [builders.a_user(conn) for _ in range(AGENTS)]


@pytest.mark.timeout(400)
def test_no_call_text_or_disposition_is_lost_doubled_or_stranded_when_processes_are_killed(tmp_path: Path) -> None:
    with relist(tmp_path) as running:
        campaign, users = _floor(running.db)
        bots = [Bot(running.address, user.email, builders.PASSWORD, Random(user.id)) for user in users]
        for bot in bots:
            bot.log_in()
            bot.start(campaign)
        threads = [threading.Thread(target=bot.work, daemon=True) for bot in bots]
        for thread in threads:
            thread.start()
        for name in ("engine", "worker", "web", "Valkey"):
            _kill_amid_calls(running, name)
        _bring_home(running, bots, threads)
        _nothing_lost(running, bots)


def _kill_amid_calls(running: Running, name: str) -> None:
    """Kills a process while calls are in the air, and waits until work goes on without it and then with it."""
    wait_for("calls are in the air", lambda: running.ask(_IN_THE_AIR) >= 2)
    before = {question: running.ask(question) for question in (_PLACED, _SETTLED, _TEXTS)}
    old = running.pid(name)
    running.kill(name)
    wait_for(f"{name} is back", lambda: running.is_back(name, old))
    for question, count in before.items():
        wait_for(f"work goes on after {name}", lambda q=question, c=count: running.ask(q) > c)  # type: ignore[misc]


def _bring_home(running: Running, bots: list[Bot], threads: list[threading.Thread]) -> None:
    for bot in bots:
        bot.command("end", now=False)
    wait_for("all sessions are over", lambda: running.ask(_OPEN_SESSIONS) == 0, 120)
    for bot, thread in zip(bots, threads, strict=True):
        bot.stop.set()
        thread.join(10)
    wait_for("all calls are over", lambda: running.ask(_OPEN_CALLS) == 0, 60)
    wait_for("all attempts are settled", lambda: running.ask(_OPEN_ATTEMPTS) == 0, 60)
    wait_for("all texts that are due have left", lambda: running.ask(_DUE_TEXTS) == 0, 60)
    wait_for("all promises are kept", lambda: running.ask(_PROMISES) == 0, 60)


_IN_THE_AIR = "SELECT count(*) FROM call WHERE ended_at IS NULL AND role = 'lead'"
_PLACED = "SELECT count(*) FROM practice_page WHERE page ? 'placements'"
_SETTLED = "SELECT count(*) FROM attempt WHERE NOT open"
_TEXTS = "SELECT count(*) FROM message WHERE direction = 'out' AND state <> 'planned'"
_OPEN_SESSIONS = "SELECT count(*) FROM session WHERE ended_at IS NULL"
_OPEN_CALLS = "SELECT count(*) FROM call WHERE ended_at IS NULL"
_OPEN_ATTEMPTS = "SELECT count(*) FROM attempt WHERE open"
_DUE_TEXTS = (
    "SELECT count(*) FROM touch WHERE channel = 'text' AND state = 'planned' AND due_at < now() - interval '5 s'"
)
_PROMISES = "SELECT count(*) FROM outbox WHERE state IN ('pending', 'sending')"


def _nothing_lost(running: Running, bots: list[Bot]) -> None:
    with running.db.transaction() as conn:
        ask: Callable[[str], list[Any]] = lambda question: list(conn.execute(text(question)).scalars())  # noqa: E731
        placed = ask("SELECT (page ->> 'placements')::int FROM practice_page WHERE page ? 'placements'")
        assert set(placed) == {1}, "a call was dialed twice"
        assert not ask("SELECT id FROM enrollment WHERE state = 'claimed'"), "a lead was stranded on a line"
        twice = "SELECT touch_id FROM (SELECT key AS touch_id, count(*) AS n FROM outbox GROUP BY key) x WHERE n > 1"
        assert not ask(twice)
        doubled = """
            SELECT t.id FROM touch t JOIN message m ON m.id = t.message_id
             WHERE t.channel = 'text' GROUP BY t.id HAVING count(*) > 1
        """
        assert not ask(doubled), "a touch sent two texts"
        lost = ask("SELECT id FROM message WHERE direction = 'out' AND state IN ('planned', 'requested')")
        assert not lost, "a text was written and never sent"
        unended = ask("SELECT id FROM attempt WHERE ended_at IS NULL OR ending = '' OR outcome = ''")
        assert not unended, "an attempt has no ending or no outcome"
        stored = dict(conn.execute(text("SELECT id, disposition FROM attempt WHERE disposition <> ''")).tuples().all())
    said = {attempt: result for bot in bots for attempt, result in bot.said.items()}
    assert said, "nobody talked to anybody"
    assert said.items() <= stored.items(), "a disposition that was acknowledged is not there"

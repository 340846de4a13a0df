"""Relist as a user starts it: the supervisor in a process of its own, with every process under it."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from sqlalchemy import text

from dialer.config import environment
from dialer.store.session import Database
from tests.support.ports import free_port


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

    def pids(self) -> list[int]:
        """Every process that the supervisor started."""
        return list(self._processes().values())

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


@contextmanager
def relist(folder: Path, **settings: str) -> Iterator[Running]:
    port = free_port()
    environ = {
        **environment(),
        "RELIST_DATA_DIR": str(folder),
        "RELIST_PORT": str(port),
        "RELIST_PRACTICE_ANY_HOUR": "yes",
        **settings,
    }
    log = (folder / "up.log").open("w")
    supervisor = subprocess.Popen(
        [sys.executable, "-m", "dialer.cli", "up"], env=environ, stdout=log, stderr=log, start_new_session=True
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for("Relist is ready", lambda: _ready(address), 180)
        running = json.loads((folder / "running.json").read_text())
        db = Database(running["database_url"])
        try:
            yield Running(address, folder, db)
        finally:
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

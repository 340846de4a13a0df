"""One Relist per data folder: the lock, and the note that says who holds it and how everyone is."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from dialer.config import Settings
from dialer.supervisor.errors import AlreadyRunning

# Whoever only looks whether the lock is held (`running`) holds it for a moment too.
TRIES = 10
TRY_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class ProcessState:
    """One process under the supervisor."""

    name: str
    pid: int | None
    down: str | None
    """Why it is left down after too many crashes, if it is."""


@dataclass(frozen=True, slots=True)
class Running:
    """What the owner of a data folder tells others. Private to the user: the addresses may hold passwords."""

    pid: int
    address: str
    since: datetime
    database_url: str | None = None
    redis_url: str | None = None
    """Both None until the stores answer."""
    processes: tuple[ProcessState, ...] = ()


class Note:
    """The note of the process that holds the lock."""

    def __init__(self, data_dir: Path, running: Running) -> None:
        self._path = _note_path(data_dir)
        self._running = running
        self._write()

    def stores(self, settings: Settings) -> None:
        """Tell where the stores answer."""
        self._running = replace(self._running, database_url=settings.database_url, redis_url=settings.redis_url)
        self._write()

    def processes(self, states: tuple[ProcessState, ...]) -> None:
        """Tell how everyone is; free when nothing changed."""
        if states != self._running.processes:
            self._running = replace(self._running, processes=states)
            self._write()

    def _write(self) -> None:
        content = asdict(self._running) | {"since": self._running.since.isoformat()}
        fresh = self._path.with_suffix(".new")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(content, file)
        fresh.replace(self._path)


@contextmanager
def owned(data_dir: Path, running: Running) -> Iterator[Note]:
    """Own `data_dir` while the block runs; raises AlreadyRunning where somebody else does."""
    lock = _open_lock(data_dir)
    try:
        if not _locked(lock, TRIES):
            raise AlreadyRunning(_already(data_dir))
        note = Note(data_dir, running)
        try:
            yield note
        finally:
            _note_path(data_dir).unlink(missing_ok=True)
    finally:
        # The lock goes with its file descriptor, also when this process is killed.
        os.close(lock)


def running(data_dir: Path) -> Running | None:
    """Who owns `data_dir` at this moment, or None."""
    if not data_dir.exists():
        return None
    lock = _open_lock(data_dir)
    try:
        return None if _locked(lock, tries=1) else _read(data_dir)
    finally:
        os.close(lock)


def _open_lock(data_dir: Path) -> int:
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    return os.open(data_dir / "lock", os.O_RDWR | os.O_CREAT, 0o600)


def _locked(lock: int, tries: int) -> bool:
    for attempt in range(tries):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if attempt < tries - 1:
                time.sleep(TRY_SECONDS)
        else:
            return True
    return False


def _note_path(data_dir: Path) -> Path:
    return data_dir / "running.json"


def _read(data_dir: Path) -> Running | None:
    """The owner's note; None in the moment between its lock and its first note."""
    try:
        content = json.loads(_note_path(data_dir).read_text())
    except FileNotFoundError:
        return None
    states = tuple(ProcessState(**state) for state in content.pop("processes"))
    since = datetime.fromisoformat(content.pop("since"))
    return Running(**content, since=since, processes=states)


def _already(data_dir: Path) -> str:
    owner = _read(data_dir)
    if owner is None:
        return f"Another Relist is just starting in {data_dir}. Try again in a moment."
    since = owner.since.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    return (
        f"Relist already runs in {data_dir}: process {owner.pid}, address {owner.address}, since {since}. "
        f"Use it there, stop it with `kill {owner.pid}`, or give this one another RELIST_DATA_DIR and RELIST_PORT."
    )

"""A child program with a process group of its own and a log file."""

import os
import signal
import subprocess
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from dialer.supervisor.errors import StoreError
from dialer.supervisor.signals import requests_wait

LONGEST_LOG_BYTES = 10_000_000
POLL_SECONDS = 0.02


def log_file(data_dir: Path, name: str) -> Path:
    """Where the output of the process `name` goes."""
    return data_dir / "logs" / f"{name}.log"


class Program:
    """Starts one program at a time, tells how it ended and ends it with everything it started."""

    def __init__(self, name: str, log: Path) -> None:
        self.name = name
        self.log = log
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """Process id while the program runs, else None."""
        return None if self._process is None or self.exit_code() is not None else self._process.pid

    def start(self, command: list[str], env: Mapping[str, str] | None = None, cwd: str | Path = "/") -> None:
        """Start the program; `env` replaces our own environment where given.

        What an earlier run of it left in its process group ends first.
        """
        self.kill()
        _make_room(self.log)
        with self.log.open("ab") as output:
            # A session of its own keeps Ctrl-C in the terminal ours alone, so that we stop things in order.
            self._process = subprocess.Popen(  # noqa: S603 - every command is one of our own
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=None if env is None else dict(env),
                cwd=cwd,
                start_new_session=True,
            )

    def exit_code(self) -> int | None:
        """The exit code (negative: the signal that ended it), or None while it runs or before it ever ran."""
        with requests_wait():
            return None if self._process is None else self._process.poll()

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> None:
        """Return when `ready` says yes; raise StoreError when the program ends first or time is up."""
        for _ in range(round(seconds / POLL_SECONDS)):
            if ready():
                return
            if self.ended_within(POLL_SECONDS):
                raise StoreError(f"{self.name} ended at once (code {self.exit_code()}): {self.last_words()}")
        self.stop({signal.SIGTERM: 1.0})
        raise StoreError(f"{self.name} did not answer within {seconds:.0f} s. Its log is {self.log}.")

    def ended_within(self, seconds: float) -> bool:
        """Wait up to `seconds` for the program to end; True if it has."""
        if self._process is None:
            return True
        try:
            with requests_wait():
                self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def send(self, number: signal.Signals) -> None:
        """Signal the program itself, if it still runs."""
        if self._process is not None:
            with requests_wait():
                self._process.send_signal(number)

    def stop(self, patience: Mapping[signal.Signals, float]) -> None:
        """Ask with each signal in turn and wait its seconds, then kill the whole process group."""
        for number, seconds in patience.items():
            self.send(number)
            if self.ended_within(seconds):
                break
        self.kill()

    def kill(self) -> None:
        """End whatever is left of the program's process group, without asking."""
        if self._process is None:
            return
        # The group is gone when everything in it has ended by itself.
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        with requests_wait():
            self._process.wait()

    def last_words(self, lines: int = 5) -> str:
        """The end of the program's log, as one line for a message."""
        if not self.log.exists():
            return "it left no output"
        with self.log.open("rb") as file:
            file.seek(max(0, self.log.stat().st_size - 4000))
            text = file.read().decode(errors="replace")
        return " | ".join(line.strip() for line in text.splitlines()[-lines:] if line.strip())


def _make_room(log: Path) -> None:
    """Keep one earlier log, so that no log grows for ever."""
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LONGEST_LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))

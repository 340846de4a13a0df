"""The processes under one supervisor: starts them, restarts what died, ends them in order."""

import signal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from dialer.clock import Clock
from dialer.supervisor.errors import StoreError
from dialer.supervisor.leash import leashed
from dialer.supervisor.program import Program, log_file
from dialer.supervisor.restarts import MOST_CRASHES, Crashes
from dialer.supervisor.running import ProcessState

Say = Callable[[str], None]

# With the seconds that the stores get after it this stays below five, also on a busy machine.
ASK_SECONDS = 2.5
POLL_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Command:
    """One of our own processes: its name and its command line."""

    name: str
    words: tuple[str, ...]


class Member(Protocol):
    """A process that the crew keeps up."""

    @property
    def name(self) -> str: ...
    @property
    def pid(self) -> int | None: ...
    def start(self) -> object: ...
    def exit_code(self) -> int | None: ...
    def last_words(self) -> str: ...


class App:
    """One of our own processes, kept on a leash."""

    def __init__(self, command: Command, data_dir: Path, env: Mapping[str, str]) -> None:
        self.name = command.name
        self._words = list(command.words)
        self._env = env
        self.program = Program(command.name, log_file(data_dir, command.name))

    @property
    def pid(self) -> int | None:
        """Process id while it runs, else None."""
        return self.program.pid

    def start(self) -> None:
        """Start it and return at once."""
        # Its effects are safe to lose at any moment, so a supervisor that was killed takes it along at once.
        self.program.start(leashed(self._words, death_signal=signal.SIGKILL), self._env, Path.cwd())

    def exit_code(self) -> int | None:
        """The exit code, or None while it runs."""
        return self.program.exit_code()

    def last_words(self) -> str:
        """The end of its log."""
        return self.program.last_words()


@dataclass(slots=True)
class _Watch:
    member: Member
    crashes: Crashes = field(default_factory=Crashes)
    restart_at: float | None = None
    down: str | None = None
    """Why it is left down, if it is."""


class Crew:
    """Stores first, as the others need them. Everything happens in the caller's thread."""

    def __init__(self, stores: Sequence[Member], apps: Sequence[App], clock: Clock, say: Say) -> None:
        self._apps = apps
        self._watches = [_Watch(member) for member in (*stores, *apps)]
        self._clock = clock
        self._say = say

    def start(self) -> None:
        """Start our own processes; the stores run already."""
        for app in self._apps:
            app.start()

    def tend(self) -> None:
        """Notice who died, start again who is due."""
        for watch in self._watches:
            if watch.down is not None:
                continue
            if watch.restart_at is not None:
                self._restart_when_due(watch)
            elif watch.member.exit_code() is not None:
                self._note_crash(watch, _reason(watch.member))

    def states(self) -> tuple[ProcessState, ...]:
        """How everyone is, for `/readyz` and for people."""
        return tuple(ProcessState(watch.member.name, watch.member.pid, watch.down) for watch in self._watches)

    def stop(self) -> None:
        """Ask all of our own processes at once, wait, then end the rest by force. Leaves the stores up."""
        for app in self._apps:
            app.program.send(signal.SIGTERM)
        patience = self._clock.monotonic() + ASK_SECONDS
        for app in self._apps:
            app.program.ended_within(max(POLL_SECONDS, patience - self._clock.monotonic()))
        for app in self._apps:
            app.program.kill()

    def _restart_when_due(self, watch: _Watch) -> None:
        if watch.restart_at is None or self._clock.monotonic() < watch.restart_at:
            return
        watch.restart_at = None
        try:
            watch.member.start()
        except StoreError as error:
            self._note_crash(watch, str(error))
        else:
            self._say(f"{watch.member.name} was started again.")

    def _note_crash(self, watch: _Watch, reason: str) -> None:
        watch.crashes = watch.crashes.after(self._clock.monotonic())
        watch.restart_at = watch.crashes.restart_at()
        self._say(f"{watch.member.name} ended: {reason}")
        if watch.restart_at is None:
            watch.down = reason
            self._say(
                f"{watch.member.name} ended more than {MOST_CRASHES} times within a minute and is left down. "
                "Repair the cause, then stop Relist and start it again."
            )


def _reason(member: Member) -> str:
    code = member.exit_code()
    if code is not None and code < 0:
        return f"killed by {signal.Signals(-code).name}"
    return f"exit code {code}; its last words: {member.last_words()}"

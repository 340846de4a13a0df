"""The whole of Relist on one machine: stores, schema, first account, processes; until asked to stop."""

import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from dialer.clock import Clock
from dialer.config import Settings, child_environment
from dialer.supervisor.crew import App, Command, Crew, Say
from dialer.supervisor.errors import SupervisorError
from dialer.supervisor.leash import adopt_orphans
from dialer.supervisor.orphans import bury, end_all
from dialer.supervisor.running import Note, Running, owned
from dialer.supervisor.signals import child_news, ignore_requests, until_asked
from dialer.supervisor.stores import start_missing
from dialer.supervisor.web_address import is_ready, port_comes_free

LOOK_SECONDS = 0.25
SLOW_START_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run."""

    settings: Settings
    commands: tuple[Command, ...]
    prepare: Callable[[Settings], str]
    """Called once the stores answer; makes the data ready and returns what to tell people about logging in."""


def run(plan: Plan, clock: Clock, say: Say) -> None:
    """Run everything until SIGINT, SIGTERM or SIGHUP. Raises SupervisorError if it cannot even start.

    Must be called in the main thread of a process of its own: it owns the signals and every child.
    """
    settings = plan.settings
    with until_asked(), ExitStack() as stack:
        us = Running(os.getpid(), settings.public_url, clock.now())
        note = stack.enter_context(owned(settings.data_dir, us))
        _check_port(settings)
        adopt_orphans()
        stack.callback(end_all)
        say("Starting the stores ...")
        stores = start_missing(settings, stack)
        note.stores(stores.settings)
        log_in = plan.prepare(stores.settings)
        env = child_environment(stores.settings)
        apps = [App(command, settings.data_dir, env) for command in plan.commands]
        crew = Crew(stores.started, apps, clock, say)
        stack.callback(crew.stop)
        # Added last, it runs first: nothing may interrupt the cleaning up.
        stack.callback(ignore_requests)
        crew.start()
        _watch(crew, note, Announcement(settings, log_in, clock, say))


class Announcement:
    """Tells people once that Relist is ready, or once that it is slow to become so."""

    def __init__(self, settings: Settings, log_in: str, clock: Clock, say: Say) -> None:
        self._settings = settings
        self._log_in = log_in
        self._clock = clock
        self._say = say
        self._slow_at: float | None = clock.monotonic() + SLOW_START_SECONDS
        self._ready = False

    def look(self) -> None:
        """Say what there is to say by now."""
        if self._ready:
            return
        if is_ready(self._settings):
            self._ready = True
            self._say(f"Relist is ready at {self._settings.public_url}\n{self._log_in}")
        elif self._slow_at is not None and self._clock.monotonic() > self._slow_at:
            self._slow_at = None
            self._say(f"Relist is still not ready. The logs in {self._settings.data_dir / 'logs'} say why.")


def _watch(crew: Crew, note: Note, announcement: Announcement) -> None:
    with child_news() as news:
        while True:
            crew.tend()
            states = crew.states()
            note.processes(states)
            announcement.look()
            if news.wait(LOOK_SECONDS):
                bury(state.pid for state in states)


def _check_port(settings: Settings) -> None:
    if not port_comes_free(settings):
        raise SupervisorError(
            f"Port {settings.port} on {settings.host} is taken by another program, or that address is not "
            "this machine's. Set RELIST_PORT to a free port, or end the other program."
        )

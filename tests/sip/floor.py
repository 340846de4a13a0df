"""A whole floor on a SIP trunk: stores, engine and the SIP process, in real time that begins at noon."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, text

from dialer import sessions
from dialer.bootstrap import Services
from dialer.clock import SystemClock
from dialer.config import Settings, environment, load_settings
from dialer.core.campaigns import CampaignSettings
from dialer.engine.loop import Engine
from dialer.enrolling import enroll
from dialer.setup import ensure_defaults
from dialer.sip import RedisPost
from tests.sip.process import ClockFromNoon, services_at
from tests.support.builders import a_caller_id, a_campaign, a_lead, a_sequence, a_user
from tests.support.twilio_world import nobody_listed


@dataclass
class Floor:
    """One campaign with one agent, whose phone and whose leads' phones are SIPp."""

    settings: Settings
    services: Services
    conn: Connection
    clock: ClockFromNoon
    variables: dict[str, str]
    logs: Path
    processes: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict)
    agent_id: int = 0
    """Whoever works in the session that was begun last."""

    def __post_init__(self) -> None:
        now = self.clock.now()
        ensure_defaults(self.conn, now)
        self.campaign_id = a_campaign(
            self.conn, settings=CampaignSettings(identification="This is us."), sequence_id=a_sequence(self.conn)
        )
        a_caller_id(self.conn, e164="+13045550199")
        nobody_listed(self.services, self.logs.parent)
        self.engine = Engine(self.services)
        assert self.settings.redis_url is not None
        assert self.settings.sip is not None
        self.post = RedisPost(self.settings.redis_url, self.settings.sip.processes)

    def start_process(self, *numbers: int, breath_seconds: float = 1.0) -> None:
        """Starts SIP processes, number 0 where none is named, and waits until each says that it lives."""
        wanted = numbers or (0,)
        for number in wanted:
            command = [
                sys.executable,
                "-m",
                "tests.sip.process",
                str(self.clock.began),
                str(number),
                str(breath_seconds),
            ]
            with self.logs.open("ab") as output:
                self.processes[number] = subprocess.Popen(command, env=self.variables, stdout=output, stderr=output)
        # A process begins by importing all of the product, which takes a busy machine its time.
        self.until(lambda: all(self._lives(number) for number in wanted), seconds=60, engine=False)

    def _lives(self, number: int) -> bool:
        return bool(self.status(number).get("pid") == self.processes[number].pid)

    def kill_process(self, number: int = 0) -> None:
        self.processes[number].kill()
        self.processes[number].wait()

    def hang_process(self, number: int = 0) -> int:
        """Its loop stops turning, while its other threads go on; the code with which it ends."""
        self.processes[number].send_signal(signal.SIGUSR1)
        return self.processes[number].wait(timeout=60)

    def status(self, number: int = 0) -> dict[str, Any]:
        """What a SIP process last said of itself."""
        return self.post.statuses().get(number, {})

    def told(self, number: int = 0) -> dict[str, Any]:
        """The same, once there is something: on a busy machine what was said before may have lapsed."""
        said: list[dict[str, Any]] = []

        def hears() -> bool:
            said.append(self.status(number))
            return bool(said[-1])

        self.until(hears)
        return said[-1]

    def lead(self, number: str) -> None:
        now = self.clock.now()
        enroll(self.conn, self.campaign_id, [a_lead(self.conn, numbers=[number], expired_on=now.date())], now)

    def start_session(self) -> int:
        self.agent_id = a_user(self.conn).id
        started = sessions.start(
            self.services,
            agent_id=self.agent_id,
            campaign_id=self.campaign_id,
            minutes=60,
            lines=1,
            goals={},
            leg={"kind": "browser"},
            tab="tab",
        )
        assert isinstance(started, int), started
        return started

    def do(self, session: int, name: str, **args: Any) -> None:
        """A command from the agent's tab, which is taken."""
        answer = sessions.command(
            self.services,
            session_id=session,
            user_id=self.agent_id,
            command_id=uuid4().hex,
            name=name,
            args=args,
            tab="tab",
        )
        assert answer == {"ok": True}, answer

    def until(self, so: Callable[[], object], seconds: float = 20.0, *, engine: bool = True) -> None:
        """Lets the engine work until something is so; fails when it never is."""
        end = self.clock.monotonic() + seconds
        while not so():
            assert self.clock.monotonic() < end, f"it did not come to that: {self.calls()} {self.logs.read_text()}"
            sleep = self.engine.step() if engine else 0.02
            self.services.waker.wait("engine", min(max(sleep, 0.01), 0.1))

    def calls(self) -> list[dict[str, Any]]:
        """Every call, oldest first."""
        rows = self.conn.execute(
            text(
                "SELECT id, state, record->>'role' AS role, record->'milestones' AS reached, record->'ending' AS ending"
                " FROM call ORDER BY planned_at, id"
            )
        )
        return [dict(row._mapping) for row in rows]

    def close(self) -> None:
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            process.wait(timeout=60)
        self.engine.give_up()
        self.post.close()
        self.services.close()


@contextmanager
def open_floor(folder: Path, conn: Connection, database_url: str, redis_url: str, **more: str) -> Iterator[Floor]:
    """A floor whose trunk and agent's phone are where `more` says."""
    clock = ClockFromNoon(SystemClock().monotonic())
    variables = environment() | {
        "RELIST_DATA_DIR": str(folder),
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "RELIST_SECRET_KEY": "for tests only, as long as it must be",
        "RELIST_CARRIER": "sip",
        "RELIST_BROKERAGE": "Example Realty",
        "RELIST_SIP_BIND": "127.0.0.1:0",
        "RELIST_SIP_CALLS_PER_SECOND": "20",
        **more,
    }
    settings = load_settings(variables)
    floor = Floor(settings, services_at(settings, clock), conn, clock, variables, folder / "sip.log")
    try:
        yield floor
    finally:
        floor.close()

"""Fifty agents with three lines each on a running Relist: how fast the next dial and the screens are, at what cost.

The agents are browsers without a screen: they log in, hold a socket, send the same heartbeat, and react to nothing but
what the socket tells them. The practice network runs in real time. Rings are cut on an answer here, because only then
every disposition is followed by a dial at once; under the default policy a line that rings on is used first.
"""

import argparse
import json
import statistics
import tempfile
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import psutil
import socketio
from sqlalchemy import text

from dialer.clock import SystemClock
from dialer.core.campaigns import CampaignSettings, RingPolicy
from dialer.core.compliance import Contact, hours_key
from tests.support import builders
from tests.support.bots import RESULTS, Bot
from tests.support.running import Running, relist

LIMIT_MS = 100
HEARTBEAT_SECONDS = 5.0
SHOWS = {
    "rang": {"ringing", "answered", "connecting", "talking"},
    "answered": {"answered", "connecting", "talking", "leaving_message", "closing"},
    "agent_joined": {"talking"},
    "ended": {"ended"},
}
"""The states of a line that show each kind of event to have arrived."""


def _now() -> float:
    return SystemClock().now().timestamp()


@dataclass
class Seat:
    """One agent's browser."""

    bot: Bot
    lines: list[tuple[str, str, float]] = field(default_factory=list)
    """(call id, state, when it arrived) of every line event."""
    disposed: list[float] = field(default_factory=list)
    socket: socketio.Client = field(default_factory=lambda: socketio.Client(reconnection=True))
    session: dict[str, Any] = field(default_factory=dict)
    machines: set[str] = field(default_factory=set)
    woken: threading.Event = field(default_factory=threading.Event)

    def sit_down(self, campaign_id: int) -> None:
        self.bot.log_in()
        self.bot.start(campaign_id)
        self.socket.on("live", self._hear)
        cookies = "; ".join(f"{name}={value}" for name, value in self.bot.http.cookies.items())
        token = {"token": self.bot.socket_token}
        self.socket.connect(self.bot.address, {"Cookie": cookies}, auth=token, transports=["websocket"])
        self.socket.call("join", {"room": f"session:{self.bot.session_id}"})

    def work(self) -> None:
        """Reacts to the socket until told to stop: disposes two seconds into the wrap-up, hangs up on machines."""
        beat = 0.0
        while not self.bot.stop.is_set():
            if time.monotonic() - beat > HEARTBEAT_SECONDS:
                self.bot.command("seen")
                beat = time.monotonic()
            self.woken.wait(1.0)
            self.woken.clear()
            self._react()

    def _react(self) -> None:
        state, attempt = self.session.get("state"), self.session.get("current_attempt_id")
        if state == "wrap_up" and attempt is not None and attempt not in self.bot.said:
            self.bot.stop.wait(2.0)
            started = _now()
            if self.bot.dispose(attempt, self.bot.rng.choice(RESULTS)).status_code == 200:
                self.disposed.append(started)
        if state == "talking" and self.session.get("current_call_id") in self.machines:
            self.bot.command("hang_up")

    def _hear(self, event: dict[str, Any]) -> None:
        if event["entity"] == "line" and event["data"]:
            self.lines.append((event["data"]["id"], event["data"]["state"], _now()))
            if event["data"]["machine"]:
                self.machines.add(event["data"]["id"])
        elif event["entity"] == "session" and event["data"]:
            self.session = event["data"]
        self.woken.set()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--agents", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=180)
    asked = parser.parse_args()
    folder = tempfile.TemporaryDirectory(prefix="relist-floor-")
    with folder as path, relist(Path(path), RELIST_LOG_LEVEL="warning") as running:
        dials, screens, share = _measure(running, asked.agents, asked.seconds)
    p95 = [_p95(dials), _p95(screens)]
    print(f"{'what':<40}{'n':>8}{'median ms':>12}{'p95 ms':>10}{'limit ms':>10}")
    rows = (("disposition to the next dial order", dials), ("event to the message in the browser", screens))
    for (name, taken), worst in zip(rows, p95, strict=True):
        print(f"{name:<40}{len(taken):>8}{statistics.median(taken):>12.1f}{worst:>10.1f}{LIMIT_MS:>10}")
    print(f"processor share per agent, all processes: {share:.2%} of one core")
    figures = {"next_dial_p95_ms": p95[0], "event_to_browser_p95_ms": p95[1], "cpu_per_agent": share}
    print(json.dumps({name: round(value, 4) for name, value in figures.items()}))


def _p95(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=20)[18]


def _measure(running: Running, agents: int, seconds: int) -> tuple[list[float], list[float], float]:
    campaign, users = _floor(running, agents)
    seats = [Seat(Bot(running.address, u.email, builders.PASSWORD, Random(u.id))) for u in users]
    for seat in seats:
        seat.sit_down(campaign)
    threads = [threading.Thread(target=seat.work, daemon=True) for seat in seats]
    for thread in threads:
        thread.start()
    threading.Event().wait(20)  # everybody has had a call before the measuring starts
    before, started = _processor_seconds(running), _now()
    threading.Event().wait(seconds)
    used, ended = _processor_seconds(running) - before, _now()
    for seat in seats:
        seat.bot.stop.set()
    for seat, thread in zip(seats, threads, strict=True):
        thread.join(5)
        seat.socket.disconnect()
    dials = _next_dials(running, seats, started, ended)
    screens = _delays(running, seats, started, ended)
    for seat in seats:
        seat.bot.close()
    return dials, screens, used / (ended - started) / agents


def _floor(running: Running, agents: int) -> tuple[int, list[builders.User]]:
    key = hours_key(Contact(lead_id="1", phone="+12175550100", property_zip="62701", property_state="IL"))
    with running.db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        settings = CampaignSettings(ring_policy=RingPolicy.CUT_AT_ONCE, wrap_up_seconds=0)
        sequence = conn.execute(text("SELECT id FROM sequence ORDER BY id LIMIT 1")).scalar_one()
        campaign = builders.a_campaign(conn, settings=settings, sequence_id=sequence)
        for _ in range(20):
            builders.a_caller_id(conn)
        conn.execute(text("UPDATE caller_id SET daily_limit = 100000"))
        numbers = [f"+1{area}55501{n:02d}" for area in range(201, 400) if area % 100 != 11 for n in range(100)]
        Random(5).shuffle(numbers)
        for number in numbers[:6000]:
            builders.an_enrollment(conn, campaign, builders.a_lead(conn, numbers=[number]), hours_key=key)
        return campaign, [builders.a_user(conn) for _ in range(agents)]


def _processor_seconds(running: Running) -> float:
    """Of every process of this Relist, the database's included."""
    total = 0.0
    for pid in running.pids():
        for process in _family(pid):
            times = process.cpu_times()
            total += times.user + times.system
    return total


def _family(pid: int) -> Iterable[psutil.Process]:
    parent = psutil.Process(pid)
    return [parent, *parent.children(recursive=True)]


def _next_dials(running: Running, seats: list[Seat], started: float, ended: float) -> list[float]:
    """Milliseconds from sending a disposition to the next order of that session being handed to the carrier."""
    orders: dict[int, list[float]] = {}
    with running.db.transaction() as conn:
        rows = conn.execute(
            text("""
                SELECT c.session_id, o.tried_at FROM outbox o JOIN call c ON c.id = o.call_id
                 WHERE o.kind = 'place_call' AND c.role = 'lead' ORDER BY o.tried_at
            """)
        )
        for session_id, tried_at in rows:
            orders.setdefault(session_id, []).append(tried_at.timestamp())
    taken = []
    for seat in seats:
        for said in seat.disposed:
            later = next((at for at in orders.get(seat.bot.session_id, []) if at > said), None)
            if started <= said <= ended - 2 and later is not None:
                taken.append((later - said) * 1000)
    return taken


def _delays(running: Running, seats: list[Seat], started: float, ended: float) -> list[float]:
    """Milliseconds from an event's arrival to the first message that shows it in its agent's browser."""
    arrived: dict[str, list[tuple[str, float]]] = {}
    for seat in seats:
        for call_id, state, at in seat.lines:
            arrived.setdefault(call_id, []).append((state, at))
    taken = []
    with running.db.transaction() as conn:
        rows = conn.execute(
            text("SELECT call_id, kind, received_at FROM call_event WHERE kind = ANY(:kinds)"), {"kinds": list(SHOWS)}
        )
        for call_id, kind, received_at in rows:
            at: datetime = received_at
            if not started <= at.timestamp() <= ended - 2:
                continue
            shown = [t for state, t in arrived.get(call_id, []) if state in SHOWS[kind] and t >= at.timestamp()]
            if shown:
                taken.append((min(shown) - at.timestamp()) * 1000)
    return taken


if __name__ == "__main__":
    main()

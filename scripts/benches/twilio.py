"""Twilio's way through the product, over real sockets, on this machine: webhooks per second, the answer webhook's delay
under load, calls dispatched per second, and what we add between a hello and the bridge's reply with 50 agents.

The web application runs in a process of its own under gunicorn as in production; the load and Twilio's double are here.

With --weather N instead: N calls through the double in bad weather and virtual time, and what must hold of them all.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from itertools import count
from math import ceil
from random import Random
from typing import Any
from urllib.parse import urlencode

import httpx
import psutil
from sqlalchemy import Connection, insert, text
from twilio.request_validator import RequestValidator

from dialer import calls
from dialer.bootstrap import Services
from dialer.clock import FixedClock, SystemClock
from dialer.engine.dispatch import dispatch
from dialer.engine.hands import Hands
from dialer.store import calls as call_rows
from dialer.store import outbox, schema
from dialer.store.calls import StoredCall
from dialer.store.session import Database
from scripts.benches import rows
from scripts.benches.stores import Stores, fresh_stores
from telephony.call import plan_call
from telephony.events import Rang, Sent
from telephony.numbers import PhoneNumber
from telephony.orders import PlaceCall
from tests.support.twilio_double import Double, FarEnd
from tests.support.twilio_double.double import ACCOUNT, TOKEN
from tests.support.twilio_double.server import running
from tests.support.twilio_weather import run
from tests.support.twilio_world import world_maker

AGENTS = 50
ANSWERS = 600
CALLS = 1_200
DISPATCHED = 600
WORKERS = 16
STEADY_WORKERS = 64
"""So many may be on their way at once; were it fewer, a slow server would slow the load down."""
LOAD_BEFORE = os.getloadavg()[0]
WANTED = {"webhooks_per_s": 300, "answer_p99_ms": 200, "bridge_added_p99_ms": 50}

OURS = PhoneNumber.parse("+12175550100")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--weather", type=int, metavar="N", help="so many calls with faults, in virtual time")
    count = options.parse_args().weather
    if count is None:
        _figures()
    else:
        print(json.dumps(_weather(count)))


def _weather(count: int) -> dict[str, float]:
    """So many calls with faults; anything that does not hold ends this with an AssertionError that names it."""
    began = time.perf_counter()
    with (
        fresh_stores(durable=False) as stores,
        closing(Database(stores.database_url)) as db,
        db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn,
    ):
        clock = FixedClock(datetime(2026, 3, 12, 16, tzinfo=UTC))
        make = world_maker(stores.folder, stores.database_url, stores.redis_url, db, conn, clock)
        run(make, calls=count, agents=20, suppressed=20)
    return {"calls": count, "seconds": time.perf_counter() - began}


def _figures() -> None:
    port = _free_port()
    with fresh_stores() as stores:
        environ = _environ(port)
        with _served([sys.executable, "-m", "dialer.cli", "web"], stores.environ() | environ, port) as web:
            services = stores.services(**environ)
            try:
                figures = _webhooks(services, web, port) | _bridges(services, port)
            finally:
                services.close()
        figures |= _dispatched(stores, environ) | _bare(stores)
    figures |= {"cores": float(os.cpu_count() or 1), "load_before": LOAD_BEFORE}
    for name, value in figures.items():
        limit = WANTED.get(name)
        print(f"{name:<24}{value:>10,.1f}{f'   wanted {limit:,}' if limit else ''}")
    print(json.dumps(figures))


def _environ(port: int, api: str = "http://127.0.0.1:9") -> dict[str, str]:
    return {
        "RELIST_PORT": str(port),
        "RELIST_CARRIER": "twilio",
        "RELIST_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "RELIST_BROKERAGE": "Bench Realty",
        "RELIST_DAILY_SPEND_CAP": "100000",
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_API_URL": api,
        "TWILIO_CALLS_PER_SECOND": "1000",
        "TWILIO_CONCURRENT_CALLS": "10000",
    }


@contextmanager
def _served(command: list[str], environ: dict[str, str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, env={**environ, "PATH": "/usr/bin:/bin"})
    try:
        _wait_for(f"http://127.0.0.1:{port}/healthz")
        yield process
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(url: str) -> None:
    for _ in range(300):
        try:
            if httpx.get(url, timeout=1).status_code == httpx.codes.OK:
                return
        except httpx.HTTPError:
            pass
        threading.Event().wait(0.1)
    raise SystemExit(f"{url} did not come up")


@dataclass(frozen=True)
class Webhook:
    """One signed request, made before the clock runs."""

    kind: str
    path: str
    body: bytes
    headers: dict[str, str]


class Caller:
    """Posts webhooks over connections that stay open, one per thread."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._validator = RequestValidator(TOKEN)
        self._local = threading.local()

    def webhook(self, kind: str, path: str, **form: str) -> Webhook:
        full = {"AccountSid": ACCOUNT, "CallStatus": "in-progress", **form}
        signature = self._validator.compute_signature(f"http://127.0.0.1:{self._port}{path}", full)
        headers = {"X-Twilio-Signature": signature, "Content-Type": "application/x-www-form-urlencoded"}
        return Webhook(kind, path, urlencode(full).encode(), headers)

    def post(self, webhook: Webhook) -> str:
        if not hasattr(self._local, "http"):
            self._local.http = HTTPConnection("127.0.0.1", self._port, timeout=30)
        http: HTTPConnection = self._local.http
        http.request("POST", webhook.path, webhook.body, webhook.headers)
        answer = http.getresponse()
        text = answer.read().decode()
        assert 200 <= answer.status < 300, f"{webhook.path} answered {answer.status}: {text}"
        return text


def _webhooks(services: Services, web: subprocess.Popen[bytes], port: int) -> dict[str, float]:
    """As many webhooks as go through, and then the wanted rate, whose delays count from when each was due."""
    caller = Caller(port)
    now = services.clock.now()
    with services.db.transaction() as conn:
        campaign, _ = rows.campaign_with_session(conn, now)
        flood = _mixed(caller, _ringing(services, conn, campaign, None, CALLS, now, "flood"))
        steady = _mixed(caller, _ringing(services, conn, campaign, None, CALLS, now, "steady"))
    spent, began = _cpu_seconds(web), time.perf_counter()
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(caller.post, flood))
    seconds = time.perf_counter() - began
    found = {
        "webhooks_per_s": len(flood) / seconds,
        "webhook_cpu_ms": (_cpu_seconds(web) - spent) / len(flood) * 1000,
    }
    delays = _at_rate(caller, steady, WANTED["webhooks_per_s"])
    answers = [ms for kind, ms in delays if kind == "answer"]
    return found | {"answer_p50_ms": _share(answers, 0.50), "answer_p99_ms": _share(answers, 0.99)}


def _mixed(caller: Caller, ids: list[str]) -> list[Webhook]:
    """What arrives about a floor's calls: most are never answered, and each tells of itself several times."""
    made = []
    for n, call_id in enumerate(ids):
        base, sid = f"/hooks/twilio/calls/{call_id}", f"CA{call_id}"
        if n % 4 == 0:
            made.append(caller.webhook("answer", f"{base}/answer", CallSid=sid))
            continue
        for status in ("initiated", "ringing", "no-answer"):
            form = {"CallSid": sid, "CallStatus": status, "CallDuration": "0"}
            made.append(caller.webhook("status", f"{base}/status", **form))
    Random(1).shuffle(made)
    return made


def _at_rate(caller: Caller, webhooks: list[Webhook], per_second: int) -> list[tuple[str, float]]:
    """Each is due at its own moment whatever became of the others; its delay in milliseconds counts from there."""
    start = time.perf_counter() + 0.2
    turn = count()

    def work() -> list[tuple[str, float]]:
        took = []
        while (n := next(turn)) < len(webhooks):
            due = start + n / per_second
            time.sleep(max(0.0, due - time.perf_counter()))
            caller.post(webhooks[n])
            took.append((webhooks[n].kind, (time.perf_counter() - due) * 1000))
        return took

    with ThreadPoolExecutor(STEADY_WORKERS) as pool:
        return [each for done in [pool.submit(work) for _ in range(STEADY_WORKERS)] for each in done.result()]


def _cpu_seconds(process: subprocess.Popen[bytes]) -> float:
    """Of the web server and its worker. On a machine with other work this says more than the wall clock."""
    whole = psutil.Process(process.pid)
    return sum(sum(each.cpu_times()[:2]) for each in [whole, *whole.children(recursive=True)])


def _bare(stores: Stores) -> dict[str, float]:
    """The most the same server could do if a webhook were one row and one commit: a limit for the figures above."""
    port = _free_port()
    command = [sys.executable, "-m", "scripts.benches.bare_hook", str(port)]
    with _served(command, stores.environ(), port) as server:
        caller = Caller(port)
        work = [caller.webhook("status", "/hook", CallSid=f"CA{n:06d}") for n in range(CALLS)]
        spent, began = _cpu_seconds(server), time.perf_counter()
        with ThreadPoolExecutor(WORKERS) as pool:
            list(pool.map(caller.post, work))
        seconds = time.perf_counter() - began
        cpu = (_cpu_seconds(server) - spent) / len(work) * 1000
    return {"bare_webhooks_per_s": len(work) / seconds, "bare_webhook_cpu_ms": cpu}


def _bridges(services: Services, port: int) -> dict[str, float]:
    """50 free agents; calls are answered one after the other, eight a second, and each reply must be a bridge."""
    clock, caller, took = services.clock, Caller(port), []
    with services.db.transaction() as conn:
        campaign = _campaign_of(conn)
        sessions = [_agent(conn, campaign, n, clock.now()) for n in range(AGENTS)]
        ids = _ringing(services, conn, campaign, sessions[0], ANSWERS, clock.now(), "bridge")
    for n, call_id in enumerate(ids):
        if n % AGENTS == 0:
            _free(services, sessions)
        question = caller.webhook("answer", f"/hooks/twilio/calls/{call_id}/answer", CallSid=f"CA{call_id}")
        began = time.perf_counter()
        reply = caller.post(question)
        took.append((time.perf_counter() - began) * 1000)
        assert "<Conference" in reply, "nobody was free, though somebody was"
        threading.Event().wait(0.02)
    return {"bridge_added_p50_ms": _share(took, 0.50), "bridge_added_p99_ms": _share(took, 0.99)}


def _dispatched(stores: Stores, environ: dict[str, str]) -> dict[str, float]:
    """Orders from the outbox to Twilio's double, whose rate is unlimited."""
    clock = SystemClock()
    with running(clock.now, lambda post: Double(clock.now(), post, lambda number, nth: FarEnd())) as server:
        server.double.hooks.notify = lambda *_, **__: None  # type: ignore[method-assign]  # only requests count here
        services = stores.services(**{**environ, "TWILIO_API_URL": server.url})
        try:
            with services.db.transaction() as conn:
                _planned(conn, _campaign_of(conn), clock.now())
            done = threading.Event()
            hands = Hands(services.hands, done.set)
            began = time.perf_counter()
            while len(server.double.creates()) < DISPATCHED:
                if not dispatch(services, hands):
                    done.wait(0.05)
                    done.clear()
            seconds = time.perf_counter() - began
            hands.close()
        finally:
            services.close()
    return {"dispatch_per_s": DISPATCHED / seconds}


# Rows


def _campaign_of(conn: Connection) -> int:
    return int(conn.execute(text("SELECT max(id) FROM campaign")).scalar_one())


def _agent(conn: Connection, campaign: int, n: int, now: datetime) -> int:
    values = {"email": f"agent{n}@example.com", "name": f"Agent {n}", "role": "agent", "password_hash": "-"}
    user = conn.execute(
        insert(schema.user_account).values(**values, created_at=now).returning(schema.user_account.c.id)
    )
    session = {
        "agent_id": user.scalar_one(),
        "campaign_id": campaign,
        "state": "ready",
        "state_since": now,
        "started_at": now,
        "ends_at": now + timedelta(hours=8),
        "lines": 3,
        "seen_at": now,
        "leg_state": "up",
        "leg_call_id": f"leg{n:05d}",
    }
    return int(conn.execute(insert(schema.session).values(**session).returning(schema.session.c.id)).scalar_one())


def _free(services: Services, sessions: list[int]) -> None:
    """Everybody is done with their call."""
    with services.db.transaction() as conn:
        conn.execute(text("UPDATE call SET ended_at = now(), state = 'ended' WHERE agent_session_id IS NOT NULL"))
        conn.execute(
            text("UPDATE session SET state = 'ready', current_call_id = NULL WHERE id = ANY(:ids)"), {"ids": sessions}
        )


def _ringing(
    services: Services, conn: Connection, campaign: int, session: int | None, count: int, now: datetime, name: str
) -> list[str]:
    """Calls that ring; their events are applied beforehand, since only the answer is measured."""
    ids = []
    events: list[Any] = []
    for n in range(count):
        call_id = f"{name}{n:06d}"
        number = PhoneNumber.parse(f"+1{200 + n // 100 % 800}55501{n % 100:02d}")
        order = PlaceCall(call_id=call_id, to=number, from_=OURS, ring_seconds=22, max_seconds=3600)
        stored = StoredCall(plan_call(order, now), "twilio", session, None, campaign, None, now)
        call_rows.insert(conn, stored, e164=str(number), caller_id=str(OURS))
        keys: dict[str, Any] = {"call_id": call_id, "at": now, "carrier_call_id": f"CA{call_id}"}
        events += [Sent(event_key=f"{call_id}:sent", **keys), Rang(event_key=f"{call_id}:rang", **keys)]
        ids.append(call_id)
    for first in range(0, len(events), 200):
        calls.apply_in(conn, carrier="twilio", events=events[first : first + 200], now=now)
    return ids


def _planned(conn: Connection, campaign: int, now: datetime) -> None:
    orders = []
    for n in range(DISPATCHED):
        number = PhoneNumber.parse(f"+1{200 + n // 100 % 800}55501{n % 100:02d}")
        order = PlaceCall(call_id=f"send{n:06d}", to=number, from_=OURS, ring_seconds=22, max_seconds=3600)
        stored = StoredCall(plan_call(order, now), "twilio", None, None, campaign, None, now)
        call_rows.insert(conn, stored, e164=str(number), caller_id=str(OURS))
        orders.append(("twilio", order))
    outbox.write(conn, orders, now)


def _share(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, ceil(share * len(ordered)) - 1)]


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


if __name__ == "__main__":
    main()

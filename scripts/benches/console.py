"""The console in Chromium on a slowed-down machine: how fast events and keys reach the screen, and how fast it loads.

Everything is the real thing: a running Relist, its socket, the built console. The processor of the page is throttled
to a quarter. An event counts from its arrival in the page to the end of the frame that shows it; a key from the press
to its painted answer, as the browser's Event Timing tells it (in steps of 8 ms, 16 where it was quicker than that).
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Browser, Page, expect, sync_playwright
from sqlalchemy import text

from dialer.clock import SystemClock
from dialer.store import live
from tests.browser import calling, chrome, far_ends
from tests.browser.floor import Floor
from tests.browser.visitor import log_in
from tests.support import builders
from tests.support.running import Running, relist

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

CONSOLE = Path(__file__).parents[2] / "webui" / "console"
LIMITS = {
    "event_to_paint_p95_ms": 50,
    "key_p95_ms": 50,
    "desk_key_p95_ms": 50,
    "bundle_gz_kb": 45,
    "cold_load_ms": 2500,
}
SESSIONS = 20
EVENTS_PER_SECOND = 100
BURSTS_PER_SECOND = 10
SLOWER = 4
PRESSES = 30
DESK_KEYS = ("s", "4", "Shift+S", "4")
"""Script forth and back, an outcome armed and disarmed."""
TALK_SECONDS = 60.0
# The network of Lighthouse's throttled mobile: bytes a second, and milliseconds there and back.
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}

# A post after a frame's callback the frame is on its way to the screen. Arrivals before a frame share its callback, so
# that the measuring does not slow down what it measures.
LISTEN = """
    window.painted = [];
    let arrivals = [];
    const { port1, port2 } = new MessageChannel();
    const shown = [];
    port1.onmessage = () => {
      const at = performance.now();
      for (const arrived of shown.shift()) window.painted.push(at - arrived);
    };
    const Plain = window.WebSocket;
    window.WebSocket = class extends Plain {
      constructor(...given) {
        super(...given);
        this.addEventListener("message", (event) => {
          if (typeof event.data !== "string" || !event.data.includes('"live"')) return;
          if (arrivals.push(performance.now()) > 1) return;
          requestAnimationFrame(() => {
            shown.push(arrivals);
            arrivals = [];
            port2.postMessage(null);
          });
        });
      }
    };
    window.keyed = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (entry.name === "keydown") window.keyed.push(entry.duration);
    }).observe({ type: "event", durationThreshold: 16, buffered: true });
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=15, help="how long events come")
    seconds = parser.parse_args().seconds
    program = chrome.program()
    if program is None:
        raise SystemExit(chrome.MISSING)
    folder = Path(tempfile.mkdtemp(prefix="relist-bench-"))
    try:
        far_end = {"RELIST_PRACTICE_SPEED": str(far_ends.SPEED), "RELIST_PRACTICE_SEED": str(far_ends.SEED)}
        with relist(folder, **far_end) as running, sync_playwright() as playwright:
            browser = chrome.launch(playwright, program)
            measured = measure(browser, running, seconds)
            browser.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    # More than one waiting for each processor slows the throttled page down further than a quarter.
    measured["load_per_processor"] = os.getloadavg()[0] / (os.cpu_count() or 1)
    for name, value in measured.items():
        print(f"{name:24} {value:8.1f}   limit {LIMITS.get(name, '-')}")
    print(json.dumps(measured))


def measure(browser: Browser, running: Running, seconds: int) -> dict[str, float]:
    sessions, manager, agent = people(running)
    page = opened(browser, running, manager, "/floor")
    expect(page.get_by_role("table", name="Agents in a session")).to_be_visible()
    with events(running, sessions):
        page.wait_for_timeout(seconds * 1000)
    painted: list[float] = page.evaluate("window.painted")
    keyed = keys(page)
    page.context.close()
    desk = desk_keys(browser, running)
    return {
        "events": len(painted),
        "event_to_paint_p50_ms": at_share(painted, 0.5),
        "event_to_paint_p95_ms": at_share(painted, 0.95),
        "key_p95_ms": at_share(keyed, 0.95),
        "desk_key_p95_ms": at_share(desk, 0.95),
        "bundle_gz_kb": bundle(),
        "cold_load_ms": cold_load(browser, running, agent),
    }


def people(running: Running) -> tuple[list[int], builders.User, builders.User]:
    """Agents in sessions that nobody ends while this runs; the sessions, a manager, and an agent without one."""
    now = SystemClock().now()
    with running.db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        campaign = builders.a_campaign(conn, name="Bench")
        sessions = [
            builders.a_session(conn, builders.a_user(conn, name=f"Agent {n}").id, campaign, state="paused", at=now)
            for n in range(SESSIONS)
        ]
        conn.execute(text("UPDATE session SET seen_at = seen_at + interval '1 hour'"))
        return sessions, builders.a_user(conn, role="manager"), builders.a_user(conn)


def opened(browser: Browser, running: Running, user: builders.User, path: str) -> Page:
    """A slowed-down page that keeps count of what it paints."""
    context = browser.new_context(base_url=running.address, permissions=["microphone"])
    context.add_init_script(LISTEN)
    page = context.new_page()
    log_in(page, user.email, builders.PASSWORD)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(path)
    return page


@contextmanager
def events(running: Running, sessions: list[int]) -> "Iterator[None]":
    """Changes the sessions' cards all the while, as a busy floor does."""
    stop = threading.Event()

    def change() -> None:
        each = EVENTS_PER_SECOND // BURSTS_PER_SECOND
        place = 0
        while not stop.wait(1 / BURSTS_PER_SECOND):
            chosen = [sessions[(place + n) % len(sessions)] for n in range(each)]
            place += each
            touch(running, chosen, SystemClock().now())

    worker = threading.Thread(target=change)
    worker.start()
    try:
        yield
    finally:
        stop.set()
        worker.join()


def touch(running: Running, sessions: list[int], now: "datetime") -> None:
    with running.db.transaction() as conn:
        conn.execute(
            text("UPDATE session SET state_since = :now, version = version + 1 WHERE id = ANY(:ids)"),
            {"now": now, "ids": sessions},
        )
        live.mark(conn, "session", *sessions)


def keys(page: Page) -> list[float]:
    """Opens and closes the key sheet over a full floor."""
    page.evaluate("window.keyed.length = 0")
    # By its class: a look-up by role and name takes this page longer than a key may, and would be measured with it.
    sheet = page.locator(".keysheet")
    for _ in range(PRESSES):
        page.keyboard.press("?")
        sheet.wait_for()
        page.keyboard.press("Escape")
        sheet.wait_for(state="detached")
    return pressed(page, 2 * PRESSES)


def desk_keys(browser: Browser, running: Running) -> list[float]:
    """An agent's keys while somebody talks to them."""
    made = Floor(running.db, far_ends.FarEnds())
    made.prepare()
    work = made.work([made.far_ends.person(talks_seconds=TALK_SECONDS)])
    page = opened(browser, running, work.agent, "/session")
    calling.start(page, work.campaign)
    calling.talk(page)
    page.get_by_role("navigation", name="Steps of the script").wait_for()
    page.evaluate("window.keyed.length = 0")
    for number in range(PRESSES):
        page.keyboard.press(DESK_KEYS[number % len(DESK_KEYS)])
        page.evaluate("() => new Promise(requestAnimationFrame)")
    found = pressed(page, PRESSES)
    page.get_by_role("button", name="Hang up").click()
    page.context.close()
    return found


def pressed(page: Page, presses: int) -> list[float]:
    """What the browser noted since the count began; a press without an entry was painted within 16 ms."""
    page.wait_for_timeout(500)
    found: list[float] = page.evaluate("window.keyed")
    return found + [16.0] * max(0, presses - len(found))


def bundle() -> float:
    """What an agent's page loads, compressed."""
    told = subprocess.run(["node", "scripts/size.mjs"], cwd=CONSOLE, capture_output=True, text=True, check=False)
    line = re.search(r"^\{.*\}$", told.stdout, re.MULTILINE)
    if line is None:
        raise SystemExit(f"The console is not built: run scripts/setup.py. {told.stderr}")
    return float(json.loads(line[0])["bundle_gz_kb"])


def cold_load(browser: Browser, running: Running, user: builders.User) -> float:
    """From an empty cache on a phone's network to a page on which a session can be started."""
    page = opened(browser, running, user, "/tasks")
    cookies: Any = page.context.cookies()
    page.context.close()
    context = browser.new_context(base_url=running.address, permissions=["microphone"])
    context.add_cookies(cookies)
    fresh = context.new_page()
    session = context.new_cdp_session(fresh)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    begun = time.monotonic()
    fresh.goto("/session", wait_until="commit")
    fresh.get_by_role("button", name="Start").wait_for()
    took = (time.monotonic() - begun) * 1000
    context.close()
    return took


def at_share(values: list[float], share: float) -> float:
    """The value below which this share of the values lies."""
    ordered = sorted(values)
    if not ordered:
        raise SystemExit("Nothing was measured: no event reached the page.")
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


if __name__ == "__main__":
    main()

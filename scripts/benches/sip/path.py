"""The whole path: leads claimed, dialed over the trunk, joined with their agents, hung up, disposed of, settled.

The engine and the SIP processes run as they do in the product, on a durable PostgreSQL of their own. The far sides are
SIPp: leads who answer at once and hang up, and agents' phones that stay up. An agent disposes of every call at once.
"""

import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from random import Random

import psutil
from sqlalchemy import Connection, text

from dialer import followup, sessions
from dialer.bootstrap import Services
from dialer.clock import SystemClock
from dialer.config import environment, load_settings
from dialer.core.campaigns import CampaignSettings
from dialer.core.compliance import Contact, hours_key
from dialer.core.pacing import Limit
from dialer.scrub import Loaded, load_full
from dialer.setup import ensure_defaults
from dialer.sip import RedisPost
from scripts.benches.sip import far
from scripts.benches.stores import Stores, fresh_stores
from telephony.sip.mail import Json
from tests.sip.process import ClockFromNoon, services_at
from tests.support import builders
from tests.support.running import wait_for

HOLD_MS = 1_000
LINES = 1
CHANNELS = 900
# Where it is between nine in the morning and three in the afternoon at noon in Chicago, and where the law asks for no
# list or consent that this floor does not have: leads that are held would run out the sooner.
_CODES = (
    "202 205 212 216 217 224 228 229 231 234 248 251 252 256 262 269 270 276 302 304 309 312 313 315 316 "
    "330 331 332 334 336 347 380 404 414 419 434 440 470 478 502 513 516 517 518 540 567 571 585 586 601 "
    "606 607 608 614 616 618 620 630 631 646 662 678 681 703 704 706 708 715 716 718 734 740 757 762 769 "
    "770 773 785 804 810 815 828 845 847 859 910 912 913 914 917 919 920 937 984 989"
)
AREA_CODES = tuple(int(code) for code in _CODES.split())
LEADS = 8_000
HANDS = 4
"""Results that agents give at the same time."""
WARM_UP_SECONDS = 3.0
PATIENCE_SECONDS = 20.0


@dataclass(frozen=True)
class Step:
    """What one number of agents came to."""

    agents: int
    calls_per_s: float
    completed_pct: float
    setup_p50_ms: float
    setup_p99_ms: float
    answer_to_agent_p50_ms: float
    answer_to_agent_p99_ms: float
    processor_share: float
    """Of one core: engine, SIP processes and database together."""
    not_completed: str
    """What the other calls came to, each with its count."""


@dataclass
class Floor:
    """One Relist with its processes."""

    services: Services
    campaign_id: int
    conn: Connection
    post: RedisPost
    processes: Sequence[subprocess.Popen[bytes]]
    stop: threading.Event

    def work(self) -> None:
        """What agents do: say how each call went, as soon as it is over, and none waits for another."""
        with ThreadPoolExecutor(HANDS) as hands:
            while not self.stop.wait(0.02):
                with self.services.db.look() as conn:
                    waiting = conn.execute(_TO_DISPOSE).all()
                for done in [hands.submit(self._dispose, *each) for each in waiting]:
                    done.result()

    def _dispose(self, attempt_id: int, agent_id: int) -> None:
        now = self.services.clock.now()
        followup.dispose(
            self.services,
            attempt_id=attempt_id,
            disposition="not_interested",
            answer={},
            user_id=agent_id,
            now=now,
        )

    def seat(self, agents: int) -> None:
        """Sits more agents down, until there are so many, and waits until their phones are up."""
        up = "SELECT count(*) FROM session WHERE leg_state = 'up'"
        there = self.conn.execute(text("SELECT count(*) FROM session")).scalar_one()
        for _ in range(agents - there):
            person = builders.a_user(self.conn).id
            started = sessions.start(
                self.services,
                agent_id=person,
                campaign_id=self.campaign_id,
                minutes=300,
                lines=LINES,
                goals={},
                leg={"kind": "browser"},
                tab="bench",
            )
            assert isinstance(started, int), started
            # In the place of a page that says every few seconds that it is there.
            later = self.services.clock.now() + timedelta(hours=8)
            self.conn.execute(text("UPDATE session SET seen_at = :at WHERE id = :id"), {"at": later, "id": started})
        wait_for("every agent's phone is up", lambda: self.conn.execute(text(up)).scalar_one() >= agents, seconds=120)

    def measure(self, agents: int, seconds: float) -> Step:
        threading.Event().wait(WARM_UP_SECONDS)
        clock = self.services.clock
        began, used = clock.now(), self._processor_seconds()
        threading.Event().wait(seconds)
        ended, used = clock.now(), self._processor_seconds() - used
        # Calls that are under way when the time is over come to their end first.
        patience = clock.monotonic() + PATIENCE_SECONDS
        while clock.monotonic() < patience and self.conn.execute(_UNDER_WAY, {"ended": ended}).scalar_one():
            threading.Event().wait(0.2)
        limit = self.conn.execute(text("SELECT limited_by FROM campaign")).scalar_one()
        if limit == Limit.HOPPER:
            raise RuntimeError("the leads ran out, so that this step says nothing: raise LEADS, or measure fewer steps")
        span = {"began": began, "ended": ended}
        row = self.conn.execute(_FIGURES, span).one()
        states = self.post.statuses().values()
        took = (ended - began).total_seconds()
        return Step(
            agents=agents,
            calls_per_s=round(row.done / took, 1),
            completed_pct=round(100 * row.done / max(row.placed, 1), 2),
            setup_p50_ms=_worst(states, "setup_p50_ms"),
            setup_p99_ms=_worst(states, "setup_p99_ms"),
            answer_to_agent_p50_ms=round(row.p50 or 0, 1),
            answer_to_agent_p99_ms=round(row.p99 or 0, 1),
            processor_share=round(used / took, 2),
            not_completed=" ".join(f"{why}:{count}" for why, count in self.conn.execute(_OTHERS, span)) or "none",
        )

    def _processor_seconds(self) -> float:
        """Of our processes and of the database's."""
        families = [psutil.Process(each.pid) for each in self.processes]
        ours = [one for each in families for one in (each, *each.children(recursive=True))]
        stores = [one for one in psutil.process_iter(["name"]) if one.info["name"] == "postgres"]
        total = 0.0
        for process in {*ours, *stores}:
            try:
                times = process.cpu_times()
            except psutil.NoSuchProcess:
                continue
            total += times.user + times.system
        return total


_TO_DISPOSE = text("""
    SELECT a.id, s.agent_id FROM session s JOIN attempt a ON a.call_id = s.current_call_id
     WHERE s.state = 'wrap_up' AND a.disposition = ''
""")

# A call is complete when its lead answered, met the agent, and its outcome is stored.
_FIGURES = text("""
    SELECT count(*) AS placed,
           count(*) FILTER (WHERE a.outcome <> ''
                              AND c.record -> 'milestones' ->> 'agent_joined_at' IS NOT NULL) AS done,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY t.ms) AS p50,
           percentile_cont(0.99) WITHIN GROUP (ORDER BY t.ms) AS p99
      FROM call c JOIN attempt a ON a.call_id = c.id,
           LATERAL (SELECT 1000 * extract(epoch FROM (c.record -> 'milestones' ->> 'agent_joined_at')::timestamptz
                                                   - (c.record -> 'milestones' ->> 'answered_at')::timestamptz) AS ms) t
     WHERE c.role = 'lead' AND c.planned_at >= :began AND c.planned_at < :ended
""")


_OTHERS = text("""
    SELECT concat_ws('/', nullif(a.outcome, ''), nullif(a.ending, ''),
                     CASE WHEN a.outcome = '' THEN c.state || ', no outcome' END), count(*)
      FROM call c JOIN attempt a ON a.call_id = c.id
     WHERE c.role = 'lead' AND c.planned_at >= :began AND c.planned_at < :ended
       AND (a.outcome = '' OR c.record -> 'milestones' ->> 'agent_joined_at' IS NULL)
     GROUP BY 1 ORDER BY 2 DESC
""")

_UNDER_WAY = text("""
    SELECT count(*) FROM call c JOIN attempt a ON a.call_id = c.id
     WHERE c.role = 'lead' AND c.planned_at < :ended AND a.outcome = ''
""")


def _worst(states: Iterable[Json], name: str) -> float:
    return round(max((float(state[name] or 0) for state in states), default=0.0), 1)


@contextmanager
def floor(processes: int, *, leads: int | None = None, phones: int | None = None) -> Iterator[Floor]:
    """A floor with leads and no agents yet; the far sides are SIPp unless their ports are given."""
    with ExitStack() as stack:
        stores = stack.enter_context(fresh_stores())
        leads = leads or stack.enter_context(far.hanging_up(HOLD_MS))
        phones = phones or stack.enter_context(far.answering("127.0.0.2"))
        clock = ClockFromNoon(SystemClock().monotonic())
        variables = environment() | stores.environ(
            RELIST_CARRIER="sip",
            RELIST_BROKERAGE="Bench Realty",
            RELIST_SECRET_KEY="for benchmarks only, as long as it must be",
            RELIST_DAILY_SPEND_CAP="1000000",
            RELIST_SIP_SERVER=f"127.0.0.1:{leads}",
            RELIST_SIP_AGENT_URI=f"sip:{{agent}}@127.0.0.2:{phones}",
            RELIST_SIP_BIND="127.0.0.1:0",
            RELIST_SIP_CHANNELS=str(CHANNELS),
            RELIST_SIP_CALLS_PER_SECOND="1000",
            RELIST_SIP_PROCESSES=str(processes),
        )
        services = services_at(load_settings(variables), clock)
        stop = threading.Event()
        with services.db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
            campaign_id = _prepare(stores, services, conn)
            roles = [("engine", 0), *(("sip", number) for number in range(processes))]
            started = [_start(role, clock.began, number, variables) for role, number in roles]
            post = RedisPost(stores.redis_url, processes)
            made = Floor(services, campaign_id, conn, post, started, stop)
            worker = threading.Thread(target=made.work, daemon=True)
            try:
                wait_for("every SIP process lives", lambda: len(post.statuses()) == processes, seconds=120)
                worker.start()
                yield made
            finally:
                stop.set()
                for process in started:
                    process.terminate()
                for process in started:
                    process.wait(timeout=20)
                services.close()


def _start(role: str, began: float, number: int, variables: dict[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "scripts.benches.sip.process", role, str(began), str(number)]
    return subprocess.Popen(command, env=variables, stdout=subprocess.DEVNULL)


def _prepare(stores: Stores, services: Services, conn: Connection) -> int:
    now = services.clock.now()
    ensure_defaults(conn, now)
    registry = stores.folder / "registry.txt"
    registry.write_text("217,5559999\n")
    loaded = load_full(services, None, list_name="national", files=[registry], area_codes=list(AREA_CODES))
    assert isinstance(loaded, Loaded), loaded
    settings = CampaignSettings(identification="This is us.", lines_per_agent=LINES, wrap_up_seconds=0)
    campaign = builders.a_campaign(conn, settings=settings, sequence_id=builders.a_sequence(conn))
    for serial in range(20):
        builders.a_caller_id(conn, e164=f"+13045550{180 + serial}")
    conn.execute(text("UPDATE caller_id SET daily_limit = 1000000"))
    key = hours_key(Contact(lead_id="1", phone="+12175550100", property_zip="62701", property_state="IL"))
    numbers = [f"+1{area}55501{last:02d}" for area in AREA_CODES for last in range(100)]
    Random(5).shuffle(numbers)
    today = now.date()
    with services.db.transaction() as own:
        for number in numbers[:LEADS]:
            lead = builders.a_lead(own, numbers=[number], expired_on=today)
            builders.an_enrollment(own, campaign, lead, hours_key=key, expired_on=today)
    return campaign

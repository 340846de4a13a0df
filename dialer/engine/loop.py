"""The engine's loop: hear the network, keep the promises, open lines, sleep until something changes.

Exactly one engine acts, by a lease whose epoch grows with every new holder. All state is in the database: an engine
that is killed leaves nothing behind but orders marked as being sent, which its successor looks up.
"""

import os
import signal
import threading
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy.exc import DBAPIError

from dialer import calls, inbound, number_health, queues, recorder, texting
from dialer.bootstrap import Services
from dialer.core.clock_steps import ClockSteps
from dialer.engine import accounts, nudges, sweeps
from dialer.engine.bucket import Bucket
from dialer.engine.dispatch import dispatch, recover_stuck
from dialer.engine.hands import Hands
from dialer.engine.pace import Pacer
from dialer.logs import get_log
from dialer.store import clock_steps, due, lease, live
from dialer.store.session import Connection, repeat_on_conflict
from dialer.wake import Waker
from telephony.events import CallArrived, CallEvent, MessageEvent, RecordingReady

log = get_log(__name__)

LEASE = "engine"
LEASE_SECONDS = 5.0
RENEW_SECONDS = 1.5
SWEEP_SECONDS = 0.5
JOIN_SECONDS = 1.0
SLOW_SWEEP_SECONDS = 15.0
NUMBERS_SECONDS = 300.0
ACCOUNTS_SECONDS = 300.0
LONGEST_SLEEP_SECONDS = 1.0
NUDGE_SECONDS = 0.5
AFTER_OPENING_SECONDS = 0.25
"""The calls per second may have held back more lines than were opened, and come back with time alone."""


class OthersOnly:
    """A waker that wakes everybody but the thread that made it."""

    def __init__(self, waker: Waker) -> None:
        self._waker = waker
        self._thread = threading.get_ident()

    def wake(self, *names: str) -> None:
        ours = threading.get_ident() == self._thread
        others = [name for name in names if name != "engine" or not ours]
        if others:
            self._waker.wake(*others)

    def wait(self, name: str, timeout_seconds: float) -> bool:
        return self._waker.wait(name, timeout_seconds)


class Engine:
    """One engine's work. `step` does everything that is due and says how long nothing will be."""

    def __init__(self, services: Services) -> None:
        # What the engine's own thread changes it sees in the same round; waking itself would only make it look twice.
        self.services = services = replace(services, waker=OthersOnly(services.waker))
        self.holder = f"{os.uname().nodename}:{os.getpid()}:{uuid4().hex[:8]}"
        self._hands = Hands(services.hands, lambda: services.waker.wake("engine"))
        now = services.clock.now()
        bucket = Bucket(services.capacity.calls_per_second(now))
        self._pacer = Pacer(services, bucket, services.capacity.channels(now), self._still_leads)
        self._clock_steps = ClockSteps()
        self._told_believed = True
        self._accounts_are_well = True
        self._epoch = 0
        self._lease_until: datetime | None = None
        self._last: dict[str, float] = {}

    def step(self) -> float:
        """One round; seconds until the next one is needed if nothing else happens."""
        stepped = self._clock_steps.look(self.services.clock.now(), self.services.clock.monotonic())
        if stepped:
            # Written by the old time, the lease tells nothing any more.
            self._lease_until = None
        if not self._leads():
            return RENEW_SECONDS
        self._follow_clock(stepped)
        self._hear_network()
        if self._due("slow", SLOW_SWEEP_SECONDS):
            recover_stuck(self.services)
            self._hands.do(self._reconcile)
        if self._due("joins", JOIN_SECONDS):
            self._hands.do(lambda: sweeps.find_joined(self.services, self.services.clock.now()))
        if self._due("sweep", SWEEP_SECONDS):
            self._sweep()
        self._follow_capacity()
        opened = self._pacer.open_lines()
        # What a carrier in our own process is asked may lead to more orders; of hands, those that end wake us.
        while dispatch(self.services, self._hands) and not self._hands.wait_for_carriers:
            pass
        if self._due("nudge", NUDGE_SECONDS):
            self._nudge()
        sleep = self._sleep_seconds()
        return min(sleep, AFTER_OPENING_SECONDS) if opened else sleep

    def _follow_clock(self, stepped: timedelta) -> None:
        """A clock that was set ends nothing that is under way, and opens no lines by an hour that may be wrong."""
        believed = self._clock_steps.is_believed(self.services.clock.monotonic())
        self._pacer.clock_believed = believed
        if believed != self._told_believed:
            with self.services.db.transaction() as conn:
                clock_steps.doubt(conn, not believed)
            self._told_believed = believed
        if not stepped:
            return
        log.warning("clock_was_set", seconds=round(stepped.total_seconds(), 1), dials=believed)
        now = self.services.clock.now()

        def move(conn: Connection) -> None:
            clock_steps.move(conn, stepped, now)
            live.mark(conn, "session", *clock_steps.open_sessions(conn))

        repeat_on_conflict(self.services.db, move)
        self.services.waker.wake("live")

    def look_at_accounts(self) -> None:
        """Now and then, and again soon where something was wrong, since somebody is at it."""
        if self._due("accounts", ACCOUNTS_SECONDS if self._accounts_are_well else SLOW_SWEEP_SECONDS):
            self._hands.do(self._look_at_accounts)

    def _look_at_accounts(self) -> None:
        self._accounts_are_well = accounts.look(self.services)

    def give_up(self) -> None:
        """Hands the lease back, so that the next engine starts at once."""
        self._hands.close()
        with self.services.db.transaction() as conn:
            lease.give_up(conn, LEASE, self.holder)

    def _leads(self) -> bool:
        """Whether this engine is the one; renewed well before the lease runs out."""
        now = self.services.clock.now()
        if self._lease_until is not None and now < self._lease_until - timedelta(seconds=LEASE_SECONDS - RENEW_SECONDS):
            return True
        until = now + timedelta(seconds=LEASE_SECONDS)
        with self.services.db.transaction() as conn:
            epoch = lease.take(conn, LEASE, self.holder, now, until)
            doubted = epoch not in (None, self._epoch) and clock_steps.is_doubted(conn)
        if epoch is None:
            self._lease_until = None
            return False
        if doubted:
            # Its predecessor saw the clock being set, and cannot be asked when.
            self._clock_steps.doubt(self.services.clock.monotonic())
            self._told_believed = False
        if self._lease_until is None:
            log.info("engine_leads", epoch=epoch)
            # Whatever its predecessor left half done is put right before anything new goes out.
            self._last.clear()
        self._lease_until = until
        self._epoch = epoch
        return True

    def _still_leads(self, conn: Connection) -> bool:
        return lease.hold(conn, LEASE, self._epoch)

    def _reconcile(self) -> None:
        now = self.services.clock.now()
        sweeps.reconcile(self.services, now)
        accounts.hang_up_orphans(self.services, now)
        accounts.settle(self.services, now)
        if self._due("numbers", NUMBERS_SECONDS):
            number_health.look_after(self.services, now)

    def _follow_capacity(self) -> None:
        """The carrier's limits may be set anew, or lowered by its own complaints, while we run."""
        now = self.services.clock.now()
        self._pacer.bucket.per_second = self.services.capacity.calls_per_second(now)
        self._pacer.channels = self.services.capacity.channels(now)

    def _hear_network(self) -> None:
        network = self.services.network
        if network is None:
            return
        while True:
            heard = network.deliver_due(self.services.clock.now(), 200)
            of_calls = [event for event in heard if isinstance(event, CallEvent)]
            for arrived in [event for event in heard if isinstance(event, CallArrived)]:
                inbound.arrive(self.services, "practice", arrived)
            for made in [event for event in heard if isinstance(event, RecordingReady)]:
                recorder.ready(self.services, made)
            of_texts = [event for event in heard if isinstance(event, MessageEvent)]
            calls.apply(self.services, "practice", of_calls)
            texting.apply(self.services, "practice", of_texts)
            if len(heard) < 200:
                return

    def _sweep(self) -> None:
        now = self.services.clock.now()
        sweeps.ripen(self.services, now)
        sweeps.pass_deadlines(self.services, now)
        sweeps.cut_rung_lines(self.services, now)
        sweeps.keep_sessions(self.services, now)
        inbound.sweep(self.services, now)

    def _nudge(self) -> None:
        """Tells the worker that the database has work for it; without Valkey the work waits in the database."""
        now = self.services.clock.now()
        with self.services.db.look() as conn:
            due = nudges.due(conn, now)
        for job in due:
            queues.nudge_safely(self.services.settings, job)

    def _due(self, what: str, every_seconds: float) -> bool:
        now = self.services.clock.monotonic()
        if now - self._last.get(what, float("-inf")) < every_seconds:
            return False
        self._last[what] = now
        return True

    def _sleep_seconds(self) -> float:
        """Until the next thing that is due by itself, at most a second."""
        now = self.services.clock.now()
        with self.services.db.look() as conn:
            due_next = due.first(conn)
        network = self.services.network
        heard_next = network.next_due() if network is not None else None
        moments = [moment for moment in (due_next, heard_next) if moment is not None]
        seconds = min(((moment - now).total_seconds() for moment in moments), default=LONGEST_SLEEP_SECONDS)
        return min(max(seconds, 0.005), LONGEST_SLEEP_SECONDS)


def run(services: Services) -> None:
    """Runs until SIGTERM or SIGINT. A lost database stops all dialing until it is back; nothing is lost by that."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    engine = Engine(services)
    log.info("engine_started", holder=engine.holder)
    while not stop.is_set():
        try:
            engine.look_at_accounts()
            sleep = engine.step()
        except DBAPIError as error:
            # The state tells a server that is away (class 08, 57) from a statement that it refuses, which is our fault.
            state = getattr(error.orig, "sqlstate", None)
            log.error("database_away", error=type(error).__name__, sqlstate=state)
            stop.wait(1.0)
            continue
        if sleep > 0 and not stop.is_set():
            services.waker.wait("engine", sleep)
    engine.give_up()
    log.info("engine_stopped")

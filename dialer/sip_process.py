"""The `sip` process: one thread owns the phone; others carry the post and apply what happens, so that neither the
database nor Valkey ever holds up a call."""

import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from uuid import uuid4

from redis.exceptions import RedisError
from sqlalchemy.exc import DBAPIError

from dialer import calls
from dialer.bootstrap import Services, SetupError
from dialer.logs import get_log
from dialer.sip import RedisPost
from dialer.sip_phones import PhoneDoor
from dialer.store import sip_calls
from telephony.carrier import CarrierError
from telephony.endings import EndingKind, ending
from telephony.events import CallEvent, Ended
from telephony.sip.carrier import SipCarrier
from telephony.sip.mail import Json, Letter, answer_to_json
from telephony.sip.phone import Phone
from telephony.sip.trunks import SipConfig

log = get_log(__name__)

STEP_MILLISECONDS = 5
BREATH_SECONDS = 1.0
HUNG_SECONDS = 10.0
"""A loop that has not turned for so long never will: the process ends, and the supervisor starts another."""

HUNG_EXIT = 70
RETRY_SECONDS = 0.5


def run(services: Services) -> None:
    """Runs until SIGTERM or SIGINT."""
    config = services.settings.sip
    if config is None or services.settings.redis_url is None:
        raise SetupError("no SIP trunk is set up: set RELIST_SIP_SERVER, or RELIST_SIP_TRUNKS")
    most_calls = room_for(config)
    process = SipProcess(services, config, most_calls, RedisPost(services.settings.redis_url))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: process.stop.set())
    process.run()


def room_for(config: SipConfig) -> int:
    """How many calls the library holds; raises SetupError where the trunks have more channels than that."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    wanted = config.channels
    # Asked in a process of its own, since the library cannot be asked but by making calls.
    command = [sys.executable, "-m", "telephony.sip.room", str(wanted)]
    asked = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own module
    counted = asked.stdout.split()
    if not counted:
        raise SetupError("the SIP library does not work here: run scripts/setup-sip, which builds or installs it")
    room = int(counted[-1])
    if room < wanted:
        raise SetupError(
            f"the trunks have {wanted} channels and this SIP library holds {room} calls: run scripts/setup-sip, which "
            f"builds one for more, or set RELIST_SIP_CHANNELS={room}"
        )
    return room


class SipProcess:
    """The loop and its helpers."""

    def __init__(self, services: Services, config: SipConfig, most_calls: int, post: RedisPost) -> None:
        self.stop = threading.Event()
        self._services = services
        self._config = config
        self._most_calls = most_calls
        self._post = post
        self._boot = f"{os.getpid():x}{uuid4().hex[:6]}"
        self._letters: SimpleQueue[Letter] = SimpleQueue()
        self._answers: SimpleQueue[tuple[str, Json]] = SimpleQueue()
        self._told: SimpleQueue[CallEvent] = SimpleQueue()
        self._turned_at = services.clock.monotonic()
        self._status: Json = {}
        self._closed = threading.Event()
        self._door = PhoneDoor(services, config.phones) if config.phones is not None else None

    def run(self) -> None:
        """Turns the phone until asked to stop, then hangs up and tells of it."""
        self._bury_the_dead()
        phone = Phone(self._config, self._most_calls, self._told.put, self._services.clock, self._boot, self._complain)
        helpers = [self._start(work) for work in (self._collect, self._answer, self._apply, self._breathe)]
        if self._door is not None:
            helpers.append(self._start(self._open_door))
        log.info("sip_started", trunks=len(self._config.trunks), calls=self._most_calls)
        while not self.stop.is_set():
            phone.step(STEP_MILLISECONDS)
            self._turned_at = self._services.clock.monotonic()
            self._carry_out(phone)
            self._status = self._state_of(phone)
        phone.close()
        self._closed.set()
        for helper in helpers:
            helper.join(timeout=2.0)
        self._post.leave()
        log.info("sip_stopped")

    def _start(self, work: Callable[[], None]) -> threading.Thread:
        thread = threading.Thread(target=work, name=work.__name__, daemon=True)
        thread.start()
        return thread

    def _bury_the_dead(self) -> None:
        """Calls that an earlier process had are over, and nobody else can say so."""
        self._post.leave()
        now = self._services.clock.now()
        with self._services.db.transaction() as conn:
            lost = sip_calls.open_at(conn, SipCarrier.name)
        why = ending(EndingKind.line_lost, "the SIP process that had it has ended")
        events = [Ended(call_id=each, at=now, event_key=f"{each}:lost:{self._boot}", ending=why) for each in lost]
        calls.apply(self._services, SipCarrier.name, events)

    # In the phone's own thread

    def _carry_out(self, phone: Phone) -> None:
        while True:
            try:
                letter = self._letters.get_nowait()
            except Empty:
                return
            # Whoever wrote it has given it up, and may have it looked up already.
            if letter.until > self._services.clock.now():
                try:
                    answer = answer_to_json(phone.carry_out(letter.order, letter.recording, letter.agent_uri))
                except CarrierError as no:
                    answer = answer_to_json(no)
                self._answers.put((letter.id, answer))

    def _state_of(self, phone: Phone) -> Json:
        states = phone.rotation.states(self._services.clock.now())
        return {
            "boot": self._boot,
            "calls": phone.live,
            "room": self._most_calls,
            "refused_callers": phone.counters.refused_callers,
            "refused_phones": self._door.strangers if self._door is not None else 0,
            "callback_failures": phone.counters.callback_failures,
            "failovers": phone.counters.failovers,
            "trunks": {each.name: {"in_rotation": each.in_rotation, "calls": each.live_calls} for each in states},
        }

    def _complain(self, what: str, call_id: str | None) -> None:
        log.warning("sip_trouble", what=what, call_id=call_id)

    # In threads of their own

    def _collect(self) -> None:
        while not self._closed.is_set():
            try:
                for letter in self._post.collect(0.5):
                    self._letters.put(letter)
            except RedisError as problem:
                log.warning("post_away", error=type(problem).__name__)
                self._closed.wait(RETRY_SECONDS)

    def _answer(self) -> None:
        while not self._closed.is_set():
            try:
                letter_id, answer = self._answers.get(timeout=0.2)
            except Empty:
                continue
            try:
                self._post.answer(letter_id, answer)
            except RedisError as problem:
                # The engine takes silence for uncertainty and looks the call up.
                log.warning("answer_lost", error=type(problem).__name__)

    def _open_door(self) -> None:
        assert self._door is not None, "started only where there is one"
        self._door.serve(self._closed.is_set)

    def _apply(self) -> None:
        """Events in their order, as many at once as have come meanwhile; none is lost while the database is away."""
        waiting: list[CallEvent] = []
        while not (self._closed.is_set() and self._told.empty() and not waiting):
            waiting += _all_of(self._told)
            if not waiting:
                continue
            try:
                calls.apply(self._services, SipCarrier.name, waiting)
                waiting = []
            except DBAPIError as problem:
                log.error("database_away", error=type(problem).__name__)
                self._closed.wait(RETRY_SECONDS)
                if self._closed.is_set():
                    return

    def _breathe(self) -> None:
        """Says that we live only while the loop turns, and ends the process when it has stopped turning."""
        while not self._closed.wait(BREATH_SECONDS):
            quiet = self._services.clock.monotonic() - self._turned_at
            if quiet > HUNG_SECONDS:
                log.error("sip_hung", seconds=round(quiet))
                os._exit(HUNG_EXIT)
            if quiet < BREATH_SECONDS and self._status:
                try:
                    self._post.breathe(self._status)
                except RedisError as problem:
                    log.warning("post_away", error=type(problem).__name__)


def _all_of(queue: "SimpleQueue[CallEvent]") -> list[CallEvent]:
    """What is in the queue, waiting a little for the first."""
    found: list[CallEvent] = []
    try:
        found.append(queue.get(timeout=0.2))
        while True:
            found.append(queue.get_nowait())
    except Empty:
        return found

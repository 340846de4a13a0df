"""The `sip` process: one thread owns the phone; others carry the post and apply what happens, so that neither the
database nor Valkey ever holds up a call."""

import faulthandler
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from queue import Empty, SimpleQueue
from uuid import uuid4

from redis.exceptions import RedisError
from sqlalchemy.exc import DBAPIError

from dialer import calls, sip_notes
from dialer.bootstrap import Services, SetupError
from dialer.logs import get_log
from dialer.recordings import tapes_folder
from dialer.sip import RedisPost
from dialer.sip_guard import Guard
from dialer.sip_neighbours import Neighbours
from dialer.sip_news import OWN, News, carried_out, events_among, gather, store
from dialer.sip_phones import PhoneDoor
from dialer.store import sip_calls
from dialer.store.session import UNAVAILABLE
from telephony.carrier import CarrierError, Receipt, TryLater
from telephony.endings import EndingKind, ending
from telephony.events import Ended, RecordingReady, Sent
from telephony.orders import LiveCallOrder, PlaceCall
from telephony.sip.carrier import PATIENCE, SipCarrier
from telephony.sip.mail import Json, Letter, answer_to_json
from telephony.sip.notes import Note, Shelf, Unrecorded
from telephony.sip.phone import Phone
from telephony.sip.shares import boot_name, owner_of, share
from telephony.sip.tray import Tray
from telephony.sip.trunks import SipConfig
from telephony.sip.watch import Pulse, Turns

log = get_log(__name__)

STEP_MILLISECONDS = 5
BREATH_SECONDS = 1.0
"""So often a process says that it lives, and its loop is looked at."""

HUNG_EXIT = 70
"""Of a process whose loop has stopped turning (sysexits.h, EX_SOFTWARE); the supervisor starts another."""

RETRY_SECONDS = 0.5
WAIT_SECONDS = 0.2

ORDERS_SECONDS = 0.02

WHILE_BEHIND_SECONDS = 0.5

UNRECORDED_SHOWN = timedelta(minutes=10)
"""For so long managers are told that a call could not be recorded, or only in part."""


def run(services: Services, number: int = 0, breath_seconds: float = BREATH_SECONDS) -> None:
    """Runs process `number` until SIGTERM or SIGINT."""
    config = services.settings.sip
    if config is None or services.settings.redis_url is None:
        raise SetupError("no SIP trunk is set up: set RELIST_SIP_SERVER, or RELIST_SIP_TRUNKS")
    if not 0 <= number < config.processes:
        raise SetupError(f"RELIST_SIP_PROCESSES is {config.processes}: give a number from 0 to {config.processes - 1}")
    part = share(config, number)
    most_calls = room_for(part)
    post = RedisPost(services.settings.redis_url, config.processes)
    process = SipProcess(services, part, number, most_calls, post, breath_seconds)
    for asked in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked, lambda *_: process.stop.set())
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

    def __init__(
        self,
        services: Services,
        config: SipConfig,
        number: int,
        most_calls: int,
        post: RedisPost,
        breath_seconds: float,
    ) -> None:
        self.stop = threading.Event()
        self._services = services
        self._config = config
        self._number = number
        self._most_calls = most_calls
        self._post = post
        self._breath_seconds = breath_seconds
        self._boot = boot_name(number, f"{os.getpid():x}{uuid4().hex[:6]}")
        self._neighbours = Neighbours(post, number, config.processes)
        self._letters: SimpleQueue[Letter] = SimpleQueue()
        self._answers: SimpleQueue[tuple[str, Json]] = SimpleQueue()
        self._told: SimpleQueue[News] = SimpleQueue()
        self._notes: SimpleQueue[Note] = SimpleQueue()
        self._oldest_told: datetime | None = None
        self._unrecorded_at: datetime | None = None
        self._tray = Tray(partial(_first_of, self._letters), timedelta(seconds=PATIENCE))
        self._turned_at = services.clock.monotonic()
        self._turns, self._pulse = Turns(), Pulse()
        self._status: Json = {}
        self._closed = threading.Event()
        self._door = PhoneDoor(services, config.phones) if config.phones is not None else None

    def run(self) -> None:
        """Turns the phone until asked to stop, then hangs up and tells of it."""
        self._post.leave(self._number)
        self._bury(self._number)
        shelf = Shelf(tapes_folder(self._services.settings), self._notes.put)
        clock, tell = self._services.clock, self._told.put
        phone = Phone(self._config, self._most_calls, tell, clock, self._boot, self._complain, shelf)
        helpers = [self._start(work) for work in (self._collect, self._answer, self._apply, self._note, self._breathe)]
        if self._door is not None:
            helpers.append(self._start(self._open_door))
        guard = Guard(self._services, self._config, phone.endpoint.ports())
        helpers.append(self._start(partial(guard.watch, self._closed.wait), "guard"))
        log.info("sip_started", number=self._number, trunks=len(self._config.trunks), calls=self._most_calls)
        state_due = 0.0
        while not self.stop.is_set():
            phone.step(STEP_MILLISECONDS if self._letters.empty() else 0)
            self._turned_at = self._services.clock.monotonic()
            self._turns.turned(self._turned_at)
            self._carry_out(phone)
            if self._turned_at >= state_due:
                self._status = self._state_of(phone) | {"turned_away": guard.turned_away}
                state_due = self._turned_at + self._breath_seconds / 2
        phone.close()
        self._closed.set()
        for helper in helpers:
            helper.join(timeout=2.0)
        self._post.leave(self._number)
        log.info("sip_stopped")

    def _start(self, work: Callable[[], None], name: str = "") -> threading.Thread:
        thread = threading.Thread(target=work, name=name or work.__name__, daemon=True)
        thread.start()
        return thread

    def _bury(self, number: int) -> None:
        """The calls of process `number`, which has ended, are over, and nobody else can say so."""
        now = self._services.clock.now()
        with self._services.db.transaction() as conn:
            mine = [call_id for call_id, name in sip_calls.open_at(conn, SipCarrier.name) if self._was_of(number, name)]
        why = ending(EndingKind.line_lost, "the SIP process that had it has ended")
        events = [Ended(call_id=each, at=now, event_key=f"{each}:lost:{self._boot}", ending=why) for each in mine]
        calls.apply(self._services, SipCarrier.name, events)
        sip_notes.mend_tapes(self._services, now)

    def _was_of(self, number: int, carrier_call_id: str | None) -> bool:
        """Also what is left of a time with more processes. A call whose name nobody heard may be with any of them, and
        is looked up by the engine."""
        owner = owner_of(carrier_call_id)
        if owner is None:
            return self._config.processes == 1
        return owner == number or (number == 0 and owner >= self._config.processes)

    # In the phone's own thread

    def _carry_out(self, phone: Phone) -> None:
        """The letters that are there, as many as a turn has time for: what comes in is not to wait for long."""
        clock, until = self._services.clock, self._turned_at + ORDERS_SECONDS
        while clock.monotonic() < until:
            now = clock.now()
            found = self._tray.next(now, self._news_waits(now))
            if found is None:
                return
            letter, in_time = found
            # What comes late is not carried out, and its sender hears of that: nothing has left us.
            answer: Receipt | CarrierError = TryLater(WHILE_BEHIND_SECONDS, we_are_behind=True)
            try:
                if in_time:
                    answer = phone.carry_out(letter.order, letter.recording, letter.agent_uri)
            except CarrierError as no:
                answer = no
            if letter.id.startswith(OWN):
                self._told.put(carried_out(letter.order, answer))
            else:
                self._answers.put((letter.id, answer_to_json(self._kept(letter.order, answer, now))))

    def _kept(
        self, order: LiveCallOrder | PlaceCall, answer: Receipt | CarrierError, now: datetime
    ) -> Receipt | CarrierError:
        """Puts a call that was made among the news, so that it is stored with what comes of it in a moment."""
        if not isinstance(order, PlaceCall) or not isinstance(answer, Receipt) or answer.carrier_call_id is None:
            return answer
        name = answer.carrier_call_id
        self._told.put(Sent(call_id=order.call_id, at=now, event_key=f"{order.call_id}:sent", carrier_call_id=name))
        self._told.put(carried_out(order, answer))
        return replace(answer, stored=True)

    def _news_waits(self, now: datetime) -> timedelta:
        """For how long the oldest news of a call has waited to be stored."""
        oldest = self._oldest_told
        return now - oldest if oldest is not None else timedelta()

    def _state_of(self, phone: Phone) -> Json:
        states = phone.rotation.states(self._services.clock.now())
        return {
            "boot": self._boot,
            "pid": os.getpid(),
            "port": phone.endpoint.port(),
            "calls": phone.live,
            "room": self._most_calls,
            "refused_callers": phone.counters.refused_callers,
            "refused_phones": self._door.strangers if self._door is not None else 0,
            "setup_p50_ms": phone.counters.setup(0.5),
            "setup_p99_ms": phone.counters.setup(0.99),
            "is_unrecorded": self._unrecorded_at is not None
            and self._services.clock.now() < self._unrecorded_at + UNRECORDED_SHOWN,
            "callback_failures": phone.counters.callback_failures,
            "failovers": phone.counters.failovers,
            "late_turns": self._turns.late,
            "longest_turn_ms": self._turns.longest_ms,
            "trunks": {each.name: {"in_rotation": each.in_rotation, "calls": each.live_calls} for each in states},
        }

    def _complain(self, what: str, call_id: str | None) -> None:
        log.warning("sip_trouble", what=what, call_id=call_id)

    # In threads of their own

    def _collect(self) -> None:
        while not self._closed.is_set():
            try:
                for letter in self._post.collect(self._number, 0.5):
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
        waiting: list[News] = []
        while not (self._closed.is_set() and self._told.empty() and not waiting):
            waiting += gather(self._told, WAIT_SECONDS)
            if not waiting:
                continue
            self._oldest_told = next((event.at for event in events_among(waiting)), None)
            try:
                store(self._services, self._boot, waiting, self._letters.put)
                waiting, self._oldest_told = [], None
            except DBAPIError as problem:
                log.error("database_away", error=type(problem).__name__)
                self._closed.wait(RETRY_SECONDS)
                if self._closed.is_set():
                    return

    def _note(self) -> None:
        """Notes one by one, each until it is stored. What is left at the end, the next process finds."""
        while not self._closed.is_set():
            try:
                note = self._notes.get(timeout=0.2)
            except Empty:
                continue
            if isinstance(note, Unrecorded) or (isinstance(note, RecordingReady) and note.is_cut):
                self._unrecorded_at = note.at
            while not self._closed.is_set():
                try:
                    sip_notes.keep(self._services, note)
                    break
                except UNAVAILABLE as problem:
                    log.error("database_away", error=type(problem).__name__)
                    self._closed.wait(RETRY_SECONDS)
                except DBAPIError as problem:
                    # Whatever is wrong with this one, those behind it need not wait for it for ever.
                    log.error("note_lost", error=type(problem).__name__, call_id=note.call_id)
                    break

    def _breathe(self) -> None:
        """Says that we live only while the loop turns, and ends the process when it has stopped turning."""
        while not self._closed.wait(self._breath_seconds):
            self._pulse.look(self._turns.count)
            if self._pulse.has_stopped and not self.stop.is_set():
                log.error("sip_hung", looks=self._pulse.still)
                # Where each thread stands: names of files and functions, and no word of what they hold.
                faulthandler.dump_traceback()
                os._exit(HUNG_EXIT)
            if not self._pulse.still and self._status:
                try:
                    self._post.breathe(self._number, self._status)
                    for number in self._neighbours.dead(self._services.clock.monotonic()):
                        log.warning("sip_neighbour_dead", number=number)
                        self._bury(number)
                except (RedisError, DBAPIError) as problem:
                    log.warning("store_away", error=type(problem).__name__)


def _first_of(queue: "SimpleQueue[Letter]") -> Letter | None:
    try:
        return queue.get_nowait()
    except Empty:
        return None

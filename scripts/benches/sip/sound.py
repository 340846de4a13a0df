"""Many calls with sound both ways in one phone: packets lost, the processor's share, memory, and what is left after."""

import ctypes
import gc
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import psutil

from dialer.clock import SystemClock
from scripts.benches.sip import far
from telephony.carrier import TryLater
from telephony.events import Answered, CallEvent, Ended, HangUpReason
from telephony.numbers import PhoneNumber
from telephony.orders import BridgeToAgent, CallRole, HangUp, PlaceCall, Screening
from telephony.sip.notes import Shelf
from telephony.sip.phone import REMEMBERED, Phone
from telephony.sip.trunks import SipConfig, Trunk

OURS = PhoneNumber.parse("+13045550199")
PATIENCE_SECONDS = 60.0
LEAK_AT_ONCE = 50

FREED_SECONDS = 34.0
"""By then the library has freed every transaction's memory (RFC 3261, timers D and J on UDP: 32 s)."""


@dataclass
class Caller:
    """A phone, and what it has told."""

    phone: Phone
    told: list[CallEvent] = field(default_factory=list)
    up: set[str] = field(default_factory=set)
    over: set[str] = field(default_factory=set)
    placed: int = 0

    def turn(self, seconds: float = 0.0) -> None:
        until = time.perf_counter() + seconds
        while True:
            self.phone.step(5)
            self.up |= {event.call_id for event in self.told if isinstance(event, Answered)}
            self.over |= {event.call_id for event in self.told if isinstance(event, Ended)}
            self.told.clear()
            if time.perf_counter() >= until:
                return

    def place(self, role: CallRole = CallRole.lead) -> str:
        call_id = uuid4().hex
        to = PhoneNumber.parse(f"+12175550{100 + self.placed % 100}")
        order = PlaceCall(
            call_id=call_id,
            to=to,
            from_=OURS,
            ring_seconds=20,
            max_seconds=600,
            screening=Screening.off,
            role=role,
        )
        while True:
            # As in the product, where orders and what comes in take turns.
            self.turn()
            try:
                self.phone.carry_out(order)
            except TryLater:
                continue
            self.placed += 1
            return call_id

    def hang_up(self, call_id: str) -> None:
        self.phone.carry_out(HangUp(call_id=call_id, why=HangUpReason.agent))

    def until(self, calls: set[str], among: set[str]) -> None:
        patience = time.perf_counter() + PATIENCE_SECONDS
        while not calls <= among:
            assert time.perf_counter() < patience, f"{len(calls - among)} calls did not get there"
            self.turn()


@contextmanager
def caller(most_calls: int, port: int, clock: SystemClock | None = None) -> Iterator[Caller]:
    told: list[CallEvent] = []
    trunk = Trunk(name="far", server=f"127.0.0.1:{port}", channels=most_calls, calls_per_second=1000.0)
    config = SipConfig(trunks=(trunk,), bind_address="127.0.0.1", probe_seconds=3600)
    with TemporaryDirectory() as folder:
        shelf = Shelf(Path(folder), lambda _: None)
        phone = Phone(config, most_calls, told.append, clock or SystemClock(), "0.bench", lambda *_: None, shelf)
        try:
            yield Caller(phone, told)
        finally:
            phone.close()


@dataclass(frozen=True)
class Conferences:
    """What many calls at once cost."""

    calls: int
    loss_pct: float
    processor_share: float
    kb_per_call: int


def conferences(calls: int, agents: int, seconds: float) -> Conferences:
    """So many calls with sound both ways; as many of them as there are agents are joined with one each."""
    with far.answering() as port, caller(calls + 10, port) as phone:
        phone.turn(0.5)
        ours = psutil.Process()
        before = ours.memory_info().rss
        legs = [phone.place(CallRole.agent_leg) for _ in range(agents)]
        leads = [phone.place() for _ in range(calls - agents)]
        phone.until({*legs, *leads}, phone.up)
        for lead, leg in zip(leads, legs, strict=False):
            phone.phone.carry_out(BridgeToAgent(call_id=lead, agent_leg_id=leg))
        phone.turn(1.0)
        memory = ours.memory_info().rss - before
        sent, used, began = phone.phone.packets(), sum(ours.cpu_times()[:2]), time.perf_counter()
        phone.turn(seconds)
        used, took = sum(ours.cpu_times()[:2]) - used, time.perf_counter() - began
        now = phone.phone.packets()
        # The far side sends back what it gets, so that what it got is what we should have got.
        expected = calls * took * 50
        lost = max(now.lost - sent.lost, round(expected - (now.received - sent.received)), 0)
        for call in (*legs, *leads):
            phone.hang_up(call)
        phone.until({*legs, *leads}, phone.over)
    return Conferences(calls, round(100 * lost / expected, 3), round(used / took, 2), round(memory / 1024 / calls))


class LeapingClock(SystemClock):
    """The machine's own, ahead of it by what it is told."""

    ahead = timedelta()

    def now(self) -> datetime:
        return super().now() + self.ahead

    def monotonic(self) -> float:
        return super().monotonic() + self.ahead.total_seconds()


@dataclass(frozen=True)
class Left:
    """What a phone holds when all its calls are over."""

    files: int
    threads: int
    players: int
    library_calls: int
    megabytes: float


def after(calls: int) -> tuple[Left, Left]:
    """What is held after so many calls, and after as many more: what stays the first time need be no leak."""
    clock = LeapingClock()
    with far.answering() as port, caller(LEAK_AT_ONCE + 4, port, clock) as phone:
        _rounds(phone, calls)
        first = _left(phone, clock)
        _rounds(phone, calls)
        return first, _left(phone, clock)


def _rounds(phone: Caller, calls: int) -> None:
    while calls > 0:
        batch = {phone.place() for _ in range(min(calls, LEAK_AT_ONCE))}
        phone.until(batch, phone.up)
        for call in batch:
            phone.hang_up(call)
        phone.until(batch, phone.over)
        calls -= len(batch)


def _left(phone: Caller, clock: LeapingClock) -> Left:
    phone.turn(FREED_SECONDS)
    # Then nobody can look these calls up any more.
    clock.ahead += 2 * REMEMBERED
    phone.turn(1.0)
    phone.up.clear()
    phone.over.clear()
    gc.collect()
    # What is free and kept for later is no leak.
    ctypes.CDLL(None).malloc_trim(0)
    ours = psutil.Process()
    return Left(
        files=len(os.listdir("/proc/self/fd")),
        threads=ours.num_threads(),
        players=phone.phone.players,
        library_calls=phone.phone.live,
        megabytes=round(ours.memory_info().rss / 1024**2, 2),
    )

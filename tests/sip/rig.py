"""A real phone on the loopback, turned by the test's own thread."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any
from uuid import uuid4

from dialer.clock import SystemClock
from telephony.carrier import TryLater
from telephony.events import CallEvent, Ended
from telephony.numbers import AgentAddress, PhoneNumber
from telephony.orders import CallRole, Detection, PlaceCall, Screening
from telephony.sip.notes import Note, Shelf
from telephony.sip.phone import Phone
from telephony.sip.trunks import SipConfig, Trunk
from telephony.sip.watch import Clock
from tests.support.sipp import free_port


class LeapingClock(SystemClock):
    """The machine's own, ahead of it by as much as a test says."""

    ahead = 0.0

    def now(self) -> datetime:
        return super().now() + timedelta(seconds=self.ahead)

    def monotonic(self) -> float:
        return super().monotonic() + self.ahead


OURS = PhoneNumber.parse("+13045550199")
_numbers = cycle(range(100, 200))


@dataclass
class Rig:
    """One phone whose trunks lead to ports of this machine. The library allows one at a time, so tests share it."""

    ports: dict[str, int] = field(default_factory=lambda: {name: free_port() for name in ("first", "second")})
    told: list[CallEvent] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    fails_on: type[CallEvent] | None = None
    """The next event of this kind cannot be taken."""
    notes: list[Note] = field(default_factory=list)
    config: SipConfig | None = None
    """None: two plain trunks, the first and the second."""
    clock: LeapingClock = field(default_factory=LeapingClock)
    """The phone's own; how long a test waits is real time."""
    longest_turn: float = 0.0
    """Seconds between two looks of this test's phone at the longest: what a busy machine kept it from its work."""

    def __post_init__(self) -> None:
        agents = self.ports["agents"] = free_port()
        trunks = tuple(self._trunk(name) for name in ("first", "second"))
        config = self.config or SipConfig(trunks=trunks, bind_address="127.0.0.1", probe_seconds=3600)
        # Another host than the trunks': reached without them.
        self.agent_uri = f"sip:7@127.0.0.2:{agents}"
        self.shelf = Shelf(Path(mkdtemp(prefix="relist-tapes-")), self.notes.append)
        self.phone = Phone(config, 4, self._hear, self.clock, uuid4().hex[:6], self._complain, self.shelf)

    def close(self) -> None:
        self.phone.close()
        rmtree(self.shelf.folder)

    def _trunk(self, name: str) -> Trunk:
        server = f"127.0.0.1:{self.ports[name]}"
        return Trunk(name=name, server=server, user="us", password="right", calls_per_second=1000)

    def _hear(self, event: CallEvent) -> None:
        if self.fails_on is not None and isinstance(event, self.fails_on):
            self.fails_on = None
            raise RuntimeError("as the test wishes")
        self.told.append(event)

    def _complain(self, what: str, leg_id: str | None) -> None:
        self.complaints.append(what)

    def fresh(self) -> None:
        """As it was before the last test: no calls, all trunks well."""
        self.until(lambda: self.phone.live == 0)
        self.told.clear()
        self.complaints.clear()
        self.notes.clear()
        self.longest_turn = 0.0
        for name in ("first", "second"):
            self.phone.rotation.refresh(name)

    def call(
        self,
        *,
        agent: bool = False,
        at: str | None = None,
        ring_seconds: int = 20,
        screening: Screening = Screening.off,
        detection: Detection | None = None,
    ) -> str:
        """Places a call; its id. `at` is where another phone of our own people is than the agent's."""
        agent = agent or at is not None
        call_id = uuid4().hex
        to = AgentAddress("7") if agent else PhoneNumber.parse(f"+12175550{next(_numbers)}")
        role = CallRole.agent_leg if agent else CallRole.lead
        order = PlaceCall(
            call_id=call_id,
            to=to,
            from_=OURS,
            ring_seconds=ring_seconds,
            max_seconds=600,
            screening=screening,
            role=role,
            detection=detection,
        )
        agent_uri = at or self.agent_uri if agent else None
        # A call that was given up in an earlier test may still have its place in the library, which has four.
        self.until(lambda: self._is_taken(order, agent_uri), seconds=40)
        return call_id

    def _is_taken(self, order: PlaceCall, agent_uri: str | None) -> bool:
        try:
            self.phone.carry_out(order, agent_uri=agent_uri)
        except TryLater:
            return False
        return True

    def call_public(self) -> None:
        """Asks for a number outside the fictional range; nothing may leave us."""
        to = PhoneNumber.parse("+12175550099")
        self.phone.carry_out(PlaceCall(call_id=uuid4().hex, to=to, from_=OURS, ring_seconds=20, max_seconds=600))

    def until(self, so: Callable[[], object], seconds: float = 15.0) -> None:
        """Turns the phone until something is so; fails when it never is."""
        clock = SystemClock()
        end = clock.monotonic() + seconds
        while not so():
            assert clock.monotonic() < end, f"it did not come to that; told: {self.kinds()} {self.complaints}"
            self._step(clock)

    def turn(self, seconds: float) -> None:
        """Turns the phone for so long."""
        clock = SystemClock()
        end = clock.monotonic() + seconds
        while clock.monotonic() < end:
            self._step(clock)

    def _step(self, clock: Clock) -> None:
        began = clock.monotonic()
        self.phone.step(5)
        self.longest_turn = max(self.longest_turn, clock.monotonic() - began)

    def now(self) -> datetime:
        return self.clock.now()

    def kinds(self, call_id: str | None = None) -> list[str]:
        return [type(event).__name__ for event in self.told if call_id in (None, event.call_id)]

    def heard(self, kind: str, call_id: str) -> Callable[[], bool]:
        return lambda: kind in self.kinds(call_id)

    def ending(self, call_id: str) -> Ended:
        """How a call ended, once it has."""
        self.until(self.heard("Ended", call_id))
        return next(event for event in self.told if isinstance(event, Ended) and event.call_id == call_id)


@contextmanager
def phone(trunk: Trunk, clock: LeapingClock | None = None, **more: Any) -> Iterator[Rig]:
    """A phone with this trunk alone, and whatever else is set."""
    config = SipConfig(trunks=(trunk,), bind_address="127.0.0.1", probe_seconds=3600, **more)
    made = Rig(config=config, clock=clock or LeapingClock())
    try:
        yield made
    finally:
        made.close()

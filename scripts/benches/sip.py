"""How many calls a second one SIP process carries, from order to end, beside SIPp as the caller on the same machine.

The phone of the product dials SIPp on the loopback, with sound open both ways; each call is answered, held and hung up.
What the engine and the database add is not in these figures.
"""

import json
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import typer

from dialer.clock import SystemClock
from telephony.carrier import TryLater
from telephony.events import Answered, CallEvent, Ended, HangUpReason
from telephony.numbers import PhoneNumber
from telephony.orders import HangUp, PlaceCall, Screening
from telephony.sip.notes import Shelf
from telephony.sip.phone import Phone
from telephony.sip.trunks import SipConfig, Trunk
from tests.support.sipp import free_port

OURS = PhoneNumber.parse("+13045550199")
MOST_CALLS = 900
HOLD_SECONDS = 1.0
PATIENCE_SECONDS = 15.0


@contextmanager
def answering() -> Iterator[int]:
    """SIPp that answers whatever comes; its port."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        command = ["sipp", "-sn", "uas", "-i", "127.0.0.1", "-p", str(port), "-nostdin"]
        quiet = subprocess.DEVNULL
        far = subprocess.Popen(command, cwd=folder, stdin=quiet, stdout=quiet, stderr=quiet)
        watched = psutil.Process(far.pid)
        while not any(each.laddr and each.laddr.port == port for each in watched.net_connections("udp")):
            time.sleep(0.05)
        try:
            yield port
        finally:
            far.kill()
            far.wait()


@dataclass
class Caller:
    """Offers calls at a rate and follows each to its end."""

    phone: Phone
    told: list[CallEvent]
    placed: dict[str, float] = field(default_factory=dict)
    setup: list[float] = field(default_factory=list)
    ended: int = 0
    most_at_once: int = 0
    _hang_up_at: list[tuple[float, str]] = field(default_factory=list)

    def run(self, calls: int, rate: float) -> float:
        """Seconds from the first call to the last end."""
        began = time.perf_counter()
        while self.ended < calls and time.perf_counter() - began < calls / rate + PATIENCE_SECONDS:
            due = min(calls, int((time.perf_counter() - began) * rate) + 1)
            while len(self.placed) < due and self._place():
                pass
            self.phone.step(1)
            self._follow(time.perf_counter())
            self.most_at_once = max(self.most_at_once, self.phone.live)
        return time.perf_counter() - began

    def _place(self) -> bool:
        call_id = f"call{len(self.placed)}"
        to = PhoneNumber.parse(f"+12175550{100 + len(self.placed) % 100}")
        order = PlaceCall(call_id=call_id, to=to, from_=OURS, ring_seconds=20, max_seconds=60, screening=Screening.off)
        try:
            self.phone.carry_out(order)
        except TryLater:
            return False
        self.placed[call_id] = time.perf_counter()
        return True

    def _follow(self, now: float) -> None:
        for event in self.told:
            if isinstance(event, Answered):
                self.setup.append(now - self.placed[event.call_id])
                self._hang_up_at.append((now + HOLD_SECONDS, event.call_id))
            elif isinstance(event, Ended):
                self.ended += 1
        self.told.clear()
        while self._hang_up_at and self._hang_up_at[0][0] <= now:
            self.phone.carry_out(HangUp(call_id=self._hang_up_at.pop(0)[1], why=HangUpReason.agent))


def sipp_alone(calls: int) -> float:
    """Calls a second of SIPp as the caller against itself."""
    with answering() as port, tempfile.TemporaryDirectory() as folder:
        command = ["sipp", "-sn", "uac", f"127.0.0.1:{port}", "-i", "127.0.0.1", "-r", "4000", "-m", str(calls)]
        began = time.perf_counter()
        command += ["-d", "0", "-l", "500", "-nostdin"]
        # Its exit code is 1 when a single call failed; what succeeded is read from its last screen.
        told = subprocess.run(command, cwd=Path(folder), capture_output=True, text=True, check=False).stdout
        seconds = time.perf_counter() - began
    found = re.findall(r"Successful call\s*\|\s*\d+\s*\|\s*(\d+)", told)
    return int(found[-1]) / seconds if found else 0.0


def main(calls: int = 1000, rate: float = 100.0) -> None:
    """Measures and prints."""
    told: list[CallEvent] = []
    with answering() as port:
        trunk = Trunk(name="far", server=f"127.0.0.1:{port}", channels=MOST_CALLS, calls_per_second=1000.0)
        config = SipConfig(trunks=(trunk,), bind_address="127.0.0.1", probe_seconds=3600)
        shelf = Shelf(Path(), lambda _: None)
        phone = Phone(config, MOST_CALLS, told.append, SystemClock(), "bench", lambda *_: None, shelf)
        try:
            before = psutil.Process().memory_info().rss
            caller = Caller(phone, told)
            seconds = caller.run(calls, rate)
            memory = psutil.Process().memory_info().rss - before
        finally:
            phone.close()
    setup = sorted(caller.setup)
    result = {
        "offered_per_s": rate,
        "calls_per_s": round(caller.ended / (seconds - HOLD_SECONDS), 1),
        "completed_pct": round(100 * len(setup) / calls, 2),
        "setup_p50_ms": round(1000 * setup[len(setup) // 2], 1),
        "setup_p99_ms": round(1000 * setup[int(len(setup) * 0.99)], 1),
        "most_at_once": caller.most_at_once,
        "kb_per_call": round(memory / 1024 / max(caller.most_at_once, 1)),
        "sipp_calls_per_s": round(sipp_alone(calls)),
    }
    for name, value in result.items():
        print(f"{name:<18}{value:>10}")
    print(json.dumps(result))


if __name__ == "__main__":
    typer.run(main)

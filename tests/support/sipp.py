"""SIPp as the far side: one scenario, played to a given number of calls."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.support.ports import free_port

__all__ = ["FarEnd", "free_port", "playing", "register"]

GIVEN_UP_SECONDS = 600
"""Should nobody end it. A busy machine may take a minute to start all that is to call it."""

SCENARIOS = Path(__file__).parents[1] / "sip" / "scenarios"


@dataclass
class FarEnd:
    """A running SIPp."""

    port: int
    process: subprocess.Popen[bytes]
    folder: Path

    def finished(self) -> int | None:
        """Its exit code once it has played its calls: 0 when every call went by the scenario."""
        return self.process.poll()

    def messages(self) -> str:
        """What it sent and received so far."""
        return "".join(path.read_text() for path in self.folder.glob("*_messages.log"))

    def received(self, beginning: str) -> list[str]:
        """Every message that it received and that begins with this word, one text each, repetitions too."""
        return self._noted("received", beginning)

    def sent(self, beginning: str) -> list[str]:
        """The same of what it sent."""
        return self._noted("sent", beginning)

    def _noted(self, way: str, beginning: str) -> list[str]:
        pattern = rf"message {way} (?:\[\d+\] bytes |\(\d+ bytes\)):\s*\n\n(.*?)(?=\n-{{10,}}|\Z)"
        found: list[str] = re.findall(pattern, self.messages(), re.DOTALL)
        return [each for each in found if each.startswith(f"{beginning} ")]

    def requests(self, method: str) -> list[str]:
        """The requests of this method within calls made to it, in their order, one text each.

        What is sent again because the answer is late, as on a busy machine, keeps its branch (RFC 3261, 17.1.1.3)
        and is the same request. A goodbye that is still owed to a far end that was at this port before is not its.
        """
        its_calls = {_header(each, "Call-ID") for each in self.received("INVITE")}
        ours = [each for each in self.received(method) if _header(each, "Call-ID") in its_calls]
        return list({_header(each, "Via"): each for each in reversed(ours)}.values())[::-1]


def _header(message: str, name: str) -> str:
    """Its first line of this name, or nothing while the message is still being written down."""
    found = re.search(rf"(?m)^{name}: (.*)$", message)
    return found[1] if found else ""


@contextmanager
def playing(
    scenario: str,
    folder: Path,
    *,
    port: int | None = None,
    calls: int = 1,
    sound_port: int | None = None,
    address: str = "127.0.0.1",
    over: str = "udp",
    **keys: str,
) -> Iterator[FarEnd]:
    """SIPp with one of our scenarios; `keys` fill its blanks."""
    place = port or free_port()
    folder.mkdir(parents=True, exist_ok=True)
    script = (SCENARIOS / f"{scenario}.xml").read_text()
    for name, value in {"audio_port": str(sound_port or free_port()), **keys}.items():
        script = script.replace(f"[{name}]", value)
    (folder / f"{scenario}.xml").write_text(script)
    command = ["sipp", "-sf", f"{scenario}.xml", "-i", address, "-p", str(place)]
    command += [
        "-t",
        {"udp": "u1", "tcp": "t1"}[over],
        "-m",
        str(calls),
        "-nostdin",
        "-trace_msg",
        "-timeout",
        str(GIVEN_UP_SECONDS),
    ]
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output, stdin=subprocess.DEVNULL)
    try:
        _await_socket(process, place, over)
        yield FarEnd(place, process, folder)
    finally:
        # Asked politely it would first wait for its calls to end, which it may have been told not to.
        process.kill()
        process.wait()


def _await_socket(process: subprocess.Popen[bytes], port: int, kind: str) -> None:
    watched = psutil.Process(process.pid)
    while process.poll() is None:
        if any(each.laddr and each.laddr.port == port for each in watched.net_connections(kind)):
            return
    raise AssertionError(f"SIPp did not start: exit code {process.returncode}")


def register(folder: Path, *, at: str, user: str, password: str, address: str, port: int, **keys: str) -> int:
    """SIPp as a phone that registers with whoever listens at `at`; 0 when it went as `expected` (200)."""
    folder.mkdir(parents=True, exist_ok=True)
    script = (SCENARIOS / "register.xml").read_text()
    blanks = {"user": user, "password": password, "expires": "120", "expected": "200", **keys}
    for name, value in blanks.items():
        script = script.replace(f"[{name}]", value)
    (folder / "register.xml").write_text(script)
    command = ["sipp", at, "-sf", "register.xml", "-i", address, "-p", str(port), "-m", "1", "-nostdin"]
    quiet = subprocess.DEVNULL
    done = subprocess.run(
        [*command, "-timeout", "10", "-timeout_error"], cwd=folder, stdin=quiet, stdout=quiet, stderr=quiet
    )
    return done.returncode

"""The far sides of the benchmark: SIPp that answers, holds and hangs up, and SIPp that only answers."""

import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.support.sipp import free_port

_SCRIPT = Path(__file__).with_name("far.xml")


@contextmanager
def hanging_up(hold_ms: int) -> Iterator[int]:
    """SIPp that answers at once and says goodbye after so many milliseconds; its port."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "far.xml"
        script.write_text(_SCRIPT.read_text().replace("[hold]", str(hold_ms)))
        with sipp("-sf", str(script)) as port:
            yield port


@contextmanager
def answering(address: str = "127.0.0.1") -> Iterator[int]:
    """SIPp that answers at once, stays as long as we do, and sends back every packet of sound; its port."""
    with sipp("-sn", "uas", "-rtp_echo", address=address) as port:
        yield port


@contextmanager
def sipp(*options: str, address: str = "127.0.0.1") -> Iterator[int]:
    """A running SIPp; its port."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        command = ["sipp", "-i", address, "-p", str(port), "-mp", str(free_port()), "-nostdin", *options]
        quiet = subprocess.DEVNULL
        far = subprocess.Popen(command, cwd=folder, stdin=quiet, stdout=quiet, stderr=quiet)
        watched = psutil.Process(far.pid)
        while not any(each.laddr and each.laddr.port == port for each in watched.net_connections("udp")):
            assert far.poll() is None, "SIPp did not start"
            time.sleep(0.05)
        try:
            yield port
        finally:
            far.kill()
            far.wait()


def sipp_alone(calls: int) -> float:
    """Calls a second of SIPp as the caller against itself: what the machine allows at all."""
    with sipp("-sn", "uas") as port, tempfile.TemporaryDirectory() as folder:
        command = ["sipp", "-sn", "uac", f"127.0.0.1:{port}", "-i", "127.0.0.1", "-r", "4000", "-m", str(calls)]
        began = time.perf_counter()
        command += ["-d", "0", "-l", "500", "-nostdin"]
        # Its exit code is 1 when a single call failed; what succeeded is read from its last screen.
        told = subprocess.run(command, cwd=Path(folder), capture_output=True, text=True, check=False).stdout
        seconds = time.perf_counter() - began
    found = re.findall(r"Successful call\s*\|\s*\d+\s*\|\s*(\d+)", told)
    return int(found[-1]) / seconds if found else 0.0

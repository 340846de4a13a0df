"""A private Asterisk in a chroot of its own, started with the configuration a test gives it."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from dialer.config import environment
from tests.support.ports import free_port

PACKAGES = ("debootstrap",)
SECRET = "bench"
# The last one takes the application VoiceMail with it when it finds no database.
_UNWANTED = ("chan_iax2", "chan_unistim", "res_phoneprov", "app_voicemail_odbc")
_MODULES = "[modules]\nautoload=yes\n" + "".join(f"noload={name}.so\n" for name in _UNWANTED)
_SILENT = "[general]\n"


class CannotHave(RuntimeError):
    """Asterisk cannot run here; the text says why."""


def root() -> Path:
    return Path(environment().get("RELIST_ASTERISK_ROOT", Path.home() / ".cache/relist/asterisk"))


def ensure_root() -> Path:
    """The chroot with Asterisk in it, made once by debootstrap from the mirror that apt already uses."""
    if os.geteuid() != 0:
        raise CannotHave("Asterisk runs in a chroot, which needs root.")
    where = root()
    if (where / "usr/sbin/asterisk").exists():
        return where
    if shutil.which("debootstrap") is None:
        _run("apt-get", "install", "-y", "--no-install-recommends", *PACKAGES)
    mirrors = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI)"], check=True, capture_output=True, text=True
    )
    where.parent.mkdir(parents=True, exist_ok=True)
    _run("debootstrap", "--variant=minbase", "sid", str(where), mirrors.stdout.split()[0])
    _run("chroot", str(where), "apt-get", "install", "-y", "--no-install-recommends", "asterisk")
    return where


def _run(*command: str) -> None:
    done = subprocess.run(
        command, capture_output=True, text=True, env=environment() | {"DEBIAN_FRONTEND": "noninteractive"}
    )
    if done.returncode:
        raise CannotHave(f"{command[0]} failed: {done.stderr.strip()[-300:]}")


@dataclass
class Manager:
    """Asterisk's manager interface: actions out, events in."""

    stream: socket.socket
    _rest: bytes = b""

    @classmethod
    def log_in(cls, port: int) -> Self:
        manager = cls(socket.create_connection(("127.0.0.1", port), timeout=60))
        manager.send("Login", Username=SECRET, Secret=SECRET)
        return manager

    def send(self, action: str, **fields: str) -> None:
        lines = [f"Action: {action}", *(f"{name}: {value}" for name, value in fields.items())]
        self.stream.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())

    def events(self) -> Iterator[dict[str, str]]:
        """Every message as it comes, for as long as the socket's timeout lets it."""
        while True:
            *whole, self._rest = self._rest.split(b"\r\n\r\n")
            for message in whole:
                pairs = (line.partition(": ") for line in message.decode().split("\r\n"))
                yield {name: value for name, _, value in pairs}
            more = self.stream.recv(65536)
            if not more:
                raise ConnectionError("Asterisk closed the manager connection.")
            self._rest += more


@dataclass
class Asterisk:
    """One that is running; files put under `folder` are seen inside at `inside`."""

    folder: Path
    inside: str
    manager_port: int
    process: subprocess.Popen[bytes]


@contextmanager
def running(config: Mapping[str, str]) -> Iterator[Asterisk]:
    """Asterisk with these files (name to text), ended and cleared away afterwards. In the texts `@inside@` stands for
    the folder where it sees them."""
    where = ensure_root()
    folder = Path(tempfile.mkdtemp(prefix="relist-", dir=where / "tmp"))
    folder.chmod(0o777)
    inside, port = f"/tmp/{folder.name}", free_port()
    for name, words in (_base(inside, port) | dict(config)).items():
        (folder / name).write_text(words.replace("@inside@", inside))
    for name in ("run", "log", "spool", "db"):
        (folder / name).mkdir()
        (folder / name).chmod(0o777)
    _name_the_machine(where)
    with (folder / "output").open("wb") as output:
        command = ["chroot", str(where), "asterisk", "-f", "-C", f"{inside}/asterisk.conf"]
        process = subprocess.Popen(command, stdout=output, stderr=output, stdin=subprocess.DEVNULL)
    try:
        _await(process, port, folder)
        yield Asterisk(folder, inside, port, process)
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        shutil.rmtree(folder)


def _base(inside: str, port: int) -> dict[str, str]:
    folders = {"astetcdir": "", "astrundir": "/run", "astlogdir": "/log", "astspooldir": "/spool", "astdbdir": "/db"}
    places = "".join(f"{name} => {inside}{path}\n" for name, path in folders.items())
    return {
        "asterisk.conf": f"[directories]\n{places}\n[options]\nmaxload = 1000\n",
        "modules.conf": _MODULES,
        "logger.conf": "[general]\n[logfiles]\nmessages => warning,error\n",
        "manager.conf": (
            f"[general]\nenabled=yes\nport={port}\nbindaddr=127.0.0.1\n"
            f"[{SECRET}]\nsecret={SECRET}\nread=all\nwrite=all\n"
        ),
        "pjsip.conf": _SILENT,
        # Its own choice would be 5000 to 31000, where the ports of tests are.
        "rtp.conf": "[general]\nrtpstart=31002\nrtpend=32766\n",
        "cdr.conf": "[general]\nenable=no\n",
    }


def _name_the_machine(where: Path) -> None:
    """Without a name service every call would wait for one."""
    names = f"127.0.0.1 localhost {socket.gethostname()} A.ROOT-SERVERS.NET\n"
    (where / "etc/hosts").write_text(names)


def _await(process: subprocess.Popen[bytes], port: int, folder: Path, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            manager = Manager.log_in(port)
        except ConnectionRefusedError:
            time.sleep(0.1)
            continue
        if any(event.get("Event") == "FullyBooted" for event in manager.events()):
            manager.stream.close()
            return
    raise CannotHave(f"Asterisk did not start: {(folder / 'output').read_text()[-400:]}")

"""The open port at which agents' phones register: a thread of the first SIP process, beside the calls."""

import hashlib
import socket
from collections.abc import Callable

from sqlalchemy.exc import DBAPIError

from dialer.bootstrap import Services
from dialer.logs import get_log
from dialer.store import desk_phones
from telephony.sip.message import LONGEST, Source, read_request
from telephony.sip.registrar import Heard, Registrar

log = get_log(__name__)

LOOK_SECONDS = 0.5
"""How soon it notices that the process is to end."""


class PhoneDoor:
    """Reads packets, asks the registrar, keeps what it decides, and counts those that nobody should have sent."""

    def __init__(self, services: Services, bind: tuple[str, int]) -> None:
        self.strangers = 0
        self._services = services
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(bind)
        self._socket.settimeout(LOOK_SECONDS)
        key = hashlib.sha256(f"sip phones {services.settings.secret_key}".encode()).digest()
        self._registrar = Registrar(self._secret_of, key, self._is_reached)

    @property
    def port(self) -> int:
        return int(self._socket.getsockname()[1])

    def serve(self, is_over: Callable[[], bool]) -> None:
        """Until the process ends. Nothing that arrives here ends it sooner."""
        while not is_over():
            try:
                packet, source = self._socket.recvfrom(LONGEST + 1)
            except TimeoutError:
                continue
            except OSError as problem:
                # The network's complaint about an answer of ours (ICMP), which is nobody's fault.
                log.info("phone_door", error=type(problem).__name__)
                continue
            try:
                self.take(packet, source)
            except DBAPIError as problem:
                # The phone asks again by itself.
                log.warning("phone_not_registered", error=type(problem).__name__)
        self._socket.close()

    def take(self, packet: bytes, source: Source) -> None:
        request = read_request(packet)
        if request is None:
            # Phones behind a NAT send empty lines to keep the way open (RFC 5626, 3.5.1).
            self.strangers += packet.strip(b"\r\n\0") != b""
            return
        self._follow(self._registrar.hear(request, source, self._services.clock.now()), source)

    def _follow(self, heard: Heard, source: Source) -> None:
        self.strangers += heard.was_wrong
        told = heard.registration
        if told is not None:
            with self._services.db.transaction() as conn:
                desk_phones.note(
                    conn, username=told.username, contact=told.contact, address=_shown(source), until=told.until
                )
        # Kept first: a phone that hears "OK" is called there from that moment on.
        if heard.answer is not None:
            self._socket.sendto(heard.answer, source)

    def _secret_of(self, username: str) -> str | None:
        with self._services.db.transaction() as conn:
            return desk_phones.secret_of(conn, username)

    def _is_reached(self, source: Source) -> bool:
        with self._services.db.transaction() as conn:
            return desk_phones.is_at(conn, _shown(source), self._services.clock.now())


def _shown(source: Source) -> str:
    return f"{source[0]}:{source[1]}"

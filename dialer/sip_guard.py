"""Keeps the gate before the SIP ports up to date: trunks by their names, agents' phones where they are registered."""

import ipaddress
import socket
from collections.abc import Callable, Iterable

from sqlalchemy.exc import DBAPIError

from dialer.bootstrap import Services
from dialer.logs import get_log
from dialer.store import desk_phones
from telephony.sip.gate import Gate
from telephony.sip.trunks import SipConfig, host_of

log = get_log(__name__)

LOOK_SECONDS = 5.0
RESOLVE_SECONDS = 60.0


class Guard:
    """Until it knows every trunk's address nobody is kept out: a trunk that is not let in carries no calls."""

    def __init__(self, services: Services, config: SipConfig, ports: Iterable[int]) -> None:
        self._services = services
        self._config = config
        self._gate = Gate(frozenset(ports))
        self._known: dict[str, frozenset[ipaddress.IPv4Network]] = {}
        self._resolve_at = 0.0

    @property
    def turned_away(self) -> int:
        return self._gate.dropped

    def watch(self, wait: Callable[[float], bool]) -> None:
        """Until `wait` says that the process ends."""
        while True:
            try:
                self.look()
            except (OSError, DBAPIError) as problem:
                log.warning("sip_gate", error=type(problem).__name__)
            if wait(LOOK_SECONDS):
                self._gate.close()
                return

    def look(self) -> None:
        now = self._services.clock.monotonic()
        if now >= self._resolve_at:
            self._resolve_at = now + RESOLVE_SECONDS
            for host in self._hosts():
                self._known[host] = _addresses_of(host) or self._known.get(host, frozenset())
        if all(self._known.values()):
            with self._services.db.transaction() as conn:
                phones = desk_phones.addresses(conn, self._services.clock.now())
            of_phones = {ipaddress.IPv4Network(address) for address in phones}
            self._gate.admit(of_phones.union(self._config.peers, *self._known.values()))

    def _hosts(self) -> set[str]:
        config = self._config
        hosts = {trunk.host for trunk in config.trunks}
        hosts |= {host_of(f"sip:{trunk.proxy}") for trunk in config.trunks if trunk.proxy}
        return hosts | ({host_of(config.agent_uri)} if config.agent_uri else set())


def _addresses_of(host: str) -> frozenset[ipaddress.IPv4Network]:
    try:
        found = socket.getaddrinfo(host.strip("[]"), None, socket.AF_INET, socket.SOCK_DGRAM)
    except socket.gaierror:
        log.warning("sip_peer_unknown", advice="check the names of the SIP servers and this machine's name service")
        return frozenset()
    return frozenset(ipaddress.IPv4Network(place[0]) for *_, place in found)

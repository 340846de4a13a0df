"""The gate before our SIP ports: the kernel throws away what strangers send, before the library or Python see it.

An open SIP port is found within hours and asked day and night: calls, registrations, OPTIONS. Whoever is no peer of
ours may only answer us, or send what belongs to a call that is up (a carrier may send its BYE from another machine).
The filter is classic BPF (Linux: Documentation/networking/filter.rst), and the kernel counts what it drops.
"""

import ctypes
import ipaddress
import os
import socket
import struct
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

Networks = Sequence[ipaddress.IPv4Network]

MOST_NETWORKS = 200
"""A jump in a filter goes over 255 instructions at most."""

_ATTACH, _MEMORY = 26, 55
"""SO_ATTACH_FILTER and SO_MEMINFO, which Python's socket module does not name."""
_DROPS = 8
"""SK_MEMINFO_DROPS: the place of the count in what SO_MEMINFO gives."""

_LOAD, _AND, _EQUAL, _RETURN = 0x20, 0x54, 0x15, 0x06
_SOURCE = 0xFFF00000 + 12
"""SKF_NET_OFF and the place of the source address in an IPv4 header."""
_PAYLOAD = 8
"""A filter of a UDP socket sees the packet from its UDP header on."""
_WHOLE, _NOTHING = 0xFFFF, 0

# Responses, and requests that mean something only within a call.
_WITHIN = (b"SIP/", b"ACK ", b"BYE ", b"CANC", b"PRAC", b"UPDA", b"INFO", b"NOTI")

Instruction = tuple[int, int, int, int]


def program(networks: Networks, *, has_payload: bool) -> list[Instruction]:
    """The filter that lets in these networks, and from everybody what may belong to a call."""
    if len(networks) > MOST_NETWORKS:
        raise ValueError(f"a gate knows at most {MOST_NETWORKS} networks")
    tests: list[list[Instruction]] = [
        [
            (_LOAD, 0, 0, _SOURCE),
            (_AND, 0, 0, int(each.netmask)),
            (_EQUAL, 0, 1, int(each.network_address)),
            (_RETURN, 0, 0, _WHOLE),
        ]
        for each in networks
    ]
    if has_payload:
        tests.append([(_LOAD, 0, 0, _PAYLOAD)])
        tests += [[(_EQUAL, 0, 1, int.from_bytes(word)), (_RETURN, 0, 0, _WHOLE)] for word in _WITHIN]
    return [*(line for test in tests for line in test), (_RETURN, 0, 0, _NOTHING)]


@dataclass
class Gate:
    """Before the sockets of this process that listen at some ports."""

    ports: Collection[int]
    _sockets: list[socket.socket] = field(default_factory=list)
    _networks: tuple[ipaddress.IPv4Network, ...] = ()

    def __post_init__(self) -> None:
        for name in os.listdir("/proc/self/fd"):
            found = _socket_of(int(name))
            if found is None:
                continue
            if _listens(found) and found.getsockname()[1] in self.ports:
                self._sockets.append(found)
            else:
                found.close()

    def admit(self, networks: Collection[ipaddress.IPv4Network]) -> None:
        """From now on these are peers, and nobody else is."""
        wanted = tuple(sorted(set(networks)))[:MOST_NETWORKS]
        if wanted == self._networks:
            return
        self._networks = wanted
        for each in self._sockets:
            _attach(each, program(wanted, has_payload=each.type == socket.SOCK_DGRAM))

    @property
    def dropped(self) -> int:
        """Packets that were thrown away; among them those that came faster than anybody could read them."""
        return sum(_drops(each) for each in self._sockets if each.type == socket.SOCK_DGRAM)

    def close(self) -> None:
        for each in self._sockets:
            each.close()
        self._sockets.clear()


def _socket_of(descriptor: int) -> socket.socket | None:
    """A second handle of a socket; None where the descriptor is something else, or gone meanwhile."""
    try:
        return socket.socket(fileno=os.dup(descriptor))
    except OSError:
        return None


def _listens(found: socket.socket) -> bool:
    if found.family != socket.AF_INET:
        return False
    if found.type == socket.SOCK_DGRAM:
        return True
    return bool(found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))


def _attach(to: socket.socket, lines: Sequence[Instruction]) -> None:
    # One instruction is struct sock_filter: a code, two jumps, a value.
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *line) for line in lines))
    to.setsockopt(socket.SOL_SOCKET, _ATTACH, struct.pack("@HP", len(lines), ctypes.addressof(code)))


def _drops(of: socket.socket) -> int:
    told = of.getsockopt(socket.SOL_SOCKET, _MEMORY, 64)
    return int(struct.unpack(f"={len(told) // 4}I", told)[_DROPS])

"""Several SIP processes on one machine: what each of them gets, and which of them has a call. Pure.

An agent and the people they talk with must meet on one bridge, so calls that may be bridged with one another go to the
same process. A process's number stands at the beginning of the name that it gives to each of its calls.
"""

import hashlib
from collections.abc import Collection
from dataclasses import replace

from telephony.sip.trunks import SipConfig, Trunk


def share(config: SipConfig, number: int) -> SipConfig:
    """What process `number` of `config.processes` is told: ports of its own, and its part of every trunk's limits."""
    count = config.processes
    if count == 1:
        return config
    # Even, since RTP stands on even ports and RTCP beside it (RFC 3550, 11).
    ports = config.media_ports // count // 2 * 2
    return replace(
        config,
        trunks=tuple(_part(trunk, number, count) for trunk in config.trunks),
        # TLS stands on the port beside.
        bind_port=config.bind_port and config.bind_port + 2 * number,
        first_media_port=config.first_media_port + number * ports,
        media_ports=ports,
        # Phones know one door.
        phones=config.phones if number == 0 else None,
    )


def _part(trunk: Trunk, number: int, count: int) -> Trunk:
    channels = trunk.channels // count + (number < trunk.channels % count)
    return replace(trunk, channels=channels, calls_per_second=trunk.calls_per_second / count)


def boot_name(number: int, mark: str) -> str:
    """The name of one life of a process; with it begin the names of its calls."""
    return f"{number}.{mark}"


def call_name(boot: str, call_id: str) -> str:
    return f"{boot}-{call_id}"


def owner_of(carrier_call_id: str | None) -> int | None:
    """The number of the process that gave a call this name."""
    number, dot, _ = (carrier_call_id or "").partition(".")
    return int(number) if dot and number.isdecimal() else None


def choose(group: str, there: Collection[int]) -> int:
    """One of the living processes for a group that has no calls yet. The same for everybody who asks, and when a
    process fails only its own groups move (rendezvous hashing)."""
    return max(there, key=lambda number: hashlib.sha256(f"{group} {number}".encode()).digest())

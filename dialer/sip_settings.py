"""The SIP part of the settings: one trunk from variables, or several from a file; everything wrong is told at once."""

import re
import ssl
import tomllib
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from ipaddress import IPv4Network
from pathlib import Path
from typing import Any, Protocol, TypeVar

from telephony.sip.trunks import CODECS, Identity, NumberFormat, SipConfig, Srtp, Transport, Trunk, transport_of

T = TypeVar("T")

_SERVER = re.compile(r"[A-Za-z0-9._-]+(:\d{1,5})?")
_WORD = re.compile(r"[A-Za-z0-9._~+-]{1,64}")


class Reader(Protocol):
    """What reads variables and keeps what is wrong with them."""

    problems: list[str]

    def text(self, name: str, default: str) -> str: ...

    def parsed(self, name: str, default: str, parse: Callable[[str], T]) -> T: ...


MOST_PROCESSES = 16

SIP_ADVICE = {
    "RELIST_SIP_SERVER": "give the trunk's host or host:port, such as sip.example.com; SIP goes over IPv4 only",
    "RELIST_SIP_BIND": "give this machine's address and a port, such as 0.0.0.0:5060, or port 0 for any free one",
    "RELIST_SIP_MEDIA_PORTS": "give the first and last UDP port for sound, such as 16000-19999",
    "RELIST_SIP_CODECS": f"give codecs in order of preference, parted by commas, from {', '.join(CODECS)}",
    "RELIST_SIP_CA_FILE": "give the path of a file of certificates (PEM) by which the trunk's own is judged",
    "RELIST_SIP_AGENT_URI": "give a SIP address with {agent} in it, such as sip:agent{agent}@pbx.example.com",
    "RELIST_SIP_AGENT_SRTP": (
        f"give one of {', '.join(Srtp)}; required needs phones behind a PBX that RELIST_SIP_AGENT_URI calls with "
        "transport=tls, and no RELIST_SIP_PHONES, or the keys would travel in the clear"
    ),
    "RELIST_SIP_PROCESSES": f"give 1 to {MOST_PROCESSES}, and every trunk at least two channels for each",
    "RELIST_SIP_PEERS": "give addresses or networks, parted by commas, such as 198.51.100.0/24,203.0.113.7",
    "RELIST_SIP_PHONES": "give the address and port at which agents' phones register, such as 192.0.2.10:5080",
    "RELIST_SIP_DOLLARS_PER_MINUTE": "give what a minute costs in US dollars, such as 0.01",
    "RELIST_SIP_TRUNKS": "give the path of a TOML file with one [[trunk]] per trunk",
}

TRUNK_ADVICE = {
    "name": "give a short name of letters and digits",
    "server": "give a host or host:port; SIP goes over IPv4 only",
    "user": "give the account's user name, without spaces",
    "password": "give the account's password as text",
    "registers": "give true or false; a trunk that registers needs a user",
    "transport": f"give one of {', '.join(Transport)}",
    "proxy": "give a host or host:port",
    "number_format": f"give one of {', '.join(NumberFormat)}",
    "prefix": "give digits, * or #",
    "identity": f"give one of {', '.join(Identity)}",
    "from_account": "give true or false; a trunk that finds our account in From needs a user",
    "srtp": f"give one of {', '.join(Srtp)}; required needs the transport tls, or its keys would travel in the clear",
    "channels": "give how many calls the trunk takes at once, from 2 to 5000",
    "calls_per_second": "give new calls per second, from 0.1 to 1000",
}

# The variables of the single trunk, by the field that each sets.
_VARIABLES = {name: f"RELIST_SIP_{name.upper()}" for name in TRUNK_ADVICE if name != "name"}


def sip_config(read: Reader) -> SipConfig | None:
    """What is set up; None where no trunk is."""
    trunks = _trunks(read)
    bind_address, bind_port = read.parsed("RELIST_SIP_BIND", "0.0.0.0:0", _bind)
    first, last = read.parsed("RELIST_SIP_MEDIA_PORTS", "16000-19999", _ports)
    codecs = read.parsed("RELIST_SIP_CODECS", "PCMU,PCMA", _codecs)
    agent_uri = read.parsed("RELIST_SIP_AGENT_URI", "", _agent_uri)
    ca_file = read.parsed("RELIST_SIP_CA_FILE", "", _certificates)
    processes = read.parsed("RELIST_SIP_PROCESSES", "1", _within(1, MOST_PROCESSES, int))
    peers = read.parsed("RELIST_SIP_PEERS", "", _networks)
    phones = read.parsed("RELIST_SIP_PHONES", "", _phones)
    agent_srtp = read.parsed("RELIST_SIP_AGENT_SRTP", Srtp.off, Srtp)
    # Phones that register with us are called over UDP.
    if agent_srtp is Srtp.required and (phones is not None or transport_of(agent_uri) is not Transport.tls):
        read.problems.append(f"RELIST_SIP_AGENT_SRTP cannot be used: {SIP_ADVICE['RELIST_SIP_AGENT_SRTP']}.")
    price = read.parsed("RELIST_SIP_DOLLARS_PER_MINUTE", "0.01", _microdollars)
    if not trunks:
        return None
    if any(trunk.channels < 2 * processes for trunk in trunks):
        advice = SIP_ADVICE["RELIST_SIP_PROCESSES"]
        read.problems.append(f"RELIST_SIP_PROCESSES is too high for a trunk with few channels: {advice}.")
        processes = 1
    return SipConfig(
        trunks=trunks,
        bind_address=bind_address,
        bind_port=bind_port,
        public_address=read.text("RELIST_SIP_PUBLIC_ADDRESS", "") or None,
        ca_file=ca_file or None,
        first_media_port=first,
        media_ports=last - first + 1,
        codecs=codecs,
        agent_uri=agent_uri or None,
        agent_srtp=agent_srtp,
        phones=phones,
        peers=peers,
        processes=processes,
        microdollars_per_minute=price,
    )


def _trunks(read: Reader) -> tuple[Trunk, ...]:
    """From the file where one is named, else the one that the variables describe."""
    path = read.text("RELIST_SIP_TRUNKS", "")
    if not path:
        given = {name: read.text(variable, "") for name, variable in _VARIABLES.items()}
        table = {name: value for name, value in given.items() if value}
        if "server" not in table:
            return ()
        made = _trunk({"name": "trunk", **table}, lambda name: _VARIABLES.get(name, name), read.problems)
        return (made,) if made else ()
    try:
        tables = tomllib.loads(Path(path).read_text())["trunk"]
    except (OSError, tomllib.TOMLDecodeError, KeyError) as problem:
        why = f"{type(problem).__name__}"
        read.problems.append(f"RELIST_SIP_TRUNKS cannot be used ({why}): {SIP_ADVICE['RELIST_SIP_TRUNKS']}.")
        return ()
    read_ones = [_from_table(number, table, read.problems) for number, table in enumerate(tables, 1)]
    found = tuple(trunk for trunk in read_ones if trunk)
    if len({trunk.name for trunk in found}) < len(found):
        read.problems.append("RELIST_SIP_TRUNKS cannot be used: two trunks have the same name; give each its own.")
    return found


def _from_table(number: int, table: Mapping[str, Any], problems: list[str]) -> Trunk | None:
    where = f"RELIST_SIP_TRUNKS, trunk {number}"
    unknown = sorted(set(table) - set(TRUNK_ADVICE))
    problems += [f"{where}: {name} is no setting of a trunk; take it out or correct it." for name in unknown]
    known = {name: value for name, value in table.items() if name in TRUNK_ADVICE}
    return _trunk({"name": f"trunk{number}", **known}, lambda name: f"{where}, {name}", problems)


def _trunk(table: Mapping[str, Any], place: Callable[[str], str], problems: list[str]) -> Trunk | None:
    """The trunk of a table; None where something in it cannot be used."""
    values: dict[str, Any] = {}
    wrong = []
    for name, given in table.items():
        try:
            values[name] = _PARSERS[name](str(given))
        except ValueError:
            wrong.append(name)
    if "server" not in table:
        wrong.append("server")
    wrong += [name for name in ("registers", "from_account") if values.get(name) and not values.get("user")]
    if values.get("srtp") is Srtp.required and values.get("transport") is not Transport.tls:
        wrong.append("srtp")
    if values.get("user") and "password" not in values:
        wrong.append("password")
    problems += [f"{place(name)} cannot be used: {TRUNK_ADVICE[name]}." for name in wrong]
    if wrong:
        return None
    # A trunk with a user mostly wants to know where that user is.
    return Trunk(**{"registers": bool(values.get("user")), **values})


def _server(text: str) -> str:
    if not _SERVER.fullmatch(text):
        raise ValueError
    return text


def _word(text: str) -> str:
    if not _WORD.fullmatch(text):
        raise ValueError
    return text


def _yes(text: str) -> bool:
    return {"true": True, "yes": True, "false": False, "no": False}[text.lower()]


def _flag(text: str) -> bool:
    try:
        return _yes(text)
    except KeyError as problem:
        raise ValueError from problem


def _prefix(text: str) -> str:
    if set(text) - set("0123456789*#"):
        raise ValueError
    return text


def _within(low: float, high: float, kind: Callable[[str], T]) -> Callable[[str], T]:
    def parse(text: str) -> T:
        value = kind(text)
        if not low <= float(text) <= high:
            raise ValueError
        return value

    return parse


_PARSERS: Mapping[str, Callable[[str], Any]] = {
    "name": _word,
    "server": _server,
    "user": _word,
    "password": str,
    "registers": _flag,
    "transport": Transport,
    "proxy": _server,
    "number_format": NumberFormat,
    "prefix": _prefix,
    "identity": Identity,
    "from_account": _flag,
    "srtp": Srtp,
    # One call is the agent's own, so with fewer than two nobody could ever be talked to.
    "channels": _within(2, 5000, int),
    "calls_per_second": _within(0.1, 1000, float),
}


def _bind(text: str) -> tuple[str, int]:
    address, colon, port = text.rpartition(":")
    if not colon or not address or not 0 <= int(port) <= 65535:
        raise ValueError
    return address, int(port)


def _networks(text: str) -> tuple[IPv4Network, ...]:
    return tuple(IPv4Network(part.strip()) for part in text.split(",") if part.strip())


def _phones(text: str) -> tuple[str, int] | None:
    return _bind(text) if text else None


def _ports(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    if not 1024 <= int(first) < int(last) <= 65535:
        raise ValueError
    return int(first), int(last)


def _codecs(text: str) -> tuple[str, ...]:
    wanted = [name.strip().upper() for name in text.split(",")]
    known = {name.upper(): name for name in CODECS}
    if not all(name in known for name in wanted):
        raise ValueError
    return tuple(known[name] for name in wanted)


def _agent_uri(text: str) -> str:
    if text and not (text.startswith(("sip:", "sips:")) and "{agent}" in text and not set(text) & set(' <>"\r\n')):
        raise ValueError
    return text


def _certificates(text: str) -> str:
    if text:
        try:
            ssl.create_default_context(cafile=text)
        except OSError as problem:
            raise ValueError from problem
    return text


def _microdollars(text: str) -> int:
    try:
        amount = Decimal(text.removeprefix("$")) * 1_000_000
    except InvalidOperation as problem:
        raise ValueError from problem
    if not amount.is_finite() or not 0 <= amount <= 10_000_000:
        raise ValueError
    return int(amount)

"""What `relist doctor` looks at for the SIP trunks: each trunk is really asked, and each problem says what to do."""

import ipaddress
import resource
import socket
from dataclasses import dataclass, field, replace
from typing import Any

from dialer.bootstrap import SetupError
from dialer.clock import Clock
from dialer.config import Settings
from dialer.sip import voice
from dialer.sip_process import room_for
from dialer.supervisor.checks import Check, Problems
from telephony.sip.reading import Last, codecs_of, seen_at
from telephony.sip.shares import share
from telephony.sip.trunks import SipConfig, Transport, Trunk, host_of, server_of, transport_of

SECONDS = 5.0
"""For each trunk to answer; all are asked at once."""

FILES_PER_CALL = 4
NOT_SET_UP = ("SIP is not set up: set RELIST_SIP_SERVER, or RELIST_SIP_TRUNKS for several trunks.",)


@dataclass
class Answers:
    """Hears what becomes of registrations and OPTIONS, and what is said with it; calls are none."""

    registered_codes: dict[str, int] = field(default_factory=dict)
    answering: dict[str, bool] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)

    def registered(self, trunk: str, *, is_known: bool, code: int) -> None:
        self.registered_codes[trunk] = code
        self.answering[trunk] = is_known

    def probed(self, trunk: str, *, answers: bool) -> None:
        self.answering.setdefault(trunk, answers)

    def answered(self, trunk: str, message: str) -> None:
        self.said[trunk] = message

    def heard(self, leg_id: str, call: int) -> None: ...

    def ringing(self, leg_id: str, call: int, code: int) -> None: ...

    def confirmed(self, leg_id: str, call: int) -> None: ...

    def sound(self, leg_id: str, call: int, media: Any) -> None: ...

    def pressed(self, leg_id: str, call: int, key: str) -> None: ...

    def unconfirmed(self, leg_id: str, call: int) -> None: ...

    def disconnected(self, leg_id: str, call: int, last: Last) -> None: ...

    def refused_caller(self) -> None: ...

    def failed(self, where: str, leg_id: str | None) -> None: ...


def library(settings: Settings, clock: Clock) -> Problems:
    """The SIP library is there and holds as many calls as the trunks have channels."""
    if settings.sip is None:
        return NOT_SET_UP
    try:
        room_for(share(settings.sip, 0))
    except SetupError as problem:
        return (f"{problem}.",)
    return ()


PBX = "agents"
"""Names the PBX of RELIST_SIP_AGENT_URI among those that are asked; it carries no calls but theirs."""


def _asked(config: SipConfig) -> tuple[Trunk, ...]:
    """The trunks, and the PBX that agents' phones are behind where that is none of them."""
    uri = config.agent_uri
    if uri is None or any(trunk.host == host_of(uri) for trunk in config.trunks):
        return config.trunks
    return (*config.trunks, Trunk(name=PBX, server=server_of(uri), transport=transport_of(uri)))


def trunks(settings: Settings, clock: Clock) -> Problems:
    """Every trunk answers, and takes our registration where it wants one; so does the PBX of the agents' phones."""
    # Where we have no address nothing can be asked; `network` says so.
    if settings.sip is None or _taken(settings.sip):
        return ()
    try:
        # Imported late: where the library is missing, everything else shall still be looked at.
        from telephony.sip.endpoint import Endpoint
    except ImportError:
        return ("The SIP library is missing: run scripts/setup-sip.",)
    answers = Answers()
    # Another port than the running process has.
    config = replace(settings.sip, bind_port=0, trunks=_asked(settings.sip))
    endpoint = Endpoint(config, 4, answers, lambda _: None)
    try:
        for trunk in config.trunks:
            if not trunk.registers:
                endpoint.probe(trunk)
        until = clock.monotonic() + SECONDS
        while clock.monotonic() < until and len(answers.answering) < len(config.trunks):
            endpoint.handle_events(20)
        missing = sorted(set(config.codecs) - set(endpoint.codecs()))
    finally:
        endpoint.close()
    problems = [told for trunk in config.trunks if (told := _of_trunk(trunk, answers)) is not None]
    problems += [told for trunk in config.trunks for told in of_answer(trunk, config, answers.said.get(trunk.name, ""))]
    if missing:
        problems.append(
            f"This SIP library speaks no {', '.join(missing)}: take it out of RELIST_SIP_CODECS, or run "
            "scripts/setup-sip."
        )
    return tuple(problems)


def of_answer(trunk: Trunk, config: SipConfig, said: str) -> Problems:
    """What a trunk's answer shows of the way to us, and of what it speaks where it says that."""
    who = "The PBX of RELIST_SIP_AGENT_URI" if trunk.name == PBX else f"The trunk {trunk.name}"
    problems = []
    if (places := seen_at(said)) is not None:
        ours, theirs = places
        problems.append(
            f"{who} sees us at {theirs}, and we say that we are at {ours}: set RELIST_SIP_PUBLIC_ADDRESS={theirs} and "
            "forward the ports of RELIST_SIP_BIND and RELIST_SIP_MEDIA_PORTS to this machine, or nobody will hear "
            "anybody."
        )
    theirs_spoken = codecs_of(said)
    if theirs_spoken and theirs_spoken.isdisjoint(name.upper() for name in config.codecs):
        problems.append(
            f"{who} speaks none of our codecs, only {', '.join(sorted(theirs_spoken))}: put one of these into "
            "RELIST_SIP_CODECS, or have the carrier allow one of ours."
        )
    return tuple(problems)


def _of_trunk(trunk: Trunk, answers: Answers) -> str | None:
    if answers.answering.get(trunk.name):
        return None
    code = answers.registered_codes.get(trunk.name)
    is_pbx = trunk.name == PBX
    who, whose = ("The PBX of RELIST_SIP_AGENT_URI", "it") if is_pbx else (f"The trunk {trunk.name}", "the carrier")
    if code in (401, 403, 404, 407):
        return f"The trunk {trunk.name} refuses our registration (SIP {code}): check its user and password."
    # Over TLS a certificate that is not believed looks like a server that is not there.
    also = ", and that RELIST_SIP_CA_FILE vouches for its certificate" if trunk.transport is Transport.tls else ""
    if code is not None:
        return (
            f"The trunk {trunk.name} takes no registration (SIP {code}): check its server, proxy and transport{also}."
        )
    return (
        f"{who} does not answer at {trunk.server} over {trunk.transport}: check the address, the transport, this "
        f"machine's firewall, and that {whose} knows this machine's address{also}."
    )


def network(settings: Settings, clock: Clock) -> Problems:
    """Trunks can send sound back to us, and there are sockets for it."""
    config = settings.sip
    if config is None:
        return ()
    problems = []
    if config.public_address is None and any(_is_behind_nat(trunk) for trunk in config.trunks):
        problems.append(
            "This machine has a private address and a trunk a public one: forward the ports of RELIST_SIP_MEDIA_PORTS "
            "to this machine and set RELIST_SIP_PUBLIC_ADDRESS, or nobody will hear anybody."
        )
    if config.media_ports < 2 * config.channels:
        problems.append(
            f"RELIST_SIP_MEDIA_PORTS has {config.media_ports} ports for {config.channels} calls: give two per call."
        )
    _, most_files = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most_files < FILES_PER_CALL * config.channels:
        problems.append(
            f"This user may open {most_files} files, too few for {config.channels} calls: raise the limit (ulimit -n)."
        )
    return (*problems, *_taken(config))


def _is_behind_nat(trunk: Trunk) -> bool:
    """Whether a private address of ours leads to a public one of the trunk's. Connecting a UDP socket sends nothing."""
    try:
        (family, _, _, _, address), *_ = socket.getaddrinfo(trunk.host.strip("[]"), 5060, type=socket.SOCK_DGRAM)
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect(address)
            ours = probe.getsockname()[0]
    except OSError:
        return False
    return ipaddress.ip_address(ours).is_private and ipaddress.ip_address(address[0]).is_global


def _taken(config: SipConfig) -> Problems:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((config.bind_address, 0))
        except OSError:
            return (f"{config.bind_address} is no address of this machine: correct RELIST_SIP_BIND.",)
    return ()


def messages(settings: Settings, clock: Clock) -> Problems:
    """Messages without a recording can be spoken."""
    if voice() is not None:
        return ()
    return (
        "Nothing here can speak, and whoever is called without an agent must hear who called: install espeak-ng, or "
        "record identification.wav and sorry.wav (one channel, 16 bits) in the data folder's messages.",
    )


SIP_CHECKS = (
    Check("the SIP library holds the trunks' calls", library),
    Check("every SIP trunk answers", trunks),
    Check("sound finds its way to us", network),
    Check("messages can be spoken", messages),
)

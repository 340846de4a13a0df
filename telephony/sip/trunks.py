"""What is set up for SIP: the trunks in the order in which they are tried, and our own end."""

from dataclasses import dataclass, field
from ipaddress import IPv4Network

from telephony.numbers import AgentAddress, Network, PhoneNumber
from telephony.words import Word


class Transport(Word):
    """How SIP messages travel."""

    udp = "udp", "UDP, what most trunks expect."
    tcp = "tcp", "TCP, which carries messages of any length."
    tls = "tls", "TLS: nobody on the way reads who calls whom."


class NumberFormat(Word):
    """How the carrier wants numbers written."""

    e164 = "e164", "+12175550123"
    plain = "plain", "12175550123"
    national = "national", "2175550123 in North America, the plain form elsewhere"


class Identity(Word):
    """Where the caller ID stands, beside From."""

    pai = "pai", "P-Asserted-Identity (RFC 3325)."
    rpid = "rpid", "Remote-Party-ID, which older equipment reads."
    from_only = "from", "From alone."


class Srtp(Word):
    """Whether sound is encrypted."""

    off = "off", "Plain RTP."
    optional = "optional", "Encrypted where the other end can do it."
    required = "required", "Encrypted, or there is no call."


HOUSE = "house"
"""The name of the way to agents' own phones, which is no trunk: it costs nothing and has no limits of its own."""

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Trunk:
    """One way out. Without a user it is an IP trunk, which knows us by our address."""

    name: str
    server: str
    """Host or host:port."""
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    registers: bool = False
    transport: Transport = Transport.udp
    proxy: str | None = None
    """Host or host:port of an outbound proxy; None: straight to the server."""
    number_format: NumberFormat = NumberFormat.e164
    prefix: str = ""
    """Digits that the trunk wants before every number."""
    identity: Identity = Identity.pai
    from_account: bool = False
    """Whether From names our account instead of the caller ID, as PBXes want that know their trunks by it; the caller
    ID then stands in the identity header alone."""
    srtp: Srtp = Srtp.off
    channels: int = 4
    """Calls at once, agents' legs included."""
    calls_per_second: float = 1.0

    @property
    def host(self) -> str:
        """The server without its port; an IPv6 address keeps its brackets."""
        name, bracket, _ = self.server.partition("]")
        return f"{name}]" if bracket else self.server.partition(":")[0]

    @property
    def network(self) -> Network:
        """A trunk on this very machine is for trying things out and reaches nobody; others may ring real phones."""
        return Network.practice if self.host in LOOPBACK else Network.public

    def uri_of(self, number: PhoneNumber) -> str:
        return f"sip:{self.written(number)}@{self.server}{self._via}"

    def caller_uri(self, caller: PhoneNumber) -> str:
        """For From and its kin. No display name: nothing that a person typed ever stands in a header."""
        return f"sip:{self.written(caller, with_prefix=False)}@{self.host}"

    def sender_uri(self, caller: PhoneNumber) -> str:
        """What stands in From."""
        return self.account_uri if self.from_account and self.user else self.caller_uri(caller)

    @property
    def account_uri(self) -> str:
        return f"sip:{self.user}@{self.host}" if self.user else f"sip:{self.host}"

    @property
    def server_uri(self) -> str:
        return f"sip:{self.server}{self._via}"

    @property
    def route(self) -> str | None:
        """`lr` says that the proxy leaves the request's address as it is (RFC 3261, 16.12)."""
        return f"sip:{self.proxy}{self._via};lr" if self.proxy else None

    def written(self, number: PhoneNumber, *, with_prefix: bool = True) -> str:
        before = self.prefix if with_prefix else ""
        match self.number_format:
            case NumberFormat.e164:
                return f"{before}{number.e164}"
            case NumberFormat.plain:
                return f"{before}{number.e164[1:]}"
            case NumberFormat.national:
                return f"{before}{number.national}"

    def identity_header(self, caller: PhoneNumber) -> tuple[str, str] | None:
        match self.identity:
            case Identity.pai:
                return ("P-Asserted-Identity", f"<{self.caller_uri(caller)}>")
            case Identity.rpid:
                return ("Remote-Party-ID", f"<{self.caller_uri(caller)}>;party=calling;screen=yes;privacy=off")
            case Identity.from_only:
                return None

    @property
    def _via(self) -> str:
        return "" if self.transport is Transport.udp else f";transport={self.transport.value}"


def server_of(uri: str) -> str:
    """The host in a SIP address with its port, where it has one: without user and parameters."""
    return uri.partition(":")[2].partition(";")[0].rpartition("@")[2]


def host_of(uri: str) -> str:
    """The host in a SIP address: without user, port and parameters."""
    place = server_of(uri)
    name, bracket, _ = place.partition("]")
    return f"{name}]" if bracket else place.partition(":")[0]


def transport_of(uri: str) -> Transport:
    """The way that a SIP address asks for (RFC 3261, 19.1.1); UDP where it asks for none."""
    if uri.startswith("sips:"):
        return Transport.tls
    wanted = [
        value for name, _, value in (each.partition("=") for each in uri.lower().split(";")) if name == "transport"
    ]
    return Transport(wanted[0]) if wanted and wanted[0] in set(Transport) else Transport.udp


CODECS = ("PCMU", "PCMA", "G722", "opus")


@dataclass(frozen=True, slots=True, kw_only=True)
class SipConfig:
    """Everything that the SIP process is told."""

    trunks: tuple[Trunk, ...]
    """In the order in which they are tried."""
    bind_address: str = "0.0.0.0"  # noqa: S104 - a trunk is reached over whichever interface leads to it
    bind_port: int = 0
    """0: any free port, which suits a trunk that we register with; an IP trunk sends to a fixed one."""
    public_address: str | None = None
    """What stands in our messages behind a NAT that forwards our ports."""
    ca_file: str | None = None
    """Certificates that a TLS trunk's own is judged by; None: those of this machine."""
    first_media_port: int = 16_000
    media_ports: int = 4_000
    codecs: tuple[str, ...] = ("PCMU", "PCMA")
    """In the order of preference; others are not offered. One order for all trunks."""
    agent_uri: str | None = None
    """Where an agent's own desk phone or softphone is called; `{agent}` stands for the agent's number in Relist."""
    agent_srtp: Srtp = Srtp.off
    """Of the phones that are called without a trunk; those behind a trunk's PBX are called as the trunk is."""
    peers: tuple[IPv4Network, ...] = ()
    """Who may call in beside the trunks' own addresses: carriers may have more of them."""
    processes: int = 1
    """How many SIP processes share the calls."""
    phones: tuple[str, int] | None = None
    """The address and port at which agents' phones register with us; None: nowhere."""
    probe_seconds: float = 15.0
    """How often a trunk is asked whether it is there, by OPTIONS."""
    registration_retry_seconds: int = 60
    """After which a registration is repeated that found nobody, or a server in trouble."""
    microdollars_per_minute: int = 10_000
    """For the daily spend cap."""

    @property
    def network(self) -> Network:
        """Whom our calls reach: somebody real as soon as one trunk leads away from this machine."""
        return Network.public if any(trunk.network is Network.public for trunk in self.trunks) else Network.practice

    @property
    def channels(self) -> int:
        """Calls at once over all trunks."""
        return sum(trunk.channels for trunk in self.trunks)

    @property
    def calls_per_second(self) -> float:
        return sum(trunk.calls_per_second for trunk in self.trunks)

    @property
    def transports(self) -> tuple[Transport, ...]:
        """All that are needed, UDP first."""
        agents = transport_of(self.agent_uri or "")
        return tuple(dict.fromkeys([Transport.udp, *(trunk.transport for trunk in self.trunks), agents]))

    def agent(self, address: AgentAddress) -> str | None:
        """The SIP address of an agent's own phone, where all of them are behind one PBX."""
        return self.agent_uri.replace("{agent}", address.agent_id) if self.agent_uri else None

    @property
    def house(self) -> Trunk:
        """How we call agents' phones that are reached without a trunk."""
        # RFC 2606: a host that exists nowhere. Phones show what stands before it.
        return Trunk(
            name=HOUSE,
            server=self.public_address or "relist.invalid",
            identity=Identity.from_only,
            srtp=self.agent_srtp,
            channels=max(self.channels, 2),
            calls_per_second=1000.0,
        )

    def ways_to(self, agent_uri: str) -> tuple[Trunk, ...]:
        """How an agent's phone is called: over the trunks to the PBX that has it, which want our name and password
        there; straight where it is reached by itself."""
        host = host_of(agent_uri)
        return tuple(trunk for trunk in self.trunks if trunk.host == host) or (self.house,)

    def __str__(self) -> str:
        return ", ".join(f"{trunk.name} ({trunk.server} over {trunk.transport})" for trunk in self.trunks) or "not set"

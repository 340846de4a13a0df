"""Asterisk as carrier and PBX at once: an account for each way in, all of them with the extensions of one dialplan."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from telephony.sip.trunks import Transport, Trunk
from tests.sip.rtp import Sound, write
from tests.support.asterisk import Asterisk, running
from tests.support.sipp import free_port

PASSWORD = "right"

CODECS = {"PCMU": "ulaw", "PCMA": "alaw", "G722": "g722", "opus": "opus"}
"""Our names and Asterisk's; for each there is an account over UDP that speaks nothing else."""

_GLOBAL = """
[global]
type=global
endpoint_identifier_order=header,auth_username,username
"""

_TRANSPORT = """
[{name}]
type=transport
protocol={name}
bind=127.0.0.1:{port}
"""

_CERTIFICATE = """cert_file=@inside@/own.pem
priv_key_file=@inside@/own.key
method=tlsv1_2
"""

_ACCOUNT = """
[{name}]
type=endpoint
context={context}
disallow=all
allow={codec}
auth={name}
aors={name}
transport={transport}
identify_by={known_by}
trust_id_inbound=yes
direct_media=no
media_encryption={encryption}

[{name}]
type=auth
auth_type=userpass
username={name}
password=right

[{name}]
type=aor
max_contacts=2
"""

_DESK = """
[desk]
type=endpoint
context=in
disallow=all
allow=ulaw
aors=desk
direct_media=no

[desk]
type=aor
contact=sip:7@127.0.0.2:{port}
"""

# An agent's phone that is called straight, without an account: known by its own number, and speaking as it is told.
_PHONE = """
[{name}]
type=endpoint
context=in
disallow=all
allow=ulaw
transport={transport}
direct_media=no
media_encryption={encryption}
media_encryption_optimistic={also_plain}

[{name}-number]
type=identify
endpoint={name}
match_header=To: /sip:{number}@/
"""

PHONES = {"safe": "81", "polite": "82", "plain": "83"}
"""The numbers of three agents' phones: one that takes encrypted sound over TLS and nothing else, one over UDP that
encrypts where the caller can, and one over TLS that cannot."""

# What Asterisk knows of a call is written down; then the call is answered and hears its own voice.
_DIALPLAN = """
[in]
exten => _+1217555XXXX,1,Goto(echo,1)
exten => _8X,1,Goto(echo,1)
exten => echo,1,Answer()
 same => n,Set(SIGNALS=${CHANNEL(pjsip,secure)})
 same => n,Set(SOUND=${CHANNEL(rtp,secure)})
 same => n,Set(WAY=${CHANNEL(endpoint)})
 same => n,Set(CODEC=${CHANNEL(audionativeformat)})
 same => n,Log(WARNING,known: ${WAY} ${SIGNALS} ${SOUND} ${CODEC} ${CALLERID(num)})
 same => n,Echo()

exten => 7,1,Dial(PJSIP/desk,30)

; Its greeting, a beep of ours, and what is said after it.
[mailbox]
exten => _+1217555XXXX,1,Answer()
 same => n,VoiceMail(100@default,ust(@inside@/beep))
"""

_VOICEMAIL = """
[general]
format=wav
maxsilence=0
attach=no

[default]
100 => 1234,Nobody
"""


@dataclass
class Pbx:
    """One that is running."""

    asterisk: Asterisk
    ports: dict[Transport, int]
    desk_port: int
    """Where the desk phone behind it is, at 127.0.0.2."""

    @property
    def authority(self) -> Path:
        """Who vouches for its certificate: itself."""
        return self.asterisk.folder / "own.pem"

    def trunk(self, name: str, transport: Transport, **more: Any) -> Trunk:
        """Its account of this name, over this transport."""
        server = f"localhost:{self.ports[transport]}"
        given: dict[str, Any] = {"user": name, "password": PASSWORD, "registers": True, "calls_per_second": 1000} | more
        return Trunk(name=name, server=server, transport=transport, **given)

    def phone(self, name: str) -> str:
        """Where this one of the agents' phones is called."""
        transport = Transport.udp if name == "polite" else Transport.tls
        return f"sip:{PHONES[name]}@localhost:{self.ports[transport]};transport={transport}"

    @property
    def mailbox(self) -> Path:
        """The folder of the only mailbox."""
        return self.asterisk.folder / "spool/voicemail/default/100"

    def greet(self, greeting: Sound, beep: Sound) -> None:
        """What the mailbox says from now on."""
        self.mailbox.mkdir(parents=True)
        write(self.mailbox / "unavail.wav", greeting)
        write(self.asterisk.folder / "beep.wav", beep)

    def known(self) -> list[list[str]]:
        """Of each call that it answered: the account, whether its signals and its sound were encrypted, the codec and
        the caller."""
        told = (self.asterisk.folder / "log/messages").read_text()
        return [line.split("known: ")[1].split() for line in told.splitlines() if "known: " in line]


@contextmanager
def running_pbx() -> Iterator[Pbx]:
    ports = {transport: free_port() for transport in Transport}
    desk = free_port()
    accounts = [
        _ACCOUNT.format(
            name=name, transport=transport, known_by=known_by, encryption=encryption, codec=codec, context=context
        )
        for name, transport, known_by, encryption, codec, context in [
            ("secret", "tls", "auth_username", "sdes", "ulaw", "in"),
            ("stream", "tcp", "username", "no", "ulaw", "in"),
            ("mailbox", "udp", "auth_username", "no", "ulaw", "mailbox"),
            *((codec, "udp", "auth_username", "no", codec, "in") for codec in CODECS.values()),
        ]
    ]
    made = [_GLOBAL]
    for transport, port in ports.items():
        made.append(_TRANSPORT.format(name=transport.value, port=port))
        made.append(_CERTIFICATE if transport is Transport.tls else "")
    phones = [
        _PHONE.format(name=name, number=PHONES[name], transport=transport, encryption=encryption, also_plain=also_plain)
        for name, transport, encryption, also_plain in [
            ("safe", "tls", "sdes", "no"),
            ("polite", "udp", "sdes", "yes"),
            ("plain", "tls", "no", "no"),
        ]
    ]
    made += [*accounts, *phones, _DESK.format(port=desk)]
    config = {"pjsip.conf": "".join(made), "extensions.conf": _DIALPLAN, **certificate()}
    config["voicemail.conf"] = _VOICEMAIL
    with running(config) as asterisk:
        yield Pbx(asterisk, ports, desk)


def certificate() -> dict[str, str]:
    """A key of the hour and a certificate that it signs itself, for this machine's own name."""
    folder = Path(mkdtemp(prefix="relist-key-"))
    own = {name: folder / name for name in ("own.pem", "own.key")}
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc"]
    command += ["-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    command += ["-keyout", str(own["own.key"]), "-out", str(own["own.pem"])]
    subprocess.run(command, check=True, capture_output=True)
    texts = {name: path.read_text() for name, path in own.items()}
    for path in own.values():
        path.unlink()
    folder.rmdir()
    return texts

"""What the internet sends to every SIP port: it gets no answer worth having, is counted, and disturbs no call."""

import socket
from pathlib import Path

import pytest

from telephony.events import HangUpReason
from telephony.orders import HangUp
from tests.sip.rig import Rig
from tests.support.sipp import playing

INVITE = """INVITE sip:00442079460000@{host} SIP/2.0
Via: SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bK-{case}
From: "sipvicious" <sip:100@1.1.1.1>;tag={case}
To: "sipvicious" <sip:100@1.1.1.1>
Call-ID: {case}@scanner
CSeq: 1 INVITE
Contact: <sip:100@127.0.0.1:{port}>
Max-Forwards: 70
User-Agent: friendly-scanner
Content-Length: 0

"""

# In the manner of RFC 4475, 3.1.2: what a parser must survive.
TORTURE = {
    "no sip at all": b"GET / HTTP/1.1\r\n\r\n",
    "nothing but line ends": b"\r\n" * 40,
    "binary": bytes(range(256)) * 4,
    "negative length": b"OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h\r\nContent-Length: -999\r\n\r\n",
    "a number beyond all integers": b"INVITE sip:a@b SIP/2.0\r\nCSeq: 36893488147419103232 INVITE\r\n\r\n",
    "an unterminated quote": b'INVITE sip:a@b SIP/2.0\r\nTo: "Mr. <sip:a@b>\r\nFrom: <sip:c@d>;tag=1\r\n\r\n',
    "an unknown version": b"OPTIONS sip:a@b SIP/7.0\r\nVia: SIP/7.0/UDP h\r\n\r\n",
    "a response to nobody": b"SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP h;branch=z9hG4bKx\r\nCSeq: 1 INVITE\r\n\r\n",
    "a request line of spaces": b"INVITE  sip:a@b   SIP/2.0  \r\n\r\n",
    "a header of sixty kilobytes": b"OPTIONS sip:a@b SIP/2.0\r\nX: " + b"a" * 60_000 + b"\r\n\r\n",
}


@pytest.fixture
def stranger() -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.bind(("127.0.0.1", 0))
    made.settimeout(0.01)
    return made


def answers(stranger: socket.socket) -> list[str]:
    found = []
    while True:
        try:
            found.append(stranger.recv(4096).decode())
        except TimeoutError:
            return found


def test_a_scanner_that_calls_is_refused_and_counted(rig: Rig, stranger: socket.socket) -> None:
    port, before = rig.phone.endpoint.port(), rig.phone.counters.refused_callers
    with stranger:
        words = INVITE.format(host="127.0.0.1", port=stranger.getsockname()[1], case="one").replace("\n", "\r\n")
        stranger.sendto(words.encode(), ("127.0.0.1", port))
        rig.until(lambda: rig.phone.counters.refused_callers == before + 1)
        said = answers(stranger)
    assert {line.split("\r\n")[0] for line in said} <= {"SIP/2.0 100 Trying", "SIP/2.0 404 Not Found"}
    assert any("404" in line for line in said)
    assert not any("pjsip" in line.lower() or "relist" in line.lower() for line in said)
    assert rig.told == []


def test_131_what_no_parser_should_be_sent_changes_nothing_for_a_running_call(
    rig: Rig, stranger: socket.socket, tmp_path: Path
) -> None:
    with stranger, playing("094", tmp_path, port=rig.ports["first"]) as far:
        call = rig.call()
        rig.until(rig.heard("Answered", call))
        for message in TORTURE.values():
            stranger.sendto(message, ("127.0.0.1", rig.phone.endpoint.port()))
            rig.turn(0.02)
        assert rig.kinds(call)[-1] == "Answered"
        rig.phone.carry_out(HangUp(call_id=call, why=HangUpReason.agent))
        assert rig.ending(call).ending.kind == "completed"
        rig.until(lambda: far.finished() == 0)

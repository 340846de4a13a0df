"""What the internet sends to every SIP port: it gets no answer worth having and is counted."""

import socket

import pytest

from tests.sip.rig import Rig

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
        said: list[str] = []

        def is_refused() -> bool:
            said.extend(answers(stranger))
            return any("404" in line for line in said)

        rig.until(is_refused)
        assert rig.phone.counters.refused_callers == before + 1
    assert {line.split("\r\n")[0] for line in said} <= {"SIP/2.0 100 Trying", "SIP/2.0 404 Not Found"}
    assert not any("pjsip" in line.lower() or "relist" in line.lower() for line in said)
    assert rig.told == []

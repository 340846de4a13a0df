"""Strangers at the SIP ports: thrown away by the kernel, counted, and shown to managers; peers get through."""

import socket
from collections.abc import Iterator
from ipaddress import IPv4Network
from pathlib import Path

import pytest
from sqlalchemy import Connection

from dialer.sip_state import state_of
from telephony.sip.gate import MOST_NETWORKS, Gate, program
from tests.process.support import eventually
from tests.sip.floor import open_floor
from tests.sip.rtp import Telephone
from tests.sip.test_whole_path import AGENT, LEAD, places
from tests.support.sipp import free_port, playing

PEER, STRANGER = "127.0.0.1", "127.0.0.3"
FLOOD = 300

REQUEST = """{method} sip:100@127.0.0.1 SIP/2.0
Via: SIP/2.0/UDP {host}:{port};rport;branch=z9hG4bK-{count}
From: "sipvicious" <sip:100@1.1.1.1>;tag={count}
To: "sipvicious" <sip:100@1.1.1.1>
Call-ID: {count}@scanner
CSeq: 1 {method}
Contact: <sip:100@{host}:{port}>
Max-Forwards: 70
User-Agent: friendly-scanner
Content-Length: 0

"""


def a_socket(address: str) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.bind((address, 0))
    made.settimeout(10)
    return made


def is_quiet(door: socket.socket) -> bool:
    """Whether nothing is there to be read."""
    door.setblocking(False)
    try:
        door.recv(100)
    except BlockingIOError:
        return True
    finally:
        door.settimeout(10)
    return False


@pytest.fixture
def door() -> Iterator[socket.socket]:
    with a_socket(PEER) as made:
        yield made


def sends(address: str, words: bytes, door: socket.socket) -> None:
    with a_socket(address) as sender:
        sender.sendto(words, door.getsockname())


def gets_through(address: str, words: bytes, door: socket.socket) -> bool:
    """Whether the words are the next that arrive."""
    sends(address, words, door)
    return door.recv(100) == words


def is_stopped(address: str, words: bytes, door: socket.socket, gate: Gate) -> bool:
    """Whether the kernel counts the words among what it throws away, and nobody reads them."""
    before = gate.dropped
    sends(address, words, door)
    return eventually(lambda: gate.dropped == before + 1) and is_quiet(door)


def test_peers_may_say_anything_and_strangers_only_what_belongs_to_a_call(door: socket.socket) -> None:
    gate = Gate({door.getsockname()[1]})
    assert gets_through(STRANGER, b"OPTIONS sip:a@b SIP/2.0", door), "before anybody is named all may come"
    gate.admit([IPv4Network(f"{PEER}/32"), IPv4Network("192.0.2.0/24")])
    assert gets_through(PEER, b"INVITE sip:a@b SIP/2.0", door)
    for words in (b"INVITE sip:a@b SIP/2.0", b"REGISTER sip:b SIP/2.0", b"OPTIONS sip:a@b SIP/2.0", b"\r\n", b""):
        assert is_stopped(STRANGER, words, door, gate), words
    assert gate.dropped == 5
    for words in (b"SIP/2.0 200 OK", b"BYE sip:a@b SIP/2.0", b"ACK sip:a@b SIP/2.0", b"CANCEL sip:a@b SIP/2.0"):
        assert gets_through(STRANGER, words, door), words
    gate.admit([IPv4Network("127.0.0.0/8")])
    assert gets_through(STRANGER, b"INVITE sip:a@b SIP/2.0", door)
    gate.close()


def test_a_gate_knows_so_many_networks_and_no_more() -> None:
    networks = [IPv4Network(f"10.0.{n}.0/24") for n in range(MOST_NETWORKS + 1)]
    assert program(networks[:-1], has_payload=True)[-1][-1] == 0
    with pytest.raises(ValueError, match="at most"):
        program(networks, has_payload=True)


def test_scanners_get_no_answer_are_counted_and_disturb_no_call(
    tmp_path: Path, conn: Connection, database_url: str, redis_url: str
) -> None:
    agent, lead, trunk, agents = Telephone(AGENT), Telephone(LEAD), free_port(), free_port()
    desk = playing("094", tmp_path / "desk", port=agents, sound_port=agent.port)
    home = playing("094", tmp_path / "home", port=trunk, sound_port=lead.port)
    with agent, lead, desk, home, open_floor(tmp_path, conn, database_url, redis_url, **places(trunk, agents)) as floor:
        floor.start_process()
        floor.lead("+12175550150")
        floor.start_session()
        floor.until(lambda: agent.hears(LEAD) and lead.hears(AGENT))
        ours = (PEER, floor.told()["port"])
        with a_socket(STRANGER) as scanner:
            host, port = scanner.getsockname()
            for count in range(FLOOD):
                method = ("OPTIONS", "REGISTER", "INVITE")[count % 3]
                words = REQUEST.format(method=method, host=host, port=port, count=count)
                scanner.sendto(words.replace("\n", "\r\n").encode(), ours)
            floor.until(lambda: floor.status().get("turned_away", 0) >= FLOOD)
            # What the processes say lapses where a busy machine keeps them from saying it again.
            floor.until(lambda: (told := state_of(floor.services)) is not None and told.living == 1)
            told = state_of(floor.services)
            assert told is not None
            assert (told.resting, told.turned_away >= FLOOD) == ((), True)
            assert is_quiet(scanner)
        with a_socket(PEER) as carrier:
            host, port = carrier.getsockname()
            words = REQUEST.format(method="OPTIONS", host=host, port=port, count="peer")
            carrier.sendto(words.replace("\n", "\r\n").encode(), ours)
            assert carrier.recv(2000).startswith(b"SIP/2.0 200 ")
        assert floor.told()["refused_callers"] == 0
        floor.until(lambda: agent.hears(LEAD) and lead.hears(AGENT))

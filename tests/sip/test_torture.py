"""The torture messages of RFC 4475 and RFC 5118 against the SIP process: it stays up, keeps its call and answers."""

import socket
from pathlib import Path

import psutil
from sqlalchemy import Connection

from tests.sip.floor import open_floor
from tests.sip.rtp import Telephone
from tests.sip.test_whole_path import AGENT, LEAD, places
from tests.sip.torture import BEYOND, INVALID, VALID, options
from tests.sip.torture_ipv6 import IPV6
from tests.support.sipp import free_port, playing

MOST_GROWTH = 16 << 20
"""Bytes: far less than what a leak of each of these messages would come to, and more than tables that grow once."""

TIMES = 5


def is_answered(peer: socket.socket, place: tuple[str, int], name: str) -> bool:
    """Whether a plain OPTIONS gets its 200, whatever else still arrives."""
    via = f"Via: SIP/2.0/UDP 127.0.0.1:{peer.getsockname()[1]};rport;branch=z9hG4bK.{name}"
    peer.sendto(options(name, via, line="OPTIONS sip:us@127.0.0.1 SIP/2.0"), place)
    while True:
        try:
            said = peer.recv(4096).decode(errors="replace")
        except TimeoutError:
            return False
        if f"branch=z9hG4bK.{name}" in said:
            return said.startswith("SIP/2.0 200 ")


def test_case_131_the_process_survives_every_torture_message_and_keeps_its_call(
    tmp_path: Path, conn: Connection, database_url: str, redis_url: str
) -> None:
    agent, lead, trunk, agents = Telephone(AGENT), Telephone(LEAD), free_port(), free_port()
    desk = playing("094", tmp_path / "desk", port=agents, sound_port=agent.port)
    home = playing("094", tmp_path / "home", port=trunk, sound_port=lead.port)
    peer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    peer.bind(("127.0.0.1", 0))
    peer.settimeout(10)
    floor_of = open_floor(tmp_path, conn, database_url, redis_url, **places(trunk, agents))
    with peer, agent, lead, desk, home, floor_of as floor:
        floor.start_process()
        floor.lead("+12175550150")
        floor.start_session()
        floor.until(lambda: agent.hears(LEAD) and lead.hears(AGENT))
        before = floor.told()
        place, process = ("127.0.0.1", before["port"]), psutil.Process(before["pid"])
        for turn in range(TIMES):
            for number, (name, words) in enumerate({**VALID, **INVALID, **IPV6, **BEYOND}.items()):
                peer.sendto(words, place)
                assert turn or is_answered(peer, place, f"after-{number}"), name
            if not turn:
                size = process.memory_info().rss
        floor.until(lambda: is_answered(peer, place, "last"))
        assert process.memory_info().rss - size < MOST_GROWTH
        floor.until(lambda: floor.status().get("refused_callers", 0) > 0)
        after = floor.told()
        assert (after["callback_failures"], after["pid"]) == (0, before["pid"])
        floor.until(lambda: [call["state"] for call in floor.calls()] == ["talking", "talking"])
        floor.until(lambda: agent.hears(LEAD) and lead.hears(AGENT))

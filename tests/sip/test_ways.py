"""How an INVITE travels and what it says, by trunk: proxy, TCP, identity, the order of codecs."""

import re
import socket
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest

from telephony.endings import EndingKind
from telephony.events import HangUpReason
from telephony.numbers import PhoneNumber
from telephony.orders import HangUp, PlaceCall, Screening
from telephony.sip.endpoint import PORTS_AT_ONCE
from telephony.sip.trunks import CODECS, Identity, NumberFormat, Transport, Trunk, transport_of
from tests.sip.rig import Rig, phone
from tests.support.sipp import FarEnd, free_port, playing

OURS = "+13045550199"


def invite_of(rig: Rig, far: FarEnd, **call: Any) -> str:
    """The INVITE of a call that is answered and ended."""
    return ended(rig, far, rig.call(**call))


def ended(rig: Rig, far: FarEnd, made: str) -> str:
    rig.until(rig.heard("Answered", made))
    rig.phone.carry_out(HangUp(call_id=made, why=HangUpReason.agent))
    assert rig.ending(made).ending.kind is EndingKind.completed
    rig.until(lambda: far.finished() == 0)
    (invite,) = far.requests("INVITE")
    return invite


def line(message: str, name: str) -> str | None:
    found = re.search(rf"(?m)^{name}: (.*)$", message)
    return found and found[1].strip()


@pytest.mark.parametrize("transport", [Transport.udp, Transport.tcp])
def test_calls_go_through_the_outbound_proxy_and_ask_for_the_server(tmp_path: Path, transport: Transport) -> None:
    proxy, server = free_port(), free_port()
    trunk = Trunk(name="t", server=f"127.0.0.1:{server}", proxy=f"127.0.0.1:{proxy}", transport=transport)
    with phone(trunk) as rig, playing("094", tmp_path, port=proxy, over=transport.value) as far:
        invite = invite_of(rig, far)
    via = f";transport={transport}" if transport is Transport.tcp else ""
    assert re.match(rf"INVITE sip:\+12175550\d+@127\.0\.0\.1:{server}{via} SIP/2\.0", invite)
    assert line(invite, "Route") == f"<sip:127.0.0.1:{proxy}{via};lr>"
    assert f"Via: SIP/2.0/{transport.upper()} " in invite


IDENTITIES = [
    ({}, f"<sip:{OURS}@127.0.0.1>", ("P-Asserted-Identity", f"<sip:{OURS}@127.0.0.1>")),
    (
        {"identity": Identity.rpid, "number_format": NumberFormat.plain},
        "<sip:13045550199@127.0.0.1>",
        ("Remote-Party-ID", "<sip:13045550199@127.0.0.1>;party=calling;screen=yes;privacy=off"),
    ),
    ({"identity": Identity.from_only}, f"<sip:{OURS}@127.0.0.1>", None),
    (
        {"user": "us", "password": "right", "from_account": True},
        "<sip:us@127.0.0.1>",
        ("P-Asserted-Identity", f"<sip:{OURS}@127.0.0.1>"),
    ),
]


@pytest.mark.parametrize(("settings", "sender", "shown"), IDENTITIES, ids=["pai", "rpid", "from", "account"])
def test_each_trunk_says_who_calls_in_its_own_way(
    tmp_path: Path, settings: dict[str, Any], sender: str, shown: tuple[str, str] | None
) -> None:
    port = free_port()
    trunk = Trunk(name="t", server=f"127.0.0.1:{port}", **settings)
    with phone(trunk) as rig, playing("094", tmp_path, port=port) as far:
        invite = invite_of(rig, far)
    assert (line(invite, "From") or "").startswith(f"{sender};tag=")
    said = [(name, line(invite, name)) for name in ("P-Asserted-Identity", "Remote-Party-ID") if line(invite, name)]
    assert said == ([shown] if shown else [])


def test_codecs_are_offered_in_the_order_that_is_set_and_no_others(tmp_path: Path) -> None:
    port, order = free_port(), tuple(reversed(CODECS))
    trunk = Trunk(name="t", server=f"127.0.0.1:{port}")
    with phone(trunk, codecs=order) as rig, playing("094", tmp_path, port=port) as far:
        known = rig.phone.endpoint.codecs()
        invite = invite_of(rig, far)
    named = dict(re.findall(r"a=rtpmap:(\d+) ([\w-]+)/", invite))
    offered = re.search(r"(?m)^m=audio \d+ RTP/AVP ([\d ]+)$", invite)
    assert offered is not None
    names = [named[each] for each in offered[1].split()]
    assert [name for name in names if name != "telephone-event"] == [name for name in order if name in known]
    assert names[-1] == "telephone-event"


def test_a_call_finds_its_ports_behind_those_of_a_large_floor(tmp_path: Path) -> None:
    """The library gives up after a hundred pairs of ports, which the legs of as many agents hold side by side."""
    port = free_port()
    trunk = Trunk(name="t", server=f"127.0.0.1:{port}")
    to, ours = PhoneNumber.parse("+12175550123"), PhoneNumber.parse(OURS)
    order = PlaceCall(call_id="a", to=to, from_=ours, ring_seconds=20, max_seconds=60, screening=Screening.off)
    with phone(trunk, media_ports=PORTS_AT_ONCE + 40) as rig, playing("094", tmp_path, port=port) as far:
        first = rig.phone.config.first_media_port
        behind = first + PORTS_AT_ONCE + 20
        with ExitStack() as floor:
            for each in range(first, behind, 2):
                taken = floor.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
                with suppress(OSError):  # somebody else has it already
                    taken.bind(("127.0.0.1", each))
            # Not asked again, as the engine and `Rig.call` do of one that is to come later.
            rig.phone.carry_out(order)
            invite = ended(rig, far, order.call_id)
        assert rig.complaints == []
    offered = re.search(r"(?m)^m=audio (\d+) ", invite)
    assert offered is not None
    assert int(offered[1]) >= behind


def test_an_agents_phone_is_called_over_what_its_address_asks_for(tmp_path: Path) -> None:
    port = free_port()
    trunk = Trunk(name="t", server=f"127.0.0.1:{free_port()}")
    wanted = f"sip:7@127.0.0.2:{port};transport=tcp"
    far_end = playing("094", tmp_path, address="127.0.0.2", port=port, over="tcp")
    with phone(trunk, agent_uri=wanted.replace("7", "{agent}", 1)) as rig, far_end as far:
        invite = invite_of(rig, far, at=wanted)
    assert "Via: SIP/2.0/TCP " in invite
    assert line(invite, "Call-Info") == "<sip:relist>;answer-after=0"


@pytest.mark.parametrize(
    ("uri", "transport"),
    [
        ("sip:7@pbx.example.com", Transport.udp),
        ("sip:7@pbx.example.com:5070;transport=TLS;user=phone", Transport.tls),
        ("sip:7@pbx.example.com;transport=tcp", Transport.tcp),
        ("sip:7@pbx.example.com;transport=sctp", Transport.udp),
        ("sips:7@pbx.example.com", Transport.tls),
    ],
)
def test_the_way_that_an_address_asks_for(uri: str, transport: Transport) -> None:
    assert transport_of(uri) is transport

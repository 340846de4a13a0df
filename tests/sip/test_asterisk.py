"""Asterisk as a carrier and as a PBX: registration over TLS with encrypted sound, TCP, codecs in our order, a desk."""

import wave
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from telephony.carrier import Refused
from telephony.endings import EndingKind
from telephony.events import HangUpReason
from telephony.orders import BridgeToAgent, HangUp, LeaveVoicemail, Screening
from telephony.sip.trunks import SipConfig, Srtp, Transport, Trunk
from tests.sip.pbx import CODECS, Pbx, running_pbx
from tests.sip.rig import Rig, phone
from tests.sip.rtp import RATE, Telephone, pitches_of, tone, write
from tests.sip.test_screening import BEEP, GREETING, VOICE
from tests.support.sipp import free_port, playing

AGENT = 600.0


@pytest.fixture(scope="module")
def pbx() -> Iterator[Pbx]:
    with running_pbx() as made:
        yield made


def is_registered(rig: Rig) -> Callable[[], bool]:
    return lambda: all(state.in_rotation for state in rig.phone.rotation.states(rig.now()))


def hears_itself(rig: Rig, folder: Path) -> None:
    """The agent's voice goes over the trunk to Asterisk, which sends it back, and nobody else says this tone."""
    agent = Telephone(AGENT)
    desk = playing("094", folder, address="127.0.0.2", port=rig.ports["agents"], sound_port=agent.port)
    with agent, desk:
        leg, lead = rig.call(agent=True), rig.call()
        for call in (leg, lead):
            rig.until(rig.heard("Answered", call))
        assert not agent.hears(AGENT)
        rig.phone.carry_out(BridgeToAgent(call_id=lead, agent_leg_id=leg))
        rig.until(lambda: agent.hears(AGENT))
        for call in (lead, leg):
            rig.phone.carry_out(HangUp(call_id=call, why=HangUpReason.agent))
            assert rig.ending(call).ending.kind is EndingKind.completed


def is_known(rig: Rig, pbx: Pbx, *wanted: str) -> None:
    """Waits until Asterisk has told this of its last call; a thread of its own writes that down."""
    rig.until(lambda: pbx.known()[-1:] == [list(wanted)])


def test_a_trunk_that_registers_over_tls_carries_encrypted_sound_both_ways(pbx: Pbx, tmp_path: Path) -> None:
    trunk = pbx.trunk("secret", Transport.tls, srtp=Srtp.required)
    with phone(trunk, ca_file=str(pbx.authority)) as rig:
        rig.until(is_registered(rig))
        hears_itself(rig, tmp_path)
        is_known(rig, pbx, "secret", "1", "1", "(ulaw)", "+13045550199")


def test_119_a_registered_trunk_carries_calls_and_a_wrong_password_is_told_once(pbx: Pbx) -> None:
    right = pbx.trunk("ulaw", Transport.udp)
    wrong = replace(right, name="wrong", password="wrong")
    rig = Rig(config=SipConfig(trunks=(wrong, right), bind_address="127.0.0.1", probe_seconds=3600))
    try:
        well = {"wrong": False, "ulaw": True}
        rig.until(lambda: {each.name: each.in_rotation for each in rig.phone.rotation.states(rig.now())} == well)
        rig.until(lambda: rig.complaints)
        call = rig.call()
        rig.until(rig.heard("Answered", call))
        rig.phone.carry_out(HangUp(call_id=call, why=HangUpReason.agent))
        assert rig.ending(call).ending.kind is EndingKind.completed
        assert rig.complaints == ["trunk wrong takes no registration (SIP 401)"]
    finally:
        rig.close()


def test_a_trunk_that_wants_encrypted_sound_takes_no_plain_one(pbx: Pbx) -> None:
    with phone(pbx.trunk("secret", Transport.tls), ca_file=str(pbx.authority)) as rig:
        rig.until(is_registered(rig))
        assert rig.ending(rig.call()).ending.kind is EndingKind.media_failed


def test_a_tls_trunk_that_cannot_prove_who_it_is_gets_no_call(pbx: Pbx) -> None:
    with phone(pbx.trunk("secret", Transport.tls, srtp=Srtp.required)) as rig:
        rig.until(lambda: "trunk secret takes no registration (SIP 503)" in rig.complaints)
        with pytest.raises(Refused, match="rotation"):
            rig.call()


def test_every_codec_that_may_be_named_carries_sound_both_ways(pbx: Pbx, tmp_path: Path) -> None:
    spoken = []
    for name, theirs in CODECS.items():
        with phone(pbx.trunk(theirs, Transport.udp, registers=False), codecs=tuple(CODECS)) as rig:
            if name in rig.phone.endpoint.codecs():
                hears_itself(rig, tmp_path / name)
                is_known(rig, pbx, theirs, "0", "0", f"({theirs})", "+13045550199")
                spoken.append(name)
    # The ready-made library has no Opus.
    assert spoken in (list(CODECS), list(CODECS)[:-1])


def test_a_trunk_over_tcp_that_knows_us_by_our_name_in_from_hears_the_caller_id(pbx: Pbx, tmp_path: Path) -> None:
    with phone(pbx.trunk("stream", Transport.tcp, from_account=True)) as rig:
        rig.until(is_registered(rig))
        hears_itself(rig, tmp_path)
        is_known(rig, pbx, "stream", "0", "0", "(ulaw)", "+13045550199")


def test_an_extension_of_a_pbx_is_the_agents_phone(pbx: Pbx, tmp_path: Path) -> None:
    agent = Telephone(AGENT)
    desk = playing("094", tmp_path, address="127.0.0.2", port=pbx.desk_port, sound_port=agent.port)
    extension = f"sip:7@localhost:{pbx.ports[Transport.tcp]};transport=tcp"
    with agent, desk as far, phone(pbx.trunk("stream", Transport.tcp, from_account=True)) as rig:
        rig.until(is_registered(rig))
        leg, lead = rig.call(at=extension), rig.call()
        for call in (leg, lead):
            rig.until(rig.heard("Answered", call))
        rig.phone.carry_out(BridgeToAgent(call_id=lead, agent_leg_id=leg))
        rig.until(lambda: agent.hears(AGENT))
        rig.phone.carry_out(HangUp(call_id=leg, why=HangUpReason.agent))
        assert rig.ending(leg).ending.kind is EndingKind.completed
        rig.until(lambda: far.finished() == 0)
        assert rig.kinds(lead)[-1] == "AgentJoined", "the lead's own call is not over with the agent's"
        assert [each.live_calls for each in rig.phone.rotation.states(rig.now())] == [1]


@contextmanager
def agents_phone(pbx: Pbx, name: str, srtp: Srtp, folder: Path) -> Iterator[tuple[Rig, Telephone, str]]:
    """A lead who has answered, and a call that rings at this phone of an agent's: not by way of the trunk."""
    lead, trunk = Telephone(AGENT), Trunk(name="t", server=f"127.0.0.1:{free_port()}", calls_per_second=1000)
    home = playing("094", folder, port=int(trunk.server.partition(":")[2]), sound_port=lead.port)
    at = pbx.phone(name)
    anyone = f"sip:{{agent}}@{at.partition('@')[2]}"
    floor = phone(trunk, agent_uri=anyone, agent_srtp=srtp, ca_file=str(pbx.authority))
    with lead, home, floor as rig:
        yield rig, lead, rig.call(at=at)


@pytest.mark.parametrize(
    ("name", "srtp", "signals", "sound"),
    [("safe", Srtp.required, "1", "1"), ("polite", Srtp.optional, "0", "1")],
)
def test_an_agents_phone_hears_and_is_heard_in_encrypted_sound(
    pbx: Pbx, tmp_path: Path, name: str, srtp: Srtp, signals: str, sound: str
) -> None:
    with agents_phone(pbx, name, srtp, tmp_path) as (rig, lead, leg):
        call = rig.call()
        for each in (leg, call):
            rig.until(rig.heard("Answered", each))
        assert not lead.hears(AGENT)
        # The phone sends back what it hears, so that the lead hears their own tone by way of it.
        rig.phone.carry_out(BridgeToAgent(call_id=call, agent_leg_id=leg))
        rig.until(lambda: lead.hears(AGENT))
        for each in (call, leg):
            rig.phone.carry_out(HangUp(call_id=each, why=HangUpReason.agent))
            assert rig.ending(each).ending.kind is EndingKind.completed
        is_known(rig, pbx, name, signals, sound, "(ulaw)", "+13045550199")


def test_an_agents_phone_that_cannot_encrypt_is_not_spoken_to_where_it_must(pbx: Pbx, tmp_path: Path) -> None:
    with agents_phone(pbx, "plain", Srtp.required, tmp_path) as (rig, _, leg):
        assert rig.ending(leg).ending.kind is EndingKind.media_failed


def test_a_message_is_left_in_a_mailbox_after_its_greeting_and_its_beep(pbx: Pbx, tmp_path: Path) -> None:
    pbx.greet(GREETING, tone(BEEP, 0.4))
    write(tmp_path / "message.wav", tone(VOICE, 2.0))
    with phone(pbx.trunk("mailbox", Transport.udp)) as rig:
        rig.until(is_registered(rig))
        call = rig.call(screening=Screening.first)
        rig.until(rig.heard("Machine", call))
        rig.phone.carry_out(LeaveVoicemail(call_id=call, message_id="hello"), tmp_path / "message.wav")
        assert rig.ending(call).ending.kind is EndingKind.completed
        assert rig.kinds(call)[-2:] == ["Played", "Ended"]
        rig.until(lambda: (pbx.mailbox / "INBOX/msg0000.txt").exists())
    with wave.open(str(pbx.mailbox / "INBOX/msg0000.wav"), "rb") as file:
        said = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    # All of it: the beep was over before it began, and nothing of it is missing.
    halves = [pitches_of(said[at : at + RATE // 2], (VOICE, BEEP)) for at in range(0, len(said) - RATE // 2, RATE // 2)]
    assert halves.count({VOICE}) >= 3
    assert not any(BEEP in half for half in halves)

"""Who hears whom, by tones of different pitch and their spectrum."""

import wave
from pathlib import Path

from dialer.sip import add_pause
from telephony.events import OPT_OUT_KEY, HangUpReason
from telephony.orders import BridgeToAgent, HangUp, Hold, Mute, PlayMessage, SendDigits, Unhold, Unmute
from tests.sip.rig import Rig
from tests.sip.rtp import RATE, Telephone, tone, write
from tests.support.sipp import playing

AGENT, LEAD, OTHER, VOICE = 600.0, 1000.0, 1500.0, 2200.0
ALL = (AGENT, LEAD, OTHER, VOICE)


def test_134_an_agent_hears_one_lead_at_a_time_and_nobody_hears_two(rig: Rig, tmp_path: Path) -> None:
    agent, first, other = Telephone(AGENT), Telephone(LEAD), Telephone(OTHER)
    legs = playing("094", tmp_path / "a", address="127.0.0.2", port=rig.ports["agents"], sound_port=agent.port)
    one = playing("094", tmp_path / "1", port=rig.ports["first"], sound_port=first.port)
    two = playing("094", tmp_path / "2", port=rig.ports["second"], sound_port=other.port)
    with agent, first, other, legs as at_agent, one as at_first, two as at_other:
        leg, lead = rig.call(agent=True), rig.call()
        rig.phone.rotation.failed("first", rig.now())
        second = rig.call()
        for call in (leg, lead, second):
            rig.until(rig.heard("Answered", call))
        rig.turn(0.7)
        assert [each.pitches(ALL) for each in (agent, first, other)] == [set(), set(), set()]

        rig.phone.carry_out(BridgeToAgent(call_id=lead, agent_leg_id=leg))
        rig.until(rig.heard("AgentJoined", lead))
        rig.until(lambda: agent.hears(LEAD) and first.hears(AGENT))
        # A gap in the sound of a busy machine is none of our business, somebody else's voice is.
        assert agent.pitches(ALL) <= {LEAD}
        assert first.pitches(ALL) <= {AGENT}
        assert other.pitches(ALL) == set()

        rig.phone.carry_out(BridgeToAgent(call_id=second, agent_leg_id=leg))
        rig.until(lambda: agent.pitches(ALL) == {OTHER} and other.hears(AGENT) and not first.hears(AGENT))

        rig.phone.carry_out(Hold(call_id=second))
        rig.until(lambda: not (agent.pitches(ALL) | other.pitches(ALL)))
        rig.phone.carry_out(Unhold(call_id=second))
        rig.phone.carry_out(Mute(call_id=leg))
        rig.until(lambda: agent.pitches(ALL) == {OTHER} and not other.pitches(ALL))
        rig.phone.carry_out(Unmute(call_id=leg))
        rig.until(lambda: other.hears(AGENT))
        for call in (leg, lead, second):
            rig.phone.carry_out(HangUp(call_id=call, why=HangUpReason.agent))
            assert rig.ending(call).ending.kind == "completed"
        rig.until(lambda: [each.finished() for each in (at_agent, at_first, at_other)] == [0, 0, 0])


def test_a_second_answer_hears_who_called_to_its_end_and_then_goodbye(rig: Rig, tmp_path: Path) -> None:
    recording = tmp_path / "who.wav"
    write(recording, tone(VOICE, 1.2))
    with Telephone(LEAD) as lead, playing("094", tmp_path, port=rig.ports["first"], sound_port=lead.port) as far:
        call = rig.call()
        rig.until(rig.heard("Answered", call))
        rig.phone.carry_out(PlayMessage(call_id=call, message_id="identification"), recording)
        rig.until(lambda: lead.heard_once(VOICE))
        rig.until(rig.heard("Ended", call))
        rig.until(lambda: far.finished() == 0)
    assert rig.kinds(call)[-2:] == ["Played", "Ended"]


def test_the_key_that_a_message_offers_ends_the_call_and_no_other_does(rig: Rig, tmp_path: Path) -> None:
    recording = tmp_path / "who.wav"
    write(recording, tone(VOICE, 8))
    with Telephone(LEAD) as lead, playing("094", tmp_path, port=rig.ports["first"], sound_port=lead.port) as far:
        call = rig.call()
        rig.until(rig.heard("Answered", call))
        rig.turn(0.3)
        lead.press(int(OPT_OUT_KEY))
        rig.until(lead.has_pressed)
        # Ours reach the far end as events of RFC 4733, every one once.
        rig.phone.carry_out(SendDigits(call_id=call, digits="1*#"))
        rig.phone.carry_out(SendDigits(call_id=call, digits="10"))
        rig.until(lambda: lead.keys == "1*#10")
        rig.turn(0.3)
        assert "OptedOut" not in rig.kinds(call), "no message plays, so no key was offered"
        rig.phone.carry_out(PlayMessage(call_id=call, message_id="identification"), recording)
        rig.until(lambda: lead.hears(VOICE))
        lead.press(1)
        rig.until(lead.has_pressed)
        rig.turn(0.3)
        lead.press(int(OPT_OUT_KEY))
        rig.until(rig.heard("Ended", call))
        rig.until(lambda: far.finished() == 0)
    assert rig.kinds(call)[-2:] == ["OptedOut", "Ended"]


def test_words_that_offer_a_key_are_followed_by_the_time_to_press_it(tmp_path: Path) -> None:
    path = tmp_path / "words.wav"
    write(path, tone(VOICE, 1))
    before = path.stat().st_size
    add_pause(path, 3)
    with wave.open(str(path), "rb") as file:
        assert file.getnframes() == 4 * RATE
        file.setpos(RATE)
        assert not any(file.readframes(3 * RATE))
    assert path.stat().st_size == before + 3 * RATE * 2


def test_a_message_without_a_recording_ends_the_call_at_once(rig: Rig, tmp_path: Path) -> None:
    with playing("094", tmp_path, port=rig.ports["first"]) as far:
        call = rig.call()
        rig.until(rig.heard("Answered", call))
        rig.phone.carry_out(PlayMessage(call_id=call, message_id="identification"), None)
        rig.ending(call)
        rig.until(lambda: far.finished() == 0)
    assert "message: there is no recording of this message" in rig.complaints

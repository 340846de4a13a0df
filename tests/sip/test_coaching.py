"""Managers beside agents on the bridge: who hears whom, by tones of different pitch."""

from pathlib import Path

import pytest

from telephony.carrier import Refused
from telephony.events import HangUpReason
from telephony.orders import (
    HangUp,
    Hear,
    Hearing,
    Hold,
    Mute,
    PlayMessage,
    StartRecording,
    Unhold,
    Unmute,
)
from telephony.sip import tape_files
from tests.sip.rig import Rig
from tests.sip.rtp import tone, write
from tests.sip.trio import AGENT, ALL, BOSS, LEAD, MUSIC, talking
from tests.support.sipp import playing


def test_a_manager_listens_whispers_and_speaks_to_both_and_no_lead_hears_a_whisper(rig: Rig, tmp_path: Path) -> None:
    with talking(rig, tmp_path) as room:
        room.hears(agent={LEAD}, lead={AGENT}, boss=set())
        room.hear(Hearing.listen)
        room.hears(agent={LEAD}, lead={AGENT}, boss={AGENT, LEAD})
        room.hear(Hearing.whisper)
        room.hears(agent={LEAD, BOSS}, lead={AGENT}, boss={AGENT, LEAD})
        room.hear(Hearing.barge)
        room.hears(agent={LEAD, BOSS}, lead={AGENT, BOSS}, boss={AGENT, LEAD})
        rig.phone.carry_out(Mute(call_id=room.legs["agent"]))
        room.hears(agent={LEAD, BOSS}, lead={BOSS}, boss={LEAD})
        rig.phone.carry_out(Unmute(call_id=room.legs["agent"]))
        room.end("lead")
        rig.ending(room.legs["lead"])
        rig.until(lambda: room.agent.pitches(ALL) == {BOSS} and room.boss.pitches(ALL) == {AGENT})
        room.end("agent")
        assert rig.ending(room.legs["boss"]).ending.kind == "completed", "the room ends with the agent"


def test_a_person_on_hold_hears_music_alone_and_nobody_hears_them(rig: Rig, tmp_path: Path) -> None:
    write(tmp_path / "music.wav", tone(MUSIC, 0.5))
    with talking(rig, tmp_path) as room:
        room.hear(Hearing.barge)
        room.hears(agent={LEAD, BOSS}, lead={AGENT, BOSS}, boss={AGENT, LEAD})
        rig.phone.carry_out(Hold(call_id=room.legs["lead"]), tmp_path / "music.wav")
        room.hears(agent={BOSS}, lead={MUSIC}, boss={AGENT})
        # The half second of music is repeated for as long as the hold lasts.
        rig.turn(0.8)
        room.hears(agent={BOSS}, lead={MUSIC}, boss={AGENT})
        rig.phone.carry_out(Unhold(call_id=room.legs["lead"]))
        room.hears(agent={LEAD, BOSS}, lead={AGENT, BOSS}, boss={AGENT, LEAD})


@pytest.mark.parametrize("who", ["lead", "agent"])
def test_whoever_hangs_up_during_a_hold_everything_that_ran_is_given_back(rig: Rig, tmp_path: Path, who: str) -> None:
    write(tmp_path / "music.wav", tone(MUSIC, 0.5))
    # A test before may have one that is given back a second after its sound.
    rig.until(lambda: rig.phone.players == 0)
    with talking(rig, tmp_path) as room:
        rig.until(rig.heard("AgentJoined", room.legs["lead"]))
        rig.phone.carry_out(StartRecording(call_id=room.legs["lead"]))
        rig.phone.carry_out(Hold(call_id=room.legs["lead"]), tmp_path / "music.wav")
        rig.until(lambda: room.lead.pitches(ALL) == {MUSIC})
        assert rig.phone.players == 3, "music, and a tape of each side"
        room.end(who)
        rig.ending(room.legs[who])
        if who == "agent":
            # The person does not wait with the music for nobody: our engine has words for them.
            rig.phone.carry_out(PlayMessage(call_id=room.legs["lead"], message_id="sorry"), tmp_path / "music.wav")
            rig.until(rig.heard("Played", room.legs["lead"]))
        rig.ending(room.legs["lead"])
        rig.until(lambda: rig.phone.players == 0 and rig.notes)
    tape_files.forget(rig.shelf.folder, room.legs["lead"])


def test_nobody_is_put_beside_an_agent_who_is_not_there(rig: Rig, tmp_path: Path) -> None:
    with playing("094", tmp_path, port=rig.ports["first"]) as far:
        call = rig.call()
        rig.until(rig.heard("Answered", call))
        with pytest.raises(Refused, match="agent's leg is not up"):
            rig.phone.carry_out(Hear(call_id=call, agent_leg_id="x", agent_carrier_id=None, hearing=Hearing.listen))
        rig.phone.carry_out(HangUp(call_id=call, why=HangUpReason.agent))
        rig.ending(call)
        rig.until(lambda: far.finished() == 0)

"""A person handed over on the bridge: who hears whom at every step, by tones of different pitch."""

from pathlib import Path

import pytest

from telephony.carrier import Refused
from telephony.orders import BridgeToAgent, GoToRoom, Hearing, Hold, Unhold
from tests.sip.rig import Rig
from tests.sip.rtp import tone, write
from tests.sip.trio import AGENT, ALL, BOSS, LEAD, MUSIC, Room, talking


def hold(rig: Rig, room: Room, folder: Path) -> None:
    write(folder / "music.wav", tone(MUSIC, 0.5))
    rig.phone.carry_out(Hold(call_id=room.legs["lead"]), folder / "music.wav")


def go(rig: Rig, room: Room, *, to: str) -> None:
    """The third leg goes to a room."""
    rig.phone.carry_out(GoToRoom(call_id=room.legs["boss"], room_leg_id=room.legs[to]))


def give(rig: Rig, room: Room) -> None:
    """The person goes to the third, who has a room of their own."""
    go(rig, room, to="boss")
    rig.phone.carry_out(BridgeToAgent(call_id=room.legs["lead"], agent_leg_id=room.legs["boss"]))


def test_a_third_party_is_spoken_with_while_the_person_hears_music_then_all_three_then_the_two(
    rig: Rig, tmp_path: Path
) -> None:
    with talking(rig, tmp_path) as room:
        room.hears(agent={LEAD}, lead={AGENT}, boss=set())
        hold(rig, room, tmp_path)
        room.hear(Hearing.barge)
        room.hears(agent={BOSS}, lead={MUSIC}, boss={AGENT})
        rig.phone.carry_out(Unhold(call_id=room.legs["lead"]))
        room.hears(agent={LEAD, BOSS}, lead={AGENT, BOSS}, boss={AGENT, LEAD})
        give(rig, room)
        room.hears(agent=set(), lead={BOSS}, boss={LEAD})
        with pytest.raises(Refused, match="person of its own"):
            room.hear(Hearing.barge)
        room.hears(agent=set(), lead={BOSS}, boss={LEAD})


def test_a_person_given_from_hold_hears_the_third_party_and_no_music_more(rig: Rig, tmp_path: Path) -> None:
    with talking(rig, tmp_path) as room:
        hold(rig, room, tmp_path)
        go(rig, room, to="agent")
        room.hears(agent={BOSS}, lead={MUSIC}, boss={AGENT})
        give(rig, room)
        room.hears(agent=set(), lead={BOSS}, boss={LEAD})
        rig.until(lambda: rig.phone.players == 0)


def test_a_colleague_who_goes_back_to_their_own_room_hears_nothing_of_the_other(rig: Rig, tmp_path: Path) -> None:
    with talking(rig, tmp_path) as room:
        go(rig, room, to="agent")
        room.hears(agent={LEAD, BOSS}, lead={AGENT, BOSS}, boss={AGENT, LEAD})
        go(rig, room, to="boss")
        room.hears(agent={LEAD}, lead={AGENT}, boss=set())
        go(rig, room, to="agent")
        room.hears(agent={LEAD, BOSS}, lead={AGENT, BOSS}, boss={AGENT, LEAD})
        room.end("agent")
        rig.ending(room.legs["agent"])
        give(rig, room)
        rig.until(lambda: (room.lead.pitches(ALL), room.boss.pitches(ALL)) == ({BOSS}, {LEAD}))
        assert not rig.heard("Ended", room.legs["boss"])(), "the room that ended was not theirs"

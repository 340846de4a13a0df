"""Recordings made on the bridge: what is on them, by tones of different pitch, and tapes that nobody closed."""

import io
import wave
from pathlib import Path
from time import monotonic

import numpy as np
import pytest

from telephony.carrier import Refused
from telephony.events import HangUpReason, RecordingReady
from telephony.orders import BridgeToAgent, HangUp, Hold, PlayMessage, StartRecording, Unhold
from telephony.sip import tape_files
from tests.sip.rig import Rig
from tests.sip.rtp import RATE, Telephone, pitches_of, tone, write
from tests.support.sipp import playing

AGENT, LEAD, VOICE, MUSIC = 600.0, 1000.0, 1500.0, 2200.0
ALL = (AGENT, LEAD, VOICE, MUSIC)


def sides(recording: bytes) -> tuple[np.ndarray, np.ndarray]:
    """What is on the left, and on the right."""
    with wave.open(io.BytesIO(recording)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (2, 2, RATE)
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    return samples[0::2], samples[1::2]


def on(side: np.ndarray) -> list[set[float]]:
    """The pitches of each half second, repetitions left out, and silence: a busy machine's far ends fall silent."""
    parts = [pitches_of(side[at : at + RATE // 2], ALL) for at in range(0, len(side) - RATE // 2, RATE // 2)]
    return in_turn([part for part in parts if part])


def in_turn(parts: list[set[float]]) -> list[set[float]]:
    return [part for before, part in zip([None, *parts], parts, strict=False) if part != before]


def test_both_sides_are_recorded_after_the_notice_that_both_heard(rig: Rig, tmp_path: Path) -> None:
    write(tmp_path / "notice.wav", tone(VOICE, 1.2))
    write(tmp_path / "music.wav", tone(MUSIC, 0.5))
    agent, lead = Telephone(AGENT), Telephone(LEAD)
    desk = playing("094", tmp_path / "a", address="127.0.0.2", port=rig.ports["agents"], sound_port=agent.port)
    home = playing("094", tmp_path / "1", port=rig.ports["first"], sound_port=lead.port)
    with agent, lead, desk as at_desk, home as at_home:
        leg, call = rig.call(agent=True), rig.call()
        for each in (leg, call):
            rig.until(rig.heard("Answered", each))
        rig.phone.carry_out(BridgeToAgent(call_id=call, agent_leg_id=leg))
        began = monotonic()
        rig.phone.carry_out(StartRecording(call_id=call, announced=True), tmp_path / "notice.wav")
        rig.until(lambda: agent.pitches(ALL) == {LEAD, VOICE} and lead.pitches(ALL) == {AGENT, VOICE})
        said, folder = tape_files.said_file(rig.shelf.folder, call), rig.shelf.folder
        assert not said.exists(), "the notice has not been heard yet"
        rig.until(lambda: said.exists() and lead.pitches(ALL) == {AGENT})
        rig.turn(1.2)
        rig.phone.carry_out(Hold(call_id=call), tmp_path / "music.wav")
        rig.turn(1.6)
        rig.phone.carry_out(Unhold(call_id=call))
        rig.turn(1.2)
        for each in (call, leg):
            rig.phone.carry_out(HangUp(call_id=each, why=HangUpReason.agent))
            rig.ending(each)
        took = monotonic() - began
        rig.until(lambda: rig.notes and at_desk.finished() == at_home.finished() == 0)
    (ready,) = rig.notes
    assert isinstance(ready, RecordingReady)
    left, right = sides(tape_files.joined(folder, ready.recording_id))
    assert ready.seconds == pytest.approx(len(left) / RATE, abs=0.02)
    # What was turned since the notice was over, and less than all since it began.
    assert 4.0 < ready.seconds < took
    assert on(left) == [{LEAD}]
    assert in_turn([part for part in on(right) if len(part) == 1])[:3] == [{AGENT}, {MUSIC}, {AGENT}]
    assert set().union(*on(right)) == {AGENT, MUSIC}
    tape_files.forget(folder, call)
    assert list(folder.iterdir()) == []


def test_what_cannot_be_announced_is_not_recorded(rig: Rig, tmp_path: Path) -> None:
    with playing("094", tmp_path, port=rig.ports["first"]) as far:
        call = rig.call()
        rig.until(rig.heard("Answered", call))
        with pytest.raises(Refused, match="not recorded"):
            rig.phone.carry_out(StartRecording(call_id=call, announced=True), None)
        write(tmp_path / "notice.wav", tone(VOICE, 0.2))
        rig.phone.carry_out(StartRecording(call_id=call, announced=True), tmp_path / "notice.wav")
        rig.phone.carry_out(PlayMessage(call_id=call, message_id="sorry"), tmp_path / "notice.wav")
        rig.ending(call)
        rig.until(lambda: far.finished() == 0)
    assert not list(rig.shelf.folder.iterdir()), "a person who was left alone before the notice was over"


def test_where_nothing_can_be_written_the_call_goes_on_unrecorded(rig: Rig, tmp_path: Path) -> None:
    tapes, away = rig.shelf.folder, rig.shelf.folder.with_suffix(".away")
    tapes.rename(away)
    tapes.write_text("a file where the folder should be")
    try:
        with playing("094", tmp_path, port=rig.ports["first"]) as far:
            call = rig.call()
            rig.until(rig.heard("Answered", call))
            with pytest.raises(Refused, match="cannot be written"):
                rig.phone.carry_out(StartRecording(call_id=call))
            rig.turn(0.1)
            assert rig.kinds(call)[-1] == "Answered"
            rig.phone.carry_out(HangUp(call_id=call, why=HangUpReason.agent))
            rig.ending(call)
            rig.until(lambda: far.finished() == 0)
    finally:
        tapes.unlink()
        away.rename(tapes)


def test_a_tape_that_was_never_closed_is_mended(tmp_path: Path) -> None:
    for file, hertz in ((tape_files.said_file(tmp_path, "a"), LEAD), (tape_files.heard_file(tmp_path, "a"), AGENT)):
        write(file, tone(hertz, 1.0))
        whole = file.read_bytes()
        # As the bridge leaves it when its process is killed: no lengths in the head, half a sample at the end.
        file.write_bytes(whole[:4] + bytes(4) + whole[8:40] + bytes(4) + whole[44:] + b"\x01")
        assert not tape_files.is_whole(file)
    assert tape_files.seconds_of(tmp_path, "a") == 1.0
    left, right = sides(tape_files.joined(tmp_path, "a"))
    assert (on(left), on(right)) == ([{LEAD}], [{AGENT}])
    assert list(tape_files.legs_in(tmp_path)) == ["a"]


def test_what_is_no_tape_is_told_and_leads_nowhere_else(tmp_path: Path) -> None:
    tape_files.said_file(tmp_path, "a").write_bytes(b"RIFF")
    with pytest.raises(tape_files.NoTape, match="nothing was recorded"):
        tape_files.seconds_of(tmp_path, "a")
    tape_files.said_file(tmp_path, "b").write_bytes(b"no sound" * 20)
    with pytest.raises(tape_files.NoTape, match="no recording"):
        tape_files.seconds_of(tmp_path, "b")
    with pytest.raises(tape_files.NoTape, match="name"):
        tape_files.joined(tmp_path, "../../etc/passwd")

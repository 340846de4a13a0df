"""Sounds that people give us, and our own hold music, as the bridge plays them."""

import io
import wave
from array import array
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic

import numpy as np
import pytest

from dialer.sip import made_playable, own_music, speak
from telephony.orders import LeaveVoicemail, PlaceCall
from telephony.sip.board import Board, seconds_of
from telephony.sip.leg import Leg
from telephony.sip.library import pj
from telephony.sip.music import hold_music
from telephony.sip.sounds import NoSound, playable
from tests.conftest import NOON_IN_NEW_YORK
from tests.sip.rig import OURS, Rig
from tests.sip.rtp import RATE, Telephone, pitches_of, silence, tone, write
from tests.support.sipp import playing

QUIET, LOUD = 700.0, 1300.0
AT_ONCE, ROUNDS = 6, 20


def read(data: bytes) -> np.ndarray:
    with wave.open(io.BytesIO(data)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2")


def stereo(path: Path) -> None:
    """A quiet pitch on the left, a loud one on the right."""
    samples = np.stack([tone(QUIET, 0.5) // 8, tone(LOUD, 0.5)], axis=1)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.astype("<i2").tobytes())


def test_of_a_message_with_two_channels_the_louder_one_is_played(tmp_path: Path) -> None:
    stereo(tmp_path / "voicemail-1.wav")
    made = made_playable(tmp_path / "voicemail-1.wav", tmp_path / "spoken")
    assert made is not None
    assert pitches_of(read(made.read_bytes()), (QUIET, LOUD)) == {LOUD}
    assert seconds_of(made) == 0.5
    before = made.stat().st_mtime_ns
    assert made_playable(tmp_path / "voicemail-1.wav", tmp_path / "spoken") == made
    assert made.stat().st_mtime_ns == before, "it is made once"


def test_eight_bits_become_sixteen_and_what_is_right_already_stays_as_it_is(tmp_path: Path) -> None:
    small = tmp_path / "small.wav"
    with wave.open(str(small), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(RATE)
        file.writeframes((tone(LOUD, 0.5) // 256 + 128).astype("u1").tobytes())
    assert pitches_of(read(playable(small)), (QUIET, LOUD)) == {LOUD}
    write(tmp_path / "right.wav", tone(LOUD, 0.2))
    assert made_playable(tmp_path / "right.wav", tmp_path) == tmp_path / "right.wav"


def test_what_is_no_sound_is_told_and_not_played(tmp_path: Path) -> None:
    (tmp_path / "song.wav").write_bytes(b"ID3 not a WAV file at all")
    with pytest.raises(NoSound, match="uncompressed WAV"):
        playable(tmp_path / "song.wav")
    assert made_playable(tmp_path / "song.wav", tmp_path) is None


def test_our_own_music_is_quiet_goes_round_without_a_click_and_is_made_once(tmp_path: Path) -> None:
    sound = read(hold_music())
    assert 10 < len(sound) / RATE < 60
    assert 1000 < np.abs(sound).max() < 12_000
    steps = np.abs(np.diff(sound.astype(int)))
    assert abs(int(sound[0]) - int(sound[-1])) <= steps.max()
    halves = [sound[at : at + RATE // 2].astype(float) for at in range(0, len(sound) - RATE // 2, RATE // 2)]
    assert min(np.sqrt((half**2).mean()) for half in halves) > 200, "no half second is silent"
    path = own_music(tmp_path)
    assert array("h", read(path.read_bytes()).tolist()) == array("h", sound.tolist())
    assert seconds_of(path) == pytest.approx(len(sound) / RATE)


def test_hands_that_speak_the_same_words_at_once_each_get_them_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The voice is a program that finishes its file only when all of them have begun theirs."""
    begun, spoken = tmp_path / "begun", tmp_path / "spoken"
    begun.mkdir()
    write(tmp_path / "words.wav", tone(LOUD, 0.2))
    voice = tmp_path / "espeak-ng"
    voice.write_text(
        f"""#!/bin/sh
for draft; do :; done
mktemp -p {begun} > /dev/null
while [ "$(ls {begun} | wc -l)" -lt {AT_ONCE} ]; do sleep 0.01; done
cp {tmp_path}/words.wav "$draft"
"""
    )
    voice.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with ThreadPoolExecutor(AT_ONCE) as hands:
        found = {hand.result(30) for hand in [hands.submit(speak, "Hello.", spoken, 1) for _ in range(AT_ONCE)]}
    (kept,) = spoken.iterdir()
    assert found == {kept}, "one file, and no drafts"
    assert seconds_of(kept) == pytest.approx(1.2), "with one pause"


def test_a_message_recorded_in_a_browser_at_48_000_samples_a_second_is_heard_at_its_own_pitch(
    rig: Rig, tmp_path: Path
) -> None:
    at = np.arange(48_000 * 2)
    with wave.open(str(tmp_path / "voicemail-2.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes((8000 * np.sin(2 * np.pi * LOUD * at / 48_000)).astype("<i2").tobytes())
    with (
        Telephone(0.0, silence(1)) as far,
        playing("094", tmp_path, port=rig.ports["first"], sound_port=far.port) as home,
    ):
        call = rig.call()
        rig.until(rig.heard("Answered", call))
        order = LeaveVoicemail(call_id=call, message_id="voicemail-2", wait_for_greeting=False)
        rig.phone.carry_out(order, tmp_path / "voicemail-2.wav")
        rig.until(lambda: far.heard_once(LOUD))
        rig.until(rig.heard("Ended", call))
        assert not far.heard_once(QUIET)
        rig.until(lambda: home.finished() == 0)
    assert rig.kinds(call)[-2:] == ["Played", "Ended"]


def test_messages_that_are_heard_to_their_last_sample_do_not_end_the_process(rig: Rig, tmp_path: Path) -> None:
    """The library tells of a file's end from a thread of its own, at the very moment the message is over for us."""
    write(tmp_path / "who.wav", tone(1000, 0.2))
    board, legs = Board(), {str(at): a_leg(str(at)) for at in range(AT_ONCE)}
    for _ in range(ROUNDS):
        # The ready-made library has room for 32.
        while board.players > 3 * AT_ONCE:
            rig.phone.step(1)
            board.tidy((), monotonic())
        for leg in legs.values():
            leg.message = f"message:{leg.id}"
            board.play(leg.message, tmp_path / "who.wav", monotonic())
            board.follow(legs, {})
            rig.phone.step(1)
        while any(leg.message for leg in legs.values()):
            rig.phone.step(1)
            over = board.over(monotonic())
            for leg in legs.values():
                leg.message = None if leg.message in over else leg.message
            board.follow(legs, {})
            board.forget(over, monotonic())
            board.tidy((), monotonic())
    # As long as the product waits, and not a moment less: on a busy machine the library's thread comes late.
    while board.players:
        rig.phone.step(10)
        board.tidy((), monotonic())


def a_leg(name: str) -> Leg:
    """Somebody on the line who hears what the bridge's own device does, which is nothing."""
    order = PlaceCall(call_id=name, to=OURS, from_=OURS, ring_seconds=20, max_seconds=60)
    device = pj.Endpoint.instance().audDevManager().getPlaybackDevMedia()
    return Leg(order=order, carrier_call_id=name, tell=lambda _: None, media=device, answered_at=NOON_IN_NEW_YORK)

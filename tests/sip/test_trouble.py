"""Bad lines, silence, a busy process, and threads that have no business in the library."""

import io
import resource
import wave
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import numpy as np
import pytest

from dialer.clock import SystemClock
from telephony.endings import EndingKind
from telephony.events import HangUpReason, RecordingReady
from telephony.numbers import AgentAddress, NumberError, PhoneNumber, parse_address
from telephony.orders import BridgeToAgent, HangUp, Hold, StartRecording, Unhold
from telephony.sip import tape_files
from telephony.sip.library import WrongThread
from telephony.sip.message import read_request
from telephony.sip.tapes import GROWTH_SECONDS, CannotTape, Tapes
from telephony.sip.trunks import Trunk
from telephony.sip.watch import LATE_SECONDS, LOOK_SECONDS, MOST_STILL_LOOKS, SILENCE_SECONDS, Pulse, Turns
from tests.sip.rig import LeapingClock, Rig, phone
from tests.sip.rtp import BadLine, Telephone, pitches_of
from tests.sip.unrefreshed import Unrefreshed
from tests.support.sipp import free_port, playing

AGENT, LEAD = 600.0, 1000.0


def test_case_136_a_call_without_sound_ends_after_twenty_seconds_but_not_on_hold(tmp_path: Path) -> None:
    clock, port = LeapingClock(), free_port()
    lead = Telephone(LEAD)
    far_end = playing("094", tmp_path, port=port, sound_port=lead.port)
    with phone(Trunk(name="t", server=f"127.0.0.1:{port}"), clock) as rig, far_end as far:
        call = rig.call()
        with lead:
            rig.until(lambda: rig.phone.packets().received > 10)
        rig.turn(0.1)
        rig.phone.carry_out(Hold(call_id=call))
        clock.ahead += 3 * SILENCE_SECONDS
        rig.turn(0.1)
        clock.ahead += 3 * SILENCE_SECONDS
        rig.turn(0.1)
        assert rig.kinds(call)[-1] == "Answered", "whoever holds a call may send nothing"
        rig.phone.carry_out(Unhold(call_id=call))
        clock.ahead += 2 * LOOK_SECONDS
        rig.turn(0.1)
        clock.ahead += SILENCE_SECONDS - 3
        rig.turn(0.1)
        assert rig.kinds(call)[-1] == "Answered"
        clock.ahead += 3
        assert rig.ending(call).ending.kind is EndingKind.line_lost
        rig.until(lambda: far.finished() == 0)
        assert rig.phone.counters.silent_calls == 1


FULL = 12_000
"""Bytes: three quarters of a second of one side of a call."""


@contextmanager
def no_longer_files() -> Iterator[None]:
    """To whoever writes it is a full disk: what does not fit any more is refused in the middle of the file."""
    usual, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (FULL, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (usual, most))


def test_case_140_a_full_disk_cuts_the_recording_short_says_so_and_leaves_the_call_alone(tmp_path: Path) -> None:
    clock, port, lead = LeapingClock(), free_port(), Telephone(LEAD)
    far_end = playing("094", tmp_path, port=port, sound_port=lead.port)
    with phone(Trunk(name="t", server=f"127.0.0.1:{port}"), clock) as rig, far_end as far, lead:
        call = rig.call()
        rig.until(lambda: rig.phone.packets().received > 10)
        files = [of(rig.shelf.folder, call) for of in (tape_files.said_file, tape_files.heard_file)]
        with no_longer_files():
            rig.phone.carry_out(StartRecording(call_id=call))
            rig.until(lambda: [file.stat().st_size for file in files] == [FULL, FULL])
            for _ in range(3):
                # To see that they had grown, that they do not any more, and that the bridge has closed them.
                clock.ahead += GROWTH_SECONDS
                rig.turn(0.1)
            rig.until(lambda: rig.notes)
        (ready,) = rig.notes
        assert isinstance(ready, RecordingReady)
        assert ready.is_cut
        assert 0.5 < ready.seconds < 0.8
        assert "the recording is cut short: the disk takes no more" in rig.complaints
        assert rig.kinds(call)[-1] == "Answered"
        with wave.open(io.BytesIO(tape_files.joined(rig.shelf.folder, call))) as file:
            said = np.frombuffer(file.readframes(file.getnframes()), "<i2")[0::2]
        assert pitches_of(said, (LEAD,)) == {LEAD}
        rig.phone.carry_out(HangUp(call_id=call, why=HangUpReason.agent))
        assert rig.ending(call).ending.kind is EndingKind.completed
        rig.until(lambda: far.finished() == 0)
        rig.turn(0.1)
        assert rig.notes == [ready]


def test_case_140_where_the_disk_is_nearly_full_no_recording_begins(tmp_path: Path) -> None:
    tapes = Tapes(tmp_path, lambda *_: None, lambda *_: None, LeapingClock(), reserve=1 << 62)
    with pytest.raises(CannotTape, match="cannot be written"):
        tapes.start("a")
    assert not tapes.ears
    assert list(tmp_path.iterdir()) == []


def test_case_125_a_session_that_nobody_refreshes_is_over_and_the_line_was_lost(unrefreshed: Unrefreshed) -> None:
    told = unrefreshed.told()
    for who, refreshes in (("theirs", 0), ("ours", 1)):
        assert (told[who]["ending"], told[who]["goodbyes"], told[who]["far_end"]) == ("line_lost", 1, 0)
        assert told[who]["invites"] == 1 + refreshes


def test_case_137_sound_that_is_lost_late_and_in_disorder_is_still_heard_and_changes_no_state(
    rig: Rig, tmp_path: Path
) -> None:
    agent, lead = Telephone(AGENT), BadLine(LEAD)
    desk = playing("094", tmp_path / "desk", address="127.0.0.2", port=rig.ports["agents"], sound_port=agent.port)
    home = playing("094", tmp_path / "home", port=rig.ports["first"], sound_port=lead.port)
    with agent, lead, desk as at_desk, home as at_home:
        leg, call = rig.call(agent=True), rig.call()
        for each in (leg, call):
            rig.until(rig.heard("Answered", each))
        rig.phone.carry_out(BridgeToAgent(call_id=call, agent_leg_id=leg))
        rig.until(lambda: agent.hears(LEAD))
        told = rig.kinds()
        for _ in range(6):
            agent.heard.clear()
            rig.until(lambda: agent.hears(LEAD))
        # 5 % of 150 packets; a receiver learns of a gap when something comes after it.
        rig.until(lambda: rig.phone.packets().lost > 0)
        assert lead.lost > 0
        assert lead.overtaken > 0
        assert rig.kinds() == told
        for each in (call, leg):
            rig.phone.carry_out(HangUp(call_id=each, why=HangUpReason.agent))
            assert rig.ending(each).ending.kind is EndingKind.completed
        rig.until(lambda: at_desk.finished() == at_home.finished() == 0)


def test_case_139_a_loop_that_is_kept_from_turning_is_noticed(rig: Rig) -> None:
    turns = Turns()
    assert [turns.turned(at) for at in (10.0, 10.02, 10.01 + LATE_SECONDS)] == [None, None, None]
    assert turns.turned(10.01 + 3 * LATE_SECONDS) == pytest.approx(2000 * LATE_SECONDS)
    assert (turns.late, turns.longest_ms) == (1, pytest.approx(2000 * LATE_SECONDS))

    assert turns.count == 4

    done, real, clock = Event(), Turns(), SystemClock()

    def compute() -> None:
        while not done.is_set():
            sum(range(100_000))

    busy = [Thread(target=compute) for _ in range(8)]
    for each in busy:
        each.start()
    try:
        # Each of them takes the interpreter for some milliseconds whenever the loop gives it away.
        rig.until(lambda: real.turned(clock.monotonic()) is not None)
    finally:
        done.set()
        for each in busy:
            each.join()
    assert real.longest_ms > 1000 * LATE_SECONDS


def test_a_loop_that_turns_ever_so_seldom_lives_and_one_that_has_stopped_does_not() -> None:
    pulse = Pulse()
    for turns in (0, 1, *[1] * (MOST_STILL_LOOKS - 1), 2, *[2] * MOST_STILL_LOOKS):
        assert not pulse.has_stopped
        pulse.look(turns)
    assert pulse.has_stopped


def test_case_145_a_thread_that_the_library_does_not_know_is_refused_before_it_gets_there(
    rig: Rig, tmp_path: Path
) -> None:
    wrong: list[type[BaseException]] = []

    def tries(reach: Callable[[], object]) -> None:
        try:
            reach()
        except WrongThread as refused:
            wrong.append(type(refused))

    with playing("094", tmp_path, port=rig.ports["first"]) as far:
        call = rig.call()
        rig.until(rig.heard("Answered", call))
        hang_up = HangUp(call_id=call, why=HangUpReason.agent)
        reaches: list[Callable[[], object]] = [
            lambda: rig.phone.step(1),
            lambda: rig.phone.carry_out(hang_up),
            rig.phone.packets,
            rig.phone.endpoint.close,
            lambda: rig.phone.endpoint.probe(rig.phone.config.trunks[0]),
        ]
        for reach in reaches:
            thread = Thread(target=tries, args=(reach,))
            thread.start()
            thread.join()
        assert len(wrong) == len(reaches)
        rig.turn(0.1)
        assert rig.kinds(call)[-1] == "Answered"
        rig.phone.carry_out(hang_up)
        assert rig.ending(call).ending.kind is EndingKind.completed
        rig.until(lambda: far.finished() == 0)


INJECTIONS = ["7\r\nX-Evil: 1", "7\nVia: x", "7\r", "7>;x=", "7@evil.example", "7 8"]


@pytest.mark.parametrize("words", INJECTIONS)
def test_case_133_nothing_that_could_end_a_header_becomes_a_number_or_an_agent(words: str) -> None:
    with pytest.raises(NumberError):
        PhoneNumber(f"+1217555015{words}")
    with pytest.raises(NumberError):
        AgentAddress(words)
    with pytest.raises(NumberError):
        parse_address(f"agent:{words}")


def test_case_133_a_carriage_return_alone_is_no_line_of_a_message() -> None:
    lines = [
        "REGISTER sip:relist SIP/2.0",
        "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx",
        "From: <sip:7@relist>;tag=a",
        "To: <sip:7@relist>",
        "Call-ID: a",
        "CSeq: 1 REGISTER",
    ]
    assert read_request("\r\n".join([*lines, "", ""]).encode()) is not None
    lines[4] = "Call-ID: a\rX-Evil: 1"
    assert read_request("\r\n".join([*lines, "", ""]).encode()) is None

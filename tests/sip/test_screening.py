"""Screening of real answers on the trunk, and messages that are left when a greeting is over."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from telephony.events import HangUpReason
from telephony.orders import Detection, HangUp, LeaveVoicemail, Screening
from telephony.sip.notes import Screened
from telephony.sip.screening import LONGEST_MS, replay
from tests.sip.rig import Rig
from tests.sip.rtp import FRAME, RATE, Sound, Telephone, pitches_of, samples_of, silence, speech, tone, write
from tests.support.sipp import playing

VOICE, BEEP = 2200.0, 1400.0
HELLO = np.concatenate([silence(0.3), speech(0.4)])
GREETING = np.concatenate([silence(0.2), speech(2.6)])


@contextmanager
def answering(
    rig: Rig, folder: Path, says: Sound, detection: Detection | None = None
) -> Iterator[tuple[str, Telephone]]:
    """A call that was answered by somebody who says this; it is over afterwards."""
    far, failures = Telephone(0.0, says), rig.phone.counters.callback_failures
    with far, playing("094", folder, port=rig.ports["first"], sound_port=far.port) as home:
        call = rig.call(screening=Screening.first, detection=detection)
        rig.until(rig.heard("Answered", call))
        yield call, far
        rig.phone.carry_out(HangUp(call_id=call, why=HangUpReason.agent))
        # At once, also while levels are still noted.
        rig.until(rig.heard("Ended", call))
        assert rig.phone.counters.callback_failures == failures
        rig.until(lambda: home.finished() == 0)


@pytest.mark.parametrize(
    ("says", "verdict"),
    [(HELLO, "Human"), (GREETING, "Machine"), (silence(1.0), "Human")],
    ids=["hello", "a greeting that goes on", "silence"],
)
def test_whoever_answers_is_told_apart_within_two_and_a_half_seconds_while_nobody_else_hears(
    rig: Rig, tmp_path: Path, says: Sound, verdict: str
) -> None:
    with answering(rig, tmp_path, says) as (call, _):
        rig.until(lambda: {"Human", "Machine"} & set(rig.kinds(call)))
        assert rig.kinds(call)[-1] == verdict
        answered, told = (event.at for event in rig.told[-2:])
        assert (told - answered).total_seconds() < 2.7 + rig.longest_turn


def test_a_campaigns_own_limits_count_and_the_levels_are_handed_over_whole(rig: Rig, tmp_path: Path) -> None:
    with answering(rig, tmp_path, np.concatenate([silence(0.2), speech(1.3)]), Detection(greeting_ms=1000)) as (
        call,
        _,
    ):
        rig.until(rig.heard("Machine", call))
        rig.until(lambda: rig.notes)
    (note,) = rig.notes
    assert isinstance(note, Screened)
    assert note.decision.parameters.long_greeting_ms == 1000
    assert replay(note.trace, note.decision.parameters) == note.decision
    # The voice paused soon after, so that our own limit of 2.2 s would have left it a person.
    otherwise = replay(note.trace)
    assert otherwise is not None
    assert otherwise.verdict.is_person
    times = [at for at, _ in note.trace]
    assert times[-1] >= LONGEST_MS > times[-2]
    assert sorted(after - before for before, after in pairwise(times))[len(times) // 2] <= 25


def test_a_message_is_left_after_the_beep_and_not_into_the_greeting(rig: Rig, tmp_path: Path) -> None:
    greeting = np.concatenate([GREETING, silence(0.3), tone(BEEP, 0.4)])
    write(tmp_path / "message.wav", tone(VOICE, 1.0))
    with answering(rig, tmp_path, greeting) as (call, far):
        rig.until(rig.heard("Machine", call))
        rig.phone.carry_out(LeaveVoicemail(call_id=call, message_id="hello"), tmp_path / "message.wav")
        rig.until(rig.heard("Played", call))
        heard = samples_of(bytes(far.heard))
        spoken = next(at for at in range(0, len(heard), FRAME) if np.abs(heard[at : at + FRAME]).mean() > 1000)
        assert pitches_of(heard[spoken + FRAME :][: RATE // 2], (VOICE,)) == {VOICE}
        # Each packet that the far end says answers one that it heard, so that both have the same place in time.
        assert len(greeting) < spoken < len(greeting) + RATE * (1 + rig.longest_turn)
    assert rig.kinds(call)[-2:] == ["Played", "Ended"]

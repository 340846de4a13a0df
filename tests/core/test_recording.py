"""What may be recorded where, and the shape of a recording."""

import io
import wave
from array import array
from datetime import UTC, datetime

import pytest

from dialer.core.campaign_rules import call_rules
from dialer.core.campaigns import CampaignSettings, Recorded
from dialer.core.compliance import Contact
from dialer.core.recording import How, how_to_record
from dialer.core.waveform import WaveError, peaks_of
from telephony.practice.voices import conversation

NOW = datetime(2026, 3, 12, 16, tzinfo=UTC)
RULES = call_rules(CampaignSettings(), brokerage="", practice=False)


def living_in(state, phone="+12145550101", **more):
    return Contact(lead_id="1", phone=phone, property_state=state, **more)


@pytest.mark.parametrize(
    ("wanted", "contact", "how"),
    [
        (Recorded.OFF, living_in("TX"), How.NOT),
        (Recorded.WITHOUT_NOTICE, living_in("TX"), How.SILENTLY),
        (Recorded.ANNOUNCED, living_in("TX"), How.SILENTLY),
        (Recorded.WITHOUT_NOTICE, living_in("CA", "+14155550101"), How.NOT),
        (Recorded.ANNOUNCED, living_in("CA", "+14155550101"), How.AFTER_NOTICE),
        # The house is in Texas, the number is from California: the owner may sit in either.
        (Recorded.ANNOUNCED, living_in("TX", "+14155550101"), How.AFTER_NOTICE),
        (Recorded.ANNOUNCED, None, How.AFTER_NOTICE),
        (Recorded.WITHOUT_NOTICE, None, How.NOT),
    ],
)
def test_the_strictest_law_under_which_the_person_may_live_decides(wanted, contact, how):
    assert how_to_record(wanted, contact, RULES, NOW) is how


def sound(samples, *, channels=2, width=2, rate=100):
    file = io.BytesIO()
    with wave.open(file, "wb") as made:
        made.setnchannels(channels)
        made.setsampwidth(width)
        made.setframerate(rate)
        made.writeframes(array("h" if width == 2 else "B", samples).tobytes())
    return file.getvalue()


def test_the_shape_has_the_loudest_moment_of_each_column_for_each_channel():
    left = [0, 32767, 0, 0]
    right = [0, 0, -16384, 0]
    data = sound([each for pair in zip(left, right, strict=True) for each in pair])
    assert peaks_of(data, columns=2) == (0.04, [[100, 0], [0, 50]])


def test_sound_of_eight_bits_lies_around_its_middle():
    assert peaks_of(sound([128, 255, 128, 1], channels=1, width=1), columns=4)[1] == [[0, 100, 0, 100]]


@pytest.mark.parametrize("data", [b"", b"<html>", sound([0, 0], width=2)[:20]])
def test_what_is_no_recording_is_said_to_be_none(data):
    with pytest.raises(WaveError):
        peaks_of(data)


def test_two_practice_people_take_turns_and_the_same_call_sounds_the_same():
    data = conversation("a call", 12)
    seconds, (one, other) = peaks_of(data)
    assert seconds == 12
    assert data == conversation("a call", 12)
    assert max(one) > 20
    assert max(other) > 20
    assert not any(a > 5 and b > 5 for a, b in zip(one[:20], other[:20], strict=True))

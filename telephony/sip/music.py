"""What a person hears on hold: a quiet air of our own, made from sines."""

import io
import wave
from array import array
from math import exp, pi, sin

RATE = 8000
BEAT = 0.5
LOUDNESS = 2200
"""Of 32,767: well below a voice, so that whoever comes back is heard at once."""

AIR = (
    (0, 4, 7, 12, 7, 4, 7, 4),
    (9, 12, 16, 12, 9, 12, 16, 21),
    (5, 9, 12, 17, 12, 9, 12, 9),
    (7, 11, 14, 19, 14, 11, 7, 2),
)
"""Four bars of broken chords, in half tones above the key note."""

KEY_NOTE = 261.63
RING = 2.2
"""How fast a note dies away, per second."""


def hold_music() -> bytes:
    """A WAV file to be repeated without end: its last notes ring on into its first."""
    notes = [note for bar in AIR for note in bar]
    length = round(len(notes) * BEAT * RATE)
    sound = [0.0] * length
    for place, note in enumerate(notes):
        _ring(sound, round(place * BEAT * RATE), KEY_NOTE * 2 ** (note / 12))
        if place % len(AIR[0]) == 0:
            _ring(sound, round(place * BEAT * RATE), KEY_NOTE * 2 ** (note / 12 - 1))
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(array("h", (round(LOUDNESS * each) for each in sound)).tobytes())
    return file.getvalue()


def _ring(sound: list[float], start: int, hertz: float) -> None:
    """Adds a note that dies away within two seconds."""
    for at in range(2 * RATE):
        seconds = at / RATE
        swell = min(1.0, seconds / 0.02) * exp(-RING * seconds)
        tone = sin(2 * pi * hertz * seconds) + 0.2 * sin(4 * pi * hertz * seconds)
        sound[(start + at) % len(sound)] += swell * tone

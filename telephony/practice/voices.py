"""Sound for recordings on the practice network: two people who take turns, as tones with pauses, never words.

Small on purpose: eight bits at 4 kHz are enough to hear who speaks and to see it in a waveform.
"""

import io
import wave
from math import pi, sin
from random import Random

RATE = 4000
SILENCE = 128


def conversation(name: str, seconds: float, channels: int = 2) -> bytes:
    """A WAV file of so many seconds; the same name gives the same file. Each channel is one person."""
    rng = Random(name)
    length = max(1, round(seconds * RATE))
    people = [bytearray() for _ in range(channels)]
    syllables = [_syllables(rng, 110.0 if index == 0 else 190.0) for index in range(channels)]
    speaker = rng.randrange(channels)
    while len(people[0]) < length:
        turn = _turn(rng, syllables[speaker])
        for index, said in enumerate(people):
            said += turn if index == speaker else bytes([SILENCE]) * len(turn)
        speaker = (speaker + 1) % channels
    frames = bytearray(length * channels)
    for index, said in enumerate(people):
        frames[index::channels] = said[:length]
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(channels)
        sound.setsampwidth(1)
        sound.setframerate(RATE)
        sound.writeframes(bytes(frames))
    return file.getvalue()


def _turn(rng: Random, syllables: list[bytes]) -> bytes:
    """Some seconds of speech, and a breath."""
    words = b"".join(
        rng.choice(syllables) + bytes([SILENCE]) * round(rng.uniform(0.02, 0.12) * RATE)
        for _ in range(rng.randint(3, 18))
    )
    return words + bytes([SILENCE]) * round(rng.uniform(0.3, 0.9) * RATE)


def _syllables(rng: Random, pitch: float) -> list[bytes]:
    """A few sounds of one voice."""
    return [_tone(pitch * rng.uniform(0.9, 1.25), rng.uniform(0.12, 0.25), rng.uniform(0.3, 0.8)) for _ in range(6)]


def _tone(pitch: float, seconds: float, loudness: float) -> bytes:
    count = round(seconds * RATE)
    return bytes(
        SILENCE + round(127 * loudness * sin(pi * at / count) * (0.7 * _wave(pitch, at) + 0.3 * _wave(3 * pitch, at)))
        for at in range(count)
    )


def _wave(pitch: float, at: int) -> float:
    return sin(2 * pi * pitch * at / RATE)

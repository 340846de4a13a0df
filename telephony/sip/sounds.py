"""Sound files of people's own, made into what the bridge plays: one channel of 16-bit samples."""

import io
import sys
import wave
from array import array
from pathlib import Path


class NoSound(Exception):
    """The file is no uncompressed WAV of 8 or 16 bits."""


def is_playable(path: Path) -> bool:
    """Whether the bridge plays it as it is; raises `NoSound` for what nobody can make playable."""
    with _opened(path) as sound:
        return (sound.getnchannels(), sound.getsampwidth()) == (1, 2)


def playable(path: Path) -> bytes:
    """The louder channel of a WAV file, in 16 bits; raises `NoSound`."""
    with _opened(path) as sound:
        channels, width, rate = sound.getnchannels(), sound.getsampwidth(), sound.getframerate()
        samples = _samples(sound.readframes(sound.getnframes()), width)
    sides = [samples[each::channels] for each in range(channels)]
    loudest = max(sides, key=lambda side: max(side, default=0) - min(side, default=0))
    if sys.byteorder == "big":
        loudest.byteswap()
    made = io.BytesIO()
    with wave.open(made, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(loudest.tobytes())
    return made.getvalue()


def _opened(path: Path) -> wave.Wave_read:
    try:
        sound = wave.open(str(path), "rb")  # noqa: SIM115 - whoever asked closes it
    except (OSError, EOFError, wave.Error) as problem:
        raise NoSound("a message must be an uncompressed WAV file") from problem
    if sound.getsampwidth() not in (1, 2):
        sound.close()
        raise NoSound("a message must have samples of 8 or 16 bits")
    return sound


def _samples(raw: bytes, width: int) -> "array[int]":
    """Samples of 8 bits lie around 128 (RIFF WAVE), those of 16 around nought."""
    if width == 1:
        return array("h", ((each - 128) * 256 for each in raw))
    samples = array("h", raw[: len(raw) // 2 * 2])
    if sys.byteorder == "big":
        samples.byteswap()
    return samples

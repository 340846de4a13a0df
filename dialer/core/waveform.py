"""The shape of a recording, so that a page can draw it without loading the sound."""

import io
import sys
import wave
from array import array

COLUMNS = 200
"""So many bars are drawn; a page has room for no more."""

FULL = 100


class WaveError(ValueError):
    """These bytes are no recording that we can read."""


def peaks_of(data: bytes, columns: int = COLUMNS) -> tuple[float, list[list[int]]]:
    """The seconds, and for each channel the loudest moment of each column from 0 to 100.

    Raises WaveError for what is no uncompressed WAV of 8 or 16 bits.
    """
    try:
        with wave.open(io.BytesIO(data)) as sound:
            frames, rate, channels, width = (
                sound.getnframes(),
                sound.getframerate(),
                sound.getnchannels(),
                sound.getsampwidth(),
            )
            raw = sound.readframes(frames)
    except (wave.Error, EOFError) as problem:
        raise WaveError("the recording is no WAV file") from problem
    if width not in (1, 2) or rate == 0:
        raise WaveError("the recording is not of 8 or 16 bits")
    samples = _samples(raw, width)
    return len(samples) / channels / rate, [
        _columns(samples[each::channels], width, columns) for each in range(channels)
    ]


def _samples(raw: bytes, width: int) -> "array[int]":
    samples = array("B" if width == 1 else "h")
    samples.frombytes(raw[: len(raw) // width * width])
    if width == 2 and sys.byteorder == "big":
        samples.byteswap()
    return samples


def _columns(samples: "array[int]", width: int, columns: int) -> list[int]:
    """Samples of 8 bits lie around 128, those of 16 around nought."""
    silence, loudest = (128, 127) if width == 1 else (0, 32767)
    step = max(1, -(-len(samples) // columns))
    parts = (samples[start : start + step] for start in range(0, len(samples), step))
    return [min(FULL, max(max(part) - silence, silence - min(part)) * FULL // loudest) for part in parts]

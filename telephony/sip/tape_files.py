"""The files of a recording: each side of a call in one of its own, joined when the call is over.

The bridge writes the length into a file's head only when it closes it, so that the file of a process that was killed
says nought; what it holds is all there but for its last quarter of a second.
"""

import io
import re
import wave
from array import array
from collections.abc import Iterator
from pathlib import Path

HEAD = 44
"""The bridge writes one format chunk and one data chunk (RIFF WAVE)."""

_ID = re.compile(r"[\w-]{1,80}", re.ASCII)


class NoTape(Exception):
    """There is no such recording, or nothing in it."""


def said_file(folder: Path, leg_id: str) -> Path:
    return folder / f"{_checked(leg_id)}.said.wav"


def heard_file(folder: Path, leg_id: str) -> Path:
    return folder / f"{_checked(leg_id)}.heard.wav"


def legs_in(folder: Path) -> Iterator[str]:
    """Every leg of which there is a tape."""
    return (path.name.removesuffix(".said.wav") for path in sorted(folder.glob("*.said.wav")))


def is_whole(path: Path) -> bool:
    """Whether the bridge has closed the file."""
    if not path.exists():
        return False
    with path.open("rb") as file:
        head = file.read(HEAD)
    return len(head) == HEAD and 0 < int.from_bytes(head[40:44], "little") == path.stat().st_size - HEAD


def mend(path: Path) -> None:
    """Writes into the head how long the file is, as the bridge would have on closing it."""
    size = path.stat().st_size if path.exists() else 0
    if size <= HEAD:
        raise NoTape("nothing was recorded")
    size -= size % 2
    with path.open("r+b") as file:
        if file.read(4) != b"RIFF":
            raise NoTape("the file is no recording")
        file.truncate(size)
        file.seek(4)
        file.write((size - 8).to_bytes(4, "little"))
        file.seek(40)
        file.write((size - HEAD).to_bytes(4, "little"))


def seconds_of(folder: Path, leg_id: str) -> float:
    """How long the recording of a leg is."""
    return max(_read(path)[0] / _read(path)[1] for path in _mended(folder, leg_id))


def joined(folder: Path, leg_id: str) -> bytes:
    """A stereo WAV file: on the left what the person said, on the right what they heard."""
    said, heard = _mended(folder, leg_id)
    (length, rate, left), (other_length, _, right) = _read_samples(said), _read_samples(heard)
    samples = array("h", bytes(4 * max(length, other_length)))
    samples[0 : 2 * length : 2] = left
    samples[1 : 2 * other_length : 2] = right
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(2)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(samples.tobytes())
    return file.getvalue()


def forget(folder: Path, leg_id: str) -> None:
    for path in (said_file(folder, leg_id), heard_file(folder, leg_id)):
        path.unlink(missing_ok=True)


def _mended(folder: Path, leg_id: str) -> tuple[Path, Path]:
    paths = said_file(folder, leg_id), heard_file(folder, leg_id)
    for path in paths:
        if not is_whole(path):
            mend(path)
    return paths


def _read(path: Path) -> tuple[int, int]:
    with wave.open(str(path), "rb") as sound:
        return sound.getnframes(), sound.getframerate()


def _read_samples(path: Path) -> tuple[int, int, "array[int]"]:
    samples = array("h")
    with wave.open(str(path), "rb") as sound:
        samples.frombytes(sound.readframes(sound.getnframes()))
        return len(samples), sound.getframerate(), samples


def _checked(leg_id: str) -> str:
    if not _ID.fullmatch(leg_id):
        raise NoTape("this cannot be the name of a recording")
    return leg_id

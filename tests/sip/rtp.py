"""Telephones' sound: a far end that says one tone and keeps what it hears."""

import socket
import threading
import wave
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from random import Random

import numpy as np

RATE = 8000
FRAME = 160
HEADER = 12
EVENTS = 120
"""The payload type that our offer gives to telephone events at this rate, and that the scenario answers with."""


def ulaw_of(samples: np.ndarray) -> bytes:
    """G.711 mu-law (ITU-T G.711) of 16-bit samples."""
    sign = np.where(samples < 0, 0x80, 0)
    size = np.minimum(np.abs(samples.astype(np.int32)), 32_635) + 132
    exponent = np.floor(np.log2(size)).astype(np.int32) - 7
    mantissa = (size >> (exponent + 3)) & 0x0F
    return bytes((~(sign | (exponent << 4) | mantissa) & 0xFF).astype(np.uint8))


def samples_of(ulaw: bytes) -> np.ndarray:
    """16-bit samples of G.711 mu-law."""
    code = ~np.frombuffer(ulaw, np.uint8).astype(np.int32) & 0xFF
    size = ((((code & 0x0F) << 3) + 132) << ((code >> 4) & 7)) - 132
    return np.where(code & 0x80, -size, size)


Sound = np.ndarray
"""16-bit samples."""


def tone(hertz: float, seconds: float) -> Sound:
    return (8000 * np.sin(2 * np.pi * hertz * np.arange(int(seconds * RATE)) / RATE)).astype(np.int32)


def silence(seconds: float) -> Sound:
    return np.zeros(int(seconds * RATE), np.int32)


def speech(seconds: float, hertz: float = 180.0) -> Sound:
    """What the level meter takes for a voice: syllables of changing loudness, 160 ms each, with dips between them."""
    at = np.arange(int(seconds * RATE)) / RATE
    swell = 0.25 + 0.75 * np.abs(np.sin(np.pi * at / 0.16)) * (0.7 + 0.3 * np.sin(2 * np.pi * at / 0.7))
    return (9000 * swell * np.sin(2 * np.pi * hertz * at)).astype(np.int32)


def pitches_of(sound: Sound, among: tuple[float, ...]) -> set[float]:
    """Those of some pitches that are in half a second of sound, each at a tenth of the loudest or more."""
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    strength = {pitch: spectrum[round(pitch * len(sound) / RATE)] for pitch in among}
    # Silence has a spectrum too; a tone of a tenth of full scale gives some hundred thousands.
    return {pitch for pitch, found in strength.items() if found > 100_000}


def write(path: Path, sound: Sound) -> None:
    """A WAV file that says this."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(sound.astype("<i2").tobytes())


@dataclass
class Telephone:
    """Says a tone of this pitch, or `says` once and then nothing, to whoever sends it sound, and keeps what that says.
    Used as a context."""

    hertz: float
    says: Sound | None = None
    heard: bytearray = field(default_factory=bytearray)
    heard_first_at: float | None = None
    keys: str = ""
    """Those that the other end has pressed, each as often as it was."""
    _last_key: bytes = b""

    def __post_init__(self) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.port = int(self.socket.getsockname()[1])
        self.socket.settimeout(0.2)
        self._stop = threading.Event()
        self._presses: SimpleQueue[bytes] = SimpleQueue()
        self._thread = threading.Thread(target=self._talk)

    def __enter__(self) -> "Telephone":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        self.socket.close()

    def press(self, digit: int) -> None:
        """A key: an event of RFC 4733, its end said three times as the RFC asks."""
        for says in [(0, 160), (0, 800), *[(0x80, 1600)] * 3]:
            self._presses.put(bytes([digit, says[0] | 10]) + says[1].to_bytes(2))

    def hears(self, hertz: float) -> bool:
        """Whether this pitch stands out of the last half second that was heard."""
        return hertz in self.pitches((hertz,))

    def heard_once(self, hertz: float) -> bool:
        """Whether this pitch stands out of any half second that was heard, however long ago."""
        said, part = samples_of(bytes(self.heard)), RATE // 2
        return any(pitches_of(said[at : at + part], (hertz,)) for at in range(0, len(said) - part, part))

    def has_pressed(self) -> bool:
        """Whether all keys have been said to the other end."""
        return self._presses.empty()

    def pitches(self, among: tuple[float, ...]) -> set[float]:
        """Those of some pitches that are in the last half second, each at a tenth of the loudest or more."""
        last = samples_of(bytes(self.heard[-RATE // 2 :]))
        return pitches_of(last, among) if len(last) == RATE // 2 else set()

    def _talk(self) -> None:
        """Answers each packet with one: the other end's clock paces both."""
        sequence = 0
        while not self._stop.is_set():
            try:
                packet, sender = self.socket.recvfrom(2048)
            except TimeoutError:
                continue
            if packet[1] & 0x7F == EVENTS:
                self._hear_key(packet)
            else:
                self.heard += packet[HEADER:]
            kind, sound = self._next(sequence)
            header = kind + (sequence & 0xFFFF).to_bytes(2) + (sequence * FRAME).to_bytes(4) + b"\x00\x00\x00\x01"
            self._send(header + sound, sender)
            sequence += 1

    def _hear_key(self, packet: bytes) -> None:
        """All packets of one key have its beginning as their time (RFC 4733, 2.5.1.2)."""
        if packet[4:8] != self._last_key:
            self._last_key = packet[4:8]
            self.keys += "0123456789*#"[packet[HEADER]]

    def _send(self, packet: bytes, to: tuple[str, int]) -> None:
        self.socket.sendto(packet, to)

    def _next(self, sequence: int) -> tuple[bytes, bytes]:
        """A part of a key that is being pressed, else of the tone."""
        if not self._presses.empty():
            return bytes([0x80, EVENTS]), self._presses.get()
        at = np.arange(sequence * FRAME, (sequence + 1) * FRAME)
        if self.says is not None:
            part = self.says[at[0] : at[-1] + 1]
            return b"\x80\x00", ulaw_of(np.pad(part, (0, FRAME - len(part))))
        return b"\x80\x00", ulaw_of((8000 * np.sin(2 * np.pi * self.hertz * at / RATE)).astype(np.int32))


@dataclass
class BadLine(Telephone):
    """Of what it says every twentieth packet is lost, and the others are up to 60 ms late, so that some overtake."""

    coin: Random = field(default_factory=lambda: Random(137))
    lost: int = 0
    overtaken: int = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        self._on_the_way: list[tuple[int, int, bytes]] = []
        self._sent = 0

    def _send(self, packet: bytes, to: tuple[str, int]) -> None:
        self._sent += 1
        if self.coin.random() < 0.05:
            self.lost += 1
        else:
            self._on_the_way.append((self._sent + self.coin.randrange(4), self._sent, packet))
        due = sorted(each for each in self._on_the_way if each[0] <= self._sent)
        self._on_the_way = [each for each in self._on_the_way if each[0] > self._sent]
        for _, number, words in due:
            self.overtaken += any(number > other for _, other, _ in self._on_the_way)
            super()._send(words, to)

"""The conference bridge: makes the connections that `wiring` asks for, plays messages, reads the level meter."""

import wave
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from telephony.sip.leg import Leg
from telephony.sip.library import in_own_thread, pj
from telephony.sip.wiring import NOWHERE, Wire, wires

SETTLED = 1.0
"""Seconds that a player lives on unheard. The library tells it of its end of file from a thread of its own (pjmedia's
event manager), and the whole process ends if the player has gone just then."""

SETTLED_LOOKS = 25
"""And so often the board has been tidied meanwhile: a machine that stood still so long held that thread too."""


class Unplayable(Exception):
    """The recording is none that the bridge can play."""


def seconds_of(recording: Path) -> float:
    """How long a recording is; raises `Unplayable` for what is no mono 16-bit WAV."""
    try:
        with wave.open(str(recording), "rb") as file:
            if file.getnchannels() != 1 or file.getsampwidth() != 2:
                raise Unplayable("a recorded message must be a WAV file with one channel of 16-bit samples")
            return file.getnframes() / file.getframerate()
    except (OSError, wave.Error, EOFError) as problem:
        raise Unplayable("a recorded message must be a WAV file that can be read") from problem


@dataclass(slots=True)
class _Playing:
    player: Any
    until: float


def _player(recording: Path, options: int) -> Any:
    player = pj.AudioMediaPlayer()
    try:
        player.createPlayer(str(recording), options)
    except pj.Error as problem:
        raise Unplayable("the bridge has no room for another recording, or cannot read it") from problem
    return player


@dataclass(frozen=True, slots=True)
class _Unheard:
    """A player that nobody hears any more, since that moment and that look."""

    player: Any
    since: float
    look: int


class Board:
    """Owned by the endpoint's thread."""

    def __init__(self) -> None:
        self._wired: set[tuple[Wire, int, int]] = set()
        self._playing: dict[str, _Playing] = {}
        self._music: dict[str, Any] = {}
        self._unheard: list[_Unheard] = []
        self._looks = 0
        self._nowhere: Any = None

    @in_own_thread
    def follow(self, legs: Mapping[str, Leg], tapes: Mapping[str, Any]) -> None:
        """Brings the bridge to what the legs' states ask for; `tapes` are the ears that record.

        A port that came back (after a re-INVITE, say) has another number and none of the old connections, so wires are
        remembered with the numbers of their ports.
        """
        media = {leg.id: leg.media for leg in legs.values() if leg.media is not None and leg.is_up}
        media |= {name: playing.player for name, playing in self._playing.items()}
        media |= {**self._music, **tapes}
        media[NOWHERE] = self._nobody()
        ports = {name: each.getPortId() for name, each in media.items()}
        asked = wires(leg.ears for leg in legs.values() if leg.is_up)
        wanted = {(wire, ports[wire[0]], ports[wire[1]]) for wire in asked if wire[0] in ports and wire[1] in ports}
        for gone in self._wired - wanted:
            self._cut(gone, media, ports)
        for wire, _, _ in wanted - self._wired:
            media[wire[0]].startTransmit(media[wire[1]])
        self._wired = wanted

    def _nobody(self) -> Any:
        """The bridge's own device, which is none: what is sent there is lost."""
        if self._nowhere is None:
            self._nowhere = pj.Endpoint.instance().audDevManager().getPlaybackDevMedia()
        return self._nowhere

    @staticmethod
    def _cut(gone: tuple[Wire, int, int], media: Mapping[str, Any], ports: Mapping[str, int]) -> None:
        """The bridge itself cuts what leads to or from a port that is gone."""
        (source, sink), from_port, to_port = gone
        if ports.get(source) == from_port and ports.get(sink) == to_port:
            media[source].stopTransmit(media[sink])

    @in_own_thread
    def play(self, name: str, recording: Path, now: float) -> None:
        """Makes a mouth of this name that says the recording once; who hears it is the wiring's business."""
        seconds = seconds_of(recording)
        self._playing[name] = _Playing(_player(recording, pj.PJMEDIA_FILE_NO_LOOP), now + seconds)

    @in_own_thread
    def music(self, recording: Path) -> str:
        """The mouth that plays a recording over and over, one for all who hear it; its name."""
        name = f"music:{recording}"
        if name not in self._music:
            seconds_of(recording)
            self._music[name] = _player(recording, 0)
        return name

    def tidy(self, heard: Collection[str | None], now: float) -> None:
        """Takes the music away that nobody hears any more, and gives back players that nothing happens to now; never
        from inside a callback."""
        for name in self._music.keys() - heard:
            self._unheard.append(_Unheard(self._music.pop(name), now, self._looks))
        self._looks += 1
        settled = self._looks - SETTLED_LOOKS
        self._unheard = [each for each in self._unheard if now - each.since < SETTLED or each.look > settled]

    def over(self, now: float) -> list[str]:
        """Recordings that have come to their end."""
        return [name for name, playing in self._playing.items() if now >= playing.until]

    def forget(self, names: Iterable[str], now: float) -> None:
        """Takes messages away that are over and that nobody is wired to."""
        self._unheard += [_Unheard(self._playing.pop(name).player, now, self._looks) for name in names]

    @property
    def players(self) -> int:
        return len(self._playing) + len(self._music) + len(self._unheard)

    def close(self) -> None:
        self._playing.clear()
        self._music.clear()
        self._unheard.clear()
        self._wired.clear()
        self._nowhere = None

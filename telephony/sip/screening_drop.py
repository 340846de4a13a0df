"""When a machine's greeting is over and a message may be left."""

from dataclasses import dataclass, field
from enum import StrEnum

from telephony.sip.screening import Ear, Parameters


class GreetingEnd(StrEnum):
    """What the wait for the end of a greeting came to."""

    TONE = "tone"
    """A steady sound that stopped: the beep."""
    SILENCE = "silence"
    """The greeting stopped for so long that recording has begun."""
    GAVE_UP = "gave_up"
    """It never stopped; no message is left."""


@dataclass(frozen=True, slots=True)
class DropParameters:
    """Times in milliseconds."""

    silence_ms: int = 1500
    """Pauses between a greeting's sentences are shorter."""
    tone_ms: int = 200
    """A sound as steady as this for so long is no voice."""
    after_tone_ms: int = 300
    steady_within: int = 3
    """How much the level of a tone may waver: the meter gives about every third level."""
    give_up_ms: int = 40_000


@dataclass(slots=True)
class GreetingWatch:
    """Listens on from the verdict: `hear` each poll until it gives an end."""

    parameters: DropParameters = field(default_factory=DropParameters)
    _ear: Ear = field(default_factory=lambda: Ear(Parameters()))
    _tone: list[tuple[int, int]] = field(default_factory=list)
    _tone_ended: int | None = None
    _first_at: int | None = None

    def hear(self, at_ms: int, level: int) -> GreetingEnd | None:
        self._first_at = at_ms if self._first_at is None else self._first_at
        before = self._ear.last_voice
        self._ear.hear(at_ms, level)
        self._watch_tone(at_ms, level, heard_voice=self._ear.last_voice > before)
        quiet = at_ms - max(self._ear.last_voice, self._first_at)
        if self._tone_ended is not None and at_ms - self._tone_ended >= self.parameters.after_tone_ms:
            return GreetingEnd.TONE
        if quiet >= self.parameters.silence_ms:
            return GreetingEnd.SILENCE
        return GreetingEnd.GAVE_UP if at_ms - self._first_at >= self.parameters.give_up_ms else None

    def _watch_tone(self, at_ms: int, level: int, *, heard_voice: bool) -> None:
        levels = [known for _, known in self._tone] + [level]
        if max(levels) - min(levels) <= self.parameters.steady_within and heard_voice:
            self._tone.append((at_ms, level))
            return
        was_tone = bool(self._tone) and self._tone[-1][0] - self._tone[0][0] >= self.parameters.tone_ms
        if was_tone:
            self._tone_ended = at_ms
        elif heard_voice:
            self._tone_ended = None
        self._tone = [(at_ms, level)] if heard_voice else []

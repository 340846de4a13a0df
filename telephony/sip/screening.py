"""Whether a person or a machine answered, from the level meter of the conference bridge alone."""

from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from typing import Any, Self

LONGEST_MS = 2500
"""Nobody is screened for longer: a person would hang up, and the two seconds of 16 CFR 310.4(b)(4) would be gone."""

BREATH_MS = 100
"""Shorter gaps are inside a word."""

LOUDEST = 255
"""Levels have eight bits; speech lies between 30 and 100, on the logarithmic scale of mu-law."""


def level_of(percent: int) -> int:
    """The level in the middle of those for which the library's meter gives this percentage: it divides by 255, times
    100, and drops the rest."""
    return (2 * percent + 1) * LOUDEST // 200 if percent else 0


Trace = tuple[tuple[int, int], ...]
"""(time in ms from the 200 OK, level) of each poll, so that a late poll is replayed as late."""


class Verdict(StrEnum):
    """Who answered; `UNKNOWN` is treated as a person, because hanging up on one costs more than an agent's seconds."""

    HUMAN = "human"
    MACHINE = "machine"
    UNKNOWN = "unknown"

    @property
    def is_person(self) -> bool:
        return self is not Verdict.MACHINE


class Reason(StrEnum):
    """Which rule decided."""

    SHORT_GREETING = "short_greeting"
    LONG_GREETING = "long_greeting"
    SILENCE = "silence"
    STILL_TALKING = "still_talking"
    TIME_IS_UP = "time_is_up"


RANGES: dict[str, tuple[int, int]] = {
    "decide_within_ms": (500, LONGEST_MS),
    "long_greeting_ms": (600, 2400),
    "still_talking_ms": (600, 2400),
    "pause_after_greeting_ms": (200, 1500),
    "shortest_word_ms": (20, 400),
    "quietest_speech": (1, 120),
    "above_noise": (0, 60),
    "loudest_noise": (0, 80),
}
"""Lowest and highest value of each parameter."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """How to screen. Times are milliseconds, levels are those of the meter (0 to 255).

    Chosen by `scripts/bench screening --tune` for as many right verdicts as there are with at most 1.5 % of people
    called machines, on sets that the benchmark's own figures do not come from.
    """

    decide_within_ms: int = 2500
    """The longest time from the 200 OK to the verdict."""
    long_greeting_ms: int = 2200
    """A greeting that goes on for this long, pauses of breath included, is a machine's."""
    still_talking_ms: int = 1800
    """So much of a greeting is enough when the time is up and the voice has not paused yet."""
    pause_after_greeting_ms: int = 900
    """Silence of this length after a shorter greeting means that somebody waits for an answer."""
    shortest_word_ms: int = 60
    """Shorter sounds are clicks and count as silence."""
    quietest_speech: int = 16
    """Anything below is silence; 16 is a mean amplitude of about 130 of 32,767."""
    above_noise: int = 5
    """How far speech must stand out from the quietest stretch heard so far."""
    loudest_noise: int = 36
    """A stretch louder than this is never taken for the line's own noise: it may be speech without a pause."""

    def __post_init__(self) -> None:
        if wrong := self.problems():
            raise ValueError("; ".join(f"{name}: {sentence}" for name, sentence in wrong))

    def problems(self) -> tuple[tuple[str, str], ...]:
        return problems_of(asdict(self))

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        known = {f.name for f in fields(cls)}
        return cls(**{name: value for name, value in data.items() if name in known})


def problems_of(values: dict[str, int]) -> tuple[tuple[str, str], ...]:
    """What is out of range, as (parameter, sentence)."""
    return tuple(
        (name, f"Choose {low} to {high}.")
        for name, (low, high) in RANGES.items()
        if name in values and not low <= values[name] <= high
    )


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict with all that is needed to reach it again."""

    verdict: Verdict
    reason: Reason
    at_ms: int
    """Time from the 200 OK."""
    trace: Trace
    parameters: Parameters

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"trace": [list(pair) for pair in self.trace]}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(
            Verdict(data["verdict"]),
            Reason(data["reason"]),
            data["at_ms"],
            tuple((at, level) for at, level in data["trace"]),
            Parameters.from_json(data["parameters"]),
        )


@dataclass(slots=True)
class Ear:
    """Tells speech from silence, poll by poll. All times are milliseconds from the 200 OK."""

    parameters: Parameters
    began_at: int | None = None
    """Start of the first word."""
    last_voice: int = 0
    """End of the last word."""
    _sound_since: int | None = None
    _recent: list[int] = field(default_factory=list)
    _noise: int = LOUDEST

    def hear(self, at_ms: int, level: int) -> None:
        if not self._is_voice(level):
            self._sound_since = None
            return
        if self._sound_since is None:
            self._sound_since = at_ms
        if at_ms - self._sound_since >= self.parameters.shortest_word_ms:
            self.began_at = self._sound_since if self.began_at is None else self.began_at
            self.last_voice = at_ms

    def quiet_for(self, at_ms: int) -> int:
        """Silence since the last word."""
        return at_ms - self.last_voice

    @property
    def greeting_ms(self) -> int:
        """From the first word to the end of the last."""
        return 0 if self.began_at is None else self.last_voice - self.began_at

    def _is_voice(self, level: int) -> bool:
        self._recent = [*self._recent[-4:], level]
        if len(self._recent) == 5:
            self._noise = min(self._noise, sum(self._recent) // 5)
        floor = min(self._noise, self.parameters.loudest_noise) if self._noise < LOUDEST else 0
        return level >= max(self.parameters.quietest_speech, floor + self.parameters.above_noise)


class Screening:
    """Listens to one answered call: `hear` each poll of the meter until it gives a decision."""

    def __init__(self, parameters: Parameters | None = None) -> None:
        self._parameters = parameters or Parameters()
        self._ear = Ear(self._parameters)
        self._trace: list[tuple[int, int]] = []
        self.decision: Decision | None = None

    def hear(self, at_ms: int, level: int) -> Decision | None:
        """`at_ms` counts from the 200 OK; what comes after the decision changes nothing."""
        if self.decision is None:
            self._trace.append((at_ms, level))
            self._ear.hear(at_ms, level)
            if found := self._judge(at_ms):
                verdict, reason = found
                when = min(at_ms, self._parameters.decide_within_ms)
                self.decision = Decision(verdict, reason, when, tuple(self._trace), self._parameters)
        return self.decision

    def _judge(self, at_ms: int) -> tuple[Verdict, Reason] | None:
        ear, limits = self._ear, self._parameters
        if ear.greeting_ms >= limits.long_greeting_ms:
            return Verdict.MACHINE, Reason.LONG_GREETING
        if ear.began_at is not None and ear.quiet_for(at_ms) >= limits.pause_after_greeting_ms:
            return Verdict.HUMAN, Reason.SHORT_GREETING
        if at_ms >= limits.decide_within_ms:
            if ear.greeting_ms >= limits.still_talking_ms and ear.quiet_for(at_ms) <= BREATH_MS:
                return Verdict.MACHINE, Reason.STILL_TALKING
            return Verdict.UNKNOWN, Reason.SILENCE if ear.began_at is None else Reason.TIME_IS_UP
        return None


def replay(trace: Trace, parameters: Parameters | None = None) -> Decision | None:
    """Screens a stored trace again, perhaps with other parameters."""
    screening = Screening(parameters)
    for at_ms, level in trace:
        if decision := screening.hear(at_ms, level):
            return decision
    return None

"""Everything a campaign's own calls have taught the pacer, and the estimates drawn from it for one moment.

An experience is a fold over what happened, oldest first, so it can be rebuilt from the call records after a restart:

    for dial in dials: experience = experience.after_dial(dial)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import exp, log

from dialer.core.learning.durations import Durations, Survival
from dialer.core.learning.rates import Rate
from dialer.core.learning.rings import USUAL_CURVE, RingCurve, RingEnd, Rings

WINDOW = 400.0, 60.0
"""Dials and answers that a rate rests on at least; where one dial in 33 is answered, 60 answers take 2,000 dials."""

SEGMENT_WEIGHT = 60.0
CELL_WEIGHT = 120.0
FIRST_RATE, FIRST_RATE_WEIGHT = 0.15, 20.0
FIRST_HANDLE_SECONDS = 90.0
FIRST_WRAP_SECONDS = 20.0
FIRST_HANDLE = Survival.exponential(FIRST_HANDLE_SECONDS)
FIRST_WRAP = Survival.exponential(FIRST_WRAP_SECONDS)
NOT_TRIED, NO_DURATIONS, NO_RINGS = Rate(), Durations(), Rings()
FEEDBACK = 0.1
LOWEST_THRESHOLD, HIGHEST_THRESHOLD = 0.005, 0.2


@dataclass(frozen=True, slots=True)
class DialSeen:
    """One lead's line that stopped ringing. `hour` is the hour of day (0 to 23) at which it was dialed, by the lead."""

    end: RingEnd
    ring_seconds: float
    segment: str = ""
    hour: int = 0


@dataclass(frozen=True, slots=True)
class Learned:
    """Estimates for one moment.

    `answer_rate` is the chance that a person answers the next line to be opened, `by_segment` the same for lines
    already ringing. `correction` multiplies the risk that the pacer allows itself (1 until feedback has spoken).
    """

    answer_rate: float = FIRST_RATE
    by_segment: Mapping[str, float] = field(default_factory=dict)
    handle: Survival = FIRST_HANDLE
    wrap: Survival = FIRST_WRAP
    ring: RingCurve = USUAL_CURVE
    correction: float = 1.0

    def rate_of(self, segment: str) -> float:
        return self.by_segment.get(segment, self.answer_rate)


@dataclass(frozen=True, slots=True)
class Experience:
    """What was seen so far: answer rates overall, per segment, and per segment and hour; durations; rings; feedback."""

    overall: Rate = NOT_TRIED
    segments: Mapping[str, Rate] = field(default_factory=dict)
    cells: Mapping[tuple[str, int], Rate] = field(default_factory=dict)
    handles: Durations = NO_DURATIONS
    wraps: Durations = NO_DURATIONS
    rings: Rings = NO_RINGS
    correction: float = 1.0

    def after_dial(self, dial: DialSeen) -> Experience:
        hit = dial.end is RingEnd.PERSON
        cell = (dial.segment, dial.hour)
        return replace(
            self,
            overall=self.overall.after(hit, *WINDOW),
            segments={
                **self.segments,
                dial.segment: self.segments.get(dial.segment, NOT_TRIED).after(hit, *WINDOW),
            },
            cells={**self.cells, cell: self.cells.get(cell, NOT_TRIED).after(hit, *WINDOW)},
            rings=self.rings.after(dial.end, dial.ring_seconds),
        )

    def after_answer(self, abandoned: bool, target_abandon: float) -> Experience:
        """A person answered, and was abandoned or not: the risk allowed drifts until the target is met on average."""
        moved = log(self.correction) + FEEDBACK * (target_abandon - abandoned)
        lowest, highest = log(LOWEST_THRESHOLD / target_abandon), log(HIGHEST_THRESHOLD / target_abandon)
        return replace(self, correction=exp(min(highest, max(lowest, moved))))

    def after_call(self, busy_seconds: float, wrap_seconds: float | None = None) -> Experience:
        """An agent became free. `busy_seconds` is talk and wrap-up together, `wrap_seconds` the second part of it."""
        wraps = self.wraps if wrap_seconds is None else self.wraps.after(wrap_seconds)
        return replace(self, handles=self.handles.after(busy_seconds), wraps=wraps)

    def rate(self, segment: str, hour: int) -> float:
        """The answer rate of a segment at an hour: each level starts at the one above it until cases come in."""
        overall = self._overall()
        of_segment = self.segments.get(segment, NOT_TRIED).mean(overall, SEGMENT_WEIGHT)
        return self.cells.get((segment, hour), NOT_TRIED).mean(of_segment, CELL_WEIGHT)

    def _overall(self) -> float:
        # One deviation above the mean. Too low a rate costs abandoned people, too high a one a few seconds of waiting,
        # which feedback wins back once it has seen that nobody is abandoned.
        mean = self.overall.mean(FIRST_RATE, FIRST_RATE_WEIGHT)
        return mean + self.overall.deviation(FIRST_RATE, FIRST_RATE_WEIGHT)

    def spread(self) -> tuple[float, float]:
        """Where the campaign's answer rate lies nine times in ten."""
        return self.overall.spread(FIRST_RATE, FIRST_RATE_WEIGHT)

    def learned(self, hour: int, next_segment: str | None = None, busy_seconds: Iterable[float] = ()) -> Learned:
        """The estimates for this hour of day.

        `next_segment` is that of the next leads, None where it is mixed; `busy_seconds` how long each agent who is busy
        now has been so.
        """
        by_segment = {segment: self.rate(segment, hour) for segment in self.segments}
        return Learned(
            answer_rate=self._overall() if next_segment is None else self.rate(next_segment, hour),
            by_segment=by_segment,
            handle=self.handles.with_unfinished(busy_seconds).survival(FIRST_HANDLE_SECONDS),
            wrap=self.wraps.survival(FIRST_WRAP_SECONDS),
            ring=self.rings.curve(),
            correction=self.correction,
        )

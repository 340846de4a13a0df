"""How long agents are busy, learned as the chance per second of becoming free at each time already spent.

Most calls end within seconds and a few last for minutes, so an agent who has talked for five minutes is less likely to
be free soon than one who began five seconds ago. A constant chance within each band of elapsed time says this with a
handful of numbers, and equals the exponential law where the bands agree.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import exp, expm1

BANDS = (0.0, 10.0, 20.0, 40.0, 80.0, 160.0, 320.0, 640.0)
"""Seconds at which the bands begin; the last one has no end."""

_PRIOR_ENDS_PER_BAND = 5.0
_PRIOR_ENDS = 3.0


@dataclass(frozen=True, slots=True)
class Survival:
    """The law of a duration: `per_second[i]` is the chance per second of ending within band i, `before[i]` the sum of
    those chances up to the band's beginning.
    """

    per_second: tuple[float, ...]
    before: tuple[float, ...]

    @classmethod
    def of(cls, per_second: Iterable[float]) -> Survival:
        """From one chance per second for each of `BANDS`."""
        rates = tuple(per_second)
        widths = [end - start for start, end in pairwise(BANDS)]
        parts = (rate * width for rate, width in zip(rates, widths, strict=False))
        return cls(rates, (0.0, *accumulate(parts)))

    @classmethod
    def exponential(cls, mean_seconds: float) -> Survival:
        return cls.of(1.0 / mean_seconds for _ in BANDS)

    def _spent(self, seconds: float) -> float:
        band = bisect_right(BANDS, seconds) - 1
        return self.before[band] + self.per_second[band] * (seconds - BANDS[band])

    def busy_after(self, elapsed_seconds: float, waits: Iterable[float]) -> list[float]:
        """Chance of still being busy after each of the waits (seconds), for somebody busy since `elapsed_seconds`."""
        spent = self._spent(elapsed_seconds)
        return [exp(spent - self._spent(elapsed_seconds + wait)) for wait in waits]

    @property
    def mean_seconds(self) -> float:
        """The area under the law's curve, in seconds."""
        area, left = 0.0, 1.0
        for band, rate in enumerate(self.per_second):
            width = BANDS[band + 1] - BANDS[band] if band + 1 < len(BANDS) else float("inf")
            gone = -expm1(-rate * width)
            area += left * gone / rate
            left *= 1.0 - gone
        return area


def _add_time(seconds: list[float], lasted: float) -> None:
    last = bisect_right(BANDS, lasted) - 1
    for band in range(last + 1):
        end = BANDS[band + 1] if band < last else lasted
        seconds[band] += end - BANDS[band]


@dataclass(frozen=True, slots=True)
class Durations:
    """Faded counts per band: how many durations ended in it and for how many seconds one was in it."""

    ended: tuple[float, ...] = (0.0,) * len(BANDS)
    seconds: tuple[float, ...] = (0.0,) * len(BANDS)

    def after(self, lasted_seconds: float, window: float = 200.0) -> Durations:
        keep = 1.0 - 1.0 / window
        last = bisect_right(BANDS, lasted_seconds) - 1
        ended = [count * keep for count in self.ended]
        ended[last] += 1.0
        seconds = [total * keep for total in self.seconds]
        _add_time(seconds, lasted_seconds)
        return Durations(tuple(ended), tuple(seconds))

    def with_unfinished(self, lasting_seconds: Iterable[float]) -> Durations:
        """The counts with durations that still go on: time without an end.

        Without them the first estimates of a shift rest on short calls alone, because the long ones have not ended yet.
        """
        seconds = list(self.seconds)
        for lasting in lasting_seconds:
            _add_time(seconds, lasting)
        return Durations(self.ended, tuple(seconds))

    def mean_seconds(self, prior_seconds: float) -> float:
        """The mean, started at `prior_seconds` as if seen three times."""
        return (sum(self.seconds) + _PRIOR_ENDS * prior_seconds) / (sum(self.ended) + _PRIOR_ENDS)

    def survival(self, prior_seconds: float) -> Survival:
        """The learned law; a band with few cases leans to the exponential law of the learned mean."""
        mean = self.mean_seconds(prior_seconds)
        return Survival.of(
            (ended + _PRIOR_ENDS_PER_BAND) / (seconds + _PRIOR_ENDS_PER_BAND * mean)
            for ended, seconds in zip(self.ended, self.seconds, strict=True)
        )

"""What a ringing line's age says: will a person answer it, and how soon.

Most people answer within a few rings while voicemail comes after 15 seconds or more. A line that has rung for long is
therefore probably no person any more, and no longer competes for an agent.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import exp

LONGEST_SECONDS = 60
"""Nothing rings longer; the campaign's setting ends there too."""

STEPS_PER_SECOND = 2
SHARES = (0.1, 0.3, 0.5, 0.7, 0.9)
"""The horizons are the times by which these shares of the people who will answer have done so."""

_PRIOR_PEOPLE = 20.0
_PRIOR_OTHERS = 30.0


class RingEnd(StrEnum):
    """How a line stopped ringing."""

    PERSON = "person"
    """A person answered."""
    OTHER = "other"
    """Something else ended it: a machine, a busy signal, a number out of service."""
    LET_GO = "let_go"
    """We hung up, at the ring limit or before."""


@dataclass(frozen=True, slots=True)
class RingCurve:
    """Shares of people's and of other lines that still ring after each half second, both starting at 1.

    "People's" are lines that a person will answer before the ring limit. `horizons` are in half seconds.
    """

    people_left: tuple[float, ...]
    others_left: tuple[float, ...]
    horizons: tuple[int, ...]

    @classmethod
    def of(cls, people_left: Sequence[float], others_left: Sequence[float]) -> RingCurve:
        """From both shares at each half second from 0 to `LONGEST_SECONDS`."""
        answered = [1.0 - left for left in people_left]
        last = len(answered) - 1
        horizons = tuple(min(last, max(1, bisect_left(answered, share * answered[-1]))) for share in SHARES)
        return cls(tuple(people_left), tuple(others_left), horizons)

    @property
    def horizon_seconds(self) -> tuple[float, ...]:
        return tuple(steps / STEPS_PER_SECOND for steps in self.horizons)

    def chances(self, age_step: int, answer_rate: float) -> list[float]:
        """For each horizon, the chance that a person answers a line of this age (in half seconds) by then."""
        left = self.people_left
        last = len(left) - 1
        age = min(age_step, last)
        people = answer_rate * left[age]
        ringing = people + (1.0 - answer_rate) * self.others_left[age]
        if people <= 0.0:
            return [0.0] * len(self.horizons)
        scale = answer_rate / ringing
        return [scale * (left[age] - left[min(age + steps, last)]) for steps in self.horizons]


def _people_left_at_first(seconds: float) -> float:
    # Four equal exponential stages with a mean of 9 s in all: one in ten answers by 4 s, half by 8.5, nine by 15.
    stages = seconds / 2.25
    return exp(-stages) * (1.0 + stages + stages**2 / 2.0 + stages**3 / 6.0)


def _others_ended_at_first(second: int) -> float:
    # Of lines that no person answers, about one in six reports busy or dead within 3 s and half fall to a machine
    # between 16 and 22 s; the rest ring until we let go.
    reached = {2: 0.17, 3: 0.03, **{s: 0.08 + 0.02 * (s - 16) for s in range(16, 22)}}
    return reached.get(second, 0.0)


_PEOPLE_PRIOR = tuple(
    _PRIOR_PEOPLE * (_people_left_at_first(second) - _people_left_at_first(second + 1))
    for second in range(LONGEST_SECONDS)
)
_OTHERS_PRIOR = tuple(_PRIOR_OTHERS * _others_ended_at_first(second) for second in range(LONGEST_SECONDS))


@dataclass(frozen=True, slots=True)
class Rings:
    """Faded counts for each second of ringing: people who answered in it, other lines that ended in it, and other lines
    that reached it.
    """

    people: tuple[float, ...] = (0.0,) * LONGEST_SECONDS
    others_ended: tuple[float, ...] = (0.0,) * LONGEST_SECONDS
    others_reached: tuple[float, ...] = (0.0,) * LONGEST_SECONDS

    def after(self, end: RingEnd, ring_seconds: float, window: float = 300.0) -> Rings:
        """One more line that stopped ringing after `ring_seconds`."""
        keep = 1.0 - 1.0 / window
        second = min(LONGEST_SECONDS - 1, int(ring_seconds))
        if end is RingEnd.PERSON:
            people = [count * keep for count in self.people]
            people[second] += 1.0
            return Rings(tuple(people), self.others_ended, self.others_reached)
        ended = [count * keep for count in self.others_ended]
        ended[second] += end is RingEnd.OTHER
        # A line that we let go within a second was not at risk for all of it.
        stop = second + (end is RingEnd.OTHER)
        reached = [count * keep + (at < stop) for at, count in enumerate(self.others_reached)]
        return Rings(self.people, tuple(ended), tuple(reached))

    def curve(self) -> RingCurve:
        """The learned curve; seconds with few cases lean to a usual one."""
        seen = [count + prior for count, prior in zip(self.people, _PEOPLE_PRIOR, strict=True)]
        total = sum(seen)
        people, left = [1.0], total
        others = [1.0]
        for second in range(LONGEST_SECONDS):
            left = max(0.0, left - seen[second])
            people.append(left / total)
            ended = self.others_ended[second] + _OTHERS_PRIOR[second]
            reached = self.others_reached[second] + _PRIOR_OTHERS
            others.append(others[-1] * (1.0 - ended / reached))
        return RingCurve.of(_by_half_seconds(people), _by_half_seconds(others))


def _by_half_seconds(at_seconds: list[float]) -> list[float]:
    halves = [(one + two) / 2.0 for one, two in pairwise(at_seconds)]
    pairs = zip(at_seconds, halves, strict=False)
    return [value for pair in pairs for value in pair] + [at_seconds[-1]]


USUAL_CURVE = Rings().curve()
"""What is assumed before anything was dialed."""

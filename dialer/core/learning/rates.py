"""How often something happens, learned from a fading window of tries."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True, slots=True)
class Rate:
    """Weighted counts of tries and hits; older tries fade, so that the counts never exceed the window."""

    hits: float = 0.0
    tries: float = 0.0

    def after(self, hit: bool, least_tries: float, least_hits: float) -> Rate:
        """One more try. The window is as long as the recent tries or hits that the rate should rest on, whichever takes
        longer: a rare event needs more tries for an estimate just as good.
        """
        window = max(least_tries, least_hits * (self.tries + 1.0) / (self.hits + 1.0))
        keep = 1.0 - 1.0 / window
        return Rate(self.hits * keep + hit, self.tries * keep + 1.0)

    def mean(self, prior: float, weight: float) -> float:
        """The Beta estimate that starts at `prior` as if it had been seen in `weight` tries."""
        return (self.hits + prior * weight) / (self.tries + weight)

    def deviation(self, prior: float, weight: float) -> float:
        """How far off the mean may well be: one standard deviation of the Beta distribution."""
        mean = self.mean(prior, weight)
        return sqrt(mean * (1.0 - mean) / (self.tries + weight + 1.0))

    def spread(self, prior: float, weight: float) -> tuple[float, float]:
        """Where the true rate lies nine times in ten."""
        mean, reach = self.mean(prior, weight), 1.645 * self.deviation(prior, weight)
        return max(0.0, mean - reach), min(1.0, mean + reach)

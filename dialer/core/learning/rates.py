"""How often something happens, learned from a fading window of tries."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True, slots=True)
class Rate:
    """Weighted counts of tries and hits; older tries fade, so that the counts never exceed the window."""

    hits: float = 0.0
    tries: float = 0.0

    def after(self, hit: bool, window: float) -> Rate:
        """One more try. `window` is the number of recent tries that the rate should rest on."""
        keep = 1.0 - 1.0 / window
        return Rate(self.hits * keep + hit, self.tries * keep + 1.0)

    def mean(self, prior: float, weight: float) -> float:
        """The Beta estimate that starts at `prior` as if it had been seen in `weight` tries."""
        return (self.hits + prior * weight) / (self.tries + weight)

    def spread(self, prior: float, weight: float) -> tuple[float, float]:
        """Where the true rate lies nine times in ten: the mean and 1.645 deviations of the Beta distribution."""
        mean = self.mean(prior, weight)
        reach = 1.645 * sqrt(mean * (1.0 - mean) / (self.tries + weight + 1.0))
        return max(0.0, mean - reach), min(1.0, mean + reach)

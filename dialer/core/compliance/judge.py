"""Findings become a verdict, and a verdict says when to ask again."""

from collections.abc import Callable, Iterable
from datetime import datetime

from dialer.core.compliance.verdict import Finding, Reason, Verdict
from dialer.core.rules import InForce

STEPS = 64
"""More than any chain of reasons that end one after the other within the look-ahead."""

Timed = Callable[[datetime], Iterable[Finding]]
"""The reasons that time can remove, as they stand at a moment."""


def verdict(law: InForce, lasting: Iterable[Reason], timed: Timed, now: datetime) -> Verdict:
    fixed = tuple(lasting)
    passing = tuple(timed(now))
    reasons = (*fixed, *(finding.reason for finding in passing))
    not_before = None if fixed or not passing else _first_open(passing, timed, now)
    return Verdict(reasons, not_before, law.ids)


def _first_open(passing: tuple[Finding, ...], timed: Timed, now: datetime) -> datetime | None:
    """Move on to where the last reason ends, until none is left there; None where one never ends."""
    at = now
    for _ in range(STEPS):
        if not passing:
            return at
        ends = [finding.until for finding in passing]
        known = [end for end in ends if end is not None and end > at]
        if len(known) < len(ends):
            return None
        at = max(known)
        passing = tuple(timed(at))
    return None

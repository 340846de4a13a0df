"""Which of our numbers a call shows: the one the lead knows, then one from the same area, then one that fares well,
then the least used."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CallerId:
    """One of our numbers with its use today."""

    e164: str
    dials_today: int
    daily_limit: int
    """How many dials today allows: in a number's first days less than later."""
    fares_well: bool = True

    @property
    def area_code(self) -> str:
        return self.e164[2:5]


def choose(
    options: Sequence[CallerId], known: str | None, to: str, used: Mapping[str, int] | None = None
) -> str | None:
    """The number to show when calling `to`, or None when every number has reached its daily limit.

    `known` is the number that the lead has seen before; `used` counts dials since `dials_today` was read.

    >>> mine = [CallerId("+12175550110", 4, 100), CallerId("+13125550111", 1, 100)]
    >>> choose(mine, None, "+12175550199")
    '+12175550110'
    """
    extra = used or {}
    left = [o for o in options if o.dials_today + extra.get(o.e164, 0) < o.daily_limit]
    if not left:
        return None
    best = min(
        left,
        key=lambda o: (
            o.e164 != known,
            o.area_code != to[2:5],
            not o.fares_well,
            o.dials_today + extra.get(o.e164, 0),
            o.e164,
        ),
    )
    return best.e164

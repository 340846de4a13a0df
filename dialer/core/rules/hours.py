"""Weekly opening hours in local time: what a law or a campaign allows on each day of the week."""

from collections.abc import Mapping
from dataclasses import dataclass

MINUTES_PER_DAY = 24 * 60
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Span = tuple[int, int]
"""Minutes after local midnight: the first is open, the last is closed. 08:00 to 21:00 is (480, 1260)."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Seven spans, Monday first; None is a closed day."""

    days: tuple[Span | None, ...]

    def __post_init__(self) -> None:
        if len(self.days) != len(DAYS):
            raise ValueError(f"hours need seven days, Monday first; {len(self.days)} were given")
        for span in self.days:
            if span is not None and not 0 <= span[0] < span[1] <= MINUTES_PER_DAY:
                raise ValueError(f"hours must open before they close, within one day: {span}")

    def __str__(self) -> str:
        """`mon-sat 08:00-20:00, sun closed`."""
        runs: list[tuple[str, str, str]] = []
        for day, span in zip(DAYS, self.days, strict=True):
            text = _text(span)
            if runs and runs[-1][2] == text:
                runs[-1] = (runs[-1][0], day, text)
            else:
                runs.append((day, day, text))
        return ", ".join(f"{a if a == b else f'{a}-{b}'} {text}" for a, b, text in runs)

    def meet(self, other: "Hours") -> "Hours":
        """The hours that both allow."""
        return Hours(tuple(meet(a, b) for a, b in zip(self.days, other.days, strict=True)))

    def inside(self, other: "Hours") -> bool:
        """Whether every open minute of these hours is open in the other's."""
        return self.meet(other) == self


def meet(one: Span | None, other: Span | None) -> Span | None:
    """What two spans have in common; None when nothing."""
    if one is None or other is None:
        return None
    first, last = max(one[0], other[0]), min(one[1], other[1])
    return (first, last) if first < last else None


def hours(week: str, **days: str | None) -> Hours:
    """`hours("08:00-20:00", sat="10:00-17:00", sun=None)`: one span for the week, exceptions by day."""
    return hours_from({**dict.fromkeys(DAYS, week), **days})


def hours_from(days: Mapping[str, str | None]) -> Hours:
    """Hours from `{"mon": "08:00-21:00", …, "sun": None}`; ValueError says what is wrong."""
    if set(days) != set(DAYS):
        raise ValueError(f"hours need exactly the days {', '.join(DAYS)}")
    return Hours(tuple(_span(days[day]) for day in DAYS))


def hours_to(value: Hours) -> dict[str, str | None]:
    """The form that `hours_from` reads."""
    return {day: _text(span) if span else None for day, span in zip(DAYS, value.days, strict=True)}


def _span(text: str | None) -> Span | None:
    if text is None:
        return None
    first, dash, last = text.partition("-")
    if not dash:
        raise ValueError(f"hours are written 08:00-21:00, not {text!r}")
    return _minutes(first), _minutes(last)


def _minutes(text: str) -> int:
    hour, _, minute = text.strip().partition(":")
    if not (hour.isdecimal() and minute.isdecimal() and int(minute) < 60):
        raise ValueError(f"a time of day is written 08:00, not {text!r}")
    return int(hour) * 60 + int(minute)


def _text(span: Span | None) -> str:
    if span is None:
        return "closed"
    return "-".join(f"{at // 60:02d}:{at % 60:02d}" for at in span)

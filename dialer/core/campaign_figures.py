"""What a campaign's calls brought, by hour of the week, touch, age of the lead, source and agent.

Every call is counted once under each heading it belongs to, from values; days are tallied apart and added up, so that a
long period costs no more than its number of days.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Self
from zoneinfo import ZoneInfo

from dialer.core.sequences.times import LeadClock, call_day

AGES = (
    ("under 1 h", timedelta(hours=1)),
    ("1 to 4 h", timedelta(hours=4)),
    ("4 to 24 h", timedelta(hours=24)),
    ("1 to 3 days", timedelta(days=3)),
    ("3 to 7 days", timedelta(days=7)),
    ("1 to 4 weeks", timedelta(days=28)),
)
OLDER = "over 4 weeks"
"""How old a lead was when it was called, from its arrival in the list."""


SPEEDS = (
    ("within 5 min", timedelta(minutes=5)),
    ("5 to 15 min", timedelta(minutes=15)),
    ("15 to 60 min", timedelta(hours=1)),
    ("1 to 4 h", timedelta(hours=4)),
    ("4 to 24 h", timedelta(hours=24)),
)
LATER = "after a day"
"""How long a lead waited for its first call, from its arrival in the list."""

AT_ONCE = timedelta(minutes=15)
"""Whoever is called so soon after the hours open was held up by the hours alone."""


class Held(StrEnum):
    """What a lead's first call waited for."""

    HOURS = "hours"
    """It came outside the campaign's hours, and was called as soon as they opened."""
    US = "us"


class Heading(StrEnum):
    """What calls are grouped by."""

    HOUR = "hour"
    """Of the week on the lead's clock: "0-17" is Monday from 5 to 6 pm."""
    TOUCH = "touch"
    """Which step of the sequence it was, from 1."""
    AGE = "age"
    SOURCE = "source"
    AGENT = "agent"
    """Whose call it was, or for whom the line was opened; by id."""
    SPEED = "speed"
    """Of first calls only: how long the lead had waited, and for what: "5 to 15 min/us"."""


@dataclass(frozen=True, slots=True)
class Try:
    """One call as far as these figures ask."""

    id: int
    lead_id: int
    opened_at: datetime
    zone: str
    """The lead's."""
    arrived_at: datetime
    """When the lead came into the list."""
    touch: int
    source: str
    agent_id: int | None
    dialed: bool
    answered: bool
    human: bool
    abandoned: bool
    contact: bool
    conversation: bool
    appointment: bool
    talk_seconds: float
    first: bool = False
    """Nobody had called the lead before."""
    callable_from: datetime | None = None
    """When the campaign's hours were first open for the lead; None where they were when it came in."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Sums of one group, with the words of `metrics.DEFINITIONS`."""

    dials: int = 0
    answered: int = 0
    humans: int = 0
    abandoned: int = 0
    contacts: int = 0
    conversations: int = 0
    appointments: int = 0
    contact_seconds: float = 0.0
    """Time talked with contacts."""

    def __add__(self, other: Self) -> Self:
        return type(self)(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


Tally = Mapping[Heading, Mapping[str, Counts]]


def groups_of(one: Try) -> dict[Heading, str]:
    """Under what a call is counted, one group for each heading that it belongs to."""
    there = one.opened_at.astimezone(ZoneInfo(one.zone))
    speed = {Heading.SPEED: f"{speed_of(one.opened_at - one.arrived_at)}/{held_by(one)}"} if one.first else {}
    return {
        Heading.HOUR: f"{there.weekday()}-{there.hour}",
        Heading.TOUCH: str(one.touch),
        Heading.AGE: age_of(one.opened_at - one.arrived_at),
        Heading.SOURCE: one.source,
        Heading.AGENT: "" if one.agent_id is None else str(one.agent_id),
        **speed,
    }


def speed_of(waited: timedelta) -> str:
    """
    >>> speed_of(timedelta(minutes=4)), speed_of(timedelta(minutes=5)), speed_of(timedelta(days=2))
    ('within 5 min', '5 to 15 min', 'after a day')
    """
    return next((name for name, end in SPEEDS if waited < end), LATER)


def bounds_of(heading: Heading, group: str) -> tuple[timedelta | None, timedelta | None]:
    """Between which times after its lead's arrival a call of this age or speed was made; no upper one for the last.

    >>> bounds_of(Heading.SPEED, "after a day/us") == (timedelta(hours=24), None)
    True
    """
    steps = AGES if heading is Heading.AGE else SPEEDS
    names = [name for name, _ in steps]
    ends = [None, *(end for _, end in steps), None]
    name = group.split("/")[0]
    place = names.index(name) if name in names else len(names)
    return ends[place], ends[place + 1]


def held_by(one: Try) -> Held:
    if one.callable_from is None:
        return Held.US
    # Called before they opened, as the practice network may be, it was not held up by them.
    return Held.HOURS if timedelta(0) <= one.opened_at - one.callable_from <= AT_ONCE else Held.US


def callable_from(clock: LeadClock, arrived_at: datetime) -> datetime | None:
    """When the campaign's hours opened for a lead that came in outside them; None for one that came within them."""
    day = call_day(clock, arrived_at, 0)
    opens, closes = clock.moment(day, clock.open_minute), clock.moment(day, clock.close_minute - 1)
    if opens <= arrived_at <= closes:
        return None
    if arrived_at > closes:
        day = call_day(clock, arrived_at, 1)
        opens = clock.moment(day, clock.open_minute)
    return opens


def age_of(age: timedelta) -> str:
    """
    >>> age_of(timedelta(minutes=59)), age_of(timedelta(hours=1)), age_of(timedelta(days=400))
    ('under 1 h', '1 to 4 h', 'over 4 weeks')
    """
    return next((name for name, end in AGES if age < end), OLDER)


def _counted(one: Try) -> tuple[float, ...]:
    """What a call adds, in the order of the fields of `Counts`; plain numbers, since there may be a million calls."""
    return (
        one.dialed,
        one.dialed and one.answered,
        one.human,
        one.abandoned,
        one.contact,
        one.conversation,
        one.appointment,
        one.talk_seconds if one.contact else 0.0,
    )


def adds_to(one: Try, name: str) -> bool:
    """Whether a call is among those of a count, by the field of `Counts`."""
    return bool(dict(zip(Counts.__slots__, _counted(one), strict=True))[name])


def tally(tries: Iterable[Try]) -> dict[Heading, dict[str, Counts]]:
    """The sums of all groups under all headings."""
    sums: dict[Heading, dict[str, list[float]]] = {heading: {} for heading in Heading}
    width = len(Counts.__slots__)
    for one in tries:
        counted = _counted(one)
        for heading, group in groups_of(one).items():
            row = sums[heading].setdefault(group, [0] * width)
            for place, value in enumerate(counted):
                if value:
                    row[place] += value
    return {heading: {name: _counts(row) for name, row in groups.items()} for heading, groups in sums.items()}


def added(days: Iterable[Tally]) -> dict[Heading, dict[str, Counts]]:
    """Several days as one."""
    total: dict[Heading, dict[str, Counts]] = {heading: {} for heading in Heading}
    for day in days:
        for heading, groups in day.items():
            mine = total[heading]
            for name, counts in groups.items():
                mine[name] = mine[name] + counts if name in mine else counts
    return total


def to_json(day: Tally) -> dict[str, Any]:
    """For storage; groups as lists, because there is one row for each day."""
    return {
        heading.value: {name: _numbers(counts) for name, counts in groups.items()} for heading, groups in day.items()
    }


def _numbers(counts: Counts) -> list[float]:
    return [getattr(counts, name) for name in Counts.__slots__]


def from_json(stored: Mapping[str, Any]) -> dict[Heading, dict[str, Counts]]:
    return {Heading(name): {key: _counts(row) for key, row in groups.items()} for name, groups in stored.items()}


def _counts(row: Iterable[float]) -> Counts:
    numbers = dict(zip(Counts.__slots__, row, strict=True))
    seconds = float(numbers.pop("contact_seconds"))
    return Counts(**{name: int(value) for name, value in numbers.items()}, contact_seconds=seconds)

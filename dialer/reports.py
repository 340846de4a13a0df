"""A campaign's figures over a period: the sums of its past days, and the calls of today."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from dialer.bootstrap import Services
from dialer.core.campaign_figures import Counts, Heading, Tally, added, adds_to, from_json, groups_of, tally, to_json
from dialer.core.metrics import BUSINESS_ZONE, business_day, midnight
from dialer.store import day_figures
from dialer.store.day_figures import Call, DueDay

ONE_DAY = timedelta(days=1)

MOST_SUMMED = 5
"""Days summed in one go, so that the follow-up of calls does not wait for a long backlog."""

MOST_SHOWN = 100

STEPS = ("Loaded", "Dialed", "A person answered", "Contact", "Appointment")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the funnel; `reached` finds its leads in the list."""

    reached: int
    label: str
    leads: int


@dataclass(frozen=True, slots=True)
class Figures:
    """A campaign's figures from the beginning of the first day to now."""

    days: int
    first: date
    last: date
    total: Counts
    groups: dict[Heading, dict[str, Counts]]
    funnel: tuple[Step, ...]


def figures(conn: Connection, campaign_id: int, days: int, now: datetime) -> Figures:
    """Days that are not summed yet are added up call by call."""
    last = business_day(now)
    first = last - ONE_DAY * (days - 1)
    stored = day_figures.kept(conn, campaign_id, first, last - ONE_DAY)
    parts: list[Tally] = [from_json(each) for each in stored.values()]
    for since, until in _gaps(first, last, stored.keys()):
        parts.append(tally(day_figures.tries(conn, campaign_id, midnight(since), midnight(until + ONE_DAY))))
    groups = added(parts)
    return Figures(
        days=days,
        first=first,
        last=last,
        total=sum(groups[Heading.HOUR].values(), Counts()),
        groups=groups,
        funnel=_funnel(day_figures.leads_by_reach(conn, campaign_id)),
    )


def calls_behind(
    conn: Connection, campaign_id: int, days: int, heading: Heading, group: str, now: datetime, what: str = "dials"
) -> list[Call]:
    """The latest calls that a figure counts, such as "contacts"; days whose sums have none are passed over."""
    last = business_day(now)
    first = last - ONE_DAY * (days - 1)
    stored = day_figures.kept(conn, campaign_id, first, last - ONE_DAY)
    chosen: list[int] = []
    day = last
    while day >= first and len(chosen) < MOST_SHOWN:
        if day not in stored or group in stored[day][heading]:
            tries = day_figures.tries(conn, campaign_id, midnight(day), midnight(day + ONE_DAY), (heading, group))
            chosen += [one.id for one in tries if adds_to(one, what) and groups_of(one).get(heading) == group]
        day -= ONE_DAY
    return day_figures.calls(conn, chosen[:MOST_SHOWN])


def sum_up(services: Services, now: datetime) -> int:
    """Sums past days that were not summed yet, or in which an outcome changed; how many."""
    with services.db.transaction() as conn:
        due = day_figures.due_days(conn, midnight(business_day(now)), BUSINESS_ZONE.key, MOST_SUMMED)
        for each in due:
            day_figures.open_day(conn, each)
    for each in due:
        with services.db.transaction() as conn:
            _sum(conn, each)
    return len(due)


def _sum(conn: Connection, due: DueDay) -> None:
    day_figures.lock_day(conn, due)
    tries = day_figures.tries(conn, due.campaign_id, midnight(due.day), midnight(due.day + ONE_DAY))
    day_figures.keep(conn, due, to_json(tally(tries)))


def _gaps(first: date, last: date, known: Collection[date]) -> list[tuple[date, date]]:
    """Stretches of days, both ends included, without a known one in them."""
    found: list[tuple[date, date]] = []
    day = first
    while day <= last:
        if day not in known:
            if found and found[-1][1] == day - ONE_DAY:
                found[-1] = (found[-1][0], day)
            else:
                found.append((day, day))
        day += ONE_DAY
    return found


def _funnel(by_reach: dict[int, int]) -> tuple[Step, ...]:
    """A lead that came far came through every step before."""
    return tuple(
        Step(reached, label, sum(leads for level, leads in by_reach.items() if level >= reached))
        for reached, label in enumerate(STEPS)
    )

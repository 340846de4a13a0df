"""When the next touch is due, by the lead's own clock and away from the hours that already failed."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dialer.core.zones import Source, zones_of
from dialer.core.zones.clocks import CLOCKS

DAY_PARTS = (8 * 60, 11 * 60, 14 * 60, 17 * 60, 21 * 60)
"""Borders of morning, midday, afternoon and evening in minutes after midnight."""

AVOID_MINUTES = 120
"""A new try keeps so far from the clock time of one that failed."""

DESK_MINUTE = 9 * 60
"""When a person's task for a day falls due."""


@dataclass(frozen=True, slots=True)
class LeadClock:
    """The lead's time: `failed` are the moments of its tries that reached nobody, aware."""

    zone: str
    open_minute: int = 8 * 60
    close_minute: int = 21 * 60
    weekdays: frozenset[int] = frozenset(range(7))
    """Days on which the campaign calls; Monday is 0."""
    failed: tuple[datetime, ...] = ()

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(ZoneInfo(self.zone))

    def moment(self, day: date, minute: int) -> datetime:
        """That minute of that day in UTC; a minute skipped by summer time becomes the one an hour later."""
        local = datetime.combine(day, time(minute // 60, minute % 60), ZoneInfo(self.zone))
        return local.astimezone(UTC)


def call_day(lead: LeadClock, after: datetime, days: int) -> date:
    """The first day of calling at least `days` days later on the lead's calendar."""
    day = lead.local(after).date() + timedelta(days=days)
    while lead.weekdays and day.weekday() not in lead.weekdays:
        day += timedelta(days=1)
    return day


def fresh_time(lead: LeadClock, day: date) -> datetime:
    """The start of that day's part in which the lead was tried least, away from the clock times that failed.

    After a failed evening call the next one is due in the morning, so that a try is never wasted on an hour known to
    be bad.
    """
    starts = _starts(lead)
    tried = [_minute(lead.local(moment)) for moment in lead.failed]

    def order(start: int) -> tuple[bool, int, int, int]:
        distance = min((abs(start - minute) for minute in tried), default=24 * 60)
        return (distance < AVOID_MINUTES, _tries_in_part(tried, start), -distance, start)

    return lead.moment(day, min(starts, key=order))


def desk_time(lead: LeadClock, after: datetime, days: int) -> datetime:
    """The morning of the day `days` days later."""
    return lead.moment(lead.local(after).date() + timedelta(days=days), DESK_MINUTE)


def _starts(lead: LeadClock) -> list[int]:
    """Where the parts of the day begin within the campaign's hours."""
    inside = [border for border in DAY_PARTS if lead.open_minute < border < lead.close_minute]
    return [lead.open_minute, *inside]


def _tries_in_part(tried: list[int], start: int) -> int:
    end = next((border for border in DAY_PARTS if border > start), 24 * 60)
    return sum(start <= minute < end for minute in tried)


def _minute(local: datetime) -> int:
    return local.hour * 60 + local.minute


def home_zone(e164: str, zip_code: str | None, state: str | None) -> str:
    """The one zone in which a lead's times are meant: the property's, else the number's; of several the last to open.

    Whether a call is lawful is asked of every plausible zone; this one only says what "tomorrow at nine" means.
    """
    place = zones_of("", zip_code, None, property_state=state)
    known = place if Source.NOTHING not in place.sources else zones_of(e164, None, None)
    return CLOCKS[known.clocks[-1]]

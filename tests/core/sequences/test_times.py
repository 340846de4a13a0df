"""The next try falls on another part of the day than those that failed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from dialer.core.sequences import LeadClock, fresh_time

CHICAGO = "America/Chicago"
DAY = date(2026, 3, 13)


def local(hour: int, minute: int = 0, day: date = date(2026, 3, 12)) -> datetime:
    return LeadClock(CHICAGO).moment(day, hour * 60 + minute)


@pytest.mark.parametrize(
    ("failed", "hour"),
    [
        ((), 8),
        ((local(9),), 17),
        ((local(18, 30),), 8),
        ((local(12),), 17),
        ((local(8), local(18)), 14),
        ((local(9), local(12), local(18)), 14),
        ((local(8, 30), local(11, 30), local(14, 30), local(17, 30)), 8),
    ],
)
def test_the_hour_keeps_away_from_those_that_failed(failed: tuple[datetime, ...], hour: int):
    lead = LeadClock(CHICAGO, failed=failed)

    chosen = lead.local(fresh_time(lead, DAY))

    assert chosen.hour == hour
    assert chosen.date() == DAY


def test_the_campaigns_hours_bound_the_choice():
    lead = LeadClock(CHICAGO, open_minute=9 * 60 + 30, close_minute=12 * 60, failed=(local(10),))

    assert lead.local(fresh_time(lead, DAY)).strftime("%H:%M") in {"09:30", "11:00"}


@pytest.mark.parametrize(
    ("day", "utc_hour"),
    [(date(2026, 3, 7), 14), (date(2026, 3, 8), 13), (date(2026, 10, 31), 13), (date(2026, 11, 1), 14)],
)
def test_eight_oclock_is_eight_oclock_on_both_sides_of_the_change(day: date, utc_hour: int):
    assert fresh_time(LeadClock(CHICAGO), day) == datetime(day.year, day.month, day.day, utc_hour, tzinfo=UTC)


def test_the_clock_is_the_leads_and_not_ours():
    honolulu = LeadClock("Pacific/Honolulu")

    assert fresh_time(honolulu, DAY) - fresh_time(LeadClock(CHICAGO), DAY) == timedelta(hours=5)

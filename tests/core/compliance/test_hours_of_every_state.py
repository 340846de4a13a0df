"""Every state's week by its own clocks: a second before it opens, as it opens, a second before it closes, as it closes;
in winter, in summer and in both weeks that end with a change of clocks."""

from datetime import date, timedelta

import pytest

from dialer.core.compliance import CallRules, hours_key, may_call, next_open, open_now
from dialer.core.rules import hours
from tests.core.compliance.people import OURS, RULES, a_contact, local

SECOND = timedelta(seconds=1)
MONDAYS = {
    "winter": date(2026, 1, 12),
    "summer": date(2026, 7, 13),
    "clocks go forward on its Sunday": date(2026, 3, 2),
    "after that": date(2026, 3, 9),
    "clocks go back on its Sunday": date(2026, 10, 26),
    "after that one": date(2026, 11, 16),
}

EAST, MIDDLE, MOUNTAIN, WEST = "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"
FEDERAL = ("08:00-21:00",) * 3

# Area code, clock, and the hours of Monday to Friday, Saturday and Sunday, from the statutes that the rules cite.
WEEKS = {
    "AL": ("251", MIDDLE, "08:00-20:00", "08:00-20:00", ""),
    "AK": ("907", "America/Adak", *FEDERAL),
    "AZ": ("602", "America/Phoenix", *FEDERAL),
    "CA": ("213", WEST, *FEDERAL),
    "CO": ("303", MOUNTAIN, *FEDERAL),
    "CT": ("203", EAST, "09:00-20:00", "09:00-20:00", "09:00-20:00"),
    "FL": ("305", EAST, "08:00-20:00", "08:00-20:00", "08:00-20:00"),
    "GA": ("404", EAST, *FEDERAL),
    "GU": ("671", "Pacific/Guam", *FEDERAL),
    "HI": ("808", "Pacific/Honolulu", *FEDERAL),
    "IN": ("317", "America/Indiana/Indianapolis", "09:00-20:00", "09:00-20:00", "09:00-20:00"),
    "KY": ("502", EAST, "10:00-21:00", "10:00-21:00", "10:00-21:00"),
    "LA": ("504", MIDDLE, "08:00-20:00", "08:00-20:00", ""),
    "MA": ("617", EAST, "08:00-20:00", "08:00-20:00", "08:00-20:00"),
    "MD": ("301", EAST, "08:00-20:00", "08:00-20:00", "08:00-20:00"),
    "MN": ("612", MIDDLE, "09:00-21:00", "09:00-21:00", "09:00-21:00"),
    "MS": ("601", MIDDLE, "08:00-20:00", "08:00-20:00", ""),
    "NM": ("505", MOUNTAIN, "09:00-21:00", "09:00-21:00", "09:00-21:00"),
    "NV": ("702", WEST, "09:00-20:00", "09:00-20:00", "09:00-20:00"),
    "OK": ("405", MIDDLE, "08:00-20:00", "08:00-20:00", "08:00-20:00"),
    "PA": ("215", EAST, "08:00-21:00", "08:00-21:00", "13:30-21:00"),
    "PR": ("787", "America/Puerto_Rico", *FEDERAL),
    "RI": ("401", EAST, "09:00-18:00", "10:00-17:00", ""),
    "TX": ("214", MIDDLE, "09:00-21:00", "09:00-21:00", "12:00-21:00"),
    "UT": ("801", MOUNTAIN, "09:00-20:00", "09:00-20:00", ""),
    "VI": ("340", "America/St_Thomas", *FEDERAL),
    "WA": ("206", WEST, "08:00-20:00", "08:00-20:00", "08:00-20:00"),
    "WY": ("307", MOUNTAIN, "08:00-20:00", "08:00-20:00", "08:00-20:00"),
}
TWO_CLOCKS = {"AK", "NV"}
"""Their area codes reach into a second zone; tests of their own below."""


@pytest.mark.parametrize("week", MONDAYS)
@pytest.mark.parametrize("state", sorted(WEEKS.keys() - TWO_CLOCKS))
def test_each_day_opens_and_closes_to_the_second(state, week):
    area, zone, weekday, saturday, sunday = WEEKS[state]
    key = hours_key(a_contact(phone=f"+1{area}5550123"))
    for day, span in enumerate((*[weekday] * 5, saturday, sunday)):
        on = MONDAYS[week] + timedelta(days=day)
        if not span:
            assert not any(open_now(key, RULES, local(f"{on} {hour:02d}:30", zone)) for hour in range(24)), on
            continue
        first, last = (local(f"{on} {at}", zone) for at in span.split("-"))
        edges = (first - SECOND, first, last - SECOND, last)
        assert [open_now(key, RULES, at) for at in edges] == [False, True, True, False], on
        assert next_open(key, RULES, first - SECOND) == first
        assert next_open(key, RULES, last) > last


@pytest.mark.parametrize(
    ("phone", "zone", "day", "opens", "closes"),
    [
        # Anchorage and, an hour behind it, the Aleutians west of 169° 30'.
        ("+19075550123", "America/Anchorage", "2026-01-14", "09:00", "21:00"),
        ("+19075550123", "America/Anchorage", "2026-07-15", "09:00", "21:00"),
        ("+19075550123", "America/Anchorage", "2026-03-08", "09:00", "21:00"),
        ("+19075550123", "America/Anchorage", "2026-11-01", "09:00", "21:00"),
        # Nevada without its Mountain-time border towns, and with them.
        ("+17755550123", WEST, "2026-07-15", "09:00", "19:00"),
        ("+17755550123", WEST, "2026-11-01", "09:00", "19:00"),
        # Southern Indiana and El Paso's Texas: two zones in one code.
        ("+18125550123", EAST, "2026-03-08", "10:00", "20:00"),
        ("+18125550123", EAST, "2026-11-01", "10:00", "20:00"),
        ("+19155550123", MIDDLE, "2026-03-07", "10:00", "21:00"),
        ("+18505550123", EAST, "2026-11-01", "09:00", "20:00"),
    ],
)
def test_an_area_code_in_two_zones_opens_by_the_later_clock_and_closes_by_the_earlier(phone, zone, day, opens, closes):
    key = hours_key(a_contact(phone=phone))
    first, last = local(f"{day} {opens}", zone), local(f"{day} {closes}", zone)
    edges = (first - SECOND, first, last - SECOND, last)
    assert [open_now(key, RULES, at) for at in edges] == [False, True, True, False]


@pytest.mark.parametrize(
    ("state", "zone", "closed", "last", "first"),
    [
        # A closed day: the last open second before it, and the first after it.
        ("PA", EAST, "2026-11-26", "2026-11-25 20:59:59", "2026-11-28 08:00"),  # Thanksgiving and the day after
        ("PA", EAST, "2026-12-25", "2026-12-24 20:59:59", "2026-12-26 08:00"),
        ("RI", EAST, "2026-08-10", "2026-08-08 16:59:59", "2026-08-11 09:00"),  # Victory Day after a closed Sunday
        ("UT", MOUNTAIN, "2026-07-24", "2026-07-23 19:59:59", "2026-07-25 09:00"),  # Pioneer Day
        ("LA", MIDDLE, "2026-02-17", "2026-02-14 19:59:59", "2026-02-18 08:00"),  # Mardi Gras after Presidents' Day
        # Independence Day 2026 is a Saturday: Friday is closed for it, and Sunday is closed anyway.
        ("AL", MIDDLE, "2026-07-03", "2026-07-02 19:59:59", "2026-07-06 08:00"),
        ("AL", MIDDLE, "2026-07-04", "2026-07-02 19:59:59", "2026-07-06 08:00"),
        # New Year's Day 2028 is a Saturday: it closes the last day of the year before.
        ("AL", MIDDLE, "2027-12-31", "2027-12-30 19:59:59", "2028-01-03 08:00"),
        # Quiet Sundays on which the clocks change.
        ("AL", MIDDLE, "2026-03-08", "2026-03-07 19:59:59", "2026-03-09 08:00"),
        ("MS", MIDDLE, "2026-11-01", "2026-10-31 19:59:59", "2026-11-02 08:00"),
    ],
)
def test_a_closed_day_is_closed_from_end_to_end(state, zone, closed, last, first):
    key = hours_key(a_contact(phone=f"+1{WEEKS[state][0]}5550123"))
    assert not any(open_now(key, RULES, local(f"{closed} {hour:02d}:30", zone)) for hour in range(24))
    last_second = local(last, zone)
    assert open_now(key, RULES, last_second)
    assert next_open(key, RULES, last_second + SECOND) == local(first, zone)


@pytest.mark.parametrize("day", ["2026-01-14", "2026-07-15", "2026-03-08", "2026-11-01"])
def test_a_campaigns_own_hours_close_to_the_second_too(day):
    rules = CallRules(brokerage=OURS, hours=hours("10:00-18:30"), require_scrub=False)
    edges = [("09:59:59", False), ("10:00:00", True), ("18:29:59", True), ("18:30:00", False)]
    for at, allowed in edges:
        assert may_call(a_contact("GA"), rules, local(f"{day} {at}")).allowed is allowed

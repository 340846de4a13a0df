"""Caps, rests, consents and the age of lists, counted across the days on which clocks change: just inside, at, just
outside. Hours are real hours, days are the lead's."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dialer.core.compliance import CallRules, ConsentKind, ReasonCode, ScrubStatus, may_call
from tests.core.compliance.people import LISTS, OURS, a_contact, consent, local

SECOND = timedelta(seconds=1)
CHANGES = ["2026-03-08", "2026-11-01"]
PLAIN = ["2026-01-14", "2026-07-15"]
EVERY = [*PLAIN, *CHANGES]

FREE = {
    "brokerage": OURS,
    "number_per_day": None,
    "lead_per_day": None,
    "number_per_24_hours": None,
    "spacing": timedelta(0),
    "require_scrub": False,
}


def only(**limits) -> CallRules:
    return CallRules(**(FREE | limits))


def before(day: str) -> date:
    return date.fromisoformat(day) - timedelta(days=1)


@pytest.mark.parametrize("day", EVERY)
@pytest.mark.parametrize(
    ("state", "rules", "code"),
    [
        ("GA", only(number_per_24_hours=3), ReasonCode.NUMBER_24_HOURS),
        ("FL", only(), ReasonCode.STATE_CAP),
        ("MD", only(), ReasonCode.STATE_CAP),
    ],
)
def test_24_hours_are_real_hours_also_where_the_clock_skips_or_repeats_one(day, state, rules, code):
    oldest = local(f"{before(day)} 12:00")
    calls = tuple(oldest + timedelta(hours=hour) for hour in range(3))
    contact = a_contact(state, number_attempts=calls, lead_attempts=calls)
    free = oldest + timedelta(hours=24)
    assert may_call(contact, rules, free - SECOND).codes == {code}
    assert may_call(contact, rules, free - SECOND).not_before == free
    assert may_call(contact, rules, free).allowed
    assert may_call(contact, rules, free + SECOND).allowed


@pytest.mark.parametrize("day", EVERY)
@pytest.mark.parametrize(
    ("values", "rules", "code"),
    [
        ("number_attempts", only(number_per_day=2), ReasonCode.NUMBER_DAY),
        ("lead_attempts", only(lead_per_day=2), ReasonCode.LEAD_DAY),
    ],
)
def test_a_days_cap_begins_and_ends_at_the_leads_midnight_also_on_days_of_23_and_25_hours(day, values, rules, code):
    """Calls by hand in another campaign may lie at any hour; what counts is the day they lie on."""
    last_of_yesterday = local(f"{before(day)} 23:59:59")
    first_of_today = local(f"{day} 00:00:00")
    noon = local(f"{day} 12:00")
    tomorrow = date.fromisoformat(day) + timedelta(days=1)
    inside = a_contact(**{values: (last_of_yesterday, first_of_today)})
    at = a_contact(**{values: (first_of_today, first_of_today + SECOND)})
    assert may_call(inside, rules, noon).allowed
    assert may_call(at, rules, noon).codes == {code}
    assert may_call(at, rules, noon).not_before == local(f"{tomorrow} 08:00")
    assert may_call(at, rules, local(f"{tomorrow} 08:00")).allowed


@pytest.mark.parametrize("day", EVERY)
def test_the_distance_between_two_calls_is_counted_in_real_hours(day):
    rules, last = only(spacing=timedelta(hours=15)), local(f"{before(day)} 20:30")
    free = last + timedelta(hours=15)
    contact = a_contact(number_attempts=(last,))
    assert may_call(contact, rules, free - SECOND).codes == {ReasonCode.SPACING}
    assert may_call(contact, rules, free).allowed


@pytest.mark.parametrize(
    ("kind", "given", "ends"),
    [
        (ConsentKind.EBR, "2024-09-08 12:00", "2026-03-08"),
        (ConsentKind.EBR, "2025-05-01 12:00", "2026-11-01"),
        (ConsentKind.EBR, "2024-08-31 12:00", "2026-02-28"),  # no 31 February: its last day
        (ConsentKind.INQUIRY, "2025-12-08 12:00", "2026-03-08"),
        (ConsentKind.INQUIRY, "2026-08-01 12:00", "2026-11-01"),
        (ConsentKind.INQUIRY, "2023-11-30 12:00", "2024-02-29"),  # the last day of a leap year's February
    ],
)
def test_a_relationship_ends_to_the_second_whatever_the_clocks_do_in_between(kind, given, ends):
    """The law counts months; the same moment in UTC is meant, which a change of clocks does not move."""
    since = local(given)
    contact = a_contact(vendor_dnc=True, consents=(replace(consent(kind), since=since),))
    end = since.replace(year=int(ends[:4]), month=int(ends[5:7]), day=int(ends[8:]))
    assert may_call(contact, only(), end - SECOND).allowed
    assert may_call(contact, only(), end).codes == {ReasonCode.ON_DNC_LIST}
    assert may_call(contact, only(), end + SECOND).codes == {ReasonCode.ON_DNC_LIST}


@pytest.mark.parametrize("loaded", ["2026-01-14", "2026-06-15", "2026-02-05", "2026-10-01", "2024-02-01"])
@pytest.mark.parametrize("state", ["GA", "FL"])
def test_lists_are_good_for_31_days_by_the_date_in_utc(loaded, state):
    """An evening in the east is the next day in UTC, so the last evening is given away rather than gained."""
    day = date.fromisoformat(loaded)
    contact = a_contact(state, scrub=ScrubStatus(dict.fromkeys(LISTS, day)))
    rules = only(require_scrub=True)
    last, gone = day + timedelta(days=31), day + timedelta(days=32)
    assert may_call(contact, rules, local(f"{last} 09:00")).allowed
    assert may_call(contact, rules, local(f"{last} 18:59:59")).allowed
    assert may_call(contact, rules, local(f"{gone} 09:00")).codes == {ReasonCode.SCRUB_STALE}
    evening = may_call(contact, rules, local(f"{last} 19:59:59"))
    assert evening.allowed is (local(f"{last} 19:59:59").date() == last)


@pytest.mark.parametrize("change", CHANGES)
def test_a_promised_call_is_due_at_its_minute_on_a_change_day(change):
    due = local(f"{change} 10:00")
    worn = a_contact(number_total=99, callback_at=due)
    rules = only(number_total=20)
    assert not may_call(worn, rules, due - SECOND).allowed
    assert may_call(worn, rules, due - SECOND).not_before == due
    assert may_call(worn, rules, due).allowed
    assert may_call(worn, rules, due + timedelta(hours=9)).allowed


def test_a_law_begins_with_the_day_of_the_person_and_not_with_that_of_utc():
    eve, day = local("2022-10-31 19:30", "America/Chicago"), local("2022-11-01 09:30", "America/Chicago")
    calls = tuple(eve - timedelta(hours=hours) for hours in (1, 2, 3))
    contact = a_contact("OK", number_attempts=calls, lead_attempts=calls, consents=(consent(ConsentKind.WRITTEN),))
    assert may_call(contact, only(), eve).allowed
    assert may_call(contact, only(), day).codes == {ReasonCode.STATE_CAP}

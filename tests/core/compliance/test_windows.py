"""When a person may be called: each law just before it opens, as it opens, just before and as it closes."""

from datetime import timedelta

import pytest

from dialer.core.compliance import CallRules, Channel, ReasonCode, cautious, hours_key, may_call, next_open, open_now
from dialer.core.rules import hours
from tests.core.compliance.people import RULES, a_contact, local

EAST, MIDDLE, MOUNTAIN, WEST = "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("state", "zone", "day", "opens", "closes"),
    [
        ("GA", EAST, "2026-11-20", "08:00", "21:00"),
        ("CA", WEST, "2026-11-20", "08:00", "21:00"),
        ("AZ", "America/Phoenix", "2026-07-15", "08:00", "21:00"),  # no summer time
        ("HI", "Pacific/Honolulu", "2026-07-15", "08:00", "21:00"),
        ("FL", EAST, "2026-07-15", "08:00", "20:00"),
        ("CT", EAST, "2026-11-20", "09:00", "20:00"),
        ("KY", EAST, "2026-11-20", "10:00", "21:00"),
        ("WA", WEST, "2026-11-20", "08:00", "20:00"),
        ("TX", MIDDLE, "2026-11-20", "09:00", "21:00"),
        ("TX", MIDDLE, "2026-11-22", "12:00", "21:00"),  # Sunday
        ("PA", EAST, "2026-11-22", "13:30", "21:00"),  # Sunday
        ("RI", EAST, "2026-11-20", "09:00", "18:00"),
        ("RI", EAST, "2026-11-21", "10:00", "17:00"),  # Saturday
        ("GA", EAST, "2026-03-08", "08:00", "21:00"),  # clocks go forward
        ("GA", EAST, "2026-11-01", "08:00", "21:00"),  # clocks go back
        ("CA", WEST, "2026-03-08", "08:00", "21:00"),
        ("CA", WEST, "2026-11-01", "08:00", "21:00"),
        ("AZ", "America/Phoenix", "2026-03-08", "08:00", "21:00"),
        ("AZ", "America/Phoenix", "2026-11-01", "08:00", "21:00"),
        ("TX", MIDDLE, "2026-11-01", "12:00", "21:00"),  # a Sunday and a change day
    ],
)
def test_each_law_just_outside_at_and_just_inside_its_edges(state, zone, day, opens, closes):
    key = hours_key(a_contact(state))
    first, last = local(f"{day} {opens}", zone), local(f"{day} {closes}", zone)
    assert not open_now(key, RULES, first - SECOND)
    assert open_now(key, RULES, first)
    assert open_now(key, RULES, last - SECOND)
    assert not open_now(key, RULES, last)
    assert next_open(key, RULES, first - SECOND) == first


@pytest.mark.parametrize(
    ("property_zip", "state", "opens"),
    [
        ("32301", "FL", "08:00"),  # Tallahassee, by an eastern number: one zone
        ("32401", "FL", "09:00"),  # Panama City: open once it is eight there too
        ("47401", "IN", "09:00"),  # Bloomington
        ("47708", "IN", "10:00"),  # Evansville, Indiana's nine o'clock in both zones
        ("40202", "KY", "10:00"),  # Louisville
        ("42301", "KY", "11:00"),  # Owensboro
    ],
)
def test_a_split_state_opens_when_both_its_clocks_allow(property_zip, state, opens):
    contact = a_contact("GA", property_zip=property_zip, property_state=state)
    first = local(f"2026-11-20 {opens}", EAST)
    assert may_call(contact, RULES, first).allowed
    assert not may_call(contact, RULES, first - SECOND).allowed


@pytest.mark.parametrize(
    ("phone", "opens", "closes"),
    [
        ("+18505550123", "09:00", "20:00"),  # Florida panhandle, both zones: 8 Central to 20 Eastern
        ("+18125550123", "10:00", "20:00"),  # southern Indiana
        ("+12705550123", "11:00", "21:00"),  # western Kentucky
        ("+14235550123", "09:00", "21:00"),  # eastern Tennessee
    ],
)
def test_a_split_area_code_is_open_only_where_all_its_zones_are(phone, opens, closes):
    contact = a_contact(phone=phone)
    first, last = local(f"2026-11-20 {opens}", EAST), local(f"2026-11-20 {closes}", EAST)
    assert not may_call(contact, RULES, first - SECOND).allowed
    assert may_call(contact, RULES, first).allowed
    assert may_call(contact, RULES, last - SECOND).allowed
    assert not may_call(contact, RULES, last).allowed


@pytest.mark.parametrize(
    ("day", "opens", "closes"),
    [
        ("2026-01-15", "08:00", "21:00"),
        ("2026-07-15", "08:00", "20:00"),  # in summer the Navajo Nation is an hour ahead
        ("2026-03-07", "08:00", "21:00"),
        ("2026-03-08", "08:00", "20:00"),
        ("2026-10-31", "08:00", "20:00"),
        ("2026-11-01", "08:00", "21:00"),
    ],
)
def test_arizona_keeps_standard_time_and_the_navajo_nation_does_not(day, opens, closes):
    key = hours_key(a_contact("AZ", mailing_zip="86515", mailing_state="AZ"))
    first, last = local(f"{day} {opens}", "America/Phoenix"), local(f"{day} {closes}", "America/Phoenix")
    assert not open_now(key, RULES, first - SECOND)
    assert open_now(key, RULES, first)
    assert open_now(key, RULES, last - SECOND)
    assert not open_now(key, RULES, last)


def test_knowing_nothing_leaves_what_is_open_from_new_york_to_honolulu():
    everywhere = "ECMZPKDH|"
    assert next_open(everywhere, RULES, local("2026-01-15 00:00")) == local("2026-01-15 13:00")
    assert next_open(everywhere, RULES, local("2026-07-15 00:00")) == local("2026-07-15 14:00")
    assert open_now(everywhere, RULES, local("2026-07-15 20:59"))
    assert not open_now(everywhere, RULES, local("2026-07-15 21:00"))


@pytest.mark.parametrize("state", ["AL", "LA", "MS", "RI", "SD", "UT"])
def test_a_closed_sunday_waits_for_monday(state):
    verdict = may_call(a_contact(state), RULES, local("2026-11-22 15:00"))
    assert verdict.codes == {ReasonCode.OUTSIDE_HOURS}
    assert {reason.rule_id for reason in verdict.reasons} == {f"{state}-hours"}
    assert verdict.not_before is not None
    assert verdict.not_before.date().isoformat() == "2026-11-23"


@pytest.mark.parametrize("state", ["AL", "LA", "MS", "PA", "RI", "UT"])
def test_a_closed_holiday_is_named_as_one_and_waits_for_the_day_after(state):
    verdict = may_call(a_contact(state), RULES, local("2026-11-26 15:00"))
    assert verdict.codes == {ReasonCode.HOLIDAY}
    assert verdict.not_before is not None
    later = may_call(a_contact(state), RULES, verdict.not_before)
    assert later.allowed
    assert verdict.not_before > local("2026-11-27 00:00")


def test_the_day_after_thanksgiving_and_the_weekend_close_pennsylvania_longest():
    verdict = may_call(a_contact("PA"), RULES, local("2026-11-26 15:00"))
    assert verdict.not_before == local("2026-11-28 08:00")


def test_the_campaign_narrows_the_law_and_never_widens_it():
    night = CallRules(hours=hours("00:00-24:00"))
    evening = CallRules(hours=hours("17:00-24:00"))
    key = hours_key(a_contact())
    assert not open_now(key, night, local("2026-11-20 07:59"))
    assert not open_now(key, evening, local("2026-11-20 16:59"))
    assert open_now(key, evening, local("2026-11-20 17:00"))
    assert not open_now(key, evening, local("2026-11-20 21:00"))


@pytest.mark.parametrize(("clock", "is_open"), [("08:59", False), ("09:00", True), ("19:59", True), ("20:00", False)])
def test_the_cautious_campaign_works_from_nine_to_eight(clock, is_open):
    assert open_now(hours_key(a_contact()), cautious(), local(f"2026-11-20 {clock}")) is is_open


def test_the_campaigns_own_hours_are_named_as_such():
    verdict = may_call(a_contact(), CallRules(hours=hours("10:00-12:00")), local("2026-11-20 09:00"))
    assert verdict.codes == {ReasonCode.CAMPAIGN_HOURS}
    assert verdict.not_before == local("2026-11-20 10:00")


def test_a_window_that_never_opens_has_no_next_moment():
    contact = a_contact("GA", property_zip="96910")  # Guam and Georgia are never both awake
    verdict = may_call(contact, CallRules(hours=hours("10:00-12:00")), local("2026-11-20 11:00"))
    assert not verdict.allowed
    assert verdict.not_before is None


def test_equal_places_have_equal_keys_however_they_are_known():
    one = a_contact("FL", property_state="IN", property_zip="46201")
    other = a_contact("IN", property_state="FL", property_zip="33101", lead_id="8")
    assert hours_key(one) == hours_key(other) == "E|FL,IN"


def test_an_e_mail_knows_only_the_campaigns_hours():
    key = hours_key(a_contact("AL"))
    assert open_now(key, RULES, local("2026-11-22 15:00"), Channel.EMAIL)
    assert not open_now(key, RULES, local("2026-11-22 23:30"), Channel.EMAIL)

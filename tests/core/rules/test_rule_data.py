"""The shipped rows say what the reviewed table says."""

from collections import Counter
from datetime import date

import pytest

from dialer.core.rules import Channel, Confidence, ConsentKind, Gate, Parameter, RuleBook, standard_rules
from dialer.core.rules.holiday import closed_days

TODAY = date(2026, 11, 20)
BOOK = standard_rules()


def of(state: str, channel: Channel = Channel.VOICE, on: date = TODAY):
    return BOOK.for_states(frozenset({state}), channel, on)


def span(state: str, on: date, channel: Channel = Channel.VOICE) -> str | None:
    found = of(state, channel, on).span
    return found and "-".join(f"{at // 60:02d}:{at % 60:02d}" for at in found)


FRIDAY, SATURDAY, SUNDAY = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22)


@pytest.mark.parametrize(
    ("state", "friday", "saturday", "sunday"),
    [
        ("AL", "08:00-20:00", "08:00-20:00", None),
        ("AZ", "08:00-21:00", "08:00-21:00", "08:00-21:00"),
        ("CA", "08:00-21:00", "08:00-21:00", "08:00-21:00"),
        ("CT", "09:00-20:00", "09:00-20:00", "09:00-20:00"),
        ("FL", "08:00-20:00", "08:00-20:00", "08:00-20:00"),
        ("IL", "08:00-21:00", "08:00-21:00", "08:00-21:00"),
        ("IN", "09:00-20:00", "09:00-20:00", "09:00-20:00"),
        ("KY", "10:00-21:00", "10:00-21:00", "10:00-21:00"),
        ("LA", "08:00-20:00", "08:00-20:00", None),
        ("MA", "08:00-20:00", "08:00-20:00", "08:00-20:00"),
        ("MD", "08:00-20:00", "08:00-20:00", "08:00-20:00"),
        ("MI", "09:00-21:00", "09:00-21:00", "09:00-21:00"),
        ("MN", "09:00-21:00", "09:00-21:00", "09:00-21:00"),
        ("NM", "09:00-21:00", "09:00-21:00", "09:00-21:00"),
        ("MS", "08:00-20:00", "08:00-20:00", None),
        ("NJ", "08:00-21:00", "08:00-21:00", "08:00-21:00"),
        ("NV", "09:00-20:00", "09:00-20:00", "09:00-20:00"),
        ("NY", "08:00-21:00", "08:00-21:00", "08:00-21:00"),
        ("OK", "08:00-20:00", "08:00-20:00", "08:00-20:00"),
        ("PA", "08:00-21:00", "08:00-21:00", "13:30-21:00"),
        ("RI", "09:00-18:00", "10:00-17:00", None),
        ("SD", "09:00-21:00", "09:00-21:00", None),
        ("TN", "08:00-21:00", "08:00-21:00", "08:00-21:00"),
        ("TX", "09:00-21:00", "09:00-21:00", "12:00-21:00"),
        ("UT", "09:00-20:00", "09:00-20:00", None),
        ("VA", "08:00-21:00", "08:00-21:00", "08:00-21:00"),
        ("WA", "08:00-20:00", "08:00-20:00", "08:00-20:00"),
        ("WY", "08:00-20:00", "08:00-20:00", "08:00-20:00"),
    ],
)
@pytest.mark.parametrize("channel", [Channel.VOICE, Channel.TEXT])
def test_each_state_opens_when_its_law_does(state, friday, saturday, sunday, channel):
    assert span(state, FRIDAY, channel) == friday
    assert span(state, SATURDAY, channel) == saturday
    assert span(state, SUNDAY, channel) == sunday


@pytest.mark.parametrize(
    ("state", "day", "opens"),
    [
        ("ME", FRIDAY, "09:00-17:00"),
        ("ME", SATURDAY, None),
        ("IL", FRIDAY, "09:00-21:00"),
        ("NE", FRIDAY, "08:00-21:00"),
        ("NE", SUNDAY, "13:00-21:00"),
    ],
)
def test_recordings_have_narrower_hours_in_some_states(state, day, opens):
    assert span(state, day, Channel.RECORDED) == opens


@pytest.mark.parametrize("state", ["AL", "LA", "MS", "PA", "RI", "UT"])
def test_holidays_are_closed_where_the_law_says_so(state):
    assert span(state, date(2026, 11, 25)) is not None
    assert span(state, date(2026, 11, 26)) is None  # Thanksgiving
    assert span(state, date(2026, 12, 25)) is None


def test_thanksgiving_is_open_elsewhere():
    assert span("GA", date(2026, 11, 26)) == "08:00-21:00"


@pytest.mark.parametrize(
    ("state", "day"),
    [
        ("AL", date(2026, 7, 3)),  # Independence Day falls on a Saturday
        ("AL", date(2027, 7, 5)),  # … and on a Sunday
        ("AL", date(2027, 12, 31)),  # New Year's Day 2028 falls on a Saturday
        ("LA", date(2026, 2, 17)),  # Mardi Gras
        ("UT", date(2026, 7, 24)),  # Pioneer Day
        ("RI", date(2026, 8, 10)),  # Victory Day
    ],
)
def test_holiday_calendars_know_their_state_and_its_shifted_days(state, day):
    assert day in closed_days(state, day.year)


@pytest.mark.parametrize(("state", "cap"), [("FL", 3), ("MD", 3), ("OK", 3), ("TX", None), ("IL", None)])
def test_caps_per_day_and_person(state, cap):
    assert of(state).number(Parameter.ROLLING_CAP) == cap


@pytest.mark.parametrize(
    ("state", "gate"),
    [("CT", Gate.ANY), ("FL", Gate.SELECT_AND_DIAL), ("MD", Gate.SELECT_OR_DIAL), ("OK", Gate.SELECT_OR_DIAL)],
)
def test_consent_gates_open_by_written_consent_only(state, gate):
    rule = of(state).strictest(Parameter.CONSENT_GATE)
    assert rule.value is gate
    assert rule.exempt_if == {ConsentKind.WRITTEN}


@pytest.mark.parametrize(("state", "day_before", "first_day"), [("MD", date(2023, 12, 31), date(2024, 1, 1))])
def test_a_rule_holds_from_its_first_day(state, day_before, first_day):
    assert of(state, on=day_before).all(Parameter.CONSENT_GATE) == ()
    assert of(state, on=first_day).all(Parameter.CONSENT_GATE) != ()


def test_eleven_states_keep_their_own_list():
    listed = {rule.value for rule in BOOK.rules if rule.parameter is Parameter.DNC_LIST} - {"national"}
    assert listed == {"CO", "FL", "IN", "LA", "MA", "MO", "OK", "PA", "TN", "TX", "WY"}


def test_fourteen_states_want_notice_of_recording():
    asked = {rule.jurisdiction for rule in BOOK.rules if rule.parameter is Parameter.RECORDING_NOTICE}
    assert asked == {"CA", "CT", "DE", "FL", "IL", "MA", "MD", "MI", "MT", "NH", "NV", "OR", "PA", "WA"}


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        (Parameter.SCRUB_MAX_AGE, 31),
        (Parameter.EBR_MONTHS, 18),
        (Parameter.INQUIRY_MONTHS, 3),
        (Parameter.RING_SECONDS, 15),
        (Parameter.CONNECT_SECONDS, 2),
        (Parameter.ABANDON_CAP, 0.03),
        (Parameter.RECORD_YEARS, 5),
        (Parameter.OPT_OUT_DAYS, 10),
    ],
)
def test_federal_figures(parameter, value):
    assert of("GA").strictest(parameter).value == value


def test_every_row_is_readable_named_once_cited_and_explained():
    assert BOOK.unreadable() == ()
    assert [name for name, count in Counter(rule.id for rule in BOOK.rules).items() if count > 1] == []
    for rule in BOOK.rules:
        assert rule.citation, rule.id
        assert rule.sentence.endswith("."), rule.id
        assert rule.id.startswith(f"{rule.jurisdiction}-"), rule.id
        assert rule.review_by > TODAY, rule.id


def test_the_less_sure_a_row_is_the_sooner_it_is_reviewed():
    latest = {mark: max(rule.review_by for rule in BOOK.rules if rule.confidence is mark) for mark in Confidence}
    assert latest[Confidence.UNVERIFIED] < latest[Confidence.MEDIUM] < latest[Confidence.HIGH]


def test_a_row_is_past_review_from_the_day_after():
    rule = BOOK.rules[0]
    book = RuleBook((rule,))
    assert book.past_review(rule.review_by) == ()
    assert book.past_review(date.fromordinal(rule.review_by.toordinal() + 1)) == (rule,)

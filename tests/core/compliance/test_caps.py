"""Often enough for now: each cap below, at and beyond its limit, and when it ends."""

from datetime import timedelta

import pytest

from dialer.core.compliance import CallRules, ReasonCode, may_call, may_text
from dialer.core.compliance.messages import TextPurpose
from dialer.core.rules import hours
from tests.core.compliance.people import NOON, OURS, a_contact, ago, local

SECOND = timedelta(seconds=1)
OPEN = {
    "brokerage": OURS,
    "number_per_day": None,
    "lead_per_day": None,
    "number_per_24_hours": None,
    "number_total": None,
    "lead_total": None,
    "spacing": timedelta(0),
    "texts_per_day": None,
}
MORNING = tuple(local(f"2026-11-20 08:{minute:02d}") for minute in range(60))


def only(**limits) -> CallRules:
    """A campaign with no limits of its own but these."""
    return CallRules(**(OPEN | limits))


@pytest.mark.parametrize(("calls", "allowed"), [(0, True), (1, True), (2, False), (3, False)])
def test_a_number_is_called_so_often_a_day(calls, allowed):
    verdict = may_call(a_contact(number_attempts=MORNING[:calls]), only(number_per_day=2), NOON)
    assert verdict.allowed is allowed
    if not allowed:
        assert verdict.codes == {ReasonCode.NUMBER_DAY}
        assert verdict.not_before == local("2026-11-21 08:00")


@pytest.mark.parametrize(("calls", "allowed"), [(3, True), (4, False), (5, False)])
def test_a_lead_is_called_so_often_a_day_on_all_its_numbers(calls, allowed):
    verdict = may_call(a_contact(lead_attempts=MORNING[:calls]), only(lead_per_day=4), NOON)
    assert verdict.allowed is allowed
    assert verdict.codes == (frozenset() if allowed else {ReasonCode.LEAD_DAY})


def test_yesterday_by_the_leads_clock_does_not_count():
    late = local("2026-11-19 20:59"), local("2026-11-19 20:58")
    assert may_call(a_contact(number_attempts=late), only(number_per_day=2), NOON).allowed


def test_a_day_is_counted_by_every_plausible_clock():
    # 21:30 on Thursday in Honolulu is already Friday in Georgia.
    night = (local("2026-11-19 21:30", "Pacific/Honolulu"),)
    noon_for_both = local("2026-11-20 09:00", "Pacific/Honolulu")
    far = a_contact("GA", property_zip="96801", number_attempts=night)
    verdict = may_call(far, only(number_per_day=1), noon_for_both)
    assert verdict.codes == {ReasonCode.NUMBER_DAY}


@pytest.mark.parametrize(("calls", "allowed"), [(2, True), (3, False), (4, False)])
def test_any_24_hours_hold_so_many_calls(calls, allowed):
    times = tuple(ago(hours=hour) for hour in range(1, calls + 1))
    verdict = may_call(a_contact(number_attempts=times), only(number_per_24_hours=3), NOON)
    assert verdict.allowed is allowed


@pytest.mark.parametrize(
    ("oldest", "allowed"),
    [(timedelta(hours=24) - SECOND, False), (timedelta(hours=24), True), (timedelta(hours=24) + SECOND, True)],
)
def test_a_call_leaves_the_count_after_exactly_24_hours(oldest, allowed):
    contact = a_contact(number_attempts=(NOON - oldest, ago(hours=2), ago(hours=1)))
    assert may_call(contact, only(number_per_24_hours=3), NOON).allowed is allowed


def test_the_rolling_cap_ends_when_enough_calls_have_left_it():
    contact = a_contact(number_attempts=(ago(hours=20), ago(hours=3), ago(hours=2), ago(hours=1)))
    verdict = may_call(contact, only(number_per_24_hours=3), NOON)
    assert verdict.not_before == ago(hours=3) + timedelta(hours=24)


@pytest.mark.parametrize("state", ["FL", "MD", "OK"])
@pytest.mark.parametrize(("contacts", "allowed"), [(2, True), (3, False)])
def test_a_states_cap_counts_the_persons_calls_and_texts_together(state, contacts, allowed):
    times = tuple(ago(hours=hour) for hour in range(1, contacts + 1))
    contact = a_contact(state, lead_attempts=times[:1], number_attempts=times[:2], texts=times[2:])
    verdict = may_call(contact, only(), NOON)
    assert verdict.allowed is allowed
    assert verdict.codes == (frozenset() if allowed else {ReasonCode.STATE_CAP})
    if not allowed:
        assert verdict.reasons[0].rule_id == f"{state}-cap"


def test_a_states_cap_holds_for_a_text_too():
    times = (ago(hours=1), ago(hours=2), ago(hours=3))
    verdict = may_text(a_contact("FL", lead_attempts=times), TextPurpose.BY_HAND, only(), NOON)
    assert ReasonCode.STATE_CAP in verdict.codes


def test_texts_to_the_persons_other_numbers_are_in_a_states_cap_and_not_in_the_numbers_own():
    times = (ago(hours=1), ago(hours=2), ago(hours=3))
    assert may_call(a_contact("MD", lead_texts=times), only(), NOON).codes == {ReasonCode.STATE_CAP}
    assert may_call(a_contact("MD", lead_texts=times[:2]), only(), NOON).allowed
    assert may_text(a_contact("GA", lead_texts=times), TextPurpose.BY_HAND, only(texts_per_day=1), NOON).allowed


@pytest.mark.parametrize(
    ("state", "since", "allowed"),
    [
        ("WA", timedelta(days=366) - SECOND, False),
        ("WA", timedelta(days=366), True),
        ("WA", timedelta(days=366) + SECOND, True),
        ("WA", timedelta(0), False),
        ("GA", timedelta(0), True),
    ],
)
def test_washington_wants_a_year_of_rest_after_a_refusal(state, since, allowed):
    contact, open_for_both = a_contact(state, refused_at=NOON - since), NOON
    for verdict in (
        may_call(contact, only(), open_for_both),
        may_text(contact, TextPurpose.BY_HAND, only(), open_for_both),
    ):
        assert verdict.allowed is allowed
        if not allowed:
            assert verdict.codes == {ReasonCode.REFUSAL_REST}
            assert verdict.reasons[0].rule_id == "WA-refusal"
            assert verdict.not_before >= contact.refused_at + timedelta(days=366)


def test_not_even_a_promise_shortens_the_rest_after_a_refusal():
    contact = a_contact("WA", refused_at=ago(days=2), callback_at=NOON)
    assert may_call(contact, only(), NOON).codes == {ReasonCode.REFUSAL_REST}


@pytest.mark.parametrize(
    ("since", "allowed"),
    [(timedelta(hours=2) - SECOND, False), (timedelta(hours=2), True), (timedelta(hours=2) + SECOND, True)],
)
def test_two_calls_to_a_number_are_apart(since, allowed):
    verdict = may_call(a_contact(number_attempts=(NOON - since,)), only(spacing=timedelta(hours=2)), NOON)
    assert verdict.allowed is allowed
    if not allowed:
        assert verdict.codes == {ReasonCode.SPACING}
        assert "leaves 2 hours between" in verdict.reasons[0].sentence
        assert verdict.not_before == NOON + SECOND


@pytest.mark.parametrize(
    ("since", "allowed"),
    [
        (timedelta(hours=-2) - SECOND, True),
        (timedelta(hours=-2), True),
        (timedelta(hours=-2) + SECOND, False),
        (timedelta(0), False),
        (timedelta(hours=2) - SECOND, False),
        (timedelta(hours=2), True),
        (timedelta(hours=2) + SECOND, True),
    ],
)
@pytest.mark.parametrize("days", [1, 14])
def test_a_call_keeps_two_hours_from_the_time_of_day_that_failed(since, allowed, days):
    missed = NOON - since - timedelta(days=days)
    verdict = may_call(a_contact(missed=(missed,)), only(), NOON)
    assert verdict.allowed is allowed
    if not allowed:
        assert verdict.codes == {ReasonCode.FAILED_HOUR}
        assert verdict.not_before == missed + timedelta(days=days, hours=2)


@pytest.mark.parametrize(
    ("today", "missed", "first"),
    [
        ("2026-03-08", "2026-03-07 12:00", "2026-03-08 14:00"),  # clocks go forward
        ("2026-11-01", "2026-10-31 12:00", "2026-11-01 14:00"),  # clocks go back
        ("2026-07-15", "2026-07-14 12:00", "2026-07-15 14:00"),
    ],
)
def test_the_failed_hour_is_one_of_the_clock_also_when_the_clocks_change(today, missed, first):
    contact, end = a_contact(missed=(local(missed),)), local(first)
    begin = end - timedelta(hours=4)
    rules = only(max_scrub_age_days=400, require_scrub=False)
    assert may_call(contact, rules, begin).allowed
    assert not may_call(contact, rules, begin + SECOND).allowed
    assert may_call(contact, rules, end - SECOND).not_before == end
    assert may_call(contact, rules, end).allowed


def test_a_failed_hour_is_forgotten_after_two_weeks_and_says_nothing_about_its_own_day():
    assert may_call(a_contact(missed=(NOON - timedelta(days=15),)), only(), NOON).allowed
    assert may_call(a_contact(missed=(ago(minutes=1),)), only(), NOON).allowed


def test_a_day_that_is_open_at_failed_hours_only_is_left_alone():
    yesterday = NOON - timedelta(days=1)
    narrow = only(hours=hours("11:00-13:00"))
    assert may_call(a_contact(missed=(yesterday,)), narrow, NOON).allowed
    wider = only(hours=hours("11:00-14:30"))
    assert may_call(a_contact(missed=(yesterday,)), wider, NOON).not_before == local("2026-11-20 14:00")
    both = (yesterday, yesterday + timedelta(hours=2))
    assert may_call(a_contact(missed=both), wider, NOON).allowed, "two failed hours cover all of it"


def test_a_promised_call_may_come_at_the_hour_that_failed_and_zero_hours_are_no_limit():
    missed = (NOON - timedelta(days=1),)
    assert may_call(a_contact(missed=missed, callback_at=NOON), only(), NOON).allowed
    assert may_call(a_contact(missed=missed), only(from_failed_hour=timedelta(0)), NOON).allowed


@pytest.mark.parametrize(("total", "allowed"), [(19, True), (20, False), (21, False)])
@pytest.mark.parametrize("whose", ["number_total", "lead_total"])
def test_totals_never_end_by_themselves(whose, total, allowed):
    verdict = may_call(a_contact(**{whose: total}), only(**{whose: 20}), NOON)
    assert verdict.allowed is allowed
    assert verdict.not_before is None


def test_a_cap_of_zero_never_ends():
    for name in ("number_per_day", "lead_per_day", "number_per_24_hours"):
        verdict = may_call(a_contact(), only(**{name: 0}), NOON)
        assert not verdict.allowed
        assert verdict.not_before is None


@pytest.mark.parametrize(
    ("agent", "seconds_left", "allowed"),
    [("1", 1, True), ("2", 1, False), (None, 1, False), ("2", 0, True), ("2", -1, True)],
)
def test_a_reserved_lead_waits_for_its_agent(agent, seconds_left, allowed):
    until = NOON + seconds_left * SECOND
    contact = a_contact(reserved_by="1", reserved_until=until)
    verdict = may_call(contact, only(), NOON, agent_id=agent)
    assert verdict.allowed is allowed
    if not allowed:
        assert verdict.codes == {ReasonCode.RESERVED}
        assert verdict.not_before == until


def test_a_reservation_without_end_has_no_moment_to_wait_for():
    verdict = may_call(a_contact(reserved_by="1"), only(), NOON, agent_id="2")
    assert verdict.codes == {ReasonCode.RESERVED}
    assert verdict.not_before is None


@pytest.mark.parametrize(
    ("minutes", "allowed"),
    [(-1, True), (0, True), (1, False), (-24 * 60, False)],
)
def test_a_promised_call_passes_the_campaigns_caps_from_its_minute_for_a_day(minutes, allowed):
    worn = a_contact(
        number_attempts=MORNING[:2],
        lead_attempts=MORNING[:2],
        number_total=99,
        callback_at=NOON + timedelta(minutes=minutes),
    )
    assert may_call(worn, CallRules(brokerage=OURS), NOON).allowed is allowed


def test_a_promise_in_the_future_is_when_the_caps_end():
    due = NOON + timedelta(hours=1)
    contact = a_contact(number_attempts=MORNING[:2], number_total=99, callback_at=due)
    assert may_call(contact, CallRules(brokerage=OURS), NOON).not_before == due


def test_a_promise_is_kept_once():
    due = ago(minutes=10)
    contact = a_contact(number_attempts=(ago(minutes=9),), lead_attempts=(ago(minutes=9),), callback_at=due)
    assert may_call(contact, only(spacing=timedelta(hours=2)), NOON).codes == {ReasonCode.SPACING}


def test_a_promise_does_not_pass_the_states_cap():
    times = (ago(hours=1), ago(hours=2), ago(hours=3))
    contact = a_contact("FL", number_attempts=times, callback_at=NOON)
    assert may_call(contact, only(), NOON).codes == {ReasonCode.STATE_CAP}


def test_all_reasons_are_collected_and_the_last_to_end_decides():
    evening = local("2026-11-20 21:30")
    contact = a_contact(
        number_attempts=(evening - timedelta(minutes=30), evening - timedelta(hours=1)),
        lead_attempts=(evening - timedelta(minutes=30), evening - timedelta(hours=1)),
        reserved_by="1",
        reserved_until=local("2026-11-21 11:00"),
    )
    verdict = may_call(contact, CallRules(brokerage=OURS), evening, agent_id="2")
    assert verdict.codes == {
        ReasonCode.OUTSIDE_HOURS,
        ReasonCode.CAMPAIGN_HOURS,
        ReasonCode.NUMBER_DAY,
        ReasonCode.SPACING,
        ReasonCode.RESERVED,
    }
    assert verdict.not_before == local("2026-11-21 11:00")

"""Whatever the number, the addresses, the clock and the history: the window is kept and the promise of a time holds."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from dialer.core.compliance import CallRules, Contact, LineKind, ReasonCode, hours_key, may_call, next_open, open_now
from dialer.core.rules import hours
from dialer.core.zones import states_of, zones_of
from dialer.core.zones.tables import CLOCK_OF_ZIP, STATE_OF_AREA, STATES
from tests.core.compliance.people import OURS, a_contact

LAW_HOURS = {ReasonCode.OUTSIDE_HOURS, ReasonCode.HOLIDAY, ReasonCode.CAMPAIGN_HOURS}

area_codes = st.sampled_from(sorted(STATE_OF_AREA))
zip_codes = st.none() | st.sampled_from(sorted(CLOCK_OF_ZIP)) | st.from_regex(r"[0-9]{5}", fullmatch=True)
state_names = st.none() | st.sampled_from(sorted(STATES))
# Two years, with the days around the change of clocks drawn often.
change_days = st.sampled_from(["2026-03-08", "2026-11-01", "2027-03-14"]).map(datetime.fromisoformat)
moments = st.one_of(
    st.datetimes(datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2027-12-01")),
    st.builds(lambda day, minutes: day + timedelta(minutes=minutes), change_days, st.integers(-600, 2400)),
).map(lambda naive: naive.replace(tzinfo=UTC))
campaigns = st.sampled_from(
    [
        CallRules(brokerage=OURS),
        CallRules(brokerage=OURS, hours=hours("10:00-18:30", sat=None)),
        CallRules(brokerage=OURS, hours=hours("00:00-24:00"), number_per_day=1, spacing=timedelta(hours=30)),
    ]
)


misses = st.lists(st.integers(0, 16 * 24 * 60), max_size=5)


@st.composite
def contacts(draw, now=None):
    back = st.lists(st.integers(0, 47 * 60), max_size=6)
    mine = tuple(now - timedelta(minutes=minutes) for minutes in draw(back)) if now else ()
    return a_contact(
        phone=f"+1{draw(area_codes)}5550{draw(st.integers(100, 199))}",
        kind=LineKind.LANDLINE,
        property_zip=draw(zip_codes),
        property_state=draw(state_names),
        mailing_zip=draw(zip_codes),
        mailing_state=draw(state_names),
        number_attempts=mine[:3],
        lead_attempts=mine,
        missed=tuple(now - timedelta(minutes=minutes) for minutes in draw(misses)) if now else (),
        callback_at=now + timedelta(minutes=draw(st.integers(-3000, 3000))) if now and draw(st.booleans()) else None,
        reserved_by=draw(st.sampled_from([None, "1"])),
        reserved_until=now + timedelta(minutes=draw(st.integers(-60, 600))) if now else None,
    )


@st.composite
def situations(draw):
    now = draw(moments)
    return draw(contacts(now)), draw(campaigns), now


def places(contact: Contact) -> frozenset[str]:
    zones = zones_of(
        contact.phone,
        contact.property_zip,
        contact.mailing_zip,
        property_state=contact.property_state,
        mailing_state=contact.mailing_state,
    )
    return zones.zones


@settings(max_examples=400, deadline=None)
@given(situations())
def test_no_call_is_ever_allowed_outside_eight_to_nine_in_any_plausible_zone(situation):
    contact, rules, now = situation
    verdict = may_call(contact, rules, now)
    local = [now.astimezone(ZoneInfo(zone)) for zone in places(contact)]
    if not all(8 <= at.hour < 21 for at in local):
        assert verdict.codes & LAW_HOURS


@settings(max_examples=400, deadline=None)
@given(situations())
def test_no_call_is_ever_allowed_on_a_closed_sunday_of_any_plausible_state(situation):
    contact, rules, now = situation
    states = states_of(
        contact.phone, contact.property_state, contact.mailing_state, contact.property_zip, contact.mailing_zip
    )
    sunday = any(now.astimezone(ZoneInfo(zone)).weekday() == 6 for zone in places(contact))
    if sunday and states & {"AL", "LA", "MS", "RI", "SD", "UT"}:
        assert may_call(contact, rules, now).codes & LAW_HOURS


@settings(max_examples=400, deadline=None)
@given(situations())
def test_the_queues_filter_and_the_judgement_never_disagree(situation):
    contact, rules, now = situation
    is_open = open_now(hours_key(contact), rules, now)
    assert is_open is not bool(may_call(contact, rules, now).codes & LAW_HOURS)


@settings(max_examples=300, deadline=None)
@given(situations())
def test_the_next_opening_is_open_and_nothing_before_it_is(situation):
    contact, rules, now = situation
    key = hours_key(contact)
    first = next_open(key, rules, now)
    end = first if first is not None else now + timedelta(days=14)
    assert first is None or (first >= now and open_now(key, rules, first))
    # Windows begin and end on quarter hours, so steps of a quarter hour, and the last second, see every one.
    steps = (now + timedelta(minutes=15 * step) for step in range(4 * 24 * 14))
    assert not any(open_now(key, rules, at) for at in steps if at < end)
    assert end == now or not open_now(key, rules, end - timedelta(seconds=1))


@settings(max_examples=400, deadline=None)
@given(situations())
def test_the_moment_a_verdict_names_is_free_of_every_reason_that_time_removes(situation):
    contact, rules, now = situation
    verdict = may_call(contact, rules, now, agent_id="2")
    if verdict.not_before is not None:
        assert not verdict.allowed
        assert verdict.not_before > now
        later = may_call(contact, rules, verdict.not_before, agent_id="2")
        # The registry may have grown stale in the meantime; nothing else may stand against it.
        assert later.codes <= {ReasonCode.SCRUB_STALE}


@settings(max_examples=300, deadline=None)
@given(situations(), st.floats(0, 1))
def test_no_moment_before_the_one_that_a_verdict_names_is_allowed(situation, share):
    contact, rules, now = situation
    verdict = may_call(contact, rules, now, agent_id="2")
    if verdict.not_before is not None:
        between = now + (verdict.not_before - now) * share
        if between < verdict.not_before:
            assert not may_call(contact, rules, between, agent_id="2").allowed


@settings(max_examples=200, deadline=None)
@given(situations(), contacts())
def test_equal_keys_mean_equal_windows(situation, other):
    contact, rules, now = situation
    if hours_key(contact) == hours_key(other):
        assert bool(may_call(contact, rules, now).codes & LAW_HOURS) is bool(
            may_call(other, rules, now).codes & LAW_HOURS
        )

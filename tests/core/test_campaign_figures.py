"""What a campaign's calls brought: each call counted once under each heading."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialer.core.campaign_figures import (
    Counts,
    Heading,
    Try,
    added,
    callable_from,
    from_json,
    groups_of,
    tally,
    to_json,
)
from dialer.core.sequences import LeadClock

THURSDAY_NOON = datetime(2026, 3, 12, 17, tzinfo=UTC)
MISSED = Try(
    id=1,
    lead_id=1,
    opened_at=THURSDAY_NOON,
    zone="America/Chicago",
    arrived_at=THURSDAY_NOON - timedelta(hours=2),
    touch=1,
    source="redx",
    agent_id=7,
    dialed=True,
    answered=False,
    human=False,
    abandoned=False,
    contact=False,
    conversation=False,
    appointment=False,
    talk_seconds=0.0,
)
TALKED = replace(
    MISSED, answered=True, human=True, contact=True, conversation=True, appointment=True, talk_seconds=90.5, touch=3
)


@pytest.mark.parametrize(
    ("zone", "hour"), [("America/Chicago", "3-12"), ("America/Los_Angeles", "3-10"), ("Pacific/Guam", "4-3")]
)
def test_the_hour_is_that_of_the_leads_clock_and_weekday(zone: str, hour: str) -> None:
    assert groups_of(replace(MISSED, zone=zone))[Heading.HOUR] == hour


def test_each_call_is_counted_under_its_touch_age_source_and_agent() -> None:
    found = tally([MISSED, TALKED, replace(TALKED, source="", agent_id=None)])
    assert {heading: set(groups) for heading, groups in found.items()} == {
        Heading.HOUR: {"3-12"},
        Heading.TOUCH: {"1", "3"},
        Heading.AGE: {"1 to 4 h"},
        Heading.SOURCE: {"redx", ""},
        Heading.AGENT: {"7", ""},
        Heading.SPEED: set(),
    }
    assert found[Heading.TOUCH]["1"] == Counts(dials=1)
    assert found[Heading.TOUCH]["3"] == Counts(2, 2, 2, 0, 2, 2, 2, 181.0)


@pytest.mark.parametrize(
    ("came_in", "called_after", "group"),
    [
        (THURSDAY_NOON, timedelta(minutes=4), "within 5 min/us"),
        (THURSDAY_NOON, timedelta(hours=3), "1 to 4 h/us"),
        # Thursday at 11 at night, called on Friday when the hours had been open for ten minutes, and for two hours.
        (THURSDAY_NOON + timedelta(hours=11), timedelta(hours=9, minutes=10), "4 to 24 h/hours"),
        (THURSDAY_NOON + timedelta(hours=11), timedelta(hours=11), "4 to 24 h/us"),
        (THURSDAY_NOON + timedelta(hours=11), timedelta(minutes=3), "within 5 min/us"),
        # Before the hours of the same day; on Friday night before a weekend without calls.
        (THURSDAY_NOON - timedelta(hours=5), timedelta(hours=1, minutes=5), "1 to 4 h/hours"),
        (THURSDAY_NOON + timedelta(days=1, hours=11), timedelta(days=2, hours=9), "after a day/hours"),
    ],
)
def test_a_first_call_is_counted_by_its_wait_and_by_what_held_it_up(
    came_in: datetime, called_after: timedelta, group: str
) -> None:
    weekdays = LeadClock("America/Chicago", open_minute=8 * 60, close_minute=21 * 60, weekdays=frozenset(range(5)))
    first = replace(
        MISSED,
        first=True,
        arrived_at=came_in,
        opened_at=came_in + called_after,
        callable_from=callable_from(weekdays, came_in),
    )
    assert groups_of(first)[Heading.SPEED] == group
    assert Heading.SPEED not in groups_of(replace(first, first=False))


def test_time_with_people_who_were_not_the_wanted_ones_is_no_contact_time() -> None:
    stranger = replace(TALKED, contact=False, conversation=False, appointment=False)
    assert tally([stranger])[Heading.AGENT]["7"] == Counts(dials=1, answered=1, humans=1)


def test_a_call_that_no_carrier_took_is_no_dial() -> None:
    assert tally([replace(MISSED, dialed=False)])[Heading.AGENT]["7"] == Counts()


some_tries = st.lists(
    st.builds(
        replace,
        st.sampled_from([MISSED, TALKED]),
        opened_at=st.integers(0, 300 * 24).map(lambda hours: THURSDAY_NOON + timedelta(hours=hours)),
        touch=st.integers(1, 4),
        agent_id=st.sampled_from([None, 1, 2]),
        human=st.booleans(),
        talk_seconds=st.integers(0, 600).map(float),
    ),
    max_size=12,
)


@given(some_tries, some_tries)
def test_days_tallied_apart_stored_and_added_are_the_same_as_all_at_once(one: list[Try], other: list[Try]) -> None:
    apart = added(from_json(to_json(tally(day))) for day in (one, other))
    assert apart == tally([*one, *other])


@given(some_tries)
def test_every_heading_of_all_calls_has_the_same_total(tries: list[Try]) -> None:
    of_all = [groups for heading, groups in tally(tries).items() if heading is not Heading.SPEED]
    totals = {sum(groups.values(), Counts()) for groups in of_all}
    assert len(totals) == 1

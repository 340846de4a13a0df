"""Weekly hours: how they are written, joined and compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialer.core.rules.hours import Hours, hours, hours_from, hours_to

spans = st.none() | st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(lambda span: span[0] < span[1])
weeks = st.builds(Hours, st.tuples(*[spans] * 7))


@pytest.mark.parametrize(
    ("week", "text"),
    [
        (hours("08:00-21:00"), "mon-sun 08:00-21:00"),
        (hours("08:00-20:00", sun=None), "mon-sat 08:00-20:00, sun closed"),
        (
            hours("09:00-18:00", sat="10:00-17:00", sun=None),
            "mon-fri 09:00-18:00, sat 10:00-17:00, sun closed",
        ),
    ],
)
def test_hours_read_like_a_sign_on_a_door(week, text):
    assert str(week) == text


@pytest.mark.parametrize("text", ["8-21", "21:00-08:00", "08:00-08:00", "08:60-21:00", "08:00-25:00", "", "08:00"])
def test_hours_that_make_no_sense_are_refused(text):
    with pytest.raises(ValueError):
        hours(text)


def test_an_unknown_day_is_refused():
    with pytest.raises(ValueError, match="mon, tue"):
        hours("08:00-21:00", payday="09:00-10:00")


@given(weeks, weeks)
def test_what_two_weeks_share_lies_inside_both(one, other):
    shared = one.meet(other)
    assert shared.inside(one)
    assert shared.inside(other)
    assert shared == other.meet(one)


@given(weeks)
def test_hours_survive_being_stored(week):
    assert hours_from(hours_to(week)) == week

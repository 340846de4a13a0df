"""The next best action: the first rule that fits, with its reason."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dialer.core.next_best import Advice, Kind, Number, Situation, advise

CHICAGO = ZoneInfo("America/Chicago")
NOON = datetime(2026, 3, 12, 12, tzinfo=CHICAGO)


def number(phone_id: int, **more: Any) -> Number:
    plain = Number(phone_id, f"(217) 555-01{phone_id:02d}", "landline", 1, may_call=False, ever=True, may_text=False)
    return replace(plain, **more)


MISSED = Situation(
    called=1,
    over=True,
    talked_seconds=0,
    numbers=[number(1)],
    reached_at=[],
    local_now=NOON,
    may_mail=True,
    letter_planned=False,
)
ANSWERED_AT_FIVE = [datetime(2026, 3, day, hour, 10, tzinfo=CHICAGO) for day, hour in ((2, 17), (3, 17), (4, 9))]


def test_an_untried_mobile_that_may_be_called_comes_before_everything_else() -> None:
    others = [
        number(2, may_call=True, attempts=2),
        number(3, may_call=True, attempts=0),
        number(4, may_call=True, attempts=0, kind="mobile", may_text=True),
    ]
    advice = advise(replace(MISSED, numbers=[number(1, may_call=True), *others]))
    assert advice == Advice(Kind.DIAL, "Dial (217) 555-0104", "mobile, untried, may be called now", 4)


def test_a_text_where_no_other_number_may_be_called() -> None:
    advice = advise(replace(MISSED, numbers=[number(1, may_text=True), number(2, kind="mobile", may_text=True)]))
    assert advice is not None
    assert (advice.kind, advice.phone_id) == (Kind.TEXT, 1)


def test_a_letter_only_where_no_number_will_ever_do_and_none_is_under_way() -> None:
    dead = replace(MISSED, numbers=[number(1, ever=False)])
    advice = advise(dead)
    assert advice is not None
    assert advice.kind is Kind.LETTER
    assert advise(replace(dead, letter_planned=True)) is None
    assert advise(replace(dead, may_mail=False)) is None
    assert advise(MISSED) is None


@pytest.mark.parametrize(("hour", "day"), [(12, 12), (16, 12), (17, 13), (20, 13)])
def test_a_call_back_at_the_hour_they_answered_most_on_the_next_day_that_has_it(hour: int, day: int) -> None:
    now = NOON.replace(hour=hour)
    advice = advise(replace(MISSED, reached_at=ANSWERED_AT_FIVE, local_now=now))
    assert advice is not None
    assert (advice.kind, advice.at) == (Kind.CALLBACK, datetime(2026, 3, day, 17, 30, tzinfo=CHICAGO))
    assert advice.why == "answered 2 times between 17:00 and 18:00 before"


def test_nobody_is_advised_to_call_at_an_hour_of_the_night() -> None:
    assert advise(replace(MISSED, reached_at=[NOON.replace(hour=21), NOON.replace(hour=8)])) is None


@pytest.mark.parametrize("over", [True, False])
def test_a_long_talk_asks_for_the_appointment(over: bool) -> None:
    advice = advise(replace(MISSED, over=over, talked_seconds=75, reached_at=ANSWERED_AT_FIVE))
    assert advice == Advice(Kind.APPOINTMENT, "Set the appointment", "you have talked for 1:15 min")


def test_nothing_else_is_dialed_while_they_talk() -> None:
    talking = replace(MISSED, over=False, talked_seconds=59, numbers=[number(1), number(2, may_call=True)])
    assert advise(talking) is None

"""When our own machine is behind: who is asked for new calls, and how long it has been so."""

from datetime import UTC, datetime, timedelta

from telephony.capacity import STILL_BEHIND, Capacity

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def test_who_fell_behind_is_asked_again_when_it_is_time() -> None:
    capacity = Capacity(10, 10)
    assert capacity.has_time(NOON)
    capacity.fell_behind(NOON, 0.5)
    assert [capacity.has_time(after(each)) for each in (0, 0.4, 0.5)] == [False, False, True]


def test_who_falls_behind_again_at_once_has_not_caught_up_between() -> None:
    capacity = Capacity(10, 10)
    capacity.fell_behind(NOON, 0.5)
    capacity.fell_behind(after(2), 0.5)
    assert capacity.behind_for(after(3)) == timedelta(seconds=3)
    caught_up = after(2.5) + STILL_BEHIND + timedelta(milliseconds=1)
    assert capacity.behind_for(caught_up) == timedelta()
    capacity.fell_behind(caught_up, 0.5)
    assert capacity.behind_for(caught_up + timedelta(seconds=1)) == timedelta(seconds=1)


def test_a_clock_that_is_set_back_holds_nobody() -> None:
    capacity = Capacity(10, 10)
    capacity.fell_behind(NOON, 0.5)
    earlier = NOON - timedelta(hours=1)
    assert (capacity.has_time(earlier), capacity.behind_for(earlier)) == (True, timedelta())

"""In which order a SIP process does what it is asked."""

from collections import deque
from datetime import UTC, datetime, timedelta

import pytest

from telephony.events import HangUpReason
from telephony.numbers import PhoneNumber
from telephony.orders import HangUp, PlaceCall
from telephony.sip.mail import Letter
from telephony.sip.tray import HELD_BACK, Tray

NOON = datetime(2026, 3, 12, 16, tzinfo=UTC)
NUMBER = PhoneNumber.parse("+12175550123")
PATIENCE = timedelta(seconds=3)


def place(call_id: str) -> Letter:
    order = PlaceCall(call_id=call_id, to=NUMBER, from_=NUMBER, ring_seconds=20, max_seconds=60)
    return Letter(id=f"place {call_id}", order=order, until=NOON + PATIENCE)


def end(call_id: str) -> Letter:
    return Letter(id=f"end {call_id}", order=HangUp(call_id=call_id, why=HangUpReason.agent), until=NOON + PATIENCE)


def tray(*letters: Letter) -> Tray:
    come = deque(letters)
    return Tray(lambda: come.popleft() if come else None, PATIENCE)


def taken(tray: Tray, now: datetime, *, is_behind: bool) -> list[str]:
    found = []
    while (letter := tray.next(now, is_behind=is_behind)) is not None:
        found.append(letter.id)
    return found


@pytest.mark.parametrize("is_behind", [False, True])
def test_what_ends_other_calls_goes_before_new_ones_and_what_ends_a_new_one_after_it(*, is_behind: bool) -> None:
    letters = tray(place("a"), end("x"), place("b"), end("a"), end("y"))
    first = ["end x", "end y"]
    held = ["place a", "place b", "end a"]
    assert taken(letters, NOON, is_behind=is_behind) == first + ([] if is_behind else held)
    assert taken(letters, NOON, is_behind=False) == (held if is_behind else [])


def test_who_is_behind_holds_new_calls_back_for_a_second_and_then_gives_them_back_in_time() -> None:
    letters = tray(place("a"))
    assert taken(letters, NOON + HELD_BACK - timedelta(milliseconds=1), is_behind=True) == []
    given_back_at = NOON + HELD_BACK
    assert taken(letters, given_back_at, is_behind=True) == ["place a"]
    assert given_back_at < place("a").until - timedelta(seconds=1), "its sender still waits for the answer"

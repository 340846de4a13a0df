"""In which order a SIP process does what it is asked."""

from collections import deque
from datetime import UTC, datetime, timedelta

import pytest

from telephony.events import HangUpReason
from telephony.numbers import PhoneNumber
from telephony.orders import HangUp, PlaceCall
from telephony.sip.mail import Letter
from telephony.sip.tray import BEHIND, HELD_BACK, LATE_CALLS, TOO_FAR_BEHIND, Tray

NOON = datetime(2026, 3, 12, 16, tzinfo=UTC)
NUMBER = PhoneNumber.parse("+12175550123")
PATIENCE = timedelta(seconds=3)
MOMENT = timedelta(milliseconds=1)
FAR_BEHIND = TOO_FAR_BEHIND + MOMENT


def place(call_id: str) -> Letter:
    order = PlaceCall(call_id=call_id, to=NUMBER, from_=NUMBER, ring_seconds=20, max_seconds=60)
    return Letter(id=f"place {call_id}", order=order, until=NOON + PATIENCE)


def end(call_id: str) -> Letter:
    return Letter(id=f"end {call_id}", order=HangUp(call_id=call_id, why=HangUpReason.agent), until=NOON + PATIENCE)


def tray(*letters: Letter) -> Tray:
    come = deque(letters)
    return Tray(lambda: come.popleft() if come else None, PATIENCE)


def taken(tray: Tray, now: datetime, news_waits: timedelta) -> list[str]:
    """What is carried out and, marked, what is given back."""
    found = []
    while (next_ := tray.next(now, news_waits)) is not None:
        letter, in_time = next_
        found.append(letter.id if in_time else f"{letter.id} (back)")
    return found


@pytest.mark.parametrize("news_waits", [BEHIND, FAR_BEHIND])
def test_what_ends_other_calls_goes_before_new_ones_and_what_ends_a_new_one_after_it(news_waits: timedelta) -> None:
    letters = tray(place("a"), end("x"), place("b"), end("a"), end("y"))
    first = ["end x", "end y"]
    held = ["place a", "place b", "end a"]
    is_behind = news_waits > BEHIND
    assert taken(letters, NOON, news_waits) == first + ([] if is_behind else held)
    assert taken(letters, NOON, BEHIND) == (held if is_behind else [])


def test_who_is_far_behind_holds_new_calls_back_for_a_second_and_then_gives_them_back_in_time() -> None:
    letters = tray(place("a"))
    assert taken(letters, NOON + HELD_BACK - MOMENT, FAR_BEHIND) == []
    given_back_at = NOON + HELD_BACK
    assert taken(letters, given_back_at, FAR_BEHIND) == ["place a (back)"]
    assert given_back_at < place("a").until - timedelta(seconds=1), "its sender still waits for the answer"


def test_who_is_a_little_behind_lets_new_calls_out_one_at_a_time() -> None:
    """Else a machine that is slow for a minute would call nobody for a minute."""
    letters = tray(place("a"), place("b"), end("a"))
    assert taken(letters, NOON, BEHIND + MOMENT) == ["place a"]
    assert taken(letters, NOON + LATE_CALLS - MOMENT, TOO_FAR_BEHIND) == []
    assert taken(letters, NOON + LATE_CALLS, TOO_FAR_BEHIND) == ["place b", "end a"]


def test_a_letter_that_comes_late_is_given_back() -> None:
    letters = tray(place("a"), end("x"))
    assert taken(letters, NOON + PATIENCE + MOMENT, timedelta()) == ["end x (back)", "place a (back)"]

"""Letters between the engine and the SIP processes, through a real Valkey."""

from datetime import UTC, datetime
from threading import Event, Thread

import pytest
from redis import Redis

from dialer.sip import RedisPost
from telephony.carrier import TryLater
from telephony.numbers import PhoneNumber
from telephony.orders import PlaceCall
from telephony.sip.mail import Letter
from tests.support.running import wait_for

NOON = datetime(2026, 3, 12, 16, tzinfo=UTC)
NUMBER = PhoneNumber.parse("+12175550123")
PLACE = PlaceCall(call_id="c", to=NUMBER, from_=NUMBER, ring_seconds=20, max_seconds=60)
A_MOMENT = 0.01
PROCESS = 7


def test_a_letter_that_nobody_reads_is_taken_back_so_that_its_call_may_be_tried_again(redis_url: str) -> None:
    post = RedisPost(redis_url)
    with pytest.raises(TryLater):
        post.ask(PROCESS, Letter(id="unread", order=PLACE, until=NOON), A_MOMENT)
    assert post.collect(PROCESS, A_MOMENT) == []
    post.close()


def test_a_letter_that_was_read_is_waited_for_since_its_call_may_have_left(redis_url: str) -> None:
    engine, process = RedisPost(redis_url), RedisPost(redis_url)

    def read_and_answer_late() -> None:
        (letter,) = process.collect(PROCESS, 60.0)
        Event().wait(20 * A_MOMENT)
        process.answer(letter.id, {"try_later": 1.0})

    reading = Thread(target=read_and_answer_late)
    reading.start()
    look = Redis.from_url(redis_url)
    wait_for("it waits for letters", lambda: any(each["cmd"] == "blpop" for each in look.client_list()))
    assert engine.ask(PROCESS, Letter(id="read", order=PLACE, until=NOON), A_MOMENT) == {"try_later": 1.0}
    reading.join()
    for each in (engine, process, look):
        each.close()

"""Slow handlers, frozen engines, lost stores and clocks that are wrong: catalogue parts 6.1 and 6.5."""

import threading
from dataclasses import replace
from datetime import timedelta
from queue import SimpleQueue

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from dialer.engine.dispatch import STUCK_AFTER, dispatch
from dialer.engine.hands import Hands
from dialer.engine.loop import RENEW_SECONDS, Engine
from dialer.store.session import Database
from dialer.wake import RedisWaker
from tests.support.twilio_double import FarEnd, Faults
from tests.support.twilio_world import NOBODY, PERSON, PUBLIC_URL, posting_to
from webui import create_app

NOWHERE = "redis://127.0.0.1:1"


class FrozenHands:
    """Hands that take work and do nothing until they are told that they may."""

    wait_for_carriers = True
    free = 50

    def __init__(self):
        self.held = []

    def do(self, work):
        self.held.append(work)

    def thaw(self):
        for work in self.held:
            work()


def test_case_010_a_handler_that_takes_too_long_loses_no_event(make_twilio):
    slow = Faults(of_reply=lambda hook: 16.0 if hook[1].get("CallStatus") == "ringing" else 0.0)
    twilio = make_twilio(faults=slow)
    twilio.agent()
    lead = twilio.lead_at(FarEnd(answers_after=12))
    twilio.until(lambda: twilio.call_state(lead) == "talking")
    twilio.pass_time(20)
    heard = twilio.double.hooks.delivered
    told = [status for url, form, status in heard if form.get("CallStatus") == "ringing" and "/calls/" in url]
    assert set(told) == {0}, "Twilio never saw a reply to it"
    assert len(told) == 3, "as often as fits into the time that Twilio allows"
    rang = text("SELECT count(*) FROM call_event WHERE call_id = :id AND kind = 'rang'")
    assert twilio.conn.execute(rang, {"id": twilio.call(lead).id}).scalar_one() == 1


def test_case_010_a_call_that_somebody_holds_locked_is_answered_in_time_and_holds_up_no_other(make_twilio):
    twilio = make_twilio()
    twilio.agent()
    held, other = twilio.lead_at(NOBODY), twilio.lead_at(NOBODY)
    twilio.until(lambda: twilio.call_state(held) == "ringing")
    patient = twilio.services.db
    impatient = Database(patient.engine.url.render_as_string(hide_password=False), lock_seconds=0.2)
    twilio.app = create_app(replace(twilio.services, db=impatient))
    twilio.double.hooks._post = posting_to(twilio.app)
    replies = []

    def tell(lead, status):
        form = twilio.leg(lead).webhook(CallStatus=status, CallDuration="0")
        url = f"{PUBLIC_URL}/hooks/twilio/calls/{twilio.call(lead).id}/status"
        twilio.double.hooks._send(url, form, "token", 0, lambda reply: replies.append((lead, reply.status)))

    with patient.transaction() as conn:
        conn.execute(text("SELECT 1 FROM call WHERE id = :id FOR UPDATE"), {"id": twilio.call(held).id})
        waiting = threading.Thread(target=tell, args=(held, "no-answer"))
        waiting.start()
        url = f"{PUBLIC_URL}/hooks/twilio/calls/nobody/status"
        form = {"CallSid": "CA" + "6" * 32, "CallStatus": "ringing"}
        twilio.double.hooks._send(url, form, "other", 0, lambda reply: replies.append((other, reply.status)))
        waiting.join(timeout=60)
        # While the row is still locked.
        assert set(replies) == {(other, 204), (held, 503)}, "Twilio is told to come back, and the others did not wait"
    tell(held, "no-answer")
    assert replies[-1] == (held, 204)
    assert twilio.call_state(held) == "ended"
    impatient.close()


def test_case_074_an_engine_that_was_frozen_claims_nothing_and_sends_nothing(twilio):
    """Frozen between taking an order and asking Twilio: by the time it moves again its successor has looked."""
    twilio.agent()
    lead = twilio.lead_at(PERSON)
    old, hands = twilio.engine, FrozenHands()
    assert old._pacer.open_lines() == 1
    assert dispatch(twilio.services, hands) == 1
    twilio.engine = Engine(twilio.services)
    twilio.pass_time(60)
    more = twilio.lead_at(PERSON)
    twilio.conn.execute(text("UPDATE enrollment SET state = 'ready' WHERE id = :id"), {"id": more.enrollment_id})
    before = len(twilio.double.creates())
    assert old._pacer.open_lines() == 0, "its lease is an old one"
    assert old.step() == RENEW_SECONDS
    hands.thaw()
    assert len(twilio.double.creates()) == before, "what was not sent in time is not sent at all"
    twilio.pass_time(5)
    assert len(twilio.legs_to(lead)) <= 1
    assert twilio.double.problems() == []


def test_case_074_what_waited_only_a_moment_is_sent(twilio):
    twilio.agent()
    lead = twilio.lead_at(PERSON)
    hands = FrozenHands()
    twilio.engine._pacer.open_lines()
    dispatch(twilio.services, hands)
    twilio.clock.advance(STUCK_AFTER / 3)
    hands.thaw()
    assert len(twilio.legs_to(lead)) == 1


def test_an_order_waits_for_no_second_look_when_a_hand_comes_free_while_the_first_is_taken(twilio):
    twilio.agent(lines=2)
    twilio.lead_at(PERSON), twilio.lead_at(PERSON)
    rooms = iter([1, 1, 0])

    class Hand(FrozenHands):
        @property
        def free(self):
            return next(rooms)

    assert twilio.engine._pacer.open_lines() == 2
    assert dispatch(twilio.services, Hand()) == 2


def test_more_work_than_hands_leaves_none_free_and_not_fewer_and_is_told_once_one_is():
    may_end, told = threading.Event(), SimpleQueue()
    hands = Hands(1, lambda: told.put(hands.free))
    hands.do(may_end.wait)
    hands.do(may_end.wait)
    assert hands.free == 0
    may_end.set()
    assert told.get(timeout=60) == 1
    hands.close()
    assert told.empty()


def test_case_079_without_valkey_the_engine_works_on_by_looking_for_itself(make_twilio):
    twilio = make_twilio(environ={"REDIS_URL": NOWHERE})
    twilio.services = replace(twilio.services, waker=RedisWaker(NOWHERE))
    twilio.engine = Engine(twilio.services)
    agent = twilio.agent()
    lead = twilio.lead_at(FarEnd(talk=20))
    twilio.until(lambda: twilio.call_state(lead) == "talking")
    twilio.until(lambda: twilio.call_state(lead) == "ended")
    twilio.say(agent, lead, "not_interested")
    assert twilio.attempt(lead).outcome == "not_interested"
    assert twilio.double.problems() == []


def test_case_080_twenty_seconds_without_a_database_stop_all_dialing_and_lose_nothing(twilio):
    agent = twilio.agent(lines=1)
    first = twilio.lead_at(FarEnd(talk=10))
    second = twilio.lead_at(NOBODY)
    twilio.until(lambda: twilio.call_state(first) == "talking")
    creates = len(twilio.double.creates())
    with twilio.database_away():
        with pytest.raises(OperationalError):
            twilio.engine.step()
        twilio.network_alone(20)
        assert len(twilio.double.creates()) == creates
        assert any(status == 503 for _, _, status in twilio.double.hooks.delivered)
    assert not twilio.leg(first).is_live, "the person hung up meanwhile"
    twilio.until(lambda: twilio.call_state(first) == "ended", at_most=60)
    assert twilio.attempt(first).ending == "completed"
    twilio.say(agent, first, "not_interested")
    twilio.until(lambda: twilio.call_state(second) == "ringing")
    assert len(twilio.legs_to(first)) == 1


def test_case_086_of_two_engines_one_works_and_the_other_takes_over_when_it_stops(twilio):
    first, second = twilio.engine, Engine(twilio.services)
    twilio.agent()
    lead = twilio.lead_at(PERSON)
    assert second.step() == RENEW_SECONDS, "there is one already"
    twilio.until(lambda: twilio.call_state(lead) == "ringing")
    assert second.step() == RENEW_SECONDS
    assert second._last == {}, "not one of its periodic works ran"
    first.give_up()
    assert second.step() < RENEW_SECONDS
    assert set(second._last) >= {"slow", "sweep", "nudge"}
    twilio.engine = second
    twilio.until(lambda: twilio.call_state(lead) == "talking")
    twilio.pass_time(timedelta(seconds=5).total_seconds())
    assert len(twilio.legs_to(lead)) == 1

"""Requests to create calls: ambiguity, limits and refusals. Catalogue part 6.3."""

from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import text

from dialer.core.campaigns import RingPolicy
from telephony.capacity import SHARE, Capacity
from tests.support.builders import NOW
from tests.support.twilio_double import FarEnd, Fault, Faults
from tests.support.twilio_double.faults import next_creates
from tests.support.twilio_world import NOBODY, PERSON


def creates_to(world, lead):
    return [form for form in world.double.creates() if ("To", lead.number) in form]


def test_case_034_a_request_that_got_no_answer_and_was_not_carried_out_is_proven_absent_and_dialed_again_later(
    make_twilio,
):
    twilio = make_twilio(faults=Faults(of_request=next_creates(None, Fault.SILENT_BEFORE)))
    twilio.agent()
    lead = twilio.lead_at(PERSON)
    twilio.until(lambda: twilio.call_state(lead) == "requested")
    twilio.until(lambda: twilio.call_state(lead) == "ended", at_most=120)
    assert twilio.attempt(lead).ending == "never_placed"
    assert not twilio.attempt(lead).counts
    assert len(creates_to(twilio, lead)) == 1
    assert twilio.legs_to(lead) == []
    twilio.pass_time(5)
    assert twilio.place(lead).next_call_at > twilio.clock.now() or twilio.place(lead).state in {"ready", "claimed"}


@pytest.mark.parametrize("fault", [Fault.BROKEN_AFTER, Fault.SILENT_AFTER, Fault.GARBLED])
def test_case_035_a_request_that_was_carried_out_unseen_is_found_and_never_sent_again(make_twilio, fault):
    twilio = make_twilio(faults=Faults(of_request=next_creates(None, fault)))
    agent = twilio.agent()
    lead = twilio.lead_at(PERSON)
    twilio.until(lambda: twilio.call_state(lead) == "talking")
    assert twilio.call(lead).record["milestones"]["uncertain_at"]
    assert twilio.state(agent) == "talking"
    assert len(creates_to(twilio, lead)) == len(twilio.legs_to(lead)) == 1


@pytest.mark.parametrize("fault", [Fault.BROKEN_AFTER, Fault.SILENT_AFTER])
def test_case_035_without_any_callback_it_is_found_by_its_number_and_ended(make_twilio, fault):
    faults = Faults(of_request=next_creates(None, fault), of_callback=lambda h: () if "/calls/" in h[0] else (0.05,))
    twilio = make_twilio(faults=faults)
    twilio.agent()
    lead = twilio.lead_at(NOBODY)
    twilio.until(lambda: twilio.call_state(lead) == "ended", at_most=120)
    assert len(creates_to(twilio, lead)) == 1
    assert not twilio.leg(lead).is_live


@pytest.mark.parametrize("fault", [Fault.TOO_MANY, Fault.NO_CONNECTION])
def test_a_request_that_was_certainly_not_carried_out_is_sent_again_after_a_pause(make_twilio, fault):
    twilio = make_twilio(faults=Faults(of_request=next_creates(None, fault, fault)))
    twilio.agent()
    lead = twilio.lead_at(PERSON)
    twilio.until(lambda: twilio.call_state(lead) == "talking")
    assert len(creates_to(twilio, lead)) == 3
    assert len(twilio.legs_to(lead)) == 1


def test_case_037_a_call_that_twilio_would_dial_later_is_taken_back_and_the_pace_lowered(twilio):
    twilio.agent()
    twilio.double.fill_queue(90)
    lead = twilio.lead_at(PERSON)
    twilio.until(lambda: twilio.call_state(lead) == "ended")
    assert twilio.attempt(lead).ending in {"our_limit", "cancelled"}
    assert not twilio.attempt(lead).counts
    assert twilio.services.capacity.calls_per_second(twilio.clock.now()) < 60
    twilio.double.run_until(twilio.clock.now() + timedelta(hours=24))
    assert twilio.leg(lead).status == "canceled"
    assert twilio.leg(lead).answered_at is None


def test_case_038_whatever_waits_in_twilios_queue_is_cancelled_with_the_session(make_twilio):
    twilio = make_twilio(ring_policy=RingPolicy.CUT_AT_ONCE, lines_per_agent=5.0, mode="power")
    agent = twilio.agent(lines=5)
    twilio.double.calls_per_second = 1.0
    leads = [twilio.lead_at(NOBODY) for _ in range(5)]
    twilio.until(lambda: sum(bool(twilio.attempts(lead)) for lead in leads) == 5)
    twilio.do(agent, "end")
    twilio.pass_time(2)
    assert twilio.double.live() == []
    twilio.double.run_until(twilio.clock.now() + timedelta(hours=24))
    assert all(leg.status in {"canceled", "no-answer"} for leg in twilio.double.leads())


def test_case_040_too_many_calls_at_once_lowers_the_budget_and_burns_no_lead(make_twilio):
    twilio = make_twilio(double={"concurrent": 1})
    twilio.agent()
    before = twilio.services.capacity.channels(twilio.clock.now())
    lead = twilio.lead_at(PERSON)
    twilio.until(lambda: twilio.call_state(lead) == "ended")
    assert twilio.attempt(lead).ending == "our_limit"
    assert not twilio.attempt(lead).counts
    assert twilio.services.capacity.channels(twilio.clock.now()) < before


def test_case_041_an_invalid_number_is_marked_and_never_tried_again(twilio):
    twilio.agent()
    lead = twilio.lead_at(FarEnd(refused=21211))
    twilio.until(lambda: twilio.call_state(lead) == "ended")
    assert twilio.attempt(lead).ending == "invalid_number"
    twilio.pass_time(60)
    status = twilio.conn.execute(text("SELECT status FROM phone WHERE e164 = :n"), {"n": lead.number}).scalar_one()
    assert status != "ok"
    assert len(creates_to(twilio, lead)) == 1


def test_case_046_an_unknown_code_is_kept_and_counted(twilio):
    twilio.agent()
    lead = twilio.lead_at(FarEnd(refused=29999))
    twilio.until(lambda: twilio.call_state(lead) == "ended")
    assert twilio.attempt(lead).ending == "failed_unclassified"
    assert "29999" in twilio.attempt(lead).ending_sentence


@pytest.mark.parametrize(
    ("far", "ending"),
    [
        (FarEnd(final="busy"), "busy"),
        (FarEnd(final="failed", sip_code=404), "invalid_number"),
        (FarEnd(final="failed", sip_code=603), "rejected"),
        (NOBODY, "no_answer"),
    ],
)
def test_final_statuses_become_endings(twilio, far, ending):
    twilio.agent()
    lead = twilio.lead_at(far)
    twilio.until(lambda: twilio.call_state(lead) == "ended")
    assert twilio.attempt(lead).ending == ending


def test_case_050_the_rate_follows_its_setting_and_stays_below_it():
    capacity, now, turns = Capacity(1, 20), NOW, []
    for tick in range(2000):
        at = now + timedelta(milliseconds=10 * tick)
        if tick == 1000:
            capacity.set_calls_per_second(5)
        if capacity.seconds_until_free(at) == 0:
            turns.append(tick)
    slow, fast = [t for t in turns if t < 1000], [t for t in turns if t >= 1000]
    assert 9 <= len(slow) <= 10 * 1 * SHARE + 1
    assert 40 <= len(fast) <= 10 * 5 * SHARE + 5 * SHARE


def test_those_who_have_to_wait_come_back_one_by_one():
    capacity = Capacity(2, 20)
    waits = [capacity.seconds_until_free(NOW) for _ in range(5)]
    assert waits[0] == 0
    gaps = [later - sooner for sooner, later in pairwise(waits)]
    assert all(gap == pytest.approx(1 / (2 * SHARE), abs=0.6) and gap > 0 for gap in gaps)


def test_a_lowered_limit_comes_back_a_tenth_a_minute():
    capacity = Capacity(10, 20)
    capacity.too_many(NOW)
    assert capacity.channels(NOW) == 10
    assert capacity.channels(NOW + timedelta(minutes=3)) == 16
    assert capacity.channels(NOW + timedelta(minutes=9)) == 20


def test_a_campaigns_own_limits_of_machine_detection_go_with_the_request(make_twilio):
    twilio = make_twilio(machine_greeting_ms=1200)
    twilio.agent()
    lead = twilio.lead_at(PERSON)
    twilio.until(lambda: creates_to(twilio, lead))
    (form,) = creates_to(twilio, lead)
    assert ("MachineDetectionSpeechThreshold", "1200") in form
    assert ("MachineDetectionSpeechEndThreshold", "1400") in form
    assert twilio.double.problems() == []

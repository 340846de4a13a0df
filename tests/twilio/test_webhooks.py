"""Callbacks that are repeated, late, lost, early or disordered: catalogue part 6.1."""

from sqlalchemy import text

from tests.support.twilio_double import FarEnd, Faults
from tests.support.twilio_double.faults import Fault, next_creates
from tests.support.twilio_world import NOBODY, PERSON, PUBLIC_URL


def lost(*parts):
    """Callbacks to addresses with one of these in them never arrive."""
    return Faults(of_callback=lambda hook: () if any(part in hook[0] for part in parts) else (0.05,))


def stored(world, lead):
    rows = world.conn.execute(
        text("SELECT kind FROM call_event WHERE call_id = :id ORDER BY id"), {"id": world.call(lead).id}
    )
    return list(rows.scalars())


def replay(world, lead, status):
    """Sends a status callback of the call, under a token of its own."""
    leg = world.leg(lead)
    form = leg.webhook(CallStatus=status, CallDuration="0", SequenceNumber="9")
    world.double.hooks.notify(leg.url("StatusCallback"), form)
    world.pass_time(0.5)


def test_case_001_the_same_callback_twice_is_one_row_and_one_move(make_twilio):
    twilio = make_twilio(faults=Faults(of_callback=lambda hook: (0.05, 0.4)))
    twilio.agent()
    lead = twilio.lead_at(NOBODY)
    twilio.until(lambda: twilio.call_state(lead) == "ended")
    twilio.pass_time(1)
    assert stored(twilio, lead) == ["sent", "accepted", "rang", "ended"]
    told = [status for url, form, status in twilio.double.hooks.delivered if form.get("CallStatus") == "no-answer"]
    assert told == [204, 204]


def test_case_002_the_same_callback_under_another_token_moves_nothing(twilio):
    twilio.agent()
    lead = twilio.lead_at(PERSON)
    twilio.until(lambda: twilio.call_state(lead) == "talking")
    before, version = stored(twilio, lead), twilio.call(lead).version
    replay(twilio, lead, "ringing")
    assert (stored(twilio, lead), twilio.call(lead).version) == (before, version)


def test_case_004_an_answer_told_after_the_end_bridges_nobody(make_twilio):
    late = Faults(of_callback=lambda hook: (6.0,) if hook[1].get("CallStatus") == "in-progress" else (0.05,))
    twilio = make_twilio(faults=late)
    agent = twilio.agent()
    lead = twilio.lead_at(FarEnd(answers_after=3, talk=1))
    twilio.until(lambda: twilio.call_state(lead) == "ended")
    twilio.say(agent, lead, "not_interested")
    twilio.pass_time(10)
    assert twilio.state(agent) == "ready"
    assert twilio.call_state(lead) == "ended"


def test_case_005_a_callback_before_the_answer_to_our_request_finds_its_call(make_twilio):
    twilio = make_twilio(faults=Faults(of_request=next_creates(None, Fault.SILENT_AFTER)))
    twilio.agent()
    lead = twilio.lead_at(PERSON)
    twilio.until(lambda: twilio.call_state(lead) == "talking")
    assert twilio.call(lead).carrier_call_id == twilio.leg(lead).sid
    assert len(twilio.legs_to(lead)) == 1


def test_case_007_with_all_callbacks_lost_the_look_up_closes_the_call_within_a_minute(make_twilio):
    twilio = make_twilio(faults=lost("/calls/"))
    twilio.agent()
    lead = twilio.lead_at(NOBODY)
    twilio.until(lambda: twilio.attempts(lead) and not twilio.leg(lead).is_live)
    gone = twilio.clock.now()
    twilio.until(lambda: twilio.call_state(lead) == "ended", at_most=60)
    assert (twilio.clock.now() - gone).total_seconds() <= 60
    assert twilio.attempt(lead).ending == "no_answer"


def test_case_008_sequence_numbers_carry_no_meaning(twilio):
    twilio.agent()
    lead = twilio.lead_at(NOBODY)
    twilio.until(lambda: twilio.call_state(lead) == "ringing")
    twilio.double.hooks._events.clear()
    twilio.until(lambda: twilio.call_state(lead) == "ended")
    (last,) = [form for form in twilio.double.hooks.told("/status") if form["CallStatus"] == "no-answer"]
    assert last["SequenceNumber"] == "0"


def test_case_014_a_person_who_joins_before_the_agents_own_join_is_told_is_put_through(make_twilio):
    def late_agent(hook):
        return (4.0,) if hook[1].get("StatusCallbackEvent") == "participant-join" and "/rooms/" in hook[0] else (0.05,)

    twilio = make_twilio(faults=Faults(of_callback=late_agent))
    agent = twilio.agent()
    lead = twilio.lead_at(PERSON)
    twilio.until(lambda: twilio.leg(lead).met_agent if twilio.attempts(lead) else False)
    assert twilio.state(agent) == "talking"
    twilio.until(lambda: twilio.call_state(lead) == "talking")
    assert not twilio.attempt(lead).abandoned


def test_case_016_a_conference_that_is_ended_under_a_conversation_is_apologised_for_and_the_agent_comes_back(twilio):
    agent = twilio.agent()
    first = twilio.agent_leg()
    lead = twilio.lead_at(PERSON)
    twilio.until(lambda: twilio.call_state(lead) == "talking")
    twilio.double.rooms.end(next(iter(twilio.double.rooms.open.values())))
    twilio.until(lambda: not twilio.leg(lead).is_live)
    assert any("We are sorry" in words for words in twilio.leg(lead).heard)
    assert twilio.call(lead).record["hang_up_reason"] == "agent_lost"
    twilio.until(lambda: twilio.session(agent).leg_up)
    assert twilio.agent_leg() is not first


def test_case_017_times_in_callbacks_are_not_believed(make_twilio):
    twilio = make_twilio()
    agent = twilio.agent()
    lead = twilio.lead_at(PERSON)
    notify = twilio.double.hooks.notify

    def with_wrong_clock(url, form, **more):
        notify(url, {**form, "Timestamp": "Thu, 12 Mar 2026 15:00:00 +0000"}, **more)

    twilio.double.hooks.notify = with_wrong_clock
    twilio.until(lambda: twilio.call_state(lead) == "ended", at_most=120)
    twilio.say(agent, lead, "not_interested")
    assert 55 < twilio.attempt(lead).talk_seconds < 65


def test_an_unknown_status_is_accepted_and_moves_nothing(twilio):
    twilio.agent()
    lead = twilio.lead_at(NOBODY)
    twilio.until(lambda: twilio.call_state(lead) == "ringing")
    replay(twilio, lead, "teleported")
    assert twilio.call_state(lead) == "ringing"


def test_a_callback_about_an_unknown_call_is_accepted_and_forgotten(twilio):
    url = f"{PUBLIC_URL}/hooks/twilio/calls/nobody/answer"
    replies = []
    form = {"CallSid": "CA" + "7" * 32, "CallStatus": "in-progress"}
    twilio.double.hooks.ask(url, form, replies.append)
    assert "<Hangup" in replies[0].body

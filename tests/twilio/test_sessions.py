"""A session on Twilio from the agent's leg to the disposition, with everything Twilio would object to."""

from tests.support.twilio_world import PERSON, TwilioWorld


def test_an_answered_call_is_in_the_agents_ear_in_the_reply_to_its_own_answer(twilio: TwilioWorld) -> None:
    agent = twilio.agent()
    lead = twilio.lead_at(PERSON)
    twilio.until(lambda: twilio.call_state(lead) == "talking")
    leg = twilio.leg(lead)
    assert leg.met_agent
    assert twilio.state(agent) == "talking"
    assert twilio.order_states(twilio.call(lead).id)["bridge_to_agent"] == "done"
    redirected = [path for method, path, form, _ in twilio.double.requests if dict(form).get("Url") and leg.sid in path]
    assert redirected == [], "the bridge went back in the reply and needed no request"
    assert twilio.attempt(lead).connect_ms < 500
    assert twilio.double.problems() == []


def test_a_conversation_ends_and_the_agent_says_what_came_of_it(twilio: TwilioWorld) -> None:
    agent = twilio.agent()
    lead = twilio.lead_at(PERSON)
    twilio.until(lambda: twilio.call_state(lead) == "ended", at_most=120)
    assert twilio.state(agent) == "wrap_up"
    assert 55 < twilio.attempt(lead).talk_seconds < 65
    twilio.say(agent, lead, "not_interested")
    assert twilio.state(agent) == "ready"
    assert twilio.double.live() == [twilio.agent_leg()]
    assert twilio.double.problems() == []

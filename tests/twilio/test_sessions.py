"""A session on Twilio from the agent's leg to the disposition, with everything Twilio would object to."""

from tests.support.browser import Browser
from tests.support.builders import a_user
from tests.support.twilio_double import FarEnd
from tests.support.twilio_world import NOBODY, PERSON, TwilioWorld


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


def test_case_071_a_page_that_was_offline_for_half_a_minute_sees_what_the_phone_lines_did_and_dials_nothing_anew(
    twilio: TwilioWorld,
) -> None:
    agent = twilio.agent(lines=1)
    first = twilio.lead_at(FarEnd(talk=20))
    second = twilio.lead_at(NOBODY)
    twilio.until(lambda: twilio.call_state(first) == "talking")
    leg = twilio.agent_leg()
    twilio.close_browser(agent)
    twilio.pass_time(30)
    assert twilio.state(agent) == "wrap_up", "the person hung up while the page was away"
    twilio.open_browsers.append(agent)
    assert twilio.do(agent, "seen") == {"ok": True}
    manager = Browser(twilio.app).log_in(a_user(twilio.conn, role="manager"))
    (shown,) = (manager.get(f"/api/sessions/{agent.session_id}/snapshot").json or {})["sessions"]
    assert (shown["state"], shown["leg_state"]) == ("wrap_up", "up")
    twilio.say(agent, first, "not_interested")
    twilio.until(lambda: twilio.call_state(second) == "ringing")
    assert twilio.agent_leg() is leg, "the agent's own line stood all the time"
    assert [len(twilio.legs_to(lead)) for lead in (first, second)] == [1, 1]
    assert twilio.double.problems() == []


def test_case_071_while_the_page_is_away_nobody_new_is_called(twilio: TwilioWorld) -> None:
    agent = twilio.agent(lines=1)
    twilio.close_browser(agent)
    twilio.pass_time(16)
    lead = twilio.lead_at(PERSON)
    twilio.pass_time(20)
    assert twilio.legs_to(lead) == []
    twilio.open_browsers.append(agent)
    twilio.until(lambda: twilio.call_state(lead) == "talking")

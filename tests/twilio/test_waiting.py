"""A predictive campaign on Twilio: whoever answers while everybody talks is held for a moment, then bridged or told who
called, by an update of the live call."""

from sqlalchemy import text

from tests.support.twilio_double import FarEnd
from tests.support.twilio_world import TwilioWorld
from tests.support.world import Agent, Lead


def two_lines(make_twilio) -> tuple[TwilioWorld, Agent, Lead, Lead]:
    """One agent with two lines, the second person answering three seconds after the first."""
    twilio = make_twilio(mode="power", lines_per_agent=2.0)
    agent = twilio.agent(lines=2)
    first = twilio.lead_at(FarEnd(answers_after=4, talk=60))
    second = twilio.lead_at(FarEnd(answers_after=7, talk=60))
    twilio.until(lambda: twilio.call_state(second) == "ringing")
    twilio.conn.execute(text("""UPDATE campaign SET settings = settings || '{"mode": "predictive"}'"""))
    twilio.until(lambda: twilio.call_state(second) == "answered")
    return twilio, agent, first, second


def test_the_agent_who_becomes_free_gets_the_person_who_is_held(make_twilio):
    twilio, agent, first, second = two_lines(make_twilio)
    twilio.say(agent, first, "not_interested")
    twilio.do(agent, "hang_up")
    twilio.until(lambda: twilio.call_state(second) == "talking", at_most=4)
    assert twilio.leg(second).met_agent
    assert twilio.leg(second).heard == []
    assert not twilio.attempt(second).abandoned
    assert twilio.double.rooms.crowded == []
    assert twilio.double.problems() == []


def test_with_nobody_free_in_time_the_person_hears_who_called(make_twilio):
    twilio, _, _, second = two_lines(make_twilio)
    twilio.until(lambda: twilio.leg(second).heard, at_most=4)
    assert "This is Sample Realty." in twilio.leg(second).heard
    assert not twilio.leg(second).met_agent
    assert twilio.attempt(second).abandoned
    assert twilio.double.problems() == []

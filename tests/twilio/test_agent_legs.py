"""The agent's own line on Twilio: nobody is dialed unless it is confirmed, and it is held as a session needs it."""

from dataclasses import replace
from xml.etree.ElementTree import fromstring

import pytest
from sqlalchemy import text

from dialer import sessions
from dialer.core.agents import LONGEST
from telephony.twilio import replies
from telephony.twilio.account import Account
from tests.support.builders import a_user
from tests.support.twilio_double import FarEnd
from tests.support.twilio_double.people import AGENT
from tests.support.twilio_world import PERSON, TwilioWorld
from tests.support.world import Agent

OWN_PHONE = "+12175550190"
DESK = FarEnd(answers_after=2, patience=1e9, talk=1e9, verdict=None)


def calls_me(world: TwilioWorld, far: FarEnd) -> Agent:
    """An agent who speaks through a phone of their own."""
    world.people[OWN_PHONE] = [far]
    user = a_user(world.conn)
    started = sessions.start(
        world.services,
        agent_id=user.id,
        campaign_id=world.campaign_id,
        minutes=60,
        lines=1,
        goals={},
        leg={"kind": "phone", "address": OWN_PHONE},
        tab="tab",
    )
    assert isinstance(started, int), started
    agent = Agent(user.id, started, "tab")
    world.open_browsers.append(agent)
    return agent


def test_nobody_is_dialed_while_the_browser_has_not_picked_up(twilio):
    twilio.double.agents = replace(AGENT, answers_after=None)
    agent = twilio.agent(ready=False)
    lead = twilio.lead_at(PERSON)
    twilio.pass_time(20)
    assert (twilio.state(agent), twilio.session(agent).leg_state) == ("starting", "dialing")
    assert twilio.legs_to(lead) == []
    twilio.until(lambda: twilio.session(agent).leg_state == "down")
    twilio.pass_time(10)
    assert twilio.legs_to(lead) == []


def test_one_key_brings_the_line_back_and_the_calls_begin(twilio):
    twilio.double.agents = replace(AGENT, answers_after=None)
    agent = twilio.agent(ready=False)
    lead = twilio.lead_at(PERSON)
    twilio.until(lambda: twilio.session(agent).leg_state == "down")
    twilio.double.agents = AGENT
    assert twilio.do(agent, "renail") == {"ok": True}
    twilio.until(lambda: twilio.call_state(lead) == "talking")
    assert twilio.leg(lead).met_agent
    assert twilio.double.problems() == []


def test_a_line_that_is_lost_stops_the_dialing_until_it_is_back(twilio):
    agent = twilio.agent()
    twilio.double.agents = replace(AGENT, answers_after=None)
    twilio.double.network.hang_up(twilio.agent_leg())
    twilio.until(lambda: not twilio.session(agent).leg_up)
    lead = twilio.lead_at(PERSON)
    twilio.pass_time(60)
    assert twilio.legs_to(lead) == []
    twilio.double.agents = AGENT
    twilio.until(lambda: twilio.call_state(lead) == "talking", at_most=90)


def test_the_key_pressed_twice_rings_the_agent_once(twilio):
    agent = twilio.agent()
    twilio.double.network.hang_up(twilio.agent_leg())
    twilio.until(lambda: twilio.session(agent).leg_state == "down")
    twilio.do(agent, "renail")
    twilio.do(agent, "renail")
    twilio.until(lambda: twilio.session(agent).leg_up)
    assert len([leg for leg in twilio.double.legs.values() if leg.is_agent]) == 2


def test_an_agents_own_phone_is_confirmed_by_a_key_before_anybody_is_dialed(twilio):
    agent = calls_me(twilio, DESK)
    lead = twilio.lead_at(PERSON)
    twilio.until(lambda: twilio.session(agent).leg_up)
    assert "Press any key" in twilio.agent_leg().heard[0]
    assert twilio.legs_to(lead) == []
    twilio.until(lambda: twilio.call_state(lead) == "talking")
    assert twilio.leg(lead).met_agent
    assert twilio.double.problems() == []


def test_a_mailbox_that_picks_up_for_the_agent_is_no_agent(twilio):
    agent = calls_me(twilio, replace(DESK, confirms=False))
    lead = twilio.lead_at(PERSON)
    twilio.until(lambda: twilio.session(agent).leg_state == "down")
    first = next(iter(twilio.double.legs.values()))
    assert first.status == "completed"
    assert first.room is None
    twilio.pass_time(5)
    assert twilio.legs_to(lead) == []


@pytest.mark.parametrize("minutes", [30, 480])
def test_the_line_outlasts_a_call_that_begins_at_the_sessions_end_and_half_an_hour_more(make_twilio, minutes):
    twilio = make_twilio(max_call_minutes=240)
    twilio.agent(minutes=minutes)
    (form,) = twilio.double.creates()
    limit = int(dict(form)["TimeLimit"])
    assert limit == pytest.approx((minutes + 240 + 30) * 60, abs=2)
    assert limit < 24 * 3600


def test_a_session_lasts_twelve_hours_at_most_however_often_it_is_extended(twilio):
    agent = twilio.agent(minutes=700)
    assert twilio.do(agent, "extend", minutes=20)["ok"]
    assert "12 hours at most" in twilio.do(agent, "extend", minutes=1).sentence
    assert twilio.session(agent).ends_at - twilio.session(agent).started_at == LONGEST


def test_before_a_call_could_outlast_the_agents_line_it_is_connected_anew_between_two_calls(make_twilio):
    twilio = make_twilio(max_call_minutes=5)
    agent = twilio.agent(minutes=5, lines=1)
    assert "note" not in twilio.do(agent, "extend", minutes=20)
    assert "connected anew" in twilio.do(agent, "extend", minutes=200)["note"]
    first, leg = twilio.lead_at(FarEnd(talk=5)), twilio.agent_leg()
    twilio.until(lambda: twilio.call_state(first) == "talking")
    twilio.conn.execute(text("UPDATE session SET leg_good_until = :now"), {"now": twilio.clock.now()})
    second = twilio.lead_at(PERSON)
    twilio.until(lambda: twilio.state(agent) == "wrap_up", at_most=90)
    assert (twilio.leg(first).met_agent, leg.is_live) == (True, True)
    twilio.say(agent, first, "not_interested")
    twilio.until(lambda: not leg.is_live, at_most=5)
    assert twilio.attempts(second) == []
    twilio.until(lambda: twilio.call_state(second) == "talking")
    assert twilio.leg(second).room == twilio.agent_leg().room != leg.room
    assert int(dict(twilio.agent_leg().form)["TimeLimit"]) > 200 * 60
    assert twilio.double.problems() == []


def test_the_room_has_no_beep_a_small_buffer_and_ends_with_its_agent():
    account = Account(sid="AC" + "0" * 32, auth_token="t", public_url="https://dial.example.com")
    room = fromstring(replies.agent_room(account, "leg")).find("Dial/Conference")
    assert room is not None
    assert room.attrib["beep"] == "false"
    assert room.attrib["jitterBufferSize"] == "small"
    assert room.attrib["endConferenceOnExit"] == "true"
    assert "leave" in room.attrib["statusCallbackEvent"]

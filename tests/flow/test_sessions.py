"""An agent's session from start to end, with everything that may come between."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from dialer import calls, sessions
from dialer.refusals import Refused, Why
from telephony.endings import EndingKind, ending
from telephony.events import Ended
from tests.support.world import Agent, World, machine, nobody, person

LONG = person(rings=(3, 6), talks=(120, 900))
SHORT = person(rings=(3, 6), talks=(10, 25))


def leg(world: World, agent: Agent) -> str:
    found = world.session(agent).leg_call_id
    assert found is not None
    return found


def test_nothing_is_dialed_before_the_agents_own_leg_is_up(world: World):
    lead = world.lead(nobody)
    agent = world.agent(ready=False)
    assert (world.state(agent), world.attempts(lead)) == ("starting", [])
    world.until(lambda: world.attempts(lead))
    assert world.session(agent).leg_up


def test_a_pause_waits_for_the_ringing_lines_opens_no_new_one_and_ends_when_asked(world: World):
    ringing, next_one = world.lead(nobody), world.lead(nobody)
    agent = world.agent()
    world.until(lambda: world.call_state(ringing) == "ringing")
    assert world.do(agent, "pause", reason="Lunch") == {"ok": True}
    world.pass_time(3)
    assert world.call_state(ringing) == "ringing"
    world.until(lambda: world.state(agent) == "paused")
    assert world.open_calls([ringing]) == 0
    world.pass_time(20)
    assert not world.attempts(next_one)
    world.do(agent, "resume")
    world.until(lambda: world.attempts(next_one), at_most=3)


def test_an_answer_during_a_wish_to_pause_still_gets_the_agent(world: World):
    lead = world.lead(LONG)
    agent = world.agent()
    world.until(lambda: world.call_state(lead) == "ringing")
    world.do(agent, "pause", reason="Lunch")
    world.until(lambda: world.call_state(lead) == "talking")
    world.do(agent, "hang_up")
    world.until(lambda: world.state(agent) == "wrap_up")
    world.say(agent, lead, "not_interested")
    assert world.state(agent) == "paused"


def test_the_end_comes_when_nothing_is_in_the_air_and_hangs_up_the_agents_leg(world: World):
    lead, next_one = world.lead(nobody), world.lead(nobody)
    agent = world.agent()
    own = leg(world, agent)
    world.until(lambda: world.call_state(lead) == "ringing")
    world.do(agent, "end")
    assert world.state(agent) == "ready"
    world.until(lambda: world.state(agent) == "ended")
    assert world.session(agent).end_reason == "asked"
    world.pass_time(2)
    assert not world.attempts(next_one)
    assert world.orders(own)[-1] == "hang_up"


def test_a_session_ends_at_its_time_after_the_running_call_and_its_result(world: World):
    lead, next_one = world.lead(LONG), world.lead(nobody)
    agent = world.agent(minutes=1)
    world.until(lambda: world.state(agent) == "talking")
    world.pass_time(65)
    assert world.clock.now() > world.session(agent).ends_at
    assert world.state(agent) == "talking"
    world.do(agent, "hang_up")
    world.until(lambda: world.state(agent) == "wrap_up")
    world.say(agent, lead, "contact")
    assert (world.state(agent), world.session(agent).end_reason) == ("ended", "time_over")
    world.pass_time(2)
    assert not world.attempts(next_one)


def test_after_its_time_no_new_line_is_opened(world: World):
    agent = world.agent(minutes=1)
    world.pass_time(62)
    late = world.lead(nobody)
    world.pass_time(3)
    assert world.state(agent) == "ended"
    assert not world.attempts(late)


def test_the_wrap_up_waits_while_the_agent_types_and_then_settles_as_incomplete(make_world):
    world = make_world(wrap_up_seconds=10)
    lead = world.lead(SHORT)
    agent = world.agent()
    world.until(lambda: world.state(agent) == "wrap_up")
    for _ in range(3):
        world.do(agent, "typing", until_seconds=6)
        world.pass_time(5)
    assert world.state(agent) == "wrap_up"
    world.until(lambda: world.state(agent) == "ready", at_most=3)
    world.pass_time(1)
    assert world.attempt(lead).outcome == "incomplete"


def test_a_result_frees_the_agent_at_once_and_the_next_line_opens_by_itself(world: World):
    lead, next_one = world.lead(SHORT), world.lead(nobody)
    agent = world.agent()
    world.until(lambda: world.state(agent) == "wrap_up")
    assert not world.attempts(next_one)
    world.say(agent, lead, "not_interested")
    assert world.state(agent) == "ready"
    world.until(lambda: world.attempts(next_one), at_most=1)


def test_a_skipped_line_rings_on_until_the_lawful_time_and_is_then_let_go(world: World):
    lead = world.lead(nobody)
    agent = world.agent()
    world.until(lambda: world.call_state(lead) == "ringing")
    answer = world.do(agent, "skip_line", call_id=world.call(lead).id)
    assert "15 s" in answer["note"]
    world.until(lambda: world.call_state(lead) == "ended")
    call = world.call(lead)
    assert timedelta(seconds=15) <= call.ended_at - call.rang_at < timedelta(seconds=17)
    world.pass_time(3)
    assert world.attempt(lead).outcome == "skipped"


def test_hold_and_mute_reach_the_line_and_show(world: World):
    lead = world.lead(LONG)
    agent = world.agent()
    world.until(lambda: world.call_state(lead) == "talking")
    for command in ("hold", "mute"):
        assert world.do(agent, command) == {"ok": True}
    assert (world.session(agent).on_hold, world.session(agent).muted) == (True, True)
    world.pass_time(1)
    assert (world.orders(world.call(lead).id)[-1], world.orders(leg(world, agent))[-1]) == ("hold", "mute")
    for command in ("unhold", "unmute"):
        world.do(agent, command)
    assert (world.session(agent).on_hold, world.session(agent).muted) == (False, False)
    world.pass_time(1)
    assert world.orders(world.call(lead).id) == ["place_call", "bridge_to_agent", "unhold"]
    assert world.orders(leg(world, agent)) == ["place_call", "unmute"]


def test_touch_tones_reach_the_line_in_their_order_and_stand_in_no_log(world: World):
    lead = world.lead(LONG)
    agent = world.agent()
    world.until(lambda: world.call_state(lead) == "talking")
    for digits in ("12", "*", "9#"):
        assert world.do(agent, "digits", digits=digits) == {"ok": True}
    world.pass_time(1)
    heard = "SELECT page #>> '{line,keys}' FROM practice_page WHERE page #>> '{line,call_id}' = :call"
    assert world.conn.execute(text(heard), {"call": world.call(lead).id}).scalar_one() == "12*9#"
    logged = "SELECT detail FROM audit_log WHERE action = 'session.command' AND detail ->> 'command' = 'digits'"
    assert world.conn.execute(text(logged)).scalars().all() == [{"command": "digits"}] * 3
    for wrong in ("", "12a", "1" * 33):
        assert world.do(agent, "digits", digits=wrong).why is Why.INVALID
    world.do(agent, "hold")
    assert "off hold" in world.do(agent, "digits", digits="1").sentence


@pytest.mark.parametrize("command", ["hang_up", "hold", "digits", "voicemail_drop", "renail", "skip_line"])
def test_what_makes_no_sense_just_now_is_refused(world: World, command):
    agent = world.agent()
    answer = world.do(agent, command)
    assert isinstance(answer, Refused)
    assert answer.why in (Why.CONFLICT, Why.FORBIDDEN, Why.MISSING)


def test_a_recording_is_not_left_without_the_campaigns_policy(world: World):
    world.lead(machine)
    agent = world.agent()
    world.until(lambda: world.state(agent) == "talking")
    answer = world.do(agent, "voicemail_drop")
    assert isinstance(answer, Refused)
    assert answer.why is Why.FORBIDDEN
    assert world.state(agent) == "talking"


def test_with_the_policy_a_recording_is_left_while_the_agent_goes_on(make_world):
    world = make_world(voicemail_consent="Only to people who asked for it in writing.", voicemail_message="hello")
    lead = world.lead(machine)
    agent = world.agent()
    world.until(lambda: world.state(agent) == "talking")
    world.pass_time(3)
    assert world.do(agent, "voicemail_drop") == {"ok": True}
    assert world.state(agent) == "wrap_up"
    assert world.call_state(lead) == "leaving_message"
    world.say(agent, lead, "voicemail")
    assert world.state(agent) == "ready"
    world.until(lambda: world.call_state(lead) == "ended")
    assert world.attempt(lead).ending == "message_left"


def test_a_number_is_dialed_by_hand_under_the_same_rules(world: World):
    lead = world.lead(nobody, expired_on=None)
    agent = world.agent()
    world.do(agent, "pause")
    world.until(lambda: world.state(agent) == "paused", at_most=60)
    world.pass_time(3)
    before = len(world.attempts(lead))
    answer = world.do(agent, "dial", phone_id=world.attempt(lead).phone_id)
    assert isinstance(answer, Refused), "it was called a moment ago"
    assert answer.why is Why.FORBIDDEN
    other = world.lead(nobody)
    assert world.do(agent, "dial", phone_id=world.place(other).phone_id) == {"ok": True}
    world.until(lambda: world.call_state(other) == "ringing")
    assert len(world.attempts(lead)) == before


def test_a_lost_browser_stops_dialing_then_says_sorry_to_whoever_is_on_the_line_and_ends_the_session(world: World):
    lead = world.lead(LONG)
    agent = world.agent()
    world.until(lambda: world.call_state(lead) == "talking")
    world.close_browser(agent)
    world.pass_time(50)
    assert world.state(agent) == "talking"
    world.until(lambda: world.state(agent) == "ended", at_most=20)
    assert world.session(agent).end_reason == "browser_gone"
    assert "play_message" in world.orders(world.call(lead).id) or world.call_state(lead) == "leaving_message"
    world.until(lambda: world.attempt(lead).outcome != "")
    assert world.attempt(lead).outcome == "incomplete"


def test_a_silent_browser_gets_no_new_lines_and_all_is_well_when_it_is_back(world: World):
    agent = world.agent()
    world.close_browser(agent)
    world.pass_time(20)
    lead = world.lead(nobody)
    world.pass_time(5)
    assert not world.attempts(lead)
    world.open_browsers.append(agent)
    world.until(lambda: world.attempts(lead), at_most=8)
    assert world.state(agent) == "ready"


def test_when_the_agents_leg_is_lost_the_person_hears_that_we_are_sorry_and_the_leg_is_dialed_again(world: World):
    lead = world.lead(LONG)
    agent = world.agent()
    world.until(lambda: world.call_state(lead) == "talking")
    lost = leg(world, agent)
    gone = Ended(call_id=lost, at=world.clock.now(), event_key="leg-gone", ending=ending(EndingKind.line_lost))
    calls.apply(world.services, "practice", [gone])
    assert world.call_state(lead) == "leaving_message"
    assert world.state(agent) == "wrap_up"
    world.until(lambda: world.session(agent).leg_up, at_most=15)
    assert leg(world, agent) != lost
    assert "play_message" in world.orders(world.call(lead).id)
    world.say(agent, lead, "contact")
    assert world.state(agent) == "ready"


def test_of_two_tabs_the_newer_one_has_the_session(world: World):
    agent = world.agent()
    again = {"campaign_id": world.campaign_id, "minutes": 60, "lines": 1, "goals": {}, "leg": {}, "tab": "newer"}
    refused = sessions.start(world.services, agent_id=agent.user_id, **again)
    assert isinstance(refused, Refused)
    taken = sessions.start(world.services, agent_id=agent.user_id, **again, take_over=True)
    assert taken == agent.session_id
    for command in ("seen", "pause"):
        answer = world.do(agent, command)
        assert isinstance(answer, Refused)
        assert "Another tab" in answer.sentence
    newer = Agent(agent.user_id, agent.session_id, "newer")
    assert world.do(newer, "seen") == {"ok": True}


def test_a_page_that_has_not_heard_of_the_end_yet_is_not_refused_its_sign_of_life(world: World):
    agent = world.agent()
    world.do(agent, "end")
    assert world.state(agent) == "ended"
    assert world.do(agent, "seen") == {"ok": True}


def test_a_command_sent_twice_acts_once(world: World):
    agent = world.agent()
    ends_at = world.session(agent).ends_at
    for _ in range(2):
        sessions.command(
            world.services,
            session_id=agent.session_id,
            user_id=agent.user_id,
            command_id="one click",
            name="extend",
            args={"minutes": 10},
            tab=agent.tab,
        )
    assert world.session(agent).ends_at == ends_at + timedelta(minutes=10)


def test_next_lead_hangs_up_says_no_contact_and_needs_no_wrap_up(world: World):
    lead = world.lead(LONG)
    agent = world.agent()
    world.until(lambda: world.call_state(lead) == "talking")
    assert world.do(agent, "next_lead") == {"ok": True}
    world.until(lambda: world.state(agent) == "ready", at_most=5)
    world.until(lambda: not world.attempt(lead).open, at_most=10)
    assert world.attempt(lead).disposition == "no_contact_next_lead"


def test_redial_from_the_wrap_up_calls_the_same_lead_at_once(world: World):
    lead = world.lead(SHORT)
    agent = world.agent()
    world.until(lambda: world.state(agent) == "wrap_up")
    first = world.attempt(lead)
    assert world.do(agent, "redial", phone_id=first.phone_id) == {"ok": True}
    world.until(lambda: len(world.attempts(lead)) == 2, at_most=3)
    assert world.state(agent) == "ready"
    world.until(lambda: world.call_state(lead) in ("ringing", "talking"), at_most=10)

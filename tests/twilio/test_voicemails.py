"""The recorded message of the attempt is what Twilio plays, and the agent is free meanwhile."""

from dialer import voicemails
from dialer.refusals import Refused
from dialer.store import accounts
from telephony.practice.voices import conversation
from tests.support.builders import a_user
from tests.support.twilio_world import VOICEMAIL, TwilioWorld


def record(world: TwilioWorld, name: str, from_attempt: int) -> bytes:
    sound = conversation(name, 5.0, 1)
    by = accounts.by_id(world.conn, a_user(world.conn, role="manager").id)
    assert by is not None
    made = voicemails.save(world.services, by, world.campaign_id, from_attempt=from_attempt, label=name, data=sound)
    assert not isinstance(made, Refused)
    return sound


def left_on_machine(world: TwilioWorld, agent, lead) -> bytes:
    """What the machine records when the agent drops the message on the lead's call under way."""
    world.until(lambda: world.call_state(lead) == "talking", at_most=86_400)
    assert world.do(agent, "voicemail_drop") == {"ok": True}
    world.until(lambda: world.leg(lead).room is None)
    assert world.state(agent) == "wrap_up", "the agent is free while it plays"
    world.say(agent, lead, "voicemail")
    world.until(lambda: world.call_state(lead) == "ended")
    (played,) = world.leg(lead).heard
    return bytes(world.app.test_client().get(played.removeprefix("https://dial.example.com"), buffered=True).data)


def again(world: TwilioWorld, lead) -> None:
    """The lead's next call is due now."""
    world.conn.exec_driver_sql("UPDATE enrollment SET state = 'ready', next_call_at = NULL")
    assert world.place(lead).state == "ready"


def test_each_attempt_leaves_its_own_message(make_twilio):
    twilio = make_twilio(voicemail_consent="Written consent on file.", min_hours_between=0, hours_from_failed=0)
    first, later = record(twilio, "first", 1), record(twilio, "later", 2)
    agent = twilio.agent()
    lead = twilio.lead_at(VOICEMAIL)
    assert left_on_machine(twilio, agent, lead) == first
    twilio.pass_time(5)
    again(twilio, lead)
    assert left_on_machine(twilio, agent, lead) == later
    assert len(twilio.attempts(lead)) == 2
    assert twilio.double.problems() == []


def test_without_a_message_for_the_attempt_the_agent_is_told_whom_to_ask(make_twilio):
    twilio = make_twilio(voicemail_consent="Written consent on file.")
    record(twilio, "later", 2)
    agent = twilio.agent()
    lead = twilio.lead_at(VOICEMAIL)
    twilio.until(lambda: twilio.call_state(lead) == "talking")
    refused = twilio.do(agent, "voicemail_drop")
    assert isinstance(refused, Refused)
    assert "a manager can record one" in str(refused)


def test_a_message_without_a_policy_on_consent_is_not_left(make_twilio):
    twilio = make_twilio()
    record(twilio, "first", 1)
    agent = twilio.agent()
    lead = twilio.lead_at(VOICEMAIL)
    twilio.until(lambda: twilio.call_state(lead) == "talking")
    refused = twilio.do(agent, "voicemail_drop")
    assert isinstance(refused, Refused)
    assert "consent policy" in str(refused)

"""Parallel lines, one agent, and what the person hears: catalogue part 6.4."""

import pytest
from sqlalchemy import text

from dialer import calls
from dialer.core.campaigns import RingPolicy, Screening
from dialer.spoken import OFFER
from telephony.events import HangUpReason
from telephony.orders import StartRecording
from tests.support.twilio_double import FarEnd, Fault, Faults
from tests.support.twilio_world import PERSON, VOICEMAIL

POWER = {"mode": "power", "lines_per_agent": 5.0, "target_abandoned": 0.029}


def met(world, leads):
    return [lead for lead in leads if world.attempts(lead) and world.leg(lead).met_agent]


def test_case_052_of_five_that_answer_at_once_exactly_one_meets_the_agent(make_twilio):
    twilio = make_twilio(**POWER)
    twilio.agent(lines=5)
    leads = [twilio.lead_at(FarEnd(answers_after=4 + each / 100, talk=3)) for each in range(5)]
    twilio.until(lambda: all(twilio.call_state(lead) == "ended" for lead in leads), at_most=180)
    assert len(met(twilio, leads)) == 1
    assert sum(twilio.attempt(lead).abandoned for lead in leads) == 4
    assert all(twilio.leg(lead).heard or twilio.leg(lead).met_agent for lead in leads)
    assert twilio.double.rooms.crowded == []
    assert twilio.double.problems() == []


def test_case_053_a_person_who_hangs_up_before_the_agent_hears_them_frees_the_agent(twilio):
    agent = twilio.agent()
    lead = twilio.lead_at(FarEnd(talk=0.1))
    twilio.until(lambda: twilio.call_state(lead) == "ended")
    assert twilio.state(agent) == "wrap_up"
    assert twilio.session(agent).current_call_id == twilio.call(lead).id
    assert twilio.attempt(lead).ending == "completed"


def test_case_055_an_agent_whose_leg_drops_as_somebody_answers_leaves_an_apology_behind(make_twilio):
    twilio = make_twilio()
    agent = twilio.agent()
    lead = twilio.lead_at(FarEnd(answers_after=5))
    twilio.until(lambda: twilio.call_state(lead) == "ringing")
    original = twilio.double.hooks.ask

    def ask(url, form, then):
        def and_drop(reply):
            twilio.double.network.hang_up(twilio.agent_leg())
            then(reply)

        original(url, form, and_drop if url.endswith("rt=5000") and "/calls/" in url and "/answer" in url else then)

    twilio.double.hooks.ask = ask
    twilio.until(lambda: twilio.call_state(lead) == "ended")
    assert not twilio.leg(lead).met_agent
    assert any("We are sorry" in words for words in twilio.leg(lead).heard)
    assert twilio.attempt(lead).abandoned
    twilio.double.hooks.ask = original
    assert twilio.state(agent) in {"wrap_up", "starting"}


def test_case_056_whoever_answers_after_the_agent_paused_hears_who_called(make_twilio):
    twilio = make_twilio(ring_policy=RingPolicy.RING_ON)
    agent = twilio.agent()
    lead = twilio.lead_at(FarEnd(answers_after=8))
    twilio.until(lambda: twilio.call_state(lead) == "ringing")
    twilio.conn.execute(text("UPDATE session SET state = 'paused'"))
    twilio.until(lambda: twilio.call_state(lead) == "ended")
    assert twilio.leg(lead).heard == ["This is Sample Realty.", OFFER]
    assert twilio.attempt(lead).abandoned
    assert twilio.state(agent) == "paused"


def test_case_058_a_machine_that_is_heard_after_the_bridge_leaves_within_a_second(make_twilio):
    twilio = make_twilio(screening=Screening.RELEASE)
    agent = twilio.agent()
    lead = twilio.lead_at(VOICEMAIL)
    twilio.until(lambda: twilio.call_state(lead) == "talking")
    twilio.until(lambda: twilio.call(lead).record["milestones"].get("machine_at"))
    heard = twilio.clock.now()
    twilio.until(lambda: not twilio.leg(lead).is_live)
    assert (twilio.clock.now() - heard).total_seconds() <= 1
    assert twilio.attempt(lead).ending == "machine"
    assert not twilio.attempt(lead).abandoned
    assert twilio.state(agent) == "wrap_up"


def test_case_058_a_machine_is_only_labelled_where_the_agent_decides(twilio):
    agent = twilio.agent()
    lead = twilio.lead_at(VOICEMAIL)
    twilio.until(lambda: twilio.call_state(lead) == "talking")
    twilio.pass_time(6)
    assert twilio.call(lead).record["milestones"]["machine_at"]
    assert twilio.state(agent) == "talking"


@pytest.mark.parametrize("verdict", ["human", "unknown"])
def test_case_059_a_verdict_that_is_no_machine_changes_nothing(twilio, verdict):
    agent = twilio.agent()
    lead = twilio.lead_at(FarEnd(verdict=verdict))
    twilio.until(lambda: twilio.call_state(lead) == "talking")
    twilio.pass_time(6)
    assert twilio.state(agent) == "talking"
    assert twilio.leg(lead).room is not None


def test_case_061_a_machines_end_by_timeout_is_no_proof_that_it_records(twilio):
    twilio.agent()
    lead = twilio.lead_at(FarEnd(verdict="machine_end_other", greeting=20))
    twilio.until(lambda: twilio.call_state(lead) == "talking")
    twilio.pass_time(6)
    known = twilio.call(lead).record["milestones"]
    assert known["machine_at"]
    assert "greeting_ended_at" not in known


def test_case_062_a_voicemail_drop_that_is_clicked_twice_plays_once_after_the_greeting(make_twilio):
    twilio = make_twilio(voicemail_consent="Written consent on file.", voicemail_message="expired")
    (folder := twilio.services.settings.data_dir / "messages").mkdir()
    (folder / "expired.mp3").write_bytes(b"ID3 a message")
    agent = twilio.agent()
    lead = twilio.lead_at(VOICEMAIL)
    twilio.until(lambda: twilio.call_state(lead) == "talking")
    twilio.do(agent, "voicemail_drop")
    twilio.do(agent, "voicemail_drop")
    twilio.until(lambda: twilio.leg(lead).room is None)
    assert twilio.state(agent) == "wrap_up", "the agent is free while it plays"
    twilio.until(lambda: twilio.call_state(lead) == "ended")
    (played,) = twilio.leg(lead).heard
    assert twilio.attempt(lead).ending == "message_left"
    fetched = twilio.app.test_client().get(played.removeprefix("https://dial.example.com"), buffered=True)
    assert fetched.data == b"ID3 a message"
    length = (twilio.leg(lead).ended_at - twilio.leg(lead).answered_at).total_seconds()
    assert length > VOICEMAIL.greeting, "the greeting was waited for"


def test_case_064_while_the_answer_cannot_be_given_the_fallback_apologises_and_it_counts(make_twilio):
    twilio = make_twilio()
    twilio.agent()
    lead = twilio.lead_at(FarEnd(answers_after=5))
    twilio.until(lambda: twilio.call_state(lead) == "ringing")
    with twilio.database_away():
        twilio.network_alone(20)
    assert not twilio.leg(lead).is_live
    assert any("We are sorry" in words for words in twilio.leg(lead).heard)
    twilio.until(lambda: twilio.call_state(lead) == "ended")
    assert twilio.attempt(lead).abandoned


@pytest.mark.parametrize("takes", [4.0, 14.0])
def test_case_065_whoever_waited_for_our_slow_answer_is_apologised_to_or_bridged_and_counts_as_left_alone(
    make_twilio, takes
):
    slow = Faults(of_reply=lambda hook: takes if "/calls/" in hook[0] and "/answer" in hook[0] else 0.0)
    twilio = make_twilio(faults=slow)
    agent = twilio.agent()
    lead = twilio.lead_at(PERSON)
    twilio.until(lambda: twilio.call_state(lead) == "ended", at_most=120)
    assert twilio.attempt(lead).abandoned or twilio.attempt(lead).connect_ms > 2000
    assert twilio.double.network.errors == []
    twilio.until(lambda: twilio.state(agent) in {"ready", "wrap_up"})


def test_case_070_a_leg_that_was_replaced_is_sent_away(twilio):
    agent = twilio.agent()
    old = twilio.session(agent).leg_call_id
    twilio.double.network.hang_up(twilio.agent_leg())
    twilio.until(lambda: twilio.session(agent).leg_up and twilio.session(agent).leg_call_id != old)
    replies = []
    url = f"https://dial.example.com/hooks/twilio/legs/{old}/answer"
    twilio.double.hooks.ask(url, {"CallSid": "CA" + "5" * 32, "CallStatus": "in-progress"}, replies.append)
    assert "<Hangup" in replies[0].body
    assert "<Conference" not in replies[0].body


def test_nobody_is_bridged_into_a_room_that_somebody_is_only_just_leaving(make_twilio):
    """The hang-up of the first call takes its time; the next person waits for a moment outside the room."""
    busy = []
    twilio = make_twilio(
        **POWER, faults=Faults(of_request=lambda method, path: Fault.TOO_MANY if path.split("/")[-1] in busy else None)
    )
    agent = twilio.agent(lines=2)
    first, second = twilio.lead_at(FarEnd(answers_after=3)), twilio.lead_at(FarEnd(answers_after=9))
    twilio.until(lambda: twilio.call_state(first) == "talking")
    twilio.until(lambda: twilio.call_state(second) == "ringing" if twilio.attempts(second) else False)
    busy.append(f"{twilio.leg(first).sid}.json")
    twilio.do(agent, "hang_up")
    twilio.say(agent, first, "not_interested")
    twilio.until(lambda: twilio.leg(second).answered_at)
    twilio.pass_time(1)
    assert not twilio.leg(second).met_agent
    busy.clear()
    twilio.until(lambda: twilio.leg(second).met_agent, at_most=3)
    assert twilio.double.rooms.crowded == []


def test_a_person_waits_for_the_verdict_where_the_campaign_says_so(make_twilio):
    twilio = make_twilio(screening=Screening.DETECT_FIRST)
    twilio.agent()
    lead = twilio.lead_at(PERSON)
    twilio.until(lambda: twilio.call_state(lead) == "answered")
    assert not twilio.leg(lead).met_agent
    twilio.until(lambda: twilio.call_state(lead) == "talking")
    delay = twilio.leg(lead).far.verdict_after
    assert delay <= twilio.attempt(lead).connect_ms / 1000 < delay + 0.5


@pytest.mark.parametrize(("command", "undo", "field"), [("hold", "unhold", "hold"), ("mute", "unmute", "muted")])
def test_hold_and_mute_reach_the_participant(twilio, command, undo, field):
    agent = twilio.agent()
    lead = twilio.lead_at(PERSON)
    twilio.until(lambda: twilio.call_state(lead) == "talking")
    (room,) = twilio.double.rooms.open.values()
    seat = room.seats[(twilio.leg(lead) if command == "hold" else twilio.agent_leg()).sid]
    twilio.do(agent, command)
    twilio.pass_time(0.5)
    assert getattr(seat, field)
    twilio.do(agent, undo)
    twilio.pass_time(0.5)
    assert not getattr(seat, field)


def test_touch_tones_are_sent_on_the_way_back_into_the_room_and_a_recording_has_two_channels(twilio):
    agent = twilio.agent()
    lead = twilio.lead_at(PERSON)
    twilio.until(lambda: twilio.call_state(lead) == "talking")
    call_id = twilio.call(lead).id
    calls.change(twilio.services, lambda batch: batch.order("twilio", StartRecording(call_id=call_id)))
    assert twilio.do(agent, "digits", digits="1#") == {"ok": True}
    twilio.pass_time(2)
    assert twilio.leg(lead).heard == ["1#", "recorded dual"] or twilio.leg(lead).heard == ["recorded dual", "1#"]
    assert twilio.leg(lead).room is not None
    assert twilio.call_state(lead) == "talking"
    assert twilio.double.problems() == []


def test_an_agents_own_phone_is_nailed_up_once_a_key_was_pressed(make_twilio):
    twilio = make_twilio()
    agent = twilio.agent(ready=False)
    twilio.conn.execute(text("UPDATE session SET leg_kind = 'phone'"))
    twilio.until(lambda: twilio.session(agent).leg_up)
    asked = [form for url, form, _ in twilio.double.hooks.delivered if "/answer" in url]
    assert [form.get("Digits") for form in asked] == [None, "1"]


def test_a_session_that_ends_leaves_nothing_alive_at_twilio(twilio):
    agent = twilio.agent()
    lead = twilio.lead_at(PERSON)
    twilio.until(lambda: twilio.call_state(lead) == "talking")
    calls.change(twilio.services, lambda batch: batch.hang_up(twilio.call(lead).id, HangUpReason.agent))
    twilio.say(agent, lead, "not_interested")
    twilio.do(agent, "end")
    twilio.pass_time(3)
    assert twilio.double.live() == []
    assert twilio.state(agent) == "ended"


def test_a_conversation_whose_beginning_nobody_reported_goes_on(twilio):
    agent = twilio.agent()
    lost = []

    def of_callback(hook):
        if hook[1].get("StatusCallbackEvent") == "participant-join":
            lost.append(hook)
            return ()
        return (0.05,)

    twilio.double.faults.of_callback = of_callback
    lead = twilio.lead_at(FarEnd(answers_after=5, talk=40))
    twilio.until(lambda: twilio.call_state(lead) == "talking")
    assert lost
    assert twilio.state(agent) == "talking"
    twilio.until(lambda: twilio.call_state(lead) == "ended")
    assert not twilio.attempt(lead).abandoned
    assert twilio.attempt(lead).talk_seconds > 30
    assert twilio.double.problems() == []

"""Calls that come in over Twilio: signed questions, the agent's choice, and the voicemail."""

import pytest
from sqlalchemy import select, text

from dialer import cards
from dialer.store import schema
from telephony.twilio.account import HOOKS
from tests.support.twilio_double import FarEnd
from tests.support.twilio_world import NOBODY, PUBLIC_URL, TwilioWorld
from tests.support.world import OURS

BASE = f"{PUBLIC_URL}{HOOKS}"


def rings(world: TwilioWorld, number: str, far: FarEnd | None = None):
    leg = world.double.ring_us(number, OURS, BASE, far)
    call_id = world.conn.execute(
        text("SELECT id FROM call WHERE carrier_call_id = :sid"), {"sid": leg.sid}
    ).scalar_one()
    return leg, call_id


def due_tomorrow(world: TwilioWorld, lead) -> None:
    world.conn.execute(
        text("UPDATE enrollment SET state = 'waiting', next_call_at = now() + interval '9999 days' WHERE id = :id"),
        {"id": lead.enrollment_id},
    )


def row(world, call_id):
    table = schema.inbound_call
    return world.conn.execute(select(table).where(table.c.call_id == call_id)).one()


def test_a_lead_who_calls_back_waits_hears_words_and_meets_the_agent_who_takes_the_call(twilio):
    agent = twilio.agent()
    lead = twilio.lead_at(NOBODY)
    due_tomorrow(twilio, lead)
    leg, call_id = rings(twilio, lead.number)
    assert cards.session_cards(twilio.conn, [agent.session_id])[0].offer["lead_id"] == lead.id
    twilio.pass_time(1)
    assert leg.heard == ["Thank you for calling Sample Realty. One moment, please."]
    assert twilio.do(agent, "take_call", call_id=call_id) == {"ok": True}
    twilio.until(lambda: leg.met_agent)
    assert twilio.state(agent) == "talking"
    twilio.until(lambda: twilio.call_row(call_id).ended_at is not None, at_most=90)
    twilio.say(agent, lead, "not_interested")
    assert twilio.attempt(lead).outcome == "not_interested"
    assert twilio.double.rooms.crowded == []
    assert twilio.double.problems() == []


def test_with_nobody_free_the_caller_speaks_after_the_tone_and_is_texted(twilio):
    lead = twilio.lead_at(NOBODY)
    due_tomorrow(twilio, lead)
    leg, call_id = rings(twilio, lead.number)
    twilio.until(lambda: row(twilio, call_id).closed_at is not None)
    assert "leave a message after the tone" in leg.heard[0]
    assert leg.heard[1] == "a beep"
    assert leg.status == "completed"
    twilio.until(lambda: twilio.messages(lead))
    assert twilio.double.problems() == []


def test_a_caller_who_hangs_up_while_waiting_is_missed(twilio):
    agent = twilio.agent()
    lead = twilio.lead_at(NOBODY)
    due_tomorrow(twilio, lead)
    _, call_id = rings(twilio, lead.number, FarEnd(patience=4))
    twilio.until(lambda: row(twilio, call_id).closed_at is not None)
    assert row(twilio, call_id).taken_by is None
    assert cards.session_cards(twilio.conn, [agent.session_id])[0].offer is None
    twilio.until(lambda: twilio.messages(lead))


def test_an_offer_that_nobody_takes_in_time_becomes_a_message(twilio):
    twilio.agent()
    lead = twilio.lead_at(NOBODY)
    due_tomorrow(twilio, lead)
    leg, call_id = rings(twilio, lead.number, FarEnd(patience=90))
    twilio.until(lambda: "a beep" in leg.heard, at_most=40)
    twilio.until(lambda: row(twilio, call_id).closed_at is not None)
    assert twilio.double.problems() == []


@pytest.mark.parametrize("shown", ["anonymous", "+266696687", ""])
def test_a_withheld_number_is_a_caller_all_the_same(twilio, shown):
    agent = twilio.agent()
    rings(twilio, shown)
    assert cards.session_cards(twilio.conn, [agent.session_id])[0].offer["lead_id"] is None


def test_a_question_that_twilio_did_not_sign_brings_no_call_in(twilio):
    twilio.double.faults.wrong_signatures = True
    twilio.double.ring_us("+12175550123", OURS, BASE)
    assert twilio.conn.execute(text("SELECT count(*) FROM inbound_call")).scalar_one() == 0


def test_the_same_question_again_is_one_call_and_gets_the_same_answer(twilio):
    twilio.agent()
    leg, call_id = rings(twilio, "+12175550123")
    url, form, _ = next(each for each in twilio.double.hooks.delivered if each[0].endswith("/inbound/call"))
    twilio.double.hooks.ask(url, {k: v for k, v in form.items() if k not in ("AccountSid", "ApiVersion")}, print)
    assert twilio.conn.execute(text("SELECT count(*) FROM inbound_call")).scalar_one() == 1
    assert row(twilio, call_id).tried != []
    assert leg.is_live

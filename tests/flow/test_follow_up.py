"""Whole ways of a lead: from a row of a file to the text, the reply and the next call."""

from datetime import timedelta

from sqlalchemy import select, text

from dialer import followup, imports
from dialer.core.picking import Priority
from dialer.store import schema, timeline
from telephony.practice.texts import TextHappening
from tests.support.builders import a_user
from tests.support.world import Lead, World, nobody, person


def import_row(world: World, number: str) -> Lead:
    """A lead by way of a file, into the world's campaign."""
    digits = number.removeprefix("+1")
    data = (
        "First Name,Last Name,Property Address,Property City,Property State,Property Zip,Listing Status,"
        "Expired Date,Phone\n"
        f"Pat,Example,12 Oak St,Springfield,IL,62701,Expired,03/10/2026,{digits}\n"
    ).encode()
    made = imports.create(world.services, user_id=None, filename="list.csv", data=data, campaign_id=world.campaign_id)
    assert isinstance(made, int), made
    assert imports.start(world.services, user_id=None, import_id=made) is None
    assert imports.run_import(world.services)
    row = world.conn.execute(select(schema.enrollment.c.lead_id, schema.enrollment.c.id)).one()
    return Lead(row.lead_id, row.id, number)


def test_a_row_of_a_file_becomes_a_call_then_a_text_within_seconds_then_a_dated_call(world: World):
    lead = import_row(world, world.number(nobody))
    agent = world.agent()
    world.until(lambda: world.attempts(lead) and world.attempt(lead).ended_at is not None)
    ended = world.attempt(lead).ended_at
    world.until(lambda: world.messages(lead) and world.messages(lead)[0].state == "delivered", at_most=15)
    message = world.messages(lead)[0]
    assert message.sent_at - ended < timedelta(seconds=10)
    assert message.body.startswith("Hi Pat, ")
    assert message.body.endswith("Reply STOP to opt out.")
    assert (message.e164, message.caller_id) == (lead.number, world.call(lead).caller_id)
    place = world.place(lead)
    assert world.attempt(lead).outcome == "no_answer"
    assert place.state == "waiting"
    assert timedelta(hours=12) < place.next_call_at - ended < timedelta(hours=36)
    assert world.state(agent) == "ready"
    shown = timeline.of_lead(world.conn, lead.id, world.clock.now())
    assert [(item.channel, item.state) for item in shown if not item.planned and item.channel != "system"] == [
        ("text", "delivered"),
        ("call", "no_answer"),
    ]
    assert "call" in {item.channel for item in shown if item.planned}


def test_the_next_day_the_lead_is_called_again_by_itself(world: World):
    lead = world.lead(nobody)
    agent = world.agent()
    world.until(lambda: world.messages(lead))
    world.do(agent, "end")
    world.pass_time(2)
    world.close_browser(agent)
    world.clock.advance(world.place(lead).next_call_at - world.clock.now())
    world.agent()
    world.until(lambda: len(world.attempts(lead)) == 2)
    assert world.attempt(lead).step > world.attempts(lead)[0].step


def test_a_reply_pauses_the_sequence_and_brings_the_lead_forward(world: World):
    lead = world.lead(nobody, replies=TextHappening.interested)
    world.agent()
    world.until(lambda: world.messages(lead, "in"), at_most=40)
    reply = world.messages(lead, "in")[0]
    assert reply.reply_kind == "other"
    assert reply.read_at is None
    place = world.place(lead)
    assert place.paused_at is not None
    assert place.priority == Priority.REPLIED


def test_stop_is_in_force_before_anything_else_and_ends_all_that_was_planned_for_the_number(world: World):
    lead = world.lead(nobody, replies=TextHappening.stop)
    world.agent()
    world.until(lambda: world.messages(lead, "in"), at_most=40)
    stop = world.messages(lead, "in")[0]
    suppression = world.conn.execute(select(schema.suppression).where(schema.suppression.c.e164 == lead.number)).one()
    assert suppression.message_id == stop.id
    assert suppression.created_at <= stop.created_at + timedelta(seconds=1)
    assert (world.place(lead).state, world.place(lead).next_call_at) == ("stopped", None)
    assert not [touch for touch in world.touches(lead, "text") if touch.state == "planned"]
    before = len(world.attempts(lead))
    world.clock.advance(timedelta(days=1))
    world.pass_time(5)
    assert len(world.attempts(lead)) == before
    assert len(world.messages(lead)) == 1


def test_a_promised_call_back_is_made_at_its_minute_by_whoever_promised(world: World):
    lead = world.lead(person(rings=(3, 8), talks=(5, 400)))
    agent = world.agent()
    world.until(lambda: world.state(agent) == "talking")
    world.pass_time(3)
    world.do(agent, "hang_up")
    world.until(lambda: world.state(agent) == "wrap_up")
    promised = world.clock.now() + timedelta(minutes=1)
    world.say(agent, lead, "callback", callback_at=promised)
    world.until(lambda: world.attempt(lead).outcome)
    place = world.place(lead)
    assert (place.next_call_at, place.promised_agent_id) == (promised, agent.user_id)
    world.pass_time((promised - world.clock.now()).total_seconds() - 1)
    assert len(world.attempts(lead)) == 1
    world.until(lambda: len(world.attempts(lead)) == 2, at_most=15)
    assert world.attempt(lead).agent_id == agent.user_id
    assert world.attempt(lead).opened_at >= promised


def test_a_corrected_result_undoes_what_the_first_one_did_and_does_the_new(world: World):
    lead = world.lead(person(rings=(3, 8), talks=(5, 400)))
    agent = world.agent()
    world.until(lambda: world.state(agent) == "talking")
    world.do(agent, "hang_up")
    world.until(lambda: world.state(agent) == "wrap_up")
    world.say(agent, lead, "dnc_number")
    world.until(lambda: world.attempt(lead).outcome)
    in_force = text("SELECT count(*) FROM suppression WHERE removed_at IS NULL")
    assert world.conn.execute(in_force).scalar_one() == 1
    assert world.place(lead).state == "stopped"
    followup.correct(
        world.services,
        attempt_id=world.attempt(lead).id,
        disposition="contact",
        answer={},
        user_id=a_user(world.conn, role="owner").id,
        now=world.clock.now(),
        because="The agent pressed the wrong key.",
    )
    assert world.conn.execute(in_force).scalar_one() == 0
    assert world.attempt(lead).outcome == "contact"
    assert world.place(lead).state == "waiting"
    actions = world.conn.execute(text("SELECT action FROM audit_log WHERE entity = 'attempt' ORDER BY id"))
    assert list(actions.scalars()) == ["attempt.disposed", "attempt.corrected"]

"""What people write back: opt-outs before everything else, everything else to a person at once."""

import pytest
from sqlalchemy import select, text

from dialer import calls
from dialer.followup import pause, resume, stop
from dialer.refusals import Refused
from dialer.store import schema
from telephony.call import plan_call
from telephony.events import Rang, Sent, TextReceived
from telephony.numbers import PhoneNumber
from telephony.orders import PlaceCall
from telephony.wire import to_json
from tests.support.builders import a_call, an_attempt


@pytest.mark.parametrize("words", ["STOP", "stop.", " Unsubscribe ", "please stop calling me", "Take me off your list"])
def test_an_opt_out_suppresses_the_number_on_every_channel(story, words):
    story.reply(words)

    row = story.conn.execute(select(schema.suppression)).one()
    assert (row.e164, row.source, set(row.channels)) == (
        story.numbers[0],
        "text",
        {"call", "text", "email", "mail"},
    )
    assert story.texts("in")[0].reply_kind in ("stop", "opt_out_phrase")


def test_an_opt_out_takes_back_what_was_pending_in_every_campaign(begin):
    story = begin(numbers=("+12175550111",))
    twin = story.another_lead("+12175550111", "+12175550119")
    story.missed()
    story.send()
    assert story.outbox()[0].state == "pending"

    story.reply("STOP")

    assert story.outbox()[0].state == "cancelled"
    assert story.texts()[0].state == "failed"
    assert (story.place().state, story.place().stop_reason) == ("stopped", "do_not_contact")
    assert twin.place().phone_id == twin.phone(1).id


def test_a_planned_text_is_cancelled_by_an_opt_out_that_comes_first(story):
    story.missed()

    story.reply("stop")

    assert story.send() == 0
    assert [(touch.state, touch.channel) for touch in story.touches(None)] == [("cancelled", "text")]


def test_a_line_that_rings_for_somebody_who_opts_out_is_hung_up(story):
    order = PlaceCall(
        call_id="ringing-1",
        to=PhoneNumber(story.numbers[0]),
        from_=PhoneNumber(story.ours),
        ring_seconds=22,
        max_seconds=600,
    )
    attempt = an_attempt(story.conn, story.enrollment, story.session, at=story.now, call_id=order.call_id)
    a_call(story.conn, attempt, at=story.now, record=to_json(plan_call(order, story.now)))
    known = {"call_id": order.call_id, "at": story.now}
    calls.apply(
        story.services,
        "practice",
        [Sent(**known, event_key="sent", carrier_call_id="c-1"), Rang(**known, event_key="rang")],
    )

    story.reply("STOP")

    assert [(row.kind, row.call_id) for row in story.outbox()] == [("hang_up", order.call_id)]


def test_the_same_opt_out_delivered_twice_is_one(story):
    for _ in range(2):
        story.reply("STOP", key="once")

    assert len(story.suppressed()) == 1
    assert len(story.texts("in")) == 1


def test_a_person_who_writes_start_may_be_texted_again_but_not_called(story):
    story.reply("STOP")
    story.reply("START")

    row = story.conn.execute(select(schema.suppression).where(schema.suppression.c.removed_at.is_(None))).one()
    assert set(row.channels) == {"call", "email", "mail"}


def test_start_does_not_lift_what_was_told_to_an_agent(story):
    story.say(story.talk(), "dnc_number")

    story.reply("START")

    row = story.conn.execute(select(schema.suppression)).one()
    assert row.removed_at is None
    assert "text" in row.channels


def test_a_late_copy_of_an_old_stop_does_not_undo_a_newer_start(story):
    story.reply("STOP", key="first")
    story.reply("START")
    story.reply("STOP", key="first")

    row = story.conn.execute(select(schema.suppression).where(schema.suppression.c.removed_at.is_(None))).one()
    assert "text" not in row.channels


def test_an_interrupted_opt_out_is_finished_when_the_carrier_repeats_it(story):
    story.missed()
    story.reply("STOP", key="first")
    # As if the process had died after the first transaction: the wish is written, the rest is not.
    story.conn.execute(text("DELETE FROM call_event"))
    story.conn.execute(text("DELETE FROM message"))
    story.conn.execute(text("UPDATE touch SET state = 'planned'"))

    story.reply("STOP", key="first")

    assert story.touches() == []
    assert len(story.texts("in")) == 1
    assert len(story.suppressed()) == 1


@pytest.mark.parametrize("carrier_says", ["STOP", "START", "HELP"])
def test_the_carriers_own_reading_of_the_words_counts(story, carrier_says):
    event = TextReceived(
        carrier_message_id="in-9",
        from_=PhoneNumber(story.numbers[0]),
        to=PhoneNumber(story.ours),
        body="ok",
        at=story.now,
        event_key="in-9",
        opt_out_type=carrier_says,
    )
    story.hear(event)

    assert story.texts("in")[0].reply_kind == carrier_says.lower()
    assert bool(story.suppressed()) == (carrier_says == "STOP")


def test_a_reply_pauses_the_sequence_shows_at_once_and_comes_first(story):
    story.missed()

    story.reply("Call me tomorrow, we may still sell")

    place = story.place()
    assert (place.paused_at, place.priority) == (story.now, 2)
    assert story.send() == 0
    (message,) = story.texts("in")
    assert (message.lead_id, message.campaign_id, message.read_at) == (story.lead, story.campaign, None)
    marks = story.conn.execute(select(schema.live_mark.c.entity, schema.live_mark.c.entity_id)).all()
    assert ("message", message.id) in [tuple(mark) for mark in marks]


def test_a_request_for_help_is_shown_and_changes_nothing(story):
    story.missed()

    story.reply("HELP")

    assert story.place().paused_at is None
    assert story.texts("in")[0].reply_kind == "help"


def test_a_text_from_a_number_nobody_knows_is_kept(story):
    story.reply("Wrong number?", from_="+13055550199")

    assert story.texts("in")[0].lead_id is None


def test_a_reply_belongs_to_the_lead_that_was_written_to(story):
    twin = story.another_lead(story.numbers[0])
    story.missed()
    story.send()

    story.reply("Who is this?")

    assert story.texts("in")[0].lead_id == story.lead
    assert twin.place().paused_at is not None, "whoever has the number waits for a person"


def test_yes_from_somebody_who_never_opted_out_is_an_answer(story):
    story.reply("Yes")

    assert story.place().paused_at == story.now


@pytest.mark.parametrize(("result", "paused"), [("contact", False), ("voicemail", True)])
def test_a_paused_sequence_goes_on_once_an_agent_has_reached_the_person(story, result, paused):
    story.reply("Call me")
    story.say(story.talk(), result)

    assert (story.place().paused_at is not None) == paused


# A person's hand on the sequence


def test_a_paused_sequence_resumes_where_it_stood(story):
    story.missed()
    planned = story.place().next_call_at
    pause(story.services, enrollment_id=story.enrollment, user_id=story.agent, now=story.now)
    assert story.send() == 0

    resume(story.services, enrollment_id=story.enrollment, user_id=story.agent, now=story.now)

    place = story.place()
    assert (place.paused_at, place.next_call_at, place.position) == (None, planned, 2)
    assert story.send() == 1


def test_a_sequence_may_be_started_over(story):
    story.missed()
    stop(story.services, enrollment_id=story.enrollment, user_id=story.agent, now=story.now)
    assert story.place().stop_reason == "by_hand"
    assert story.touches() == []

    refused = resume(story.services, enrollment_id=story.enrollment, user_id=story.agent, now=story.now)
    assert isinstance(refused, Refused)
    resume(story.services, enrollment_id=story.enrollment, user_id=story.agent, now=story.now, restart=True)

    place = story.place()
    assert (place.state, place.position, place.stop_reason) == ("ready", 0, "")
    assert story.audit() == ["enrollment.stopped", "enrollment.resumed"]


def test_an_ended_sequence_is_not_paused(story):
    stop(story.services, enrollment_id=story.enrollment, user_id=story.agent, now=story.now)

    assert isinstance(
        pause(story.services, enrollment_id=story.enrollment, user_id=story.agent, now=story.now), Refused
    )

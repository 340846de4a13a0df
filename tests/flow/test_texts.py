"""The automatic text: judged when due, rendered without gaps, sent once, followed to its end."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select, text

from dialer.core.campaigns import CampaignSettings
from dialer.core.sequences import Step, StepKind
from dialer.core.sequences.ready_made import MISSED
from dialer.refusals import Refused, Why
from dialer.store import schema
from dialer.texting import send_by_hand
from telephony.endings import EndingKind, ending
from telephony.events import TextDelivered, TextFailed, TextSent
from tests.support.builders import a_template

ELEVEN_AT_NIGHT = datetime(2026, 3, 13, 4, tzinfo=UTC)  # in Springfield, Illinois
EIGHT_IN_THE_MORNING = datetime(2026, 3, 13, 13, tzinfo=UTC)


def sent(story, message_id, **more):
    return TextSent(message_id=message_id, at=story.now, event_key=f"{message_id}:sent", **more)


def delivered(story, message_id):
    return TextDelivered(message_id=message_id, at=story.now, event_key=f"{message_id}:delivered")


def failed(story, message_id, kind):
    return TextFailed(message_id=message_id, at=story.now, event_key=f"{message_id}:failed", ending=ending(kind))


def one_text(story) -> str:
    story.missed()
    assert story.send() == 1
    return story.texts()[0].id


def test_after_no_answer_the_owner_is_texted_within_seconds(story):
    ended_at = story.now
    one_text(story)

    (message,) = story.texts()
    assert message.body == (
        "Hi Pat, Robin with Practice Realty here. I just tried to reach you about 12 Oak St. "
        "Is it still for sale? Reply STOP to opt out."
    )
    assert (message.e164, message.caller_id, message.segments) == (story.numbers[0], story.ours, 1)
    assert message.created_at - ended_at <= timedelta(seconds=5)
    (order,) = story.outbox()
    assert (order.kind, order.message_id, order.carrier) == ("send_text", message.id, "practice")
    (touch,) = story.touches("done")
    assert touch.message_id == message.id


def test_a_text_is_sent_once_however_often_the_job_runs(story):
    one_text(story)

    assert story.send() == 0
    assert len(story.outbox()) == 1


def test_a_text_due_at_night_waits_for_the_owners_morning(story):
    story.go_to(ELEVEN_AT_NIGHT)
    story.missed()

    assert story.send() == 0
    (touch,) = story.touches()
    assert touch.due_at == EIGHT_IN_THE_MORNING
    assert touch.reason
    story.go_to(EIGHT_IN_THE_MORNING)
    assert story.send() == 1


def test_a_text_to_somebody_who_opted_out_meanwhile_is_refused_with_the_reason(story):
    story.missed()
    values = {"scope": "number", "reason": "asked", "source": "manual", "created_at": story.now}
    for e164 in story.numbers:
        story.conn.execute(insert(schema.suppression).values(e164=e164, **values))

    assert story.send() == 0
    (touch,) = story.touches("refused")
    assert "asked not to be contacted" in touch.reason
    assert story.outbox() == []


def test_a_landline_is_not_texted_and_the_other_number_is(begin):
    story = begin()
    story.conn.execute(text("UPDATE phone SET kind = 'landline' WHERE e164 = :e"), {"e": story.numbers[0]})

    one_text(story)

    assert story.texts()[0].e164 == story.numbers[1]


def test_a_lead_with_landlines_only_gets_no_text(begin):
    story = begin(kind="landline")
    story.missed()

    assert story.send() == 0
    (touch,) = story.touches("refused")
    assert touch.reason == "A landline takes no texts."


def test_a_text_with_a_gap_is_not_sent(begin):
    story = begin(steps=(Step(StepKind.call, "Call"), Step(StepKind.text, "Text", template="Gap")))
    story.conn.execute(
        insert(schema.template).values(
            name="Gap", kind="text", body="Your agent was {listing_office}.", updated_at=story.now
        )
    )
    story.missed()

    assert story.send() == 0
    (touch,) = story.touches("refused")
    assert "listing_office" in touch.reason


def test_a_text_whose_template_is_gone_says_so(begin):
    story = begin(steps=(Step(StepKind.call, "Call"), Step(StepKind.text, "Text", template="Never made")))
    story.missed()

    story.send()

    assert story.touches("refused")[0].reason == "The template Never made does not exist any more."


def test_a_step_without_a_template_uses_the_campaigns_own_text(begin, conn):
    own = a_template(conn, body="Own words for {city}.")
    story = begin(
        steps=(Step(StepKind.call, "Call"), Step(StepKind.text, "Text")),
        settings=CampaignSettings(missed_template_id=own),
    )
    one_text(story)

    assert story.texts()[0].body == "Own words for Springfield."


def test_a_campaign_without_an_own_text_uses_the_shipped_one(begin):
    story = begin(steps=(Step(StepKind.call, "Call"), Step(StepKind.text, "Text")))
    one_text(story)

    shipped = story.conn.execute(select(schema.template.c.body).where(schema.template.c.name == MISSED)).scalar_one()
    assert story.texts()[0].body[:7] == shipped[:3] + "Pat,"


def test_without_a_number_of_ours_nothing_is_sent(story):
    story.missed()
    story.conn.execute(text("UPDATE caller_id SET active = false"))

    story.send()

    assert "caller ID" in story.touches("refused")[0].reason


def test_a_lead_is_texted_once_a_day_by_itself(story):
    one_text(story)
    first = story.texts()[0].created_at
    story._set_enrollment(position=0, state="ready")
    story.clock.advance(timedelta(hours=1))
    story.missed()

    assert story.send() == 0
    (touch,) = story.touches(channel="text")
    assert touch.due_at == first + timedelta(days=1)


def test_an_apology_does_not_wait_for_the_next_day(story):
    one_text(story)
    story._set_enrollment(state="ready")
    story.clock.advance(timedelta(hours=1))
    story.call(EndingKind.abandoned, answered=True)
    story.settle()

    assert story.send() == 1
    assert "sorry" in story.texts()[1].body


@pytest.mark.parametrize("column", ["status", "paused"])
def test_a_paused_campaign_or_sequence_sends_nothing(story, column):
    story.missed()
    if column == "status":
        story.conn.execute(text("UPDATE campaign SET status = 'paused'"))
    else:
        story._set_enrollment(paused_at=story.now)

    assert story.send() == 0
    assert len(story.touches()) == 1


# Delivery


def test_a_text_is_followed_to_its_delivery(story):
    message = one_text(story)

    story.hear(sent(story, message, carrier_message_id="carrier-7"))
    assert story.texts()[0].state == "sent"
    story.hear(delivered(story, message))

    row = story.texts()[0]
    assert (row.state, row.carrier_message_id, row.settled_at) == ("delivered", "carrier-7", story.now)


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (1, 0, 1, 0), (0, 0, 1)])
def test_reports_in_any_order_and_number_end_alike(story, order):
    message = one_text(story)
    reports = [sent(story, message, carrier_message_id="carrier-7"), delivered(story, message)]

    for index in order:
        story.hear(reports[index])

    row = story.texts()[0]
    assert (row.state, row.carrier_message_id) == ("delivered", "carrier-7")


def test_a_failed_text_says_why_on_its_touch(story):
    message = one_text(story)

    story.hear(failed(story, message, EndingKind.filtered))

    row = story.texts()[0]
    assert (row.state, row.ending) == ("failed", "filtered")
    assert story.touches("failed")[0].reason == EndingKind.filtered.sentence


def test_a_delivery_receipt_beats_an_earlier_failure_and_no_later_one(story):
    message = one_text(story)

    story.hear(delivered(story, message), failed(story, message, EndingKind.filtered))

    assert story.texts()[0].state == "delivered"
    assert len(story.touches("done")) == 1


def test_a_number_that_takes_no_texts_is_known_as_a_landline_from_then_on(story):
    story.hear(failed(story, one_text(story), EndingKind.not_textable))

    assert story.phone(0).kind == "landline"


def test_a_block_at_the_carrier_is_a_wish_not_to_be_texted(story):
    story.hear(failed(story, one_text(story), EndingKind.opted_out))

    assert story.suppressed() == [("number", story.numbers[0], None)]


def test_a_report_for_a_text_of_nobody_is_kept_and_harms_nothing(story):
    story.hear(delivered(story, "unknown"))

    assert story.texts() == []


def test_the_practice_network_carries_the_text_and_reports_it(story):
    message = one_text(story)
    from telephony.wire import order_from_json

    story.services.carrier.carry_out(order_from_json(story.outbox()[0].body))
    story.clock.advance(timedelta(minutes=2))
    heard = story.services.network.deliver_due(story.now, 50)
    story.hear(*heard)

    assert story.texts()[0].id == message
    assert story.texts()[0].state in ("delivered", "failed")


# By hand


def by_hand(story, body="When would suit you?", phone_id=None):
    return send_by_hand(
        story.services,
        lead_id=story.lead,
        phone_id=phone_id or story.phone(0).id,
        body=body,
        user_id=story.agent,
        now=story.now,
    )


def test_an_agent_writes_to_a_lead(story):
    message = by_hand(story)

    assert story.texts()[0].id == message
    assert story.outbox()[0].message_id == message
    assert story.audit() == ["text.sent"]


def test_an_answer_within_a_day_goes_out_at_any_hour(story):
    story.go_to(ELEVEN_AT_NIGHT)
    assert isinstance(by_hand(story), Refused)

    story.reply("Who is this?")

    assert isinstance(by_hand(story), str)
    assert story.texts("in")[0].read_at == story.now


@pytest.mark.parametrize(("body", "phone", "why"), [(" ", None, Why.INVALID), ("Hello", 1, Why.MISSING)])
def test_a_text_by_hand_needs_words_and_a_number_of_the_lead(story, body, phone, why):
    refused = by_hand(story, body, phone)

    assert isinstance(refused, Refused)
    assert refused.why is why


def test_nobody_writes_to_a_person_who_opted_out(story):
    story.reply("STOP")

    refused = by_hand(story)

    assert isinstance(refused, Refused)
    assert refused.why is Why.FORBIDDEN

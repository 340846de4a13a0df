"""Texts out and in: catalogue part 6.9, and the codes that texts end with."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from dialer.engine import accounts
from dialer.store import timeline
from dialer.texting import send_by_hand
from tests.support.builders import phones_of
from tests.support.twilio_double import FarEnd, Fault, Faults
from tests.support.twilio_double.faults import next_creates
from tests.support.twilio_world import PERSON, PUBLIC_URL
from tests.support.world import OURS

INBOUND = f"{PUBLIC_URL}/hooks/twilio/inbound/text"


def write(world, lead, body="Hello, are you still thinking of selling?"):
    """An agent's own text; its id."""
    phone_id = phones_of(world.conn, lead.id)[0][0]
    user = world.open_browsers[0].user_id
    now = world.clock.now()
    sent = send_by_hand(world.services, lead_id=lead.id, phone_id=phone_id, body=body, user_id=user, now=now)
    assert isinstance(sent, str), sent
    return sent


def answered(world, lead, body="Yes?"):
    """The person writes first, so that a reply by hand is allowed."""
    world.double.texts.receive(INBOUND, lead.number, OURS, body)


@pytest.fixture
def begin(make_twilio):
    """A world in which a person wrote to us."""

    def start(far=PERSON, **more):
        world = make_twilio(**more)
        world.agent()
        lead = world.lead_at(far)
        answered(world, lead)
        return world, lead

    return start


def state(world, message_id):
    row = world.conn.execute(text("SELECT state, ending FROM message WHERE id = :id"), {"id": message_id}).one()
    return tuple(row)


def suppressed(world, channel):
    rows = world.conn.execute(text("SELECT channels FROM suppression WHERE removed_at IS NULL"))
    return any(channel in channels or not channels for channels in rows.scalars())


def test_a_text_goes_out_with_its_callback_and_is_delivered(begin):
    world, lead = begin()
    sent = write(world, lead)
    world.pass_time(3)
    assert state(world, sent) == ("delivered", "")
    (form,) = world.double.creates("Messages.json")
    assert dict(form)["StatusCallback"].startswith(f"{PUBLIC_URL}/hooks/twilio/texts/{sent}#")
    assert world.double.problems() == []


def test_what_a_text_cost_and_how_long_it_was_is_taken_from_twilio_once_it_knows(begin):
    world, lead = begin()
    sent = write(world, lead, "A long text about the roof. " * 8)
    world.pass_time(3)

    def facts():
        shown = timeline.of_lead(world.conn, lead.id, world.clock.now())
        (found,) = [item.text for item in shown if item.message_id == sent]
        return found["segments"], found["price_microdollars"]

    assert facts() == (2, None)
    (message,) = world.double.texts.all.values()
    message.segments = 3
    accounts.settle(world.services, world.clock.now() + timedelta(minutes=11))
    assert facts() == (3, 8300)


def test_a_messaging_service_is_named_beside_the_number_that_the_person_knows(begin):
    service = "MG" + "0" * 32
    world, lead = begin(environ={"TWILIO_MESSAGING_SERVICE_SID": service})
    write(world, lead)
    world.pass_time(3)
    (form,) = world.double.creates("Messages.json")
    assert {("MessagingServiceSid", service), ("From", OURS)} <= set(form)
    assert world.double.problems() == []


@pytest.mark.parametrize(
    ("number", "far", "expected"),
    [
        (43, FarEnd(text_course=("sent", "undelivered"), text_error=30007), ("failed", "filtered")),
        (44, FarEnd(text_course=("failed",), text_error=30034), ("failed", "our_settings")),
        (0, FarEnd(text_refused=21610), ("failed", "opted_out")),
        (0, FarEnd(text_refused=21614), ("failed", "not_textable")),
        (0, FarEnd(text_course=("sent", "undelivered"), text_error=39999), ("failed", "failed_unclassified")),
    ],
)
def test_cases_043_044_a_text_that_fails_says_why_and_is_not_sent_again(begin, number, far, expected):
    world, lead = begin(far)
    sent = write(world, lead)
    world.pass_time(30)
    assert state(world, sent) == expected
    assert len(world.double.creates("Messages.json")) == 1


def test_case_151_stop_suppresses_at_once_and_gets_no_answer_of_ours(begin):
    world, lead = begin()
    replies = []
    form = {"MessageSid": "SM" + "8" * 32, "From": lead.number, "To": OURS, "Body": "STOP", "OptOutType": "STOP"}
    world.double.hooks.ask(INBOUND, form, replies.append)
    assert suppressed(world, "call")
    assert suppressed(world, "text")
    assert "Message" not in replies[0].body
    world.pass_time(10)
    assert world.double.creates("Messages.json") == []


def test_case_152_an_opt_out_in_other_words_is_one_too(begin):
    world, lead = begin()
    world.double.texts.receive(INBOUND, lead.number, OURS, "please stop calling")
    assert suppressed(world, "call")


def test_case_154_start_allows_texts_and_leaves_calls_suppressed(begin):
    world, lead = begin()
    world.double.texts.receive(INBOUND, lead.number, OURS, "STOP", OptOutType="STOP")
    world.double.texts.receive(INBOUND, lead.number, OURS, "START", OptOutType="START")
    assert suppressed(world, "call")
    assert not suppressed(world, "text")


@pytest.mark.parametrize(
    ("delays", "expected"),
    [({"sent": 3.0, "delivered": 0.1}, "delivered"), ({"sent": 0.1, "delivered": 3.0}, "delivered")],
)
def test_case_155_reports_in_any_order_end_in_the_same_state(begin, delays, expected):
    faults = Faults(of_callback=lambda hook: (delays.get(hook[1].get("MessageStatus", ""), 0.05),))
    world, lead = begin(faults=faults)
    sent = write(world, lead)
    world.pass_time(6)
    assert state(world, sent)[0] == expected


@pytest.mark.parametrize(
    "course", [("sent", "delivered", "undelivered"), ("sent", "undelivered", "delivered", "undelivered", "sent")]
)
def test_case_155_a_delivery_that_was_confirmed_stays_confirmed(begin, course):
    world, lead = begin(FarEnd(text_course=course, text_error=30005))
    sent = write(world, lead)
    world.pass_time(6)
    assert state(world, sent) == ("delivered", "")
    assert suppressed(world, "text") is False


@pytest.mark.parametrize("fault", [Fault.SILENT_AFTER, Fault.BROKEN_AFTER, Fault.SILENT_BEFORE])
def test_case_157_a_text_whose_request_got_no_answer_is_never_sent_again(begin, fault):
    world, lead = begin(faults=Faults(of_request=next_creates(fault, what="/Messages.json")))
    sent = write(world, lead)
    world.pass_time(120)
    assert len(world.double.creates("Messages.json")) == 1
    expected = ("delivered", "") if fault.is_carried_out else ("failed", "never_placed")
    assert state(world, sent) == expected


def test_a_picture_without_words_is_shown_and_a_short_code_is_not_taken_for_a_person(begin):
    world, lead = begin()
    world.double.texts.receive(INBOUND, lead.number, OURS, "", NumMedia="2")
    world.double.texts.receive(INBOUND, "72645", OURS, "Your code is 1234")
    assert [row.body for row in world.texts_in()] == ["Yes?", "[2 attachments]"]
    assert world.double.problems() == []

"""Callers whom nobody knows, and what they say after the tone, from Twilio to the page where somebody looks at them."""

import pytest
from sqlalchemy import text

from dialer import recorder
from tests.support.browser import Browser
from tests.support.builders import a_user
from tests.support.twilio_double import FarEnd
from tests.support.twilio_world import NOBODY, TwilioWorld
from tests.support.world import OURS
from tests.twilio.test_callers import BASE, due_tomorrow, rings

STRANGER = "+12175550177"


@pytest.fixture
def manager(twilio) -> Browser:
    return Browser(twilio.app).log_in(a_user(twilio.conn, role="manager"))


def leaves_message(world: TwilioWorld, number: str) -> str:
    """Somebody rings while no agent works, speaks, and their message is fetched."""
    _, call_id = rings(world, number)
    world.until(lambda: _recording(world, call_id) == "kept", at_most=120)
    return str(call_id)


def _recording(world: TwilioWorld, call_id: str) -> object:
    world.work()
    recorder.tend(world.services, world.clock.now())
    question = text("SELECT state FROM recording WHERE call_id = :id AND kind = 'message'")
    return world.conn.execute(question, {"id": call_id}).scalar()


def test_a_stranger_who_leaves_a_message_becomes_a_lead_with_that_message_in_the_timeline(twilio, manager):
    call_id = leaves_message(twilio, STRANGER)
    (caller,) = manager.get("/api/callers").json
    assert (caller["number"], caller["lead_id"], caller["message_state"]) == ("(217) 555-0177", None, "kept")
    assert manager.get(f"/api/recordings/{caller['recording']['id']}/audio").status_code == 200
    made = manager.post(f"/api/callers/{call_id}/lead", {"name": "Ann Stranger", "campaign_id": twilio.campaign_id})
    assert made.status_code == 201, made.text
    lead = manager.get(f"/api/leads/{made.json['lead_id']}").json
    assert (lead["name"], lead["phones"][0]["number"]) == ("Ann Stranger", "(217) 555-0177")
    heard = [item for item in lead["timeline"] if item["recording"]]
    assert [item["recording"]["id"] for item in heard] == [caller["recording"]["id"]]
    assert lead["enrollments"][0]["campaign_id"] == twilio.campaign_id
    assert manager.get("/api/callers").json == []
    assert manager.post(f"/api/callers/{call_id}/lead", {}).status_code == 409


def test_a_text_back_goes_out_with_the_new_lead_or_says_why_not(twilio, manager):
    call_id = leaves_message(twilio, STRANGER)
    made = manager.post(f"/api/callers/{call_id}/lead", {"name": "Ann", "text": "We got your message and call you."})
    assert made.json["text_refused"] == ""
    twilio.until(lambda: twilio.double.creates("Messages.json"))
    assert dict(twilio.double.creates("Messages.json")[-1])["To"] == STRANGER
    stopped = manager.post("/api/suppressions", {"e164": "+12175550178", "reason": "asked"})
    assert stopped.status_code in (200, 201), stopped.text
    other = leaves_message(twilio, "+12175550178")
    refused = manager.post(f"/api/callers/{other}/lead", {"name": "Bob", "text": "Hello"})
    assert refused.status_code == 201
    assert refused.json["text_refused"] != ""
    assert len(twilio.double.creates("Messages.json")) == 1


def test_who_is_no_lead_is_dealt_with_once_for_all_their_calls(twilio, manager):
    for _ in range(2):
        twilio.double.ring_us(STRANGER, OURS, BASE, FarEnd(patience=2))
        twilio.pass_time(10)
    (caller,) = manager.get("/api/callers").json
    assert caller["calls"] == 2
    assert manager.post(f"/api/callers/{caller['call_id']}/done").status_code == 204
    assert manager.get("/api/callers").json == []
    leaves_message(twilio, STRANGER)
    assert len(manager.get("/api/callers").json) == 1, "they called again"


def test_a_leads_own_message_stands_in_its_timeline_and_waits_to_be_heard(twilio, manager):
    lead = twilio.lead_at(NOBODY)
    due_tomorrow(twilio, lead)
    call_id = leaves_message(twilio, lead.number)
    (caller,) = manager.get("/api/callers").json
    assert (caller["call_id"], caller["lead_id"]) == (call_id, lead.id)
    items = manager.get(f"/api/leads/{lead.id}").json["timeline"]
    (left,) = [item for item in items if item["recording"]]
    assert left["title"] == "They called, nobody was free"
    assert manager.post(f"/api/callers/{call_id}/done").status_code == 204
    assert manager.get("/api/callers").json == []


def test_a_withheld_number_can_be_heard_but_not_made_a_lead(twilio, manager):
    call_id = leaves_message(twilio, "anonymous")
    (caller,) = manager.get("/api/callers").json
    assert caller["number"] == ""
    assert caller["recording"] is not None
    refused = manager.post(f"/api/callers/{call_id}/lead", {"name": "Nobody"})
    assert refused.status_code == 409
    assert "withheld" in refused.text


def test_callers_are_for_managers(twilio):
    agent = Browser(twilio.app).log_in(a_user(twilio.conn))
    assert agent.get("/api/callers").status_code == 403

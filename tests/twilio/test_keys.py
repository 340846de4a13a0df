"""The key by which whoever is left without an agent refuses further calls (47 CFR 64.1200(a)(7)(i), (b)(3))."""

import pytest
from sqlalchemy import select, text

from dialer.spoken import OFFER
from dialer.store import schema
from telephony.events import OPT_OUT_KEY
from tests.support.twilio_double import FarEnd


def left_alone(twilio, **far) -> object:
    """A person who answers when the agent has just paused."""
    twilio.agent()
    lead = twilio.lead_at(FarEnd(answers_after=8, **far))
    twilio.until(lambda: twilio.call_state(lead) == "ringing")
    twilio.conn.execute(text("UPDATE session SET state = 'paused'"))
    twilio.until(lambda: twilio.call_state(lead) == "ended")
    return lead


def wishes(twilio):
    table = schema.suppression
    return twilio.conn.execute(select(table.c.e164, table.c.source, table.c.call_id)).all()


def seconds_on_the_line(leg) -> float:
    return (leg.ended_at - leg.answered_at).total_seconds()


def test_the_offered_key_hangs_up_at_once_and_the_number_is_suppressed(make_twilio):
    twilio = make_twilio()
    lead = left_alone(twilio, presses=(OPT_OUT_KEY,))
    assert twilio.leg(lead).heard == ["This is Sample Realty.", OFFER]
    assert seconds_on_the_line(twilio.leg(lead)) < 3
    assert wishes(twilio) == [(lead.number, "key", twilio.call(lead).id)]
    assert twilio.attempt(lead).abandoned
    assert twilio.double.problems() == []


def test_another_key_begins_the_message_again_and_the_offered_one_still_works(make_twilio):
    twilio = make_twilio()
    lead = left_alone(twilio, presses=("1", OPT_OUT_KEY))
    assert twilio.leg(lead).heard == ["This is Sample Realty.", OFFER] * 2
    assert [number for number, *_ in wishes(twilio)] == [lead.number]
    assert twilio.double.problems() == []


def test_without_a_key_the_call_ends_with_the_message_and_time_to_press(make_twilio):
    twilio = make_twilio()
    lead = left_alone(twilio)
    assert wishes(twilio) == []
    assert seconds_on_the_line(twilio.leg(lead)) > len(OFFER.split()) / 2.5 + 3
    assert twilio.call(lead).record["milestones"]["played_at"]


def test_a_recorded_identification_offers_the_key_in_words_after_it(make_twilio):
    twilio = make_twilio()
    (folder := twilio.services.settings.data_dir / "messages").mkdir()
    (folder / "identification.mp3").write_bytes(b"ID3 who we are")
    lead = left_alone(twilio, presses=(OPT_OUT_KEY,))
    played, offered = twilio.leg(lead).heard
    assert "/messages/" in played
    assert offered == OFFER
    assert [number for number, *_ in wishes(twilio)] == [lead.number]


@pytest.mark.parametrize("key", ["played/x", "key/x"])
def test_a_key_that_nobody_signed_changes_nothing(make_twilio, key):
    twilio = make_twilio()
    lead = left_alone(twilio)
    path = f"/hooks/twilio/calls/{twilio.call(lead).id}/{key}"
    form = {"AccountSid": "AC" + "0" * 32, "CallSid": "CA" + "1" * 32, "Digits": OPT_OUT_KEY}
    assert twilio.app.test_client().post(path, data=form).status_code == 403
    assert wishes(twilio) == []

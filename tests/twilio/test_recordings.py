"""Recordings over Twilio: announced into the room, told by a signed callback, fetched, and deleted there."""

from sqlalchemy import select

from dialer import recorder
from dialer.core.campaigns import Recorded
from dialer.kept_files import AGAIN_AFTER
from dialer.store import recordings, schema
from telephony.twilio.account import HOOKS
from tests.support.twilio_double import FarEnd
from tests.support.twilio_world import NOBODY, PUBLIC_URL, TwilioWorld
from tests.support.world import OURS


def row(world: TwilioWorld):
    return world.conn.execute(select(schema.recording)).first()


def test_a_conversation_is_announced_recorded_in_two_channels_kept_by_us_and_deleted_there(make_twilio):
    twilio = make_twilio(recording=Recorded.ANNOUNCED)
    twilio.agent()
    lead = twilio.lead_at(FarEnd(talk=10))
    twilio.until(lambda: (made := row(twilio)) is not None and made.state == "ready", at_most=90)
    assert twilio.leg(lead).heard == ["This call is recorded.", "recorded dual"]
    assert "This call is recorded." in twilio.agent_leg().heard
    assert len(twilio.double.recordings) == 1
    recorder.tend(twilio.services, twilio.clock.now())
    kept = row(twilio)
    assert (kept.state, kept.lead_id, len(kept.peaks)) == ("kept", lead.id, 2)
    assert recorder.file_of(twilio.services.settings, kept.id).is_file()
    assert twilio.double.recordings == set()
    assert twilio.double.problems() == []


def test_what_is_not_there_yet_is_fetched_later_and_given_up_in_the_end(make_twilio):
    twilio = make_twilio(recording=Recorded.ANNOUNCED)
    twilio.agent()
    twilio.lead_at(FarEnd(talk=3))
    twilio.until(lambda: (made := row(twilio)) is not None and made.state == "ready", at_most=90)
    (there,) = twilio.double.recordings
    twilio.double.recordings.clear()
    recorder.tend(twilio.services, twilio.clock.now())
    assert row(twilio).state == "ready"
    recorder.tend(twilio.services, twilio.clock.now())
    assert row(twilio).tries == 1
    twilio.double.recordings.add(there)
    recorder.tend(twilio.services, twilio.clock.now() + AGAIN_AFTER)
    assert row(twilio).state == "kept"


def test_one_whose_time_is_over_before_it_was_fetched_is_deleted_there_too(make_twilio):
    twilio = make_twilio(recording=Recorded.ANNOUNCED)
    twilio.agent()
    lead = twilio.lead_at(FarEnd(talk=3))
    twilio.until(lambda: (made := row(twilio)) is not None and made.state == "ready", at_most=90)
    twilio.conn.execute(schema.recording.update().values(fetch_at=twilio.clock.now() + AGAIN_AFTER))
    recordings.let_expire(twilio.conn, lead.id, twilio.clock.now())
    recorder.tend(twilio.services, twilio.clock.now())
    assert row(twilio).state == "deleted"
    assert twilio.double.recordings == set()


def test_the_message_of_a_caller_is_kept_with_the_lead(twilio):
    lead = twilio.lead_at(NOBODY)
    twilio.conn.execute(schema.enrollment.update().values(state="waiting", next_call_at=None))
    leg = twilio.double.ring_us(lead.number, OURS, f"{PUBLIC_URL}{HOOKS}")
    twilio.until(lambda: row(twilio) is not None)
    made = row(twilio)
    assert (made.kind, made.state, made.lead_id, made.seconds) == ("message", "ready", lead.id, 8.0)
    assert leg.heard[-1] == "a beep"
    assert twilio.double.problems() == []

"""Conversations are recorded by the campaign's policy and the law where the person lives, kept by us, and deleted."""

from datetime import timedelta

from sqlalchemy import select, text

from dialer import recorder, sip_notes
from dialer.core.campaigns import Recorded
from dialer.kept_files import AGAIN_AFTER
from dialer.store import recordings, schema, timeline
from dialer.store.accounts import by_id
from telephony.events import RecordingReady
from telephony.sip.notes import Unrecorded
from tests.support.builders import a_user
from tests.support.world import World, person

TALK = person(rings=(2, 10), talks=(5, 30))


def row(world: World):
    return world.conn.execute(select(schema.recording)).first()


def talked(world: World, **lead):
    """A lead with whom the agent has talked to the end."""
    world.agent()
    found = world.lead(TALK, **lead)
    world.until(lambda: world.call_state(found) == "ended", at_most=120)
    world.pass_time(2)
    return found


def test_a_recording_is_announced_fetched_shown_in_the_timeline_and_deleted_when_its_time_is_over(make_world):
    world = make_world(recording=Recorded.ANNOUNCED, recording_days=30)
    lead = talked(world)
    assert (row(world).state, row(world).announced) == ("ready", True)
    assert "start_recording" in world.orders(world.attempt(lead).call_id)
    recorder.tend(world.services, world.clock.now())
    made = row(world)
    assert made.state == "kept"
    assert made.delete_at == made.at + timedelta(days=30)
    shown = next(item.recording for item in timeline.of_lead(world.conn, lead.id, world.clock.now()) if item.recording)
    assert [len(channel) for channel in shown["peaks"]] == [200, 200]
    assert max(shown["peaks"][0]) > 20
    path = recorder.file_of(world.services.settings, made.id)
    assert path.stat().st_mode & 0o077 == 0
    recordings.let_expire(world.conn, lead.id, world.clock.now())
    recorder.tend(world.services, world.clock.now())
    assert row(world).state == "deleted"
    assert not path.exists()
    deleted = world.conn.execute(text("SELECT count(*) FROM audit_log WHERE action = 'recording.deleted'")).scalar_one()
    assert deleted == 1


def test_case_140_a_recording_that_a_full_disk_cut_short_says_so_and_is_kept_once_there_is_room(make_world):
    world = make_world(recording=Recorded.ANNOUNCED)
    lead = talked(world)
    made, now = row(world), world.clock.now()
    wanted = text("UPDATE recording SET state = 'wanted'")
    world.conn.execute(wanted)
    sip_notes.keep(world.services, Unrecorded(call_id=made.call_id, at=now))
    assert row(world).state == "lost"
    world.conn.execute(wanted)
    cut = RecordingReady(
        call_id=made.call_id,
        at=now,
        event_key="cut",
        recording_id=made.carrier_recording_id,
        seconds=1.0,
        is_cut=True,
    )
    sip_notes.keep(world.services, cut)
    folder = recorder.file_of(world.services.settings, made.id).parent
    folder.write_text("a file where the folder should be")
    recorder.tend(world.services, now)
    assert row(world).state == "ready", "it stays with the carrier until ours is whole"
    folder.unlink()
    recorder.tend(world.services, now + AGAIN_AFTER)
    assert row(world).state == "kept"
    shown = next(item.recording for item in timeline.of_lead(world.conn, lead.id, now) if item.recording)
    assert shown["is_cut"]


def test_listening_is_on_record_and_only_for_those_who_may_see_the_lead(make_world):
    world = make_world(recording=Recorded.ANNOUNCED, agents=(1,))
    world.conn.execute(text("UPDATE campaign SET settings = jsonb_set(settings, '{agents}', '[]')"))
    talked(world)
    recorder.tend(world.services, world.clock.now())
    made = row(world)
    agent, boss = by_id(world.conn, a_user(world.conn).id), by_id(world.conn, a_user(world.conn, role="manager").id)
    world.conn.execute(text("UPDATE campaign SET settings = jsonb_set(settings, '{agents}', '[1]')"))
    assert recorder.listen(world.services, agent, made.id, begins=True).sentence
    heard = recorder.listen(world.services, boss, made.id, begins=True)
    recorder.listen(world.services, boss, made.id, begins=False)
    assert heard.read_bytes()[:4] == b"RIFF"
    noted = world.conn.execute(text("SELECT user_id FROM audit_log WHERE action = 'recording.played'")).scalars()
    assert list(noted) == [boss.id]

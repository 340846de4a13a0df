"""The doors to recordings and to agents' calls: who may, and in which parts sound is sent."""

from datetime import timedelta

from sqlalchemy import insert, text

from dialer import recorder
from dialer.store import schema
from telephony.practice.voices import conversation
from tests.support.builders import (
    NOW,
    a_call,
    a_campaign,
    a_lead,
    a_session,
    a_user,
    an_attempt,
    an_enrollment,
)


def kept(conn, settings):
    campaign = a_campaign(conn)
    lead = a_lead(conn)
    attempt = an_attempt(conn, an_enrollment(conn, campaign, lead), a_session(conn, a_user(conn).id, campaign))
    values = {
        "lead_id": lead,
        "kind": "conversation",
        "state": "kept",
        "carrier": "practice",
        "seconds": 1.0,
        "at": NOW,
    }
    values |= {"call_id": a_call(conn, attempt), "delete_at": NOW + timedelta(days=30)}
    made = conn.execute(insert(schema.recording).values(**values).returning(schema.recording.c.id)).scalar_one()
    path = recorder.file_of(settings, made)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(conversation("test", 1.0))
    return made, lead


def test_a_recording_is_played_in_parts_and_listening_is_logged_once(manager, conn, settings):
    made, lead = kept(conn, settings)
    whole = manager.get(f"/api/recordings/{made}/audio")
    assert whole.mimetype == "audio/wav"
    part = manager.http.get(f"/api/recordings/{made}/audio", headers={"Range": "bytes=100-199"}, buffered=True)
    assert (part.status_code, len(part.data)) == (206, 100)
    assert part.data == whole.data[100:200]
    noted = conn.execute(text("SELECT detail FROM audit_log WHERE action = 'recording.played'")).scalars().all()
    assert noted == [{"lead": lead}]
    shown = manager.get(f"/api/leads/{lead}").json["timeline"]
    assert [item["recording"]["id"] for item in shown if item["recording"]] == [made]


def test_one_that_is_gone_or_unknown_is_said_to_be_missing(manager, conn, settings):
    made, _ = kept(conn, settings)
    conn.execute(text("UPDATE recording SET state = 'deleted'"))
    assert manager.get(f"/api/recordings/{made}/audio").status_code == 404
    assert manager.get("/api/recordings/999999/audio").status_code == 404


def test_only_managers_are_let_onto_an_agents_calls(agent, manager, conn):
    session = a_session(conn, a_user(conn).id, a_campaign(conn))
    path = f"/api/sessions/{session}/hear"
    assert agent.post(path, {"mode": "listen"}).status_code == 403
    assert manager.post(path, {"mode": "shout"}).status_code in (400, 422)
    assert manager.post(path, {"mode": "listen"}).status_code == 204
    shown = manager.get("/api/floor").json["sessions"][0]["listeners"]
    assert [(each["mode"], each["state"]) for each in shown] == [("listen", "dialing")]
    assert manager.delete(path).status_code == 204
    assert manager.delete(path).status_code == 404

"""Recorded messages of a campaign: kept, replaced, played and taken away by managers, and refused with what to do."""

import io
import wave
from datetime import timedelta

from sqlalchemy import text

from dialer import voicemails
from dialer.core.campaigns import CampaignSettings
from telephony.practice.voices import conversation
from tests.support.builders import a_campaign


def send(browser, campaign_id, data, **fields):
    form = {"from_attempt": "1", "label": "Introduction", **fields, "file": (io.BytesIO(data), "message.wav")}
    return browser.send("POST", f"/api/campaigns/{campaign_id}/voicemails", None, data=form)


def silence(seconds):
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(16000 * seconds))
    return file.getvalue()


def test_a_message_is_kept_listed_and_played(manager, conn):
    campaign = a_campaign(conn)
    spoken = conversation("hello", 5.0, 1)
    made = send(manager, campaign, spoken)
    assert made.status_code == 201, made.text
    (listed,) = manager.get(f"/api/campaigns/{campaign}/voicemails").json
    assert (listed["label"], listed["from_attempt"], listed["seconds"]) == ("Introduction", 1, 5.0)
    assert max(listed["peaks"][0]) > 4
    assert manager.get(f"/api/voicemails/{listed['id']}/audio").data == spoken


def test_a_new_one_takes_the_place_of_the_one_for_the_same_attempt(manager, conn, settings, clock):
    campaign = a_campaign(conn)
    old = send(manager, campaign, conversation("old", 5.0, 1)).json["id"]
    new = send(manager, campaign, conversation("new", 6.0, 1)).json["id"]
    assert [card["id"] for card in manager.get(f"/api/campaigns/{campaign}/voicemails").json] == [new]
    assert manager.get(f"/api/voicemails/{old}/audio").status_code == 404
    assert voicemails.file_of(settings, old).exists(), "a call may be about to play it"
    clock.advance(timedelta(days=1, minutes=1))
    send(manager, campaign, conversation("third", 6.0, 1), from_attempt="3")
    assert not voicemails.file_of(settings, old).exists()
    assert voicemails.file_of(settings, new).exists()


def test_one_that_is_taken_away_is_gone_and_it_is_logged(manager, conn):
    campaign = a_campaign(conn)
    made = send(manager, campaign, conversation("hello", 5.0, 1)).json["id"]
    assert manager.delete(f"/api/voicemails/{made}").status_code == 204
    assert manager.get(f"/api/campaigns/{campaign}/voicemails").json == []
    assert manager.delete(f"/api/voicemails/{made}").status_code == 404
    logged = conn.execute(text("SELECT action FROM audit_log WHERE entity = 'voicemail' ORDER BY id")).scalars()
    assert list(logged) == ["voicemail.recorded", "voicemail.removed"]


def test_what_cannot_be_left_is_refused_with_what_to_do(manager, conn):
    campaign = a_campaign(conn)
    cases = [
        (b"ID3 this is no WAV", {}, "uncompressed WAV"),
        (silence(5), {}, "Nothing is heard in it"),
        (conversation("short", 1.0, 1), {}, "shorter than 2 seconds"),
        (conversation("long", 61.0, 1), {}, "longer than 60 seconds"),
        (conversation("fine", 5.0, 1), {"from_attempt": "0"}, "from 1 to 30"),
        (conversation("fine", 5.0, 1), {"from_attempt": "third"}, "valid integer"),
    ]
    for data, fields, words in cases:
        refused = send(manager, campaign, data, **fields)
        assert refused.status_code == 422
        assert words in refused.text
    assert send(manager, 999_999, conversation("fine", 5.0, 1)).status_code == 404
    assert manager.get(f"/api/campaigns/{campaign}/voicemails").json == []


def test_agents_leave_messages_only_where_there_is_one_and_a_policy(manager, conn):
    without = a_campaign(conn, settings=CampaignSettings())
    stated = a_campaign(conn, settings=CampaignSettings(voicemail_consent="Written consent."))
    for campaign in (without, stated):
        assert not manager.get(f"/api/campaigns/{campaign}").json["leaves_messages"]
        send(manager, campaign, conversation("hello", 5.0, 1))
    assert not manager.get(f"/api/campaigns/{without}").json["leaves_messages"]
    assert manager.get(f"/api/campaigns/{stated}").json["leaves_messages"]

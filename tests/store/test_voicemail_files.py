"""The recorded messages of campaigns are the same files on every carrier."""

from dialer import voicemails
from dialer.core.waveform import peaks_of
from dialer.recordings import message_file
from dialer.sip import SpokenMessages
from dialer.store import accounts
from telephony.practice.voices import conversation
from tests.support.builders import a_campaign, a_user


def test_a_sip_trunk_plays_the_message_that_was_recorded_in_the_console(services, conn):
    by = accounts.by_id(conn, a_user(conn, role="manager").id)
    sound = conversation("hello", 5.0, 1)
    made = voicemails.save(services, by, a_campaign(conn), from_attempt=1, label="Introduction", data=sound)
    name = voicemails.name_of(made.id)
    played = SpokenMessages(services.settings, services.db).of("any call", name)
    assert played is not None
    seconds, ((*loud,),) = peaks_of(played.read_bytes())
    assert seconds == 5.0
    assert max(loud) == max(peaks_of(sound)[1][0])
    on_twilio = message_file(services.settings, name)
    assert on_twilio is not None
    assert on_twilio.read_bytes() == sound

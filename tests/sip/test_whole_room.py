"""A conversation over SIP trunks with all that belongs to it: announced, recorded, a manager beside the agent, a
process killed in the middle, and the recording kept all the same."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from dialer import cards, coaching, recorder, sessions
from dialer.store import accounts, desk_phones
from dialer.store.accounts import Account
from telephony.orders import CallRole
from telephony.sip.shares import owner_of
from tests.sip.floor import Floor, open_floor
from tests.sip.rtp import RATE, Telephone, tone, write
from tests.sip.test_recording import on, sides
from tests.support.builders import a_user
from tests.support.sipp import free_port, playing

AGENT, LEAD, VOICE, BOSS = 600.0, 1000.0, 1500.0, 1900.0
ALL = (AGENT, LEAD, VOICE, BOSS)
DESK = "127.0.0.2"


def with_phone(floor: Floor, role: str, port: int) -> Account:
    """Somebody whose own phone is registered, at this port."""
    person, now = a_user(floor.conn, role=role).id, floor.clock.now()
    desk_phones.give(floor.conn, user_id=person, username=role, secret="", now=now)
    until = now + timedelta(hours=1)
    desk_phones.note(floor.conn, username=role, contact=f"sip:{role}@{DESK}:{port}", address=DESK, until=until)
    found = accounts.by_id(floor.conn, person)
    assert found is not None
    return found


def recording(floor: Floor) -> Any:
    return floor.conn.execute(text("SELECT id, state, announced, peaks FROM recording")).one_or_none()


def listeners(floor: Floor, session: int) -> list[tuple[str, str]]:
    return [(each["mode"], each["state"]) for each in cards.session_cards(floor.conn, [session])[0].listeners]


def begin(floor: Floor, agent: Account) -> int:
    """The agent is at work on a campaign that records, and says so."""
    write(floor.settings.data_dir / "messages" / "recording_notice.wav", tone(VOICE, 3.0))
    floor.conn.execute(text("""UPDATE campaign SET settings = settings || '{"recording": "announced"}'"""))
    floor.start_process(0, 1)
    floor.lead("+12175550150")
    started = sessions.start(
        floor.services,
        agent_id=agent.id,
        campaign_id=floor.campaign_id,
        minutes=60,
        lines=1,
        goals={},
        leg={"kind": "browser"},
        tab="tab",
    )
    assert isinstance(started, int), started
    return started


def test_what_was_said_before_a_process_was_killed_is_kept_and_a_manager_hears_it_live(
    tmp_path: Path, conn: Connection, database_url: str, redis_url: str
) -> None:
    agent, lead, boss = Telephone(AGENT), Telephone(LEAD), Telephone(BOSS)
    trunk, desk, bosses = free_port(), free_port(), free_port()
    one = playing("094", tmp_path / "agent", address=DESK, port=desk, sound_port=agent.port, calls=3)
    two = playing("094", tmp_path / "lead", port=trunk, sound_port=lead.port)
    three = playing("094", tmp_path / "boss", address=DESK, port=bosses, sound_port=boss.port)
    settings = {
        "RELIST_SIP_SERVER": f"127.0.0.1:{trunk}",
        "RELIST_SIP_PHONES": f"127.0.0.1:{free_port()}",
        "RELIST_SIP_PROCESSES": "2",
        "RELIST_SIP_CHANNELS": "8",
    }
    (tmp_path / "messages").mkdir()
    floors = open_floor(tmp_path, conn, database_url, redis_url, **settings)
    with agent, lead, boss, one, two, three, floors as floor:
        session = begin(floor, with_phone(floor, "agent", desk))
        floor.until(lambda: agent.pitches(ALL) == {LEAD, VOICE} and lead.pitches(ALL) == {AGENT, VOICE})
        manager = with_phone(floor, "manager", bosses)
        assert coaching.hear(floor.services, manager, session, "whisper", {"kind": "browser"}) is None
        floor.until(lambda: boss.pitches(ALL) == {AGENT, LEAD} and agent.pitches(ALL) == {LEAD, BOSS})
        assert lead.pitches(ALL) <= {AGENT}
        floor.until(lambda: listeners(floor, session) == [("whisper", "there")])
        assert (recording(floor).state, recording(floor).announced) == ("wanted", True)

        tapes = floor.settings.data_dir / "recordings" / "tapes"
        floor.until(lambda: [tape.stat().st_size > 4 * RATE for tape in tapes.glob("*")] == [True, True])
        names = conn.execute(text("SELECT carrier_call_id FROM call WHERE state = 'talking'")).scalars()
        (owner,) = {owner_of(name) for name in names}
        assert owner is not None
        floor.kill_process(owner)
        floor.start_process(owner)
        floor.until(lambda: recording(floor).state == "ready")
        recorder.tend(floor.services, floor.clock.now())
        kept = recording(floor)
        assert kept.state == "kept"
        left, right = sides(recorder.file_of(floor.settings, kept.id).read_bytes())
        assert (on(left), on(right)) == ([{LEAD}], [{AGENT}])
        assert not list(tapes.iterdir())
        floor.until(lambda: listeners(floor, session) == [])
        roles = conn.execute(text("SELECT count(*) FROM call WHERE role = :role"), {"role": CallRole.agent_leg})
        assert roles.scalar_one() >= 2

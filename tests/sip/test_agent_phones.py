"""An agent's own phone from its account to the call: it registers, is called by itself, and its absence is told."""

from functools import partial
from pathlib import Path

from sqlalchemy import Connection, text

from dialer import desk_phones, sessions
from dialer.desk_phones import NO_PHONE, NOT_REGISTERED, PhoneAccount
from dialer.refusals import Refused
from dialer.store import desk_phones as rows
from telephony.sip.endpoint import KNOWN_TO_ALL
from tests.sip.floor import Floor, open_floor
from tests.sip.rtp import Telephone
from tests.sip.test_protocol import LARGEST_UDP
from tests.sip.test_whole_path import AGENT, LEAD, reached
from tests.support.builders import a_user
from tests.support.sipp import free_port, playing, register

DESK = "127.0.0.2"
"""Another host than the trunk's."""


def start(floor: Floor, agent_id: int) -> int | Refused:
    return sessions.start(
        floor.services,
        agent_id=agent_id,
        campaign_id=floor.campaign_id,
        minutes=60,
        lines=1,
        goals={},
        leg={"kind": "browser"},
        tab="tab",
    )


def sentence(refused: int | Refused) -> str:
    assert isinstance(refused, Refused)
    return refused.sentence


def test_a_phone_that_has_registered_is_called_where_it_is_and_picks_up_by_itself(
    tmp_path: Path, conn: Connection, database_url: str, redis_url: str
) -> None:
    trunk, door, desk_port = free_port(), f"127.0.0.1:{free_port()}", free_port()
    agent, lead = Telephone(AGENT), Telephone(LEAD)
    desk = playing("094", tmp_path / "desk", address=DESK, port=desk_port, sound_port=agent.port)
    home = playing("094", tmp_path / "home", port=trunk, sound_port=lead.port)
    settings = {"RELIST_SIP_SERVER": f"127.0.0.1:{trunk}", "RELIST_SIP_PHONES": door}
    settings["RELIST_SIP_AGENT_SRTP"] = "optional"
    with agent, lead, home, open_floor(tmp_path, conn, database_url, redis_url, **settings) as floor:
        person = a_user(conn).id
        assert sentence(start(floor, person)) == NO_PHONE
        given = desk_phones.give(floor.services, person, None)
        assert isinstance(given, PhoneAccount)
        assert given.server == door
        assert sentence(start(floor, person)) == NOT_REGISTERED

        floor.start_process()
        tries = partial(register, at=door, user=given.username, address=DESK, port=desk_port)
        assert tries(tmp_path / "wrong", password="wrong", expected="403") == 0
        assert sentence(start(floor, person)) == NOT_REGISTERED
        assert tries(tmp_path / "right", password=given.password) == 0
        phone = rows.of_user(conn, person)
        assert phone is not None
        assert phone.contact == f"sip:{given.username}@{DESK}:{desk_port}"

        with desk as far:
            floor.lead("+12175550150")
            assert isinstance(start(floor, person), int)
            floor.until(lambda: agent.hears(LEAD) and lead.hears(AGENT))
            (invite,) = far.requests("INVITE")
            assert invite.startswith(f"INVITE {phone.contact} ")
            assert "Call-Info: <sip:relist>;answer-after=0" in invite
            assert "Alert-Info: <http://relist>;info=alert-autoanswer" in invite
            # This phone does not encrypt, and is heard all the same.
            assert f"a=crypto:1 {KNOWN_TO_ALL} inline:" in invite
            assert len(invite.replace("\n", "\r\n")) < LARGEST_UDP
            floor.until(lambda: reached(floor, "lead", "agent_joined_at"))
            # One wrong password and nothing else that a stranger would have sent.
            floor.until(lambda: floor.status().get("refused_phones") == 1)
        assert tries(tmp_path / "bye", password=given.password, expires="0") == 0
        gone = rows.of_user(conn, person)
        assert gone is not None
        assert not gone.is_registered(floor.clock.now())


def test_a_phone_that_has_gone_is_not_called_and_the_call_says_why(
    tmp_path: Path, conn: Connection, database_url: str, redis_url: str
) -> None:
    settings = {"RELIST_SIP_SERVER": f"127.0.0.1:{free_port()}", "RELIST_SIP_PHONES": "127.0.0.1:5080"}
    with open_floor(tmp_path, conn, database_url, redis_url, **settings) as floor:
        person = a_user(conn).id
        assert isinstance(desk_phones.give(floor.services, person, None), PhoneAccount)
        username = conn.execute(text("SELECT username FROM desk_phone")).scalar_one()
        soon = floor.clock.now().replace(year=2027)
        rows.note(conn, username=username, contact=f"sip:{username}@{DESK}", address=f"{DESK}:5060", until=soon)
        assert isinstance(start(floor, person), int)
        rows.note(conn, username=username, contact="", address="", until=None)
        floor.until(lambda: [call["state"] for call in floor.calls()] == ["ended"])
        (call,) = floor.calls()
        assert call["ending"]["kind"] == "unreachable"
        assert call["ending"]["code"] == "the agent's phone is not registered with us"

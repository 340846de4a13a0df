"""Two SIP processes share the calls: an agent and their leads meet in one of them, and the other takes over."""

from pathlib import Path

from sqlalchemy import Connection, text

from telephony.sip.shares import owner_of
from tests.sip.floor import Floor, open_floor
from tests.sip.rtp import Telephone
from tests.sip.test_whole_path import AGENT, LEAD, places
from tests.support.sipp import free_port, playing


def owners(floor: Floor, state: str) -> set[int | None]:
    """The processes that have calls in this state."""
    rows = floor.conn.execute(text("SELECT carrier_call_id FROM call WHERE state = :state"), {"state": state})
    return {owner_of(name) for name in rows.scalars()}


def test_an_agent_and_their_lead_meet_in_one_process_and_the_other_takes_over_when_it_dies(
    tmp_path: Path, conn: Connection, database_url: str, redis_url: str
) -> None:
    agent, lead, trunk, agents = Telephone(AGENT), Telephone(LEAD), free_port(), free_port()
    desk = playing("094", tmp_path / "desk", port=agents, sound_port=agent.port, calls=3)
    home = playing("094", tmp_path / "home", port=trunk, sound_port=lead.port, calls=3)
    shared = {"RELIST_SIP_PROCESSES": "2", "RELIST_SIP_CHANNELS": "4", **places(trunk, agents)}
    with agent, lead, desk, home, open_floor(tmp_path, conn, database_url, redis_url, **shared) as floor:
        floor.start_process(0, 1)
        floor.lead("+12175550150")
        floor.start_session()
        floor.until(lambda: agent.hears(LEAD) and lead.hears(AGENT))
        floor.until(lambda: [call["state"] for call in floor.calls()] == ["talking", "talking"])
        (owner,) = owners(floor, "talking")
        assert owner is not None
        floor.until(lambda: [floor.status(number).get("calls") for number in (owner, 1 - owner)] == [2, 0])

        floor.kill_process(owner)
        floor.until(lambda: owners(floor, "ended") == {owner})
        floor.until(lambda: owners(floor, "talking") == {1 - owner})
        assert {call["ending"]["kind"] for call in floor.calls() if call["state"] == "ended"} == {"line_lost"}

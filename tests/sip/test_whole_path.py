"""From a due lead to a conversation over a SIP trunk: engine, database, post, SIP process and two real phones."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from tests.sip.floor import Floor, open_floor
from tests.sip.rtp import Telephone
from tests.support.sipp import free_port, playing

AGENT, LEAD = 600.0, 1000.0


def reached(floor: Floor, role: str, milestone: str) -> str | None:
    """When the last call of this role reached a milestone."""
    found = [call["reached"].get(milestone) for call in floor.calls() if (call["role"] or "lead") == role]
    return found[-1] if found else None


def places(trunk: int, agents: int) -> dict[str, str]:
    return {
        "RELIST_SIP_SERVER": f"127.0.0.1:{trunk}",
        "RELIST_SIP_AGENT_URI": f"sip:{{agent}}@127.0.0.1:{agents}",
    }


def test_an_agent_hears_the_lead_who_answers_and_a_dead_process_loses_only_its_calls(
    tmp_path: Path, conn: Connection, database_url: str, redis_url: str
) -> None:
    agent, lead, trunk, agents = Telephone(AGENT), Telephone(LEAD), free_port(), free_port()
    desk = playing("094", tmp_path / "desk", port=agents, sound_port=agent.port, calls=3)
    home = playing("094", tmp_path / "home", port=trunk, sound_port=lead.port)
    with agent, lead, desk, home, open_floor(tmp_path, conn, database_url, redis_url, **places(trunk, agents)) as floor:
        floor.start_process()
        floor.lead("+12175550150")
        floor.start_session()
        floor.until(lambda: agent.hears(LEAD) and lead.hears(AGENT))
        floor.until(lambda: reached(floor, "lead", "agent_joined_at"))
        answered, joined = reached(floor, "lead", "answered_at"), reached(floor, "lead", "agent_joined_at")
        assert answered is not None
        assert joined is not None
        took = datetime.fromisoformat(joined) - datetime.fromisoformat(answered)
        # 60 ms on a quiet machine (scripts/bench sip); here others may be at work on it.
        assert took.total_seconds() < 0.5

        floor.kill_process()
        before = [call["id"] for call in floor.calls()]
        floor.start_process()
        floor.until(lambda: all(call["state"] == "ended" for call in floor.calls() if call["id"] in before))
        endings = {call["ending"]["kind"] for call in floor.calls() if call["id"] in before}
        assert endings == {"line_lost"}
        floor.until(lambda: reached(floor, "agent_leg", "answered_at") and len(floor.calls()) > len(before))

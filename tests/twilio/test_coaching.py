"""Managers in agents' conferences: heard by nobody, by the agent, or by both. Catalogue cases 67 and 68."""

import pytest

from dialer import cards, coaching
from dialer.store.accounts import by_id
from tests.support.builders import a_user
from tests.support.twilio_double import FarEnd

BROWSER = {"kind": "browser", "address": ""}


def seat_of(twilio, user_id):
    room = next(iter(twilio.double.rooms.open.values()))
    return next((seat for seat in room.seats.values() if seat.leg.to == f"client:agent_{user_id}"), None)


def test_a_manager_listens_then_whispers_then_speaks_to_both_and_leaves_the_conversation_going(twilio):
    boss = by_id(twilio.conn, a_user(twilio.conn, role="manager").id)
    agent = twilio.agent()
    lead = twilio.lead_at(FarEnd(talk=120))
    twilio.until(lambda: twilio.call_state(lead) == "talking")
    agent_leg = twilio.agent_leg()

    def hear(mode):
        assert coaching.hear(twilio.services, boss, agent.session_id, mode, BROWSER) is None

    def heard_by():
        seat = seat_of(twilio, boss.id)
        return None if seat is None else (seat.muted, seat.coach)

    hear("listen")
    twilio.until(lambda: heard_by() == (True, agent_leg.sid))
    listeners = lambda: cards.session_cards(twilio.conn, [agent.session_id])[0].listeners  # noqa: E731 - a short name
    twilio.until(lambda: listeners()[0]["state"] == "there")
    hear("whisper")
    twilio.until(lambda: heard_by() == (False, agent_leg.sid))
    hear("barge")
    twilio.until(lambda: heard_by() == (False, ""))
    assert coaching.leave(twilio.services, boss) is None
    twilio.until(lambda: heard_by() is None)
    assert twilio.call_state(lead) == "talking"
    assert listeners() == []
    assert twilio.double.problems() == []


def test_when_the_agent_leaves_the_manager_is_off_the_line_too(twilio):
    boss = by_id(twilio.conn, a_user(twilio.conn, role="manager").id)
    agent = twilio.agent()
    assert coaching.hear(twilio.services, boss, agent.session_id, "listen", BROWSER) is None
    twilio.until(lambda: seat_of(twilio, boss.id) is not None)
    leg = seat_of(twilio, boss.id).leg
    twilio.do(agent, "end")
    twilio.until(lambda: not leg.is_live)
    assert twilio.double.rooms.open == {}


class Trio:
    """An agent who talks to a person, and a manager on their line."""

    def __init__(self, twilio):
        self.twilio = twilio
        self.boss = by_id(twilio.conn, a_user(twilio.conn, role="manager").id)
        self.agent = twilio.agent()
        self.lead = twilio.lead_at(FarEnd(talk=300))
        twilio.until(lambda: twilio.call_state(self.lead) == "talking")
        self.names = {
            self.lead.number: "person",
            f"client:agent_{self.agent.user_id}": "agent",
            f"client:agent_{self.boss.id}": "manager",
        }

    def hear(self, mode):
        assert coaching.hear(self.twilio.services, self.boss, self.agent.session_id, mode, BROWSER) is None

    def heard(self):
        """Who is heard by whom in all rooms together."""
        rooms = self.twilio.double.rooms.open.values()
        return {f"{self.names[one]} to {self.names[other]}" for room in rooms for one, other in room.heard()}


@pytest.fixture
def trio(twilio):
    return Trio(twilio)


TALK = {"agent to person", "person to agent"}
TO_MANAGER = {"agent to manager", "person to manager"}
HEARD = {
    "listen": TALK | TO_MANAGER,
    "whisper": TALK | TO_MANAGER | {"manager to agent"},
    "barge": TALK | TO_MANAGER | {"manager to agent", "manager to person"},
}


def test_case_068_in_every_mode_exactly_those_are_heard_who_shall_be(trio):
    for mode in ("whisper", "barge", "whisper", "listen", "barge", "listen", "whisper"):
        trio.hear(mode)
        trio.twilio.until(lambda mode=mode: trio.heard() == HEARD[mode])
    assert trio.twilio.double.problems() == []


def test_case_067_a_manager_whose_agent_comes_back_on_another_leg_is_told_and_is_never_heard_by_the_person(trio):
    twilio = trio.twilio
    trio.hear("whisper")
    twilio.until(lambda: trio.heard() == HEARD["whisper"])
    manager = seat_of(twilio, trio.boss.id).leg
    twilio.double.network.hang_up(seat_of(twilio, trio.agent.user_id).leg)
    for _ in range(60):
        twilio.pass_time(0.25)
        assert "manager to person" not in trio.heard()
    twilio.say(trio.agent, trio.lead, "not_interested")
    assert not manager.is_live, "the room that they were in is over"
    assert cards.session_cards(twilio.conn, [trio.agent.session_id])[0].listeners == [], "and their page says so"
    another = twilio.lead_at(FarEnd(talk=300))
    trio.names[another.number] = "person"
    twilio.until(lambda: twilio.call_state(another) == "talking")
    trio.hear("whisper")
    twilio.until(lambda: trio.heard() == HEARD["whisper"])
    assert twilio.double.problems() == []

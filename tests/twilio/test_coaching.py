"""Managers in agents' conferences: heard by nobody, by the agent, or by both."""

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

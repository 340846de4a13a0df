"""People who call us: who is asked to take the call, what becomes of the lead, and what follows where nobody is."""

from datetime import timedelta

import pytest
from sqlalchemy import Row, select, text

from dialer import cards, inbound
from dialer.refusals import Refused
from dialer.robots import Crew
from dialer.store import robots, schema
from telephony.events import CallArrived, HangUpReason
from telephony.numbers import PhoneNumber
from telephony.orders import HangUp
from telephony.practice.callers import a_caller
from tests.support.builders import a_user
from tests.support.world import OURS, PROFILE, Agent, Lead, World, nobody, person

STRANGER = "+14155550107"


def a_known_lead(world: World) -> Lead:
    """In the campaign and due tomorrow, so that nobody dials it meanwhile."""
    lead = world.lead(nobody)
    world.conn.execute(
        text("UPDATE enrollment SET state = 'waiting', next_call_at = :at WHERE id = :id"),
        {"id": lead.enrollment_id, "at": world.clock.now() + timedelta(days=1)},
    )
    return lead


def ring(world: World, number: str, call_id: str = "caller-1") -> str:
    """Somebody rings us on the practice network."""
    network = world.services.network
    assert network is not None
    caller = a_caller(call_id, PhoneNumber.parse(number), PhoneNumber.parse(OURS), PROFILE)
    network.ring_us(caller, world.clock.now())
    world.until(lambda: row(world, call_id) is not None)
    return call_id


def row(world: World, call_id: str = "caller-1") -> Row | None:
    table = schema.inbound_call
    return world.conn.execute(select(table).where(table.c.call_id == call_id)).first()


def state(world: World, call_id: str = "caller-1") -> str:
    return world.conn.execute(text("SELECT state FROM call WHERE id = :id"), {"id": call_id}).scalar_one()


def offer_to(world: World, agent: Agent) -> dict | None:
    return cards.session_cards(world.conn, [agent.session_id])[0].offer


def worked_by(world: World, lead: Lead, agent: Agent) -> None:
    world.conn.execute(
        text("UPDATE lead SET last_agent_id = :agent WHERE id = :id"), {"agent": agent.user_id, "id": lead.id}
    )


def test_a_lead_who_calls_is_offered_to_the_agent_who_worked_them_last_and_taken_with_one_command(world: World):
    lead = a_known_lead(world)
    agents = [world.agent(), world.agent()]
    worked_by(world, lead, agents[1])
    call_id = ring(world, lead.number)
    assert offer_to(world, agents[0]) is None
    shown = offer_to(world, agents[1])
    assert shown["lead_id"] == lead.id
    assert world.do(agents[1], "take_call", call_id=call_id) == {"ok": True}
    world.until(lambda: state(world) == "talking")
    card = cards.session_cards(world.conn, [agents[1].session_id])[0]
    assert (card.state, card.current_lead_id, card.offer) == ("talking", lead.id, None)
    assert world.state(agents[0]) == "ready"


def test_a_taken_call_is_a_contact_that_moves_the_sequence_and_no_dial(world: World):
    lead = a_known_lead(world)
    agent = world.agent()
    ring(world, lead.number)
    world.do(agent, "take_call", call_id="caller-1")
    world.until(lambda: world.state(agent) == "wrap_up", at_most=200)
    assert world.place(lead).state == "claimed"
    world.say(agent, lead, "not_interested")
    attempt = world.attempt(lead)
    assert (attempt.inbound, attempt.outcome, attempt.abandoned) == (True, "not_interested", False)
    assert world.place(lead).state == "stopped"
    assert row(world).taken_by == agent.user_id
    counted = cards.session_cards(world.conn, [agent.session_id])[0].figures
    assert (counted["contacts"], counted["dials"]) == (1, 0)
    assert world.conn.execute(text("SELECT count(*) FROM proof")).scalar_one() == 0
    assert world.conn.execute(text("SELECT attempts FROM phone WHERE lead_id = :id"), {"id": lead.id}).scalar_one() == 0


def test_from_the_first_ring_on_nothing_goes_out_by_itself_until_the_call_is_over(world: World):
    lead = a_known_lead(world)
    world.agent()
    ring(world, lead.number)
    assert world.place(lead).paused_at == row(world).at
    world.until(lambda: row(world).closed_at is not None, at_most=90)
    assert world.place(lead).paused_at is None


def test_a_declined_call_goes_to_the_next_agent_and_a_time_that_passes_counts_as_declined(world: World):
    lead = a_known_lead(world)
    first, second = world.agent(), world.agent()
    worked_by(world, lead, first)
    ring(world, lead.number)
    assert world.do(first, "let_pass", call_id="caller-1") == {"ok": True}
    assert offer_to(world, first) is None
    assert offer_to(world, second) is not None
    world.until(lambda: state(world) == "leaving_message", at_most=13)
    assert offer_to(world, second) is None


def test_whom_nobody_takes_leaves_a_message_is_texted_and_called_back_first(world: World):
    lead = a_known_lead(world)
    world.agent()
    ring(world, lead.number)
    world.until(lambda: row(world).closed_at is not None, at_most=60)
    assert "play_message" in world.orders("caller-1")
    assert row(world).taken_by is None
    world.until(lambda: world.messages(lead))
    assert "ring you back" in world.messages(lead)[0].body
    place = world.place(lead)
    assert (place.state, place.priority) == ("waiting", 2)
    assert place.next_call_at <= world.clock.now() + timedelta(minutes=2)


def test_with_nobody_in_a_session_a_caller_gets_the_voicemail_at_once(world: World):
    lead = a_known_lead(world)
    ring(world, lead.number)
    assert state(world) == "leaving_message"
    assert row(world).offered_to is None


def test_an_agent_in_a_call_is_not_asked(world: World):
    busy = world.agent()
    talking = world.lead(person(talks=(60, 400)))
    world.until(lambda: world.call_state(talking) == "talking")
    ring(world, a_known_lead(world).number)
    assert offer_to(world, busy) is None
    assert state(world) == "leaving_message"


def test_an_unknown_caller_has_no_lead_and_leaves_the_agent_free_without_a_result(world: World):
    agent = world.agent()
    ring(world, STRANGER)
    assert offer_to(world, agent)["lead_id"] is None
    world.do(agent, "take_call", call_id="caller-1")
    world.until(lambda: state(world) == "talking")
    card = cards.session_cards(world.conn, [agent.session_id])[0]
    assert (card.current_lead_id, card.current_attempt_id) == (None, None)
    world.do(agent, "hang_up")
    world.until(lambda: state(world) == "ended")
    assert world.state(agent) == "ready"


def test_who_calls_while_we_ring_them_is_taken_and_our_own_line_is_let_go(world: World):
    agent = world.agent()
    lead = world.lead(nobody)
    world.until(lambda: world.call_state(lead) == "ringing")
    ours = world.attempt(lead).call_id
    ring(world, lead.number)
    assert world.do(agent, "take_call", call_id="caller-1") == {"ok": True}
    world.until(lambda: state(world, ours) == "ended")
    assert world.state(agent) == "talking"
    assert cards.session_cards(world.conn, [agent.session_id])[0].current_lead_id == lead.id


@pytest.mark.parametrize("command", ["take_call", "let_pass"])
def test_a_call_that_is_not_offered_to_the_agent_is_refused(world: World, command):
    agent = world.agent()
    answer = world.do(agent, command, call_id="nobody")
    assert isinstance(answer, Refused)
    assert "somebody else" in answer.sentence


def test_a_caller_who_gives_up_leaves_no_offer_behind(world: World):
    lead = a_known_lead(world)
    agents = [world.agent() for _ in range(4)]
    ring(world, lead.number)
    world.services.network.obey(HangUp(call_id="caller-1", why=HangUpReason.crossed), world.clock.now())
    world.until(lambda: row(world).closed_at is not None)
    assert [offer_to(world, agent) for agent in agents] == [None] * 4
    world.until(lambda: world.messages(lead))


def test_the_same_arrival_told_twice_is_one_call(world: World):
    world.agent()
    now = world.clock.now()
    from_, to = PhoneNumber.parse(STRANGER), PhoneNumber.parse(OURS)
    event = CallArrived(call_id="c1", at=now, event_key="k", carrier_call_id="practice-c1", from_=from_, to=to)
    inbound.arrive(world.services, "practice", event)
    inbound.arrive(world.services, "practice", event)
    assert world.conn.execute(text("SELECT count(*) FROM inbound_call")).scalar_one() == 1


def test_a_withheld_number_is_nobody_we_know(world: World):
    agent = world.agent()
    event = CallArrived(
        call_id="c1", at=world.clock.now(), event_key="k", carrier_call_id="practice-c1", to=PhoneNumber.parse(OURS)
    )
    inbound.arrive(world.services, "practice", event)
    assert offer_to(world, agent)["number"] == ""


def test_a_practice_agent_takes_whoever_calls(world: World):
    user = a_user(world.conn)
    with world.services.db.transaction() as conn:
        robots.give_seats(conn, [(user.id, {"lines": 1, "pause_share": 0})])
    crew = Crew(world.services)

    def look(happened) -> None:
        for _ in range(60):
            crew.look_round()
            if happened():
                return
            world.pass_time(0.5)
        raise AssertionError("it did not happen within 30 virtual seconds")

    look(lambda: world.conn.execute(text("SELECT 1 FROM session WHERE state = 'ready'")).first())
    ring(world, a_known_lead(world).number)
    look(lambda: state(world) == "talking")
    assert row(world).taken_by == user.id

"""From a due lead to an agent's ear: pacing, claiming, dialing, bridging, and what becomes of the other lines."""

from datetime import timedelta

from sqlalchemy import text

from dialer.core.campaigns import RingPolicy, Screening
from dialer.core.picking import Priority
from dialer.store import campaigns_run
from tests.support.builders import a_session, an_attempt
from tests.support.world import World, busy, dead, machine, nobody, person

LAWFUL = timedelta(seconds=15)


def rang(world: World, lead) -> timedelta:
    call = world.call(lead)
    return call.ended_at - call.rang_at


def test_a_due_lead_is_dialed_rings_is_answered_and_put_through_to_the_agent(world: World):
    lead = world.lead(person(rings=(3, 8), talks=(30, 400)))
    agent = world.agent()
    world.until(lambda: world.call_state(lead) == "ringing")
    assert world.place(lead).state == "claimed"
    world.until(lambda: world.call_state(lead) == "talking")
    session = world.session(agent)
    assert (session.state, session.current_call_id) == ("talking", world.attempt(lead).call_id)
    assert world.attempt(lead).human
    assert 0 <= world.attempt(lead).connect_ms <= 2000
    assert world.orders(world.call(lead).id) == ["place_call", "bridge_to_agent"]


def test_no_more_lines_are_opened_than_the_agent_has(world: World):
    leads = [world.lead(nobody) for _ in range(5)]
    world.agent(lines=3)
    world.until(lambda: world.open_calls(leads) == 3)
    world.pass_time(10)
    assert world.open_calls(leads) == 3
    assert [len(world.attempts(lead)) for lead in leads] == [1, 1, 1, 0, 0]


def test_the_most_recently_expired_comes_first(world: World):
    today = world.clock.now().date()
    old = world.lead(nobody, expired_on=today - timedelta(days=30))
    fresh = world.lead(nobody, expired_on=today - timedelta(days=1))
    world.agent(lines=1)
    world.until(lambda: world.attempts(fresh))
    assert not world.attempts(old)


def test_when_one_answers_its_siblings_ring_on_for_the_lawful_time_and_do_not_count(world: World):
    answers = world.lead(person(rings=(3, 6), talks=(60, 400)))
    siblings = [world.lead(nobody), world.lead(nobody)]
    agent = world.agent(lines=3)
    world.until(lambda: world.state(agent) == "talking")
    assert world.call_state(answers) in ("connecting", "talking")
    assert [world.call_state(lead) for lead in siblings] == ["ringing", "ringing"]
    world.until(lambda: world.open_calls(siblings) == 0)
    for lead in siblings:
        assert LAWFUL <= rang(world, lead) < LAWFUL + timedelta(seconds=2)
        assert world.call(lead).record["hang_up_reason"] == "sibling_answered"
        assert not world.attempt(lead).counts
    world.pass_time(3)
    for lead in siblings:
        assert world.attempt(lead).outcome == "cancelled"
        assert world.place(lead).tries == 0
        assert not world.messages(lead)


def test_siblings_are_cut_at_once_only_where_the_operator_chose_so(make_world):
    world = make_world(ring_policy=RingPolicy.CUT_AT_ONCE)
    answers, sibling = world.lead(person(rings=(3, 6), talks=(60, 400))), world.lead(nobody)
    world.agent(lines=2)
    world.until(lambda: world.call_state(answers) == "talking")
    world.until(lambda: world.open_calls([sibling]) == 0, at_most=2)
    assert rang(world, sibling) < LAWFUL


def test_a_second_answer_goes_to_another_agent_who_is_free(world: World):
    first = world.lead(person(rings=(3, 4), talks=(60, 400)))
    second = world.lead(person(rings=(6, 9), talks=(60, 400)))
    robin, sandy = world.agent(lines=2), world.agent(lines=1)
    world.until(lambda: world.open_calls([first, second]) == 2)
    world.until(lambda: world.call_state(first) == world.call_state(second) == "talking")
    assert world.session(robin).current_call_id == world.call(first).id
    assert world.session(sandy).current_call_id == world.call(second).id
    assert world.attempt(second).agent_id == sandy.user_id
    assert not world.attempt(second).abandoned


def test_a_second_answer_with_nobody_free_hears_who_called_and_is_owed_an_apology_and_a_call(world: World):
    first = world.lead(person(rings=(3, 4), talks=(60, 400)))
    second = world.lead(person(rings=(6, 9)))
    world.agent(lines=2)
    world.until(lambda: world.attempts(second) and world.attempt(second).answered_at is not None)
    world.pass_time(2)
    call = world.call(second)
    told = world.conn.execute(
        text("SELECT tried_at FROM outbox WHERE call_id = :id AND kind = 'play_message'"), {"id": call.id}
    ).scalar_one()
    assert timedelta() <= told - call.answered_at <= timedelta(seconds=2)
    world.until(lambda: world.messages(second))
    assert world.attempt(second).abandoned
    assert world.attempt(second).outcome == "abandoned"
    assert campaigns_run.ledger(world.conn, world.campaign_id, world.clock.now() - timedelta(days=30)) == (1, 2)
    assert "sorry" in world.messages(second)[0].body
    place = world.place(second)
    assert place.priority == Priority.ABANDONED
    assert place.next_call_at is not None
    assert not world.attempt(first).abandoned


def test_at_three_per_cent_abandoned_each_agent_gets_one_line_at_a_time(world: World):
    past = world.lead(nobody)
    earlier = a_session(world.conn, world.agent(ready=False).user_id, world.campaign_id, ended_at=world.clock.now())
    world.do(world.open_browsers[0], "end")
    for number in range(100):
        an_attempt(
            world.conn,
            past.enrollment_id,
            earlier,
            at=world.clock.now() - timedelta(days=2),
            open=False,
            human=True,
            abandoned=number < 3,
            answered_at=world.clock.now() - timedelta(days=2),
            ended_at=world.clock.now() - timedelta(days=2),
        )
    leads = [world.lead(nobody) for _ in range(3)]
    world.agent(lines=3)
    world.pass_time(8)
    assert world.open_calls([past, *leads]) == 1
    assert world.campaign().limited_by == "ledger"


def test_where_machines_are_let_go_the_agent_is_free_as_soon_as_one_is_heard(make_world):
    world = make_world(screening=Screening.RELEASE)
    lead = world.lead(machine)
    agent = world.agent()
    world.until(lambda: world.state(agent) == "talking")
    world.until(lambda: world.call_state(lead) == "ended", at_most=10)
    assert world.call(lead).record["hang_up_reason"] == "machine"
    assert world.attempt(lead).ending == "machine"
    assert not world.attempt(lead).human


def test_an_agent_leaves_a_machine_and_says_so(world: World):
    lead = world.lead(machine)
    agent = world.agent()
    world.until(lambda: world.state(agent) == "talking")
    world.pass_time(6)
    assert not world.attempt(lead).human
    world.do(agent, "hang_up")
    world.until(lambda: world.state(agent) == "wrap_up")
    world.say(agent, lead, "voicemail")
    assert world.state(agent) == "ready"
    world.until(lambda: world.attempt(lead).outcome == "voicemail", at_most=5)


def test_a_dead_number_gives_way_to_the_next_one_at_once(world: World):
    lead = world.lead(dead, nobody)
    world.agent()
    world.until(lambda: len(world.attempts(lead)) == 2)
    first, second = world.attempts(lead)
    assert first.outcome == "dead_number"
    assert second.e164 != first.e164
    assert second.opened_at - first.opened_at < timedelta(seconds=15)


def test_a_busy_line_is_tried_again_soon_and_uses_up_nothing(world: World):
    lead = world.lead(busy)
    world.agent()
    world.until(lambda: world.attempts(lead) and world.attempt(lead).outcome == "busy")
    place = world.place(lead)
    assert place.tries == 0
    assert timedelta() < place.next_call_at - world.clock.now() < timedelta(hours=3)
    assert not world.messages(lead)

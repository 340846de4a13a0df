"""Judging and claiming: refusals keep all their reasons, and of two hands that reach for a lead one gets it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from sqlalchemy import Table, insert, text, update

from dialer.engine.claim import Seat, claim_lines, terms_of
from dialer.store import schema
from dialer.store.campaigns_run import find
from tests.support.builders import a_session, a_user, an_attempt
from tests.support.world import World, nobody, person

HANDS = 4


def reasons(world: World, lead) -> set[str]:
    return {reason["code"] for reason in world.place(lead).refusals}


def test_a_refused_lead_is_held_with_every_reason_and_the_next_one_is_called(world: World):
    refused = world.lead(nobody, relisted=True, listing_status="active")
    fine = world.lead(nobody)
    world.conn.execute(
        insert(schema.suppression).values(
            scope="number", e164=refused.number, reason="asked", source="manual", created_at=world.clock.now()
        )
    )
    world.agent()
    world.until(lambda: world.attempts(fine))
    assert not world.attempts(refused)
    assert world.place(refused).state == "held"
    assert {"suppressed", "relisted", "listing_status"} <= reasons(world, refused)
    assert all(reason["sentence"] for reason in world.place(refused).refusals)


def test_what_only_time_forbids_waits_for_its_time(make_world):
    world = make_world(per_number_per_day=1)
    lead, fine = world.lead(nobody), world.lead(nobody)
    other = a_session(world.conn, a_user(world.conn).id, world.campaign_id, ended_at=world.clock.now())
    an_attempt(world.conn, lead.enrollment_id, other, at=world.clock.now() - timedelta(hours=3), open=False)
    world.agent()
    world.until(lambda: world.attempts(fine))
    place = world.place(lead)
    assert (place.state, len(world.attempts(lead))) == ("waiting", 1)
    assert place.next_call_at > world.clock.now() + timedelta(hours=8)
    assert reasons(world, lead) == {"number_day"}


def test_a_lead_missed_at_this_hour_yesterday_waits_until_the_hour_is_over(world: World):
    lead, fine = world.lead(nobody), world.lead(nobody)
    other = a_session(world.conn, a_user(world.conn).id, world.campaign_id, ended_at=world.clock.now())
    missed = world.clock.now() - timedelta(days=1, minutes=10)
    an_attempt(world.conn, lead.enrollment_id, other, at=missed, ended_at=missed, counts=True, human=False, open=False)
    world.agent()
    world.until(lambda: world.attempts(fine))
    assert len(world.attempts(lead)) == 1
    assert reasons(world, lead) == {"failed_hour"}
    assert world.place(lead).next_call_at == missed + timedelta(days=1, hours=2)


def test_somebody_who_opts_out_while_waiting_in_the_queue_is_not_called(world: World):
    first, second = world.lead(nobody), world.lead(nobody)
    world.agent()
    world.until(lambda: world.attempts(first))
    world.conn.execute(
        insert(schema.suppression).values(
            scope="lead", lead_id=second.id, reason="asked", source="manual", created_at=world.clock.now()
        )
    )
    world.pass_time(40)
    assert not world.attempts(second)
    assert reasons(world, second) == {"suppressed"}


def test_two_leads_with_one_number_are_never_on_the_line_together(world: World):
    one, other = world.lead(nobody), world.lead(nobody)
    world.conn.execute(update(schema.phone).where(schema.phone.c.lead_id == other.id).values(e164=one.number))
    world.agent(lines=2)
    world.until(lambda: world.attempts(one))
    world.pass_time(5)
    assert len(world.attempts(one)) + len(world.attempts(other)) == 1
    assert reasons(world, one) | reasons(world, other) == {"reserved"}


def test_engines_that_claim_at_the_same_moment_open_one_attempt_per_lead(world: World):
    leads = [world.lead(nobody) for _ in range(12)]
    agent = world.agent(minutes=60, ready=False)
    gate = Barrier(HANDS)

    def claim(_: int) -> int:
        gate.wait()
        opened = 0
        for _ in range(6):
            with world.services.db.transaction() as conn:
                campaign = find(conn, world.campaign_id)
                assert campaign is not None
                terms = terms_of(conn, world.services.settings, campaign, world.clock.now())
                opened += claim_lines(conn, terms, [Seat(agent.session_id, agent.user_id, 2)])
        return opened

    with ThreadPoolExecutor(HANDS) as pool:
        opened = sum(pool.map(claim, range(HANDS)))
    assert opened == len(leads)
    assert [len(world.attempts(lead)) for lead in leads] == [1] * len(leads)
    rows = world.conn.execute(text("SELECT count(*), count(DISTINCT call_id) FROM outbox WHERE kind = 'place_call'"))
    orders, calls = rows.one()
    assert orders == calls == len(leads) + 1, "one call for each lead, and the agent's own leg"


def test_a_claim_for_several_agents_keeps_the_queue_and_what_belongs_to_one_of_them(world: World):
    agents = [world.agent(minutes=60, ready=False) for _ in range(3)]
    leads = [world.lead(nobody) for _ in range(8)]
    first, second, third = (agent.user_id for agent in agents)
    refused, torn, reserved, promised = leads[1], leads[2], leads[3], leads[4]
    seats = [Seat(agent.session_id, agent.user_id, lines) for agent, lines in zip(agents, (2, 1, 2), strict=True)]
    now = world.clock.now()
    _change(world, schema.lead, refused.id, relisted=True)
    _change(world, schema.enrollment, torn.enrollment_id, promised_agent_id=first, promised_at=now)
    _change(world, schema.lead, torn.id, last_agent_id=third, last_reached_at=now)
    _change(world, schema.lead, reserved.id, last_agent_id=third, last_reached_at=now)
    _change(world, schema.enrollment, promised.enrollment_id, promised_agent_id=second, promised_at=now)
    with world.services.db.transaction() as conn:
        campaign = find(conn, world.campaign_id)
        assert campaign is not None
        terms = terms_of(conn, world.services.settings, campaign, now)
        assert claim_lines(conn, terms, seats) == 5
    whose = [world.attempt(lead).agent_id if world.attempts(lead) else None for lead in leads]
    assert whose == [first, None, None, third, second, first, third, None]
    assert world.place(refused).state == "held"
    assert [world.place(lead).state for lead in (torn, leads[7])] == ["ready", "ready"]


def _change(world: World, table: Table, row_id: int, **values: object) -> None:
    world.conn.execute(update(table).where(table.c.id == row_id).values(**values))


def test_two_answers_at_the_same_moment_never_get_the_same_agent(world: World):
    leads = [world.lead(person(rings=(3, 9), talks=(60, 400))) for _ in range(3)]
    agents = [world.agent(lines=3), world.agent(lines=1)]
    world.until(lambda: all(world.attempts(lead) and world.attempt(lead).answered_at for lead in leads))
    world.pass_time(2)
    given = [world.call(lead).agent_session_id for lead in leads]
    assert sorted(given, key=str) == sorted([*(agent.session_id for agent in agents), None], key=str)
    assert [world.attempt(lead).abandoned for lead in leads].count(True) == 1

"""Whom we leave without an agent may press a key against further calls: in force before anybody else claims."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, text

from dialer import calls
from dialer.proof.export import Period, rows
from dialer.store import schema
from telephony.events import OptedOut
from tests.support.builders import a_lead
from tests.support.world import PROFILE, World, enroll, make_world, person, practice_services

__all__ = ["make_world"]


@pytest.fixture
def people_who_refuse(settings, db, conn, clock) -> World:
    return World(practice_services(settings, db, clock, replace(PROFILE, opts_out=1.0)), conn, clock)


def two_answers(world: World):
    """One agent and two people who answer at nearly the same time; the lead who was left without the agent."""
    leads = [world.lead(person(rings=(3, 8), talks=(100, 400))), world.lead(person(rings=(3, 8), talks=(100, 400)))]
    world.agent(lines=2)
    world.until(lambda: all(world.call_state(lead) in ("talking", "leaving_message") for lead in leads))
    (left,) = [lead for lead in leads if world.call_state(lead) == "leaving_message"]
    return left


def test_the_key_ends_the_call_and_suppresses_the_number_for_every_campaign(people_who_refuse):
    world = people_who_refuse
    left = two_answers(world)
    same_number = a_lead(world.conn, numbers=[left.number])
    world.until(lambda: world.call_state(left) == "ended")
    call = world.call(left)
    assert call.record["hang_up_reason"] == "second_answer"
    assert "played_at" not in call.record["milestones"], "the message was not heard to its end"
    row = world.conn.execute(select(schema.suppression)).one()
    assert (row.e164, row.source, row.call_id, row.scope) == (left.number, "key", call.id, "number")
    assert set(row.channels) == {"call", "text", "email", "mail"}
    assert world.attempt(left).abandoned
    world.pass_time(3)
    period = Period(world.clock.now().date(), world.clock.now().date(), ZoneInfo("UTC"))
    (told,) = [body for _, _, body in rows(world.conn, period) if body["call_id"] == call.id]
    assert told["message_played"]
    assert 0 <= told["message_after_ms"] <= 2000
    assert told["opted_out_at"] is not None
    enroll(world.conn, world.campaign_id, [same_number], world.clock.now())
    world.pass_time(5)
    again = select(schema.attempt.c.id).where(schema.attempt.c.lead_id == same_number)
    assert not world.conn.execute(again).all()


def test_without_the_key_the_message_is_heard_and_nobody_is_suppressed(world):
    left = two_answers(world)
    world.until(lambda: world.call_state(left) == "ended")
    assert world.call(left).record["milestones"]["played_at"]
    assert not world.conn.execute(select(schema.suppression)).all()


def test_a_key_reported_twice_or_after_the_end_is_one_wish_and_is_on_record(people_who_refuse):
    world = people_who_refuse
    left = two_answers(world)
    world.until(lambda: world.call_state(left) == "ended")
    call = world.call(left)
    late = OptedOut(call_id=call.id, at=world.clock.now(), event_key="again", carrier_call_id=call.carrier_call_id)
    calls.apply(world.services, "practice", [late, late])
    assert len(world.conn.execute(select(schema.suppression)).all()) == 1
    log = text("SELECT detail ->> 'by' FROM audit_log WHERE action = 'suppression.added'")
    assert world.conn.execute(log).scalars().all() == ["key"]


def test_a_key_whose_report_comes_only_after_the_call_still_counts(world):
    left = two_answers(world)
    world.until(lambda: world.call_state(left) == "ended")
    call_id = world.call(left).id
    late = OptedOut(call_id=call_id, at=world.clock.now(), event_key="late")
    calls.apply(world.services, "practice", [late])
    assert world.conn.execute(select(schema.suppression.c.e164)).scalars().all() == [left.number]

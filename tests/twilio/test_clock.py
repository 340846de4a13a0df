"""Case 82: the machine's clock is set while people talk, ring and wait."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from dialer.core.clock_steps import SETTLES_AFTER
from dialer.core.compliance import DialMode
from dialer.engine.loop import Engine
from tests.support.twilio_double import FarEnd
from tests.support.twilio_world import NOBODY

HOUR = timedelta(hours=1)


def set_clock(world, step):
    world.clock.set_by(step)
    world.double.clockwork.set_by(step)


def state(world, lead):
    return world.conn.execute(text("SELECT state FROM call WHERE e164 = :to"), {"to": lead.number}).scalar_one()


def times_left(world, agent):
    now = world.clock.now()
    row = world.conn.execute(
        text("SELECT ends_at, seen_at FROM session WHERE id = :id"), {"id": agent.session_id}
    ).one()
    (deadline,) = world.conn.execute(
        text("SELECT deadline_at FROM call WHERE ended_at IS NULL AND role = 'lead'")
    ).scalars()
    return row.ends_at - now, row.seen_at - now, deadline - now


@pytest.mark.parametrize("step", [HOUR, -HOUR])
def test_case_082_a_clock_that_is_set_ends_no_talk_and_no_session_and_moves_no_deadline(make_twilio, step):
    world = make_twilio(max_call_minutes=30)
    agent = world.agent()
    lead = world.lead_at(FarEnd(talk=60))
    world.until(lambda: world.conn.execute(text("SELECT state FROM call WHERE role = 'lead'")).scalar() == "talking")
    world.pass_time(5)
    before = times_left(world, agent)
    set_clock(world, step)
    world.engine.step()
    assert times_left(world, agent) == before
    world.pass_time(20)
    assert state(world, lead) == "talking"
    assert (world.session(agent).state, world.session(agent).leg_up) == ("talking", True)
    world.until(lambda: state(world, lead) == "ended", at_most=60)
    assert world.session(agent).state == "wrap_up"
    assert world.double.problems() == []


@pytest.mark.parametrize("step", [HOUR, -HOUR])
def test_case_082_a_line_that_rings_is_given_up_after_its_ring_time_all_the_same(make_twilio, step):
    world = make_twilio()
    world.agent()
    lead = world.lead_at(NOBODY)
    world.until(lambda: world.double.leads() and world.leg(lead).status == "ringing")
    world.pass_time(3)
    set_clock(world, step)
    world.pass_time(2)
    assert world.leg(lead).is_live
    world.until(lambda: not world.leg(lead).is_live, at_most=60)


@pytest.mark.parametrize("step", [HOUR, -HOUR])
def test_case_082_nothing_new_is_dialed_until_the_clock_has_kept_its_pace(make_twilio, step):
    world = make_twilio()
    agent = world.agent()
    set_clock(world, step)
    world.lead_at()
    world.step_seconds = 4.0
    world.pass_time(SETTLES_AFTER.total_seconds() - 5)
    assert world.double.leads() == []
    shown = world.conn.execute(text("SELECT limited_by, limited_sentence FROM campaign")).one()
    assert (shown[0], "five minutes" in shown[1]) == ("clock", True)
    assert world.session(agent).state == "ready"
    world.pass_time(15)
    assert len(world.double.leads()) == 1


def test_case_082_a_click_dials_nobody_either_until_the_clock_has_kept_its_pace(make_twilio):
    world = make_twilio(mode=DialMode.CLICK)
    agent, lead = world.agent(), world.lead_at()
    phone_id = world.conn.execute(text("SELECT id FROM phone WHERE e164 = :to"), {"to": lead.number}).scalar_one()
    set_clock(world, HOUR)
    world.engine.step()
    refused = world.do(agent, "dial", phone_id=phone_id)
    assert "no new calls until it has kept its pace for five minutes" in refused.sentence
    world.step_seconds = 4.0
    world.pass_time(SETTLES_AFTER.total_seconds() + 1)
    assert world.do(agent, "dial", phone_id=phone_id) == {"ok": True}
    world.until(lambda: world.double.leads(), at_most=5)


def test_case_082_an_engine_that_takes_over_does_not_believe_the_clock_either(make_twilio):
    world = make_twilio()
    world.agent()
    set_clock(world, -HOUR)
    world.engine.step()
    world.engine.give_up()
    world.engine = Engine(world.services)
    world.lead_at()
    world.step_seconds = 4.0
    world.pass_time(SETTLES_AFTER.total_seconds() - 5)
    assert world.double.leads() == []
    world.pass_time(15)
    assert len(world.double.leads()) == 1


def test_case_082_a_small_correction_stops_nothing(make_twilio):
    world = make_twilio()
    world.agent()
    set_clock(world, timedelta(seconds=20))
    world.lead_at()
    world.until(lambda: world.double.leads(), at_most=5)


@pytest.mark.parametrize("step", [HOUR, -HOUR])
def test_case_082_a_browser_that_is_gone_is_missed_in_time(make_twilio, step):
    world = make_twilio()
    agent = world.agent()
    set_clock(world, step)
    world.close_browser(agent)
    world.step_seconds = 2.0
    world.pass_time(50)
    assert world.session(agent).state != "ended"
    world.pass_time(20)
    assert world.session(agent).state == "ended"

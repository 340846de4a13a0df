"""A person who answers while every agent talks: in the predictive mode they wait for one to become free in time."""

from datetime import timedelta

from sqlalchemy import text

from tests.support.world import Agent, Lead, World, person

FIRST = person(rings=(2, 4), talks=(60, 400))
SECOND = person(rings=(7, 10), talks=(60, 400))
THIRD = person(rings=(11, 14), talks=(60, 400))


def rings(make_world, *behaviours, mode: str = "predictive") -> tuple[World, Agent, list[Lead]]:
    """One agent whose lines ring side by side, the campaign then being of this mode."""
    world = make_world(mode="power", lines_per_agent=3.0)
    leads = [world.lead(each) for each in behaviours]
    agent = world.agent(lines=3)
    world.until(lambda: all(world.call_state(lead) == "ringing" for lead in leads))
    world.conn.execute(
        text("UPDATE campaign SET settings = settings || jsonb_build_object('mode', CAST(:m AS text))"), {"m": mode}
    )
    return world, agent, leads


def becomes_free(world: World, agent: Agent, lead: Lead) -> None:
    world.say(agent, lead, "not_interested")
    world.do(agent, "hang_up")


def test_an_agent_who_becomes_free_in_time_gets_the_person(make_world):
    world, agent, (first, second) = rings(make_world, FIRST, SECOND)
    world.until(lambda: world.call_state(second) == "answered")
    assert world.state(agent) == "talking"
    becomes_free(world, agent, first)
    world.until(lambda: world.call_state(second) == "talking", at_most=1.7)
    assert world.session(agent).current_call_id == world.call(second).id
    assert not world.attempt(second).abandoned
    assert world.attempt(second).connect_ms < 2000


def test_with_nobody_in_time_the_person_hears_who_called_and_counts_as_abandoned(make_world):
    world, agent, (_, second) = rings(make_world, FIRST, SECOND)
    world.until(lambda: world.call_state(second) == "answered")
    world.until(lambda: world.call_state(second) == "leaving_message", at_most=3)
    waited = world.clock.now() - world.call(second).answered_at
    assert timedelta(seconds=1.7) <= waited < timedelta(seconds=2.3)
    assert world.attempt(second).abandoned
    assert world.orders(world.call(second).id)[-1] == "play_message"
    assert world.state(agent) == "talking"


def test_who_waits_longest_is_first(make_world):
    world, agent, (first, second, third) = rings(make_world, FIRST, SECOND, SECOND)
    world.until(lambda: "answered" in (world.call_state(second), world.call_state(third)))
    other, earlier = sorted((second, third), key=lambda lead: world.call(lead).answered_at is not None)
    becomes_free(world, agent, first)
    world.until(lambda: world.call_state(earlier) == "talking", at_most=1.7)
    assert world.call_state(other) != "talking"


def test_nobody_is_waited_for_who_pauses_after_this_call(make_world):
    world, agent, (first, second) = rings(make_world, FIRST, SECOND)
    world.until(lambda: world.call_state(first) == "talking")
    world.do(agent, "pause", reason="Coffee")
    world.until(lambda: world.attempt(second).answered_at is not None)
    assert world.call_state(second) == "leaving_message"


def test_the_other_ways_of_dialing_do_not_count_on_that(make_world):
    world, _, (_, second) = rings(make_world, FIRST, SECOND, mode="power")
    world.until(lambda: world.attempt(second).answered_at is not None)
    assert world.call_state(second) == "leaving_message"

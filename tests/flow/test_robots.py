"""Practice agents on the practice network: they work a campaign by themselves, as people would."""

import os
import signal
import threading
import time
from dataclasses import replace

from sqlalchemy import text

from dialer.robots import TAB, Crew, run
from dialer.store import robots
from tests.support.builders import a_user
from tests.support.world import World, dead, machine, nobody, person

QUICK = {"lines": 2, "thinks": [2, 4], "pause_share": 0, "talks_at_most": [10, 20]}


def a_crew(world: World, *habits: dict) -> tuple[Crew, list[int]]:
    users = [a_user(world.conn).id for _ in habits]
    with world.services.db.transaction() as conn:
        robots.give_seats(conn, list(zip(users, habits, strict=True)))
    return Crew(world.services), users


def work(world: World, crew: Crew, seconds: int) -> None:
    for _ in range(seconds):
        crew.look_round()
        world.pass_time(1)


def test_they_start_sessions_talk_give_results_and_go_on(world: World):
    leads = [world.lead(each) for each in (person(talks=(20, 200)), machine, nobody, dead, person())]
    crew, users = a_crew(world, QUICK)
    work(world, crew, 100)
    assert all(world.attempts(lead) for lead in leads)
    given = {row.disposition for lead in leads for row in world.attempts(lead) if row.disposition}
    assert given
    assert not [row for lead in leads for row in world.attempts(lead) if row.outcome == "incomplete"]
    owners = world.conn.execute(text("SELECT agent_id, tab FROM session")).all()
    assert owners == [(users[0], TAB)]


def test_a_robot_leaves_a_session_alone_that_a_person_has_taken_over(world: World):
    crew, _ = a_crew(world, QUICK)
    work(world, crew, 3)
    world.conn.execute(text("UPDATE session SET tab = 'a person', state = 'paused'"))
    work(world, crew, 3)
    assert crew.look_round() == 0


def test_robots_wait_patiently_while_no_campaign_runs(world: World):
    world.conn.execute(text("UPDATE campaign SET status = 'paused'"))
    crew, _ = a_crew(world, QUICK)
    work(world, crew, 3)
    assert world.conn.execute(text("SELECT count(*) FROM session")).scalar_one() == 0
    world.conn.execute(text("UPDATE campaign SET status = 'running'"))
    work(world, crew, 7)
    assert world.conn.execute(text("SELECT count(*) FROM session")).scalar_one() == 1


def test_a_session_that_ended_is_followed_by_another_one(world: World):
    crew, _ = a_crew(world, QUICK | {"minutes": 1, "rests": [5, 6]})
    work(world, crew, 80)
    assert world.conn.execute(text("SELECT count(*) FROM session")).scalar_one() == 2


def test_at_the_networks_speed_they_are_as_quick(world: World):
    world.services = replace(world.services, settings=replace(world.services.settings, practice_speed=10.0))
    crew, _ = a_crew(world, QUICK | {"pause_share": 1.0, "pauses": [30, 30]})
    work(world, crew, 2)
    states = [world.conn.execute(text("SELECT state FROM session")).scalar_one()]
    for _ in range(5):
        work(world, crew, 1)
        states.append(world.conn.execute(text("SELECT state FROM session")).scalar_one())
    assert "paused" in states
    assert "ready" in states[states.index("paused") :]


def test_the_process_ends_soon_after_it_was_asked_and_leaves_the_session_for_the_next(world: World):
    a_crew(world, QUICK)
    kept = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGTERM, signal.SIGINT)}
    asked: list[float] = []

    def ask_once_it_works() -> None:
        with world.services.db.engine.connect() as conn:
            while conn.execute(text("SELECT count(*) FROM session")).scalar_one() == 0:
                conn.rollback()
        asked.append(time.monotonic())
        os.kill(os.getpid(), signal.SIGTERM)

    other = threading.Thread(target=ask_once_it_works)
    other.start()
    try:
        run(world.services)
    finally:
        other.join()
        for number, handler in kept.items():
            signal.signal(number, handler)
    # At once where nothing else is to be done on the machine.
    assert time.monotonic() - asked[0] < 4
    assert world.conn.execute(text("SELECT count(*) FROM session WHERE ended_at IS NULL")).scalar_one() == 1

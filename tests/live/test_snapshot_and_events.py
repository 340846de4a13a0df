"""Whatever happens: a page that took the events shows what a page that is loaded anew shows."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Connection

from dialer.campaigns import set_status
from dialer.store import accounts
from tests.live.screen import Screen
from tests.support.browser import Browser
from tests.support.builders import User, a_user
from tests.support.world import Agent, World, busy, machine, nobody, person
from webui import live
from webui.followers import FIGURES_EVERY_SECONDS


class Watch:
    """An agent's page and the manager's floor beside a running world."""

    def __init__(self, app: Flask, world: World, conn: Connection) -> None:
        self.app, self.world, self.conn = app, world, conn
        self.manager = Browser(app).log_in(a_user(conn, role="manager"))
        self.floor = Screen(self.manager, "floor", "/api/floor")
        self.pages: list[Screen] = []

    def open_page(self, agent: Agent) -> Screen:
        account = accounts.by_id(self.conn, agent.user_id)
        assert account is not None
        browser = Browser(self.app).log_in(User(account.id, account.email, account.name))
        id_ = agent.session_id
        page = Screen(browser, f"session:{id_}", f"/api/sessions/{id_}/snapshot")
        self.pages.append(page)
        return page

    def check(self, after: str) -> None:
        """Lets the publisher catch up, then compares every page with a fresh one."""
        publisher = live.of(self.app).publisher
        publisher.step()
        self.world.clock.advance(timedelta(seconds=FIGURES_EVERY_SECONDS))
        publisher.step()
        for screen in (self.floor, *self.pages):
            screen.listen()
            assert screen.differences() == {}, f"{screen.room} after {after}"


@pytest.fixture
def watch(app: Flask, world: World, conn: Connection) -> Watch:
    return Watch(app, world, conn)


def test_a_whole_session_is_followed_on_both_screens(watch: Watch, world: World) -> None:
    watch.check("nothing yet")
    kinds = (nobody, machine, busy, nobody, person(talks=(100, 400)))
    leads = [world.lead(kind) for kind in kinds]
    watch.check("leads came in")
    agent = world.agent("Ann", lines=2, ready=False)
    page = watch.open_page(agent)
    watch.check("the session started")
    world.until(lambda: world.session(agent).leg_up)
    watch.check("the leg is up")
    for second in range(40):
        world.pass_time(1)
        watch.check(f"{second} s of dialing")
        if world.state(agent) == "talking":
            break
    lead = next(lead for lead in leads if world.call_state(lead) == "talking")
    for command in ("mute", "unmute", "hold", "unhold", "hang_up"):
        world.do(agent, command)
        watch.check(command)
        world.pass_time(1)
        watch.check(f"{command}, a second later")
    world.do(agent, "pause", reason="coffee")
    watch.check("pause")
    world.say(agent, lead, "callback", callback_at=world.clock.now() + timedelta(days=1))
    watch.check("the result")
    world.pass_time(30)
    watch.check("paused for half a minute")
    world.do(agent, "resume")
    world.pass_time(5)
    watch.check("resume")
    world.do(agent, "end")
    world.pass_time(60)
    watch.check("the end")
    assert {"session", "line", "next", "lead", "gone"} <= page.kinds
    assert {"session", "line", "campaign", "gone"} <= watch.floor.kinds


def test_two_agents_and_a_second_answer_are_followed(watch: Watch, world: World) -> None:
    for _ in range(6):
        world.lead(person(rings=(3, 12)))
    one, two = world.agent("Ann", lines=3), world.agent("Bob", lines=3)
    for agent in (one, two):
        watch.open_page(agent)
    for second in range(45):
        world.pass_time(1)
        watch.check(f"{second} s")


def test_changes_by_hand_reach_the_page_of_whoever_has_the_lead(watch: Watch, world: World, conn: Connection) -> None:
    lead = world.lead(person(talks=(60, 400)))
    agent = world.agent(lines=1)
    page = watch.open_page(agent)
    world.until(lambda: world.state(agent) == "talking")
    watch.check("talking")
    page.browser.put(f"/api/leads/{lead.id}/notes", {"body": "Moving in May."})
    watch.check("a note")
    assert page.board["lead"]["notes"] == "Moving in May."
    page.browser.patch(f"/api/leads/{lead.id}", {"name": "Pat Corrected"})
    watch.check("a name")
    assert page.board["lead"]["name"] == "Pat Corrected"


def test_a_managers_hand_on_the_campaign_shows_everywhere(watch: Watch, world: World, conn: Connection) -> None:
    world.lead(nobody)
    agent = world.agent(lines=1)
    page = watch.open_page(agent)
    boss = accounts.by_id(conn, watch.manager.id)
    assert boss is not None
    set_status(world.services, boss, world.campaign_id, "paused")
    world.pass_time(2)
    watch.check("the campaign is paused")
    (card,) = watch.floor.board["campaigns"]
    assert (card["status"], card["why_no_call"]) == ("paused", "The campaign is paused.")
    assert page.board["next"] == []
    set_status(world.services, boss, world.campaign_id, "running")
    world.pass_time(2)
    watch.check("the campaign runs again")


def test_an_event_that_a_snapshot_holds_already_does_no_harm(watch: Watch, world: World) -> None:
    world.lead(nobody)
    agent = world.agent(lines=1)
    page = watch.open_page(agent)
    world.pass_time(2)
    # The snapshot is newer than the marks that the publisher takes afterwards.
    page.board = page.snapshot()
    watch.check("old news")


def test_case_089_a_page_that_missed_an_event_sees_the_gap(watch: Watch, world: World) -> None:
    world.lead(nobody)
    agent = world.agent(lines=1)
    page = watch.open_page(agent)
    world.do(agent, "pause", reason="first")
    live.of(watch.app).publisher.step()
    page.socket.get_received()
    world.do(agent, "resume")
    live.of(watch.app).publisher.step()
    with pytest.raises(AssertionError, match="an event is missing"):
        page.listen()
    page.load()
    watch.check("loading again")


def test_nothing_is_counted_for_screens_that_nobody_watches(app: Flask, world: World) -> None:
    world.lead(nobody)
    world.agent(lines=1)
    world.pass_time(3)
    assert live.of(app).publisher.step() == 0
    assert world.conn.exec_driver_sql("SELECT count(*) FROM live_mark").scalar_one() == 0


def test_case_089_marks_come_back_when_publishing_fails(app: Flask, watch: Watch, world: World) -> None:
    def broken(room: str, event: dict[str, object]) -> None:
        raise ConnectionError(room)

    world.lead(nobody)
    agent = world.agent(lines=1)
    page = watch.open_page(agent)
    watch.check("the start")
    rooms = live.of(app).rooms
    good = rooms.send
    rooms.send = broken
    world.do(agent, "pause", reason="lunch")
    with pytest.raises(ConnectionError):
        live.of(app).publisher.step()
    rooms.send = good
    assert live.of(app).publisher.step() > 0
    for screen in (watch.floor, page):
        # A room whose sending broke off has used up a number: its pages find the gap and load again.
        screen.load()
    watch.check("the repair")

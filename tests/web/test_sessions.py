"""Sessions over HTTP: look first, start once, command, report; everybody their own."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import Connection

from dialer.store import accounts, audit
from tests.support.browser import Browser
from tests.support.builders import User, a_user
from tests.support.shapes import shaped
from tests.support.world import Agent, World, make_world, person, world
from webui import create_app
from webui.shapes.live import Snapshot
from webui.shapes.setup import DispositionCard, SessionPreview
from webui.shapes.work import SessionReport

__all__ = ["make_world", "world"]


@pytest.fixture
def app(world: World) -> Flask:
    return create_app(world.services)


def browser_of(app: Flask, conn: Connection, agent: Agent) -> Browser:
    account = accounts.by_id(conn, agent.user_id)
    assert account is not None
    return Browser(app).log_in(User(account.id, account.email, account.name))


def request(world: World, **more: Any) -> dict[str, Any]:
    return {"campaign_id": world.campaign_id, "minutes": 60, "lines": 2, "tab": "tab-a", **more}


def command(browser: Browser, session: int, name: str, tab: str = "tab-a", **args: Any) -> Any:
    body = {"id": uuid4().hex, "command": name, "args": args, "tab": tab}
    return browser.post(f"/api/sessions/{session}/commands", body)


def test_before_starting_an_agent_sees_who_comes_first_and_who_is_held(agent: Browser, world: World) -> None:
    lead = world.lead(person())
    world.lead(person())
    found = shaped(SessionPreview, agent.get("/api/sessions/preview", campaign=world.campaign_id, lines=2).json)
    assert (found["ready"], found["first"][0]["lead_id"]) == (2, lead.id)
    assert agent.get("/api/sessions/preview", campaign=999).status_code == 404
    assert agent.get("/api/sessions/preview").status_code == 422


def test_a_session_starts_and_is_there_when_the_page_comes_back(agent: Browser, world: World) -> None:
    assert agent.get("/api/sessions/current").status_code == 204
    answer = agent.post("/api/sessions", request(world, goals={"contacts": 5}))
    started = shaped(Snapshot, answer.json)
    assert answer.status_code == 201
    (card,) = started["sessions"]
    assert (card["state"], card["goals"]["contacts"], card["lines"]) == ("starting", 5, 2.0)
    again = shaped(Snapshot, agent.get("/api/sessions/current").json)
    assert again["sessions"][0]["id"] == card["id"]


def test_a_second_session_is_refused_unless_the_new_tab_takes_over(agent: Browser, world: World) -> None:
    agent.post("/api/sessions", request(world))
    assert agent.post("/api/sessions", request(world, tab="tab-b")).status_code == 409
    taken = shaped(Snapshot, agent.post("/api/sessions", request(world, tab="tab-b", take_over=True)).json)
    id_ = taken["sessions"][0]["id"]
    assert taken["sessions"][0]["tab"] == "tab-b"
    assert command(agent, id_, "pause").status_code == 409
    assert command(agent, id_, "pause", tab="tab-b", reason="tea").status_code == 200


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"minutes": 0}, 422),
        ({"lines": 40}, 422),
        ({"campaign_id": 999}, 404),
        ({"leg": {"kind": "phone", "address": "+12175550200"}}, 422),
        ({"leg": {"kind": "tin can"}}, 422),
        ({"tab": ""}, 422),
    ],
)
def test_a_session_that_cannot_be_is_refused(agent: Browser, world: World, wrong: dict[str, Any], status: int) -> None:
    assert agent.post("/api/sessions", request(world, **wrong)).status_code == status


def test_a_command_sent_twice_acts_once(agent: Browser, world: World) -> None:
    id_ = shaped(Snapshot, agent.post("/api/sessions", request(world)).json)["sessions"][0]["id"]
    body = {"id": uuid4().hex, "command": "extend", "args": {"minutes": 15}, "tab": "tab-a"}
    first = agent.post(f"/api/sessions/{id_}/commands", body).json
    second = agent.post(f"/api/sessions/{id_}/commands", body).json
    assert (first, second) == ({"ok": True}, {"ok": True, "repeated": True})
    card = shaped(Snapshot, agent.get(f"/api/sessions/{id_}/snapshot").json)["sessions"][0]
    assert card["ends_at"] == "2026-03-12T17:15:00.000Z"
    assert command(agent, id_, "dance").status_code == 422


def test_nobody_touches_another_agents_session_but_managers(
    app: Flask, agent: Browser, manager: Browser, world: World, conn: Connection
) -> None:
    mine = world.agent("Ann")
    for path in ("snapshot", "report"):
        assert agent.get(f"/api/sessions/{mine.session_id}/{path}").status_code == 404
        assert manager.get(f"/api/sessions/{mine.session_id}/{path}").status_code == 200
    assert command(agent, mine.session_id, "end").status_code == 404
    assert agent.post(f"/api/sessions/{mine.session_id}/force", {"command": "end"}).status_code == 403
    forced = manager.post(f"/api/sessions/{mine.session_id}/force", {"command": "pause"})
    assert forced.status_code == 200
    assert world.state(mine) == "paused"
    entry = audit.page(conn, None)[0]
    assert (entry.action, entry.detail["command"]) == ("session.command", "pause")
    assert manager.post("/api/sessions/999/force", {"command": "end"}).status_code == 404


def test_an_agent_gives_a_result_takes_it_back_and_corrects_it(
    app: Flask, agent: Browser, world: World, conn: Connection
) -> None:
    lead = world.lead(person(), person())
    ann = world.agent("Ann")
    browser = browser_of(app, conn, ann)
    world.until(lambda: world.state(ann) == "talking")
    attempt = world.attempt(lead).id
    cards = browser.get(f"/api/leads/{lead.id}/dispositions", attempt=attempt).json or []
    wrong_number = next(shaped(DispositionCard, card) for card in cards if card["name"] == "wrong_number")
    assert wrong_number["consequence"].startswith("Removes this number; 1 other stays.")
    path = f"/api/attempts/{attempt}"
    said = {"id": uuid4().hex, "disposition": "callback", "answer": {}}
    assert browser.post(f"{path}/disposition", said).status_code == 422
    assert agent.post(f"{path}/disposition", said).status_code == 404
    assert browser.post("/api/attempts/999/disposition", said).status_code == 404
    command(browser, ann.session_id, "hang_up", tab=ann.tab)
    world.pass_time(2)
    said["disposition"] = "not_interested"
    assert (browser.post(f"{path}/disposition", said).json or {})["outcome"] == "not_interested"
    assert (browser.post(f"{path}/undo").json or {})["disposition"] == ""
    when = (world.clock.now() + timedelta(days=1)).isoformat()
    again = {"disposition": "callback", "answer": {"callback_at": when, "note": "After work"}}
    assert (browser.post(f"{path}/disposition", again).json or {})["outcome"] == "callback"
    corrected = browser.patch(f"{path}/disposition", {"disposition": "contact"})
    assert (corrected.json or {})["outcome"] == "contact"
    actions = [entry.action for entry in audit.page(conn, None)]
    assert {"attempt.disposed", "attempt.undone", "attempt.corrected"} <= set(actions)


def test_the_report_says_what_came_of_the_session(app: Flask, world: World, conn: Connection) -> None:
    lead = world.lead(person())
    ann = world.agent("Ann")
    browser = browser_of(app, conn, ann)
    world.until(lambda: world.state(ann) == "talking")
    world.pass_time(10)
    world.do(ann, "hang_up")
    world.pass_time(1)
    world.say(ann, lead, "callback", callback_at=world.clock.now() + timedelta(days=1))
    world.do(ann, "end")
    world.pass_time(5)
    report = shaped(SessionReport, browser.get(f"/api/sessions/{ann.session_id}/report").json)
    figures = report["session"]["figures"]
    assert (figures["dials"], figures["humans"], figures["contacts"], figures["conversations"]) == (1, 1, 1, 0)
    assert figures["connect_ms_median"] is not None
    assert report["outcomes"] == [{"label": "Call back", "count": 1}]
    assert [task["lead_id"] for task in report["callbacks"]] == [lead.id]
    assert report["average"] is None


def test_the_floor_masks_numbers_and_counts_by_definition(manager: Browser, world: World, conn: Connection) -> None:
    lead = world.lead(person(talks=(100, 400)))
    ann = world.agent("Ann")
    world.until(lambda: world.state(ann) == "talking")
    floor = shaped(Snapshot, manager.get("/api/floor").json)
    (line,), (campaign,), (session,) = floor["lines"], floor["campaigns"], floor["sessions"]
    assert line["number"] == f"({lead.number[2:5]}) •••-••{lead.number[-2:]}"
    assert (campaign["dials_today"], campaign["humans_today"], campaign["answered_by_person_30_days"]) == (1, 1, 1)
    assert (session["agent_name"], session["state"]) == ("Ann", "talking")
    assert a_user(conn).id

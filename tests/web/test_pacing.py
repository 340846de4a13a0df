"""The campaign's pace explained over HTTP, the simulator, and an agent's list of whom to dial by hand."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection

from dialer.store import accounts
from tests.support.browser import Browser
from tests.support.builders import User, a_session, a_user, an_attempt
from tests.support.shapes import shaped
from tests.support.world import Agent, World, make_world, nobody, world
from webui import create_app
from webui.shapes.live import SessionQueue
from webui.shapes.setup import ModeResult, PacePage

__all__ = ["make_world", "world"]

TEAM = {"agents": 5, "answer_rate": 0.15, "talk_seconds": 120, "wrap_seconds": 20}


@pytest.fixture
def app(world: World) -> Flask:
    return create_app(world.services)


def browser_of(app: Flask, conn: Connection, agent: Agent) -> Browser:
    account = accounts.by_id(conn, agent.user_id)
    assert account is not None
    return Browser(app).log_in(User(account.id, account.email, account.name))


def pace(browser: Browser, world: World) -> PacePage:
    return shaped(PacePage, browser.get(f"/api/campaigns/{world.campaign_id}/pace").json)


def answered(world: World, conn: Connection, people: int, abandoned: int) -> None:
    """People who answered yesterday, the first of them without meeting an agent."""
    at = world.clock.now() - timedelta(days=1)
    session = a_session(conn, a_user(conn).id, world.campaign_id, at=at, ended_at=at)
    lead = world.lead(nobody)
    for number in range(people):
        an_attempt(
            conn,
            lead.enrollment_id,
            session,
            at=at,
            open=False,
            answered_at=at,
            ended_at=at,
            human=True,
            abandoned=number < abandoned,
        )


def test_the_account_is_shown_with_its_definition(manager: Browser, world: World, conn: Connection) -> None:
    answered(world, conn, people=41, abandoned=2)
    account = pace(manager, world)["account"]
    assert (account["abandoned"], account["answered"], account["share"]) == (2, 41, 2 / 41)
    assert account["sentence"].startswith("2 of 41 people who answered")
    assert "30 days" in account["definition"]
    assert (account["target"], account["limit"]) == (0.02, 0.03)


def test_before_anybody_answered_there_is_no_share(manager: Browser, world: World) -> None:
    found = pace(manager, world)
    assert (found["account"]["share"], found["account"]["answered"]) == (None, 0)
    assert found["answer_rate"]["cases"] == 0
    assert found["answer_rate"]["low"] < found["answer_rate"]["value"] < found["answer_rate"]["high"]


def test_what_was_learned_comes_with_its_uncertainty(manager: Browser, world: World) -> None:
    unsure = pace(manager, world)["answer_rate"]
    for _ in range(12):
        world.lead(nobody)
    for _ in range(4):
        world.agent(lines=3)
    world.pass_time(40)
    found = pace(manager, world)
    rate = found["answer_rate"]
    assert rate["cases"] >= 10
    assert rate["value"] < unsure["value"]
    assert rate["high"] - rate["low"] < unsure["high"] - unsure["low"]
    assert [segment["name"] for segment in found["segments"]] == ["IL, first call"]


def test_the_plan_is_told_for_one_agent_more_and_one_fewer(manager: Browser, world: World) -> None:
    empty = pace(manager, world)
    assert (empty["now"]["lines"], empty["now"]["limited_by"], empty["one_fewer"]) == (0, "nobody_ready", None)
    assert empty["one_more"]["lines"] == 3
    world.agent(lines=3)
    found = pace(manager, world)
    assert found["one_fewer"] is not None
    assert (found["one_fewer"]["lines"], found["now"]["lines"], found["one_more"]["lines"]) == (0, 3, 6)
    assert found["now"]["sentence"]


def test_leads_that_a_rule_keeps_back_are_counted_by_rule(manager: Browser, world: World) -> None:
    for _ in range(2):
        world.lead(nobody, state="FL", zip="33101", city="Miami")
    world.agent()
    world.pass_time(2)
    (held,) = pace(manager, world)["held"]
    assert (held["code"], held["count"]) == ("consent_needed", 2)
    assert "Florida" in held["sentence"]


def what_if(browser: Browser, world: World, **changed: Any) -> Any:
    return browser.post(f"/api/campaigns/{world.campaign_id}/what-if", {**TEAM, **changed})


def test_a_managers_figures_are_played_in_every_mode(manager: Browser, world: World) -> None:
    found = what_if(manager, world).json
    by_mode = {row["mode"]: shaped(ModeResult, row) for row in found}
    assert set(by_mode) == {"preview", "click", "power", "progressive", "predictive"}
    assert by_mode["predictive"]["talk_minutes_per_hour"] > by_mode["progressive"]["talk_minutes_per_hour"] + 4
    assert by_mode["progressive"]["abandoned_share"] == 0.0
    assert all(row["contacts_per_hour"] > 20 for row in by_mode.values())
    assert what_if(manager, world).json == found, "the same question has the same answer"


def test_a_page_may_ask_for_the_quick_modes_first(manager: Browser, world: World) -> None:
    rows = what_if(manager, world, modes=["progressive", "click"]).json
    assert [row["mode"] for row in rows] == ["progressive", "click"]


@pytest.mark.parametrize(
    "wrong", [{"agents": 0}, {"answer_rate": 0}, {"talk_seconds": 1}, {"wrap_seconds": -1}, {"speed": 2}]
)
def test_impossible_figures_are_refused_by_name(manager: Browser, world: World, wrong: dict[str, Any]) -> None:
    answer = what_if(manager, world, **wrong)
    assert (answer.status_code, (answer.json or {})["errors"][0]["field"]) == (422, next(iter(wrong)))


def test_the_pace_is_for_managers_and_for_campaigns_that_exist(agent: Browser, manager: Browser, world: World) -> None:
    assert agent.get(f"/api/campaigns/{world.campaign_id}/pace").status_code == 403
    assert what_if(agent, world).status_code == 403
    assert manager.get("/api/campaigns/999/pace").status_code == 404
    assert manager.post("/api/campaigns/999/what-if", TEAM).status_code == 404


def test_an_agent_sees_whom_a_click_may_dial(app: Flask, world: World, conn: Connection) -> None:
    lead = world.lead(nobody, state="FL", zip="33101", city="Miami")
    agent = world.agent()
    world.until(lambda: world.place(lead).state == "held")
    mine, other = browser_of(app, conn, agent), browser_of(app, conn, world.agent())
    path = f"/api/sessions/{agent.session_id}/queue"
    found = shaped(SessionQueue, mine.get(path).json)
    assert (found["mode"], found["leads"], [row["lead_id"] for row in found["by_click_only"]]) == (
        "power",
        [],
        [lead.id],
    )
    assert other.get(path).status_code == 404


def test_the_list_of_a_session_that_is_over_is_empty(app: Flask, world: World, conn: Connection) -> None:
    lead = world.lead(nobody, state="FL", zip="33101", city="Miami")
    agent = world.agent()
    world.until(lambda: world.place(lead).state == "held")
    world.do(agent, "end")
    found = browser_of(app, conn, agent).get(f"/api/sessions/{agent.session_id}/queue")
    assert shaped(SessionQueue, found.json)["by_click_only"] == []

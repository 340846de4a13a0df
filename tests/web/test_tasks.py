"""Tasks for people: whose they are, and closing them."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, text

from dialer.clock import FixedClock
from dialer.core.campaigns import CampaignSettings
from dialer.core.compliance import Scope, Why
from dialer.core.picking import CALLBACK_GRACE
from dialer.store import audit
from dialer.store.suppressions import Wish, suppress
from tests.support.browser import Browser
from tests.support.builders import (
    NOW,
    a_caller_id,
    a_campaign,
    a_lead,
    a_sequence,
    a_template,
    a_touch,
    a_user,
    an_enrollment,
)
from tests.support.shapes import shaped
from webui.shapes.leads import CallbackCard, EmailWords, TaskCard


def listed(browser: Browser, due: str = "today") -> list[int]:
    return [shaped(TaskCard, each)["touch_id"] for each in browser.get("/api/tasks", due=due).json or []]


def test_tasks_come_in_the_order_of_their_day(manager: Browser, conn: Connection) -> None:
    place = an_enrollment(conn, a_campaign(conn), a_lead(conn))
    later = a_touch(conn, place, channel="door_hanger", due_at=NOW + timedelta(days=3))
    late = a_touch(conn, place, channel="letter", due_at=NOW - timedelta(days=1))
    today = a_touch(conn, place, channel="email", due_at=NOW + timedelta(hours=2))
    a_touch(conn, place, channel="text", due_at=NOW)
    assert listed(manager) == [late, today]
    assert listed(manager, "week") == [late, today, later]
    overdue = [card["overdue"] for card in manager.get("/api/tasks").json or []]
    assert overdue == [True, False]
    assert manager.get("/api/tasks", due="someday").status_code == 422


def test_an_agent_sees_their_own_and_what_is_nobodys_in_their_campaigns(agent: Browser, conn: Connection) -> None:
    mine = an_enrollment(conn, a_campaign(conn, settings=CampaignSettings(agents=(agent.id,))), a_lead(conn))
    others = an_enrollment(conn, a_campaign(conn, settings=CampaignSettings(agents=(agent.id + 1,))), a_lead(conn))
    nobodys = a_touch(conn, mine, channel="letter")
    own = a_touch(conn, mine, channel="task", agent_id=agent.id)
    a_touch(conn, mine, channel="task", agent_id=a_user(conn).id)
    hidden = a_touch(conn, others, channel="letter")
    assert set(listed(agent)) == {nobodys, own}
    assert agent.post(f"/api/touches/{hidden}/done").status_code == 404


def test_nobody_is_written_to_by_hand_who_asked_not_to_be(manager: Browser, conn: Connection) -> None:
    place = an_enrollment(conn, a_campaign(conn), a_lead(conn, numbers=["+13125550151", "+13125550152"]))
    wanted = {channel: a_touch(conn, place, channel=channel) for channel in ("email", "letter", "door_hanger", "task")}
    assert [card["stop"] for card in manager.get("/api/tasks").json or []] == [""] * 4
    suppress(conn, Wish(Why.STOP, "text", e164="+13125550152"), Scope.NUMBER, NOW)
    shown = {card["channel"]: card["stop"] for card in manager.get("/api/tasks").json or []}
    assert all("opt-out" in shown[channel] for channel in ("email", "letter", "door_hanger"))
    assert shown["task"] == ""
    refused = manager.post(f"/api/touches/{wanted['email']}/done")
    assert refused.status_code == 409
    assert "opt-out" in refused.text
    assert manager.post(f"/api/touches/{wanted['email']}/cancel").status_code == 200
    assert manager.post(f"/api/touches/{wanted['task']}/done").status_code == 200


def test_a_lead_without_a_number_is_judged_by_its_own_wish(manager: Browser, conn: Connection) -> None:
    lead = a_lead(conn)
    letter = a_touch(conn, an_enrollment(conn, a_campaign(conn), lead), channel="letter")
    conn.execute(text("UPDATE enrollment SET phone_id = NULL"))
    conn.execute(text("DELETE FROM phone WHERE lead_id = :id"), {"id": lead})
    suppress(conn, Wish(Why.ASKED, "link", lead_id=lead), Scope.LEAD, NOW)
    assert manager.post(f"/api/touches/{letter}/done").status_code == 409


def test_an_e_mail_keeps_the_hours_of_its_campaign_by_the_leads_clock(
    manager: Browser, conn: Connection, clock: FixedClock
) -> None:
    place = an_enrollment(conn, a_campaign(conn), a_lead(conn, numbers=["+13125550153"]))
    email, letter = a_touch(conn, place, channel="email"), a_touch(conn, place, channel="letter")
    clock.advance(timedelta(hours=12))
    assert manager.post(f"/api/touches/{email}/done").status_code == 409
    assert manager.post(f"/api/touches/{letter}/done").status_code == 200
    clock.advance(timedelta(hours=12))
    assert manager.post(f"/api/touches/{email}/done").status_code == 200


def test_a_task_is_closed_once_and_a_text_can_only_be_cancelled(manager: Browser, conn: Connection) -> None:
    place = an_enrollment(conn, a_campaign(conn), a_lead(conn))
    letter, sms = a_touch(conn, place, channel="letter"), a_touch(conn, place, channel="text")
    assert manager.post(f"/api/touches/{letter}/done").status_code == 200
    assert manager.post(f"/api/touches/{letter}/cancel").status_code == 409
    assert manager.post(f"/api/touches/{sms}/done").status_code == 409
    assert manager.post(f"/api/touches/{sms}/cancel", {"reason": "They called us"}).status_code == 200
    assert manager.post("/api/touches/999/done").status_code == 404
    assert [entry.action for entry in audit.page(conn, None, 2)] == ["touch.cancelled", "touch.done"]


def test_what_was_said_of_a_task_is_taken_back_by_whoever_said_it_within_a_minute(
    manager: Browser, agent: Browser, conn: Connection, clock: FixedClock
) -> None:
    place = an_enrollment(conn, a_campaign(conn, settings=CampaignSettings(agents=(agent.id,))), a_lead(conn))
    email, letter, sms = (a_touch(conn, place, channel=channel) for channel in ("email", "letter", "text"))
    for touch, what in ((email, "done"), (letter, "cancel")):
        assert agent.post(f"/api/touches/{touch}/{what}", {"reason": "Moved"}).status_code == 200
        assert manager.post(f"/api/touches/{touch}/undo").status_code == 409, "somebody else said it"
        assert agent.post(f"/api/touches/{touch}/undo").status_code == 200
        assert agent.post(f"/api/touches/{touch}/undo").status_code == 409, "it is planned"
    assert listed(agent) == [email, letter]
    row = conn.execute(text("SELECT state, done_at, done_by, reason FROM touch WHERE id = :id"), {"id": letter}).one()
    assert tuple(row) == ("planned", None, None, "")
    assert [entry.action for entry in audit.page(conn, None, 2)] == ["touch.reopened", "touch.cancelled"]
    assert manager.post(f"/api/touches/{sms}/cancel").status_code == 200
    assert manager.post(f"/api/touches/{sms}/undo").status_code == 409, "it would go out by itself"
    assert agent.post(f"/api/touches/{email}/done").status_code == 200
    clock.advance(timedelta(seconds=61))
    assert agent.post(f"/api/touches/{email}/undo").status_code == 409, "it is history"
    assert agent.post("/api/touches/999/undo").status_code == 404


def test_an_e_mail_and_a_pile_are_found_however_many_tasks_are_due_before_them(
    manager: Browser, conn: Connection
) -> None:
    a_caller_id(conn)
    place = an_enrollment(conn, a_campaign(conn), a_lead(conn))
    email = a_touch(conn, place, channel="email")
    template = a_template(conn, kind="letter", body="Dear {full_name}")
    letter = a_touch(conn, place, channel="letter", template_id=template, due_at=NOW + timedelta(seconds=1))
    conn.execute(
        text("""
            INSERT INTO touch (enrollment_id, lead_id, campaign_id, key, step, channel, due_at)
            SELECT enrollment_id, lead_id, campaign_id, 'earlier' || n, 0, 'task', due_at - interval '1 hour'
              FROM touch, generate_series(1, 500) AS n WHERE id = :email
        """),
        {"email": email},
    )
    assert email not in listed(manager)
    assert shaped(EmailWords, manager.get(f"/api/touches/{email}/email").json)["why"] != ""
    assert manager.get("/api/touches/999/email").status_code == 404
    assert manager.post("/api/touches/done", {"touch_ids": [letter]}).json == {"done": 1, "left": 0}


STEPS = [{"kind": "call", "label": "First call", "tries": 3}, {"kind": "call", "label": "Second call", "wait_days": 2}]


def a_promise(conn: Connection, campaign: int, agent_id: int | None, due_at: datetime, **lead: Any) -> int:
    promise: dict[str, Any] = {
        "next_call_at": due_at,
        "promised_at": due_at,
        "promised_agent_id": agent_id,
        "priority": 1,
    }
    return an_enrollment(conn, campaign, a_lead(conn, **lead), state="waiting", **promise)


def promised(browser: Browser, due: str = "today") -> list[int]:
    return [shaped(CallbackCard, each)["enrollment_id"] for each in browser.get("/api/callbacks", due=due).json or []]


def test_call_backs_come_by_when_they_are_due_with_the_leads_zone_and_who_promised(
    manager: Browser, conn: Connection
) -> None:
    campaign, agent = a_campaign(conn), a_user(conn)
    late = a_promise(conn, campaign, agent.id, NOW - timedelta(minutes=5), zip="90001", state="CA")
    today = a_promise(conn, campaign, None, NOW + timedelta(hours=1))
    later = a_promise(conn, campaign, agent.id, NOW + timedelta(days=2))
    an_enrollment(conn, campaign, a_lead(conn))
    assert promised(manager) == [late, today]
    assert promised(manager, "week") == [late, today, later]
    first, second = (shaped(CallbackCard, each) for each in manager.get("/api/callbacks").json or [])
    assert (first["zone"], first["overdue"], first["agent"]) == ("America/Los_Angeles", True, agent.name)
    assert (second["zone"], second["overdue"], second["agent"]) == ("America/Chicago", False, "")
    assert (first["stop"], first["phone_id"] is not None) == ("", True)
    assert manager.get("/api/callbacks", due="someday").status_code == 422


def test_an_agent_keeps_their_promises_and_sees_others_of_their_campaigns_when_these_are_late(
    agent: Browser, conn: Connection
) -> None:
    mine = a_campaign(conn, settings=CampaignSettings(agents=(agent.id,)))
    others = a_campaign(conn, settings=CampaignSettings(agents=(agent.id + 1,)))
    colleague = a_user(conn).id
    own = a_promise(conn, mine, agent.id, NOW + timedelta(minutes=30))
    left = a_promise(conn, mine, colleague, NOW - CALLBACK_GRACE - timedelta(seconds=1))
    a_promise(conn, mine, colleague, NOW - CALLBACK_GRACE)
    hidden = a_promise(conn, others, colleague, NOW - timedelta(days=1))
    assert promised(agent) == [left, own]
    assert agent.post(f"/api/enrollments/{hidden}/callback/done").status_code == 404


def test_a_call_back_that_must_not_be_made_now_says_why_and_from_when(
    manager: Browser, conn: Connection, clock: FixedClock
) -> None:
    a_promise(conn, a_campaign(conn), None, NOW, numbers=["+13125550154"])
    clock.advance(timedelta(hours=12))
    shown = shaped(CallbackCard, (manager.get("/api/callbacks").json or [])[0])
    assert shown["stop"] != ""
    assert shown["not_before"] is not None
    suppress(conn, Wish(Why.STOP, "text", e164="+13125550154"), Scope.NUMBER, NOW)
    clock.advance(timedelta(hours=12))
    assert "opt-out" in shaped(CallbackCard, (manager.get("/api/callbacks").json or [])[0])["stop"]


@pytest.mark.parametrize(("what", "position", "state"), [("done", 1, "done"), ("skip", 0, "cancelled")])
def test_a_call_back_settled_without_a_call_lets_the_sequence_go_on(
    manager: Browser, conn: Connection, what: str, position: int, state: str
) -> None:
    place = a_promise(conn, a_campaign(conn, sequence_id=a_sequence(conn, steps=STEPS)), manager.id, NOW)
    assert manager.post(f"/api/enrollments/{place}/callback/{what}").status_code == 200
    assert promised(manager) == []
    row = conn.execute(text("SELECT * FROM enrollment WHERE id = :id"), {"id": place}).one()
    assert (row.position, row.state, row.promised_at, row.promised_agent_id) == (position, "waiting", None, None)
    assert row.next_call_at > NOW + timedelta(hours=12)
    noted = conn.execute(text("SELECT channel, purpose, state, done_by FROM touch")).one()
    assert tuple(noted) == ("call", "callback", state, manager.id)
    assert manager.post(f"/api/enrollments/{place}/callback/{what}").status_code == 409


def test_a_call_back_that_is_being_made_is_not_settled(manager: Browser, conn: Connection) -> None:
    place = a_promise(conn, a_campaign(conn), manager.id, NOW)
    conn.execute(text("UPDATE enrollment SET state = 'claimed'"))
    assert [card["on_line"] for card in manager.get("/api/callbacks").json or []] == [True]
    assert manager.post(f"/api/enrollments/{place}/callback/skip").status_code == 409
    assert manager.post("/api/enrollments/999/callback/done").status_code == 404

"""Tasks for people: whose they are, and closing them."""

from datetime import timedelta

from sqlalchemy import Connection, text

from dialer.clock import FixedClock
from dialer.core.campaigns import CampaignSettings
from dialer.core.compliance import Scope, Why
from dialer.store import audit
from dialer.store.suppressions import Wish, suppress
from tests.support.browser import Browser
from tests.support.builders import NOW, a_campaign, a_lead, a_touch, a_user, an_enrollment
from tests.support.shapes import shaped
from webui.shapes.leads import TaskCard


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

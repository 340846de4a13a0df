"""The next best action over the API, on what the database knows."""

from datetime import timedelta

from sqlalchemy import Connection, text

from dialer.store import audit
from tests.support.browser import Browser
from tests.support.builders import (
    NOW,
    a_campaign,
    a_lead,
    a_number,
    a_session,
    a_user,
    an_attempt,
    an_enrollment,
    phones_of,
)
from tests.support.shapes import shaped
from webui.shapes.work import Advice


def a_missed_call(conn: Connection, lead: int) -> int:
    session = a_session(conn, a_user(conn).id, a_campaign(conn))
    campaign = conn.execute(text("SELECT campaign_id FROM session WHERE id = :id"), {"id": session}).scalar_one()
    place = an_enrollment(conn, campaign, lead)
    return an_attempt(conn, place, session, at=NOW - timedelta(minutes=1), ended_at=NOW)


def test_another_number_of_the_lead_is_advised_after_a_call_that_nobody_took(
    manager: Browser, conn: Connection
) -> None:
    lead = a_lead(conn, numbers=[a_number(), a_number()])
    attempt = a_missed_call(conn, lead)
    advice = shaped(Advice, manager.get(f"/api/leads/{lead}/advice", attempt=attempt).json)
    assert (advice["kind"], advice["phone_id"]) == ("dial", phones_of(conn, lead)[1][0])


def test_a_letter_is_put_on_the_list_once_and_the_taking_is_on_record(manager: Browser, conn: Connection) -> None:
    lead = a_lead(conn, kind="landline")
    conn.execute(text("UPDATE phone SET status = 'bad' WHERE lead_id = :id"), {"id": lead})
    attempt = a_missed_call(conn, lead)
    path = f"/api/leads/{lead}/advice"
    assert shaped(Advice, manager.get(path, attempt=attempt).json)["kind"] == "letter"
    assert manager.post(path, {"attempt": attempt, "kind": "dial"}).status_code == 409
    assert manager.post(path, {"attempt": attempt, "kind": "letter"}).status_code == 200
    planned = conn.execute(text("SELECT channel, state, agent_id FROM touch WHERE lead_id = :id"), {"id": lead}).all()
    assert [tuple(row) for row in planned] == [("letter", "planned", manager.id)]
    assert manager.get(path, attempt=attempt).status_code == 204
    entries = [entry for entry in audit.page(conn, None) if entry.action == "advice.taken"]
    assert [entry.detail["kind"] for entry in entries] == ["letter"]


def test_an_agent_asks_only_about_leads_and_calls_that_are_theirs(agent: Browser, conn: Connection) -> None:
    own, other = a_lead(conn), a_lead(conn)
    call = a_missed_call(conn, other)
    assert agent.get(f"/api/leads/{own}/advice", attempt=call).status_code == 404


def test_the_agents_hanging_up_is_enough_while_the_carrier_still_closes_the_line(
    manager: Browser, conn: Connection
) -> None:
    lead = a_lead(conn, numbers=[a_number(), a_number()])
    attempt = a_missed_call(conn, lead)
    conn.execute(text("UPDATE attempt SET ended_at = NULL WHERE id = :id"), {"id": attempt})
    path = f"/api/leads/{lead}/advice"
    assert manager.get(path, attempt=attempt).status_code == 204
    assert shaped(Advice, manager.get(path, attempt=attempt, over="true").json)["kind"] == "dial"
    assert manager.post(path, {"attempt": attempt, "kind": "dial", "over": True}).status_code == 200

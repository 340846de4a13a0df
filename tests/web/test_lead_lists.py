"""Saved lists with their counts, and one thing done to every lead of a list, previewed and undone."""

from datetime import timedelta

from sqlalchemy import Connection, text

from tests.support.browser import Browser
from tests.support.builders import NOW, a_campaign, a_lead, a_session, a_user, an_attempt, an_enrollment
from tests.support.shapes import shaped
from webui.shapes.leads import BulkDone, BulkPreview, SavedList

TEXAS = {"state": "TX"}


def statuses(conn: Connection) -> dict[int, tuple[str, str]]:
    rows = conn.execute(text("SELECT id, status, hold_reason FROM lead"))
    return {id_: (status, reason) for id_, status, reason in rows}


def lists(browser: Browser) -> list[tuple[str, int | None]]:
    found = browser.get("/api/lead-lists").json
    assert found is not None
    return [(one["name"], one["count"]) for one in (shaped(SavedList, each) for each in found)]


def test_a_saved_list_counts_its_leads_as_they_are_now(manager: Browser, agent: Browser, conn: Connection) -> None:
    a_lead(conn, state="TX")
    assert manager.post("/api/lead-lists", {"name": "Texas", "query": TEXAS}).status_code == 200
    assert lists(manager) == [("Texas", 1)]
    a_lead(conn, state="TX")
    assert lists(manager) == [("Texas", 2)]
    assert lists(agent) == []
    manager.post("/api/lead-lists", {"name": "Texas", "query": {"state": "IL"}})
    assert lists(manager) == [("Texas", 0)]
    saved = manager.get("/api/lead-lists").json
    assert saved is not None
    assert agent.delete(f"/api/lead-lists/{saved[0]['id']}").status_code == 404
    assert manager.delete(f"/api/lead-lists/{saved[0]['id']}").json == []


def test_an_unknown_filter_is_refused_by_its_name(manager: Browser) -> None:
    answer = manager.post("/api/lead-lists", {"name": "Odd", "query": {"colour": "red"}})
    assert (answer.status_code, "colour" in answer.text) == (422, True)


def test_holding_a_list_is_previewed_done_and_undone_but_for_what_somebody_changed_since(
    manager: Browser, conn: Connection
) -> None:
    first, second, held = a_lead(conn, state="TX"), a_lead(conn, state="TX"), a_lead(conn, state="TX", status="held")
    elsewhere = a_lead(conn, state="IL")
    before = statuses(conn)
    order = {"query": TEXAS, "action": "hold", "reason": "Storm"}
    seen = shaped(BulkPreview, manager.post("/api/leads/bulk/preview", order).json)
    assert (seen["leads"], seen["changed"]) == (3, 2)
    assert seen["sentence"] == "2 of 3 leads would be held back. 1 are held or closed already."
    assert statuses(conn) == before
    done = shaped(BulkDone, manager.post("/api/leads/bulk", order).json)
    assert done["changed"] == 2
    assert statuses(conn)[first] == statuses(conn)[second] == ("held", "Storm")
    assert (statuses(conn)[held], statuses(conn)[elsewhere]) == (before[held], before[elsewhere])
    conn.execute(text("UPDATE lead SET hold_reason = 'Asked us to wait' WHERE id = :id"), {"id": second})
    undo = f"/api/leads/bulk/{done['batch_id']}/undo"
    assert shaped(BulkDone, manager.post(undo).json)["changed"] == 1
    assert (statuses(conn)[first], statuses(conn)[second]) == (("open", ""), ("held", "Asked us to wait"))
    assert manager.post(undo).status_code == 409


def test_taking_a_list_into_a_campaign_is_undone_for_leads_that_were_not_called_yet(
    manager: Browser, conn: Connection
) -> None:
    campaign = a_campaign(conn)
    called, _ = a_lead(conn, state="TX"), a_lead(conn, state="TX")
    already = an_enrollment(conn, campaign, a_lead(conn, state="TX"))
    order = {"query": TEXAS, "action": "enroll", "campaign_id": campaign}
    done = shaped(BulkDone, manager.post("/api/leads/bulk", order).json)
    assert done["changed"] == 2
    place = conn.execute(text("SELECT id FROM enrollment WHERE lead_id = :id"), {"id": called}).scalar_one()
    session = a_session(conn, a_user(conn).id, campaign)
    an_attempt(conn, place, session, at=NOW - timedelta(minutes=1), open=False)
    assert shaped(BulkDone, manager.post(f"/api/leads/bulk/{done['batch_id']}/undo").json)["changed"] == 1
    left = set(conn.execute(text("SELECT id FROM enrollment")).scalars())
    assert left == {place, already}


def test_bulk_changes_are_the_managers_and_their_own(manager: Browser, agent: Browser, conn: Connection) -> None:
    a_lead(conn, state="TX")
    order = {"query": TEXAS, "action": "hold", "reason": "Storm"}
    assert agent.post("/api/leads/bulk", order).status_code == 403
    assert manager.post("/api/leads/bulk", {**order, "reason": ""}).status_code == 422
    assert manager.post("/api/leads/bulk", {"query": TEXAS, "action": "enroll"}).status_code == 422
    assert manager.post("/api/leads/bulk/999/undo").status_code == 404


def test_a_manager_lets_a_list_feed_a_campaign(manager: Browser, agent: Browser, conn: Connection) -> None:
    campaign = a_campaign(conn)
    for browser in (manager, agent):
        browser.post("/api/lead-lists", {"name": "Texas", "query": TEXAS})
    saved = manager.get("/api/lead-lists").json
    assert saved is not None
    path = f"/api/lead-lists/{saved[0]['id']}/campaign"
    answer = manager.put(path, {"campaign_id": campaign}).json
    assert answer is not None
    assert [shaped(SavedList, one)["campaign_id"] for one in answer] == [campaign]
    back = manager.put(path, {"campaign_id": None}).json
    assert back is not None
    assert back[0]["campaign_id"] is None
    assert manager.put(path, {"campaign_id": 10**6}).status_code == 404
    assert agent.put(path, {"campaign_id": campaign}).status_code == 403

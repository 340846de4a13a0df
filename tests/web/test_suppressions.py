"""Whom never to contact: kept by everybody, taken from files, lifted by owners only."""

import io

import pytest
from sqlalchemy import Connection

from dialer.core.number_lists import NumberList, read_list
from dialer.store import audit
from tests.support.browser import Browser
from tests.support.builders import a_campaign, a_lead, an_enrollment
from tests.support.shapes import shaped
from webui.shapes.setup import SuppressionCard, SuppressionList


def upload(browser: Browser, data: bytes) -> dict[str, int]:
    form = {"file": (io.BytesIO(data), "numbers.csv")}
    answer = browser.post("/api/suppressions/import", data=form, content_type="multipart/form-data")
    assert answer.status_code == 200, answer.text
    return dict(answer.json or {})


def test_an_agent_adds_a_number_at_once(agent: Browser, manager: Browser, conn: Connection) -> None:
    made = agent.post("/api/suppressions", {"e164": "217 555 0123", "reason": "Asked by e-mail"})
    card = shaped(SuppressionCard, made.json)
    assert (made.status_code, card["number"], card["source"]) == (201, "(217) 555-0123", "manual")
    assert agent.post("/api/suppressions", {"e164": "2175550123", "reason": "Asked by e-mail"}).status_code == 422
    assert agent.post("/api/suppressions", {"e164": "555-0123", "reason": "short"}).status_code == 422
    assert agent.post("/api/suppressions", {"e164": "2175550123", "reason": " "}).status_code == 422
    rows = shaped(SuppressionList, manager.get("/api/suppressions", q="0123").json)["rows"]
    assert [row["id"] for row in rows] == [card["id"]]


def test_a_whole_lead_can_be_suppressed(agent: Browser, manager: Browser, conn: Connection) -> None:
    lead = a_lead(conn, name="Pat Private")
    an_enrollment(conn, a_campaign(conn), lead)
    card = shaped(SuppressionCard, agent.post("/api/suppressions", {"lead_id": lead, "reason": "Asked"}).json)
    assert (card["scope"], card["lead_name"]) == ("lead", "Pat Private")


def test_the_same_file_twice_changes_nothing(manager: Browser, conn: Connection) -> None:
    data = b"phone,name\r\n(217) 555-0101,Pat\r\n+12175550102,Sam\r\n555-01,too short\r\n"
    assert upload(manager, data) == {"added": 2, "known": 0, "rejected": 1}
    assert upload(manager, data) == {"added": 0, "known": 2, "rejected": 1}
    assert audit.page(conn, None)[0].detail == {"added": 0, "lines_rejected": 1}


def test_a_file_without_numbers_is_refused(manager: Browser) -> None:
    form = {"file": (io.BytesIO(b"nothing here"), "numbers.csv")}
    answer = manager.post("/api/suppressions/import", data=form, content_type="multipart/form-data")
    assert (answer.status_code, (answer.json or {})["errors"][0]["field"]) == (422, "file")


def test_lifting_needs_an_owner_and_a_reason_and_stays_on_record(
    owner: Browser, manager: Browser, conn: Connection
) -> None:
    id_ = (manager.post("/api/suppressions", {"e164": "2175550123", "reason": "Asked"}).json or {})["id"]
    assert manager.delete(f"/api/suppressions/{id_}", {"because": "Why not"}).status_code == 403
    assert owner.delete(f"/api/suppressions/{id_}", {"because": " "}).status_code == 422
    assert owner.delete(f"/api/suppressions/{id_}", {"because": "Asked to be called again"}).status_code == 204
    assert owner.delete(f"/api/suppressions/{id_}", {"because": "Twice"}).status_code == 404
    row = conn.exec_driver_sql("SELECT removed_by, removed_because FROM suppression").one()
    assert tuple(row) == (owner.id, "Asked to be called again")


def test_the_list_is_read_page_by_page(manager: Browser, conn: Connection) -> None:
    lines = [f"+1{area}55501{n:02d}" for area in (217, 312) for n in range(100)]
    upload(manager, "\n".join(lines).encode())
    first = shaped(SuppressionList, manager.get("/api/suppressions").json)
    second = shaped(SuppressionList, manager.get("/api/suppressions", cursor=first["next_cursor"]).json)
    assert len({row["number"] for row in first["rows"] + second["rows"]}) == 200
    assert second["next_cursor"] is None


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"2175550123\n2175550123\n", NumberList(("+12175550123",), 0)),
        ("\ufeff217-555-0123; 312.555.0199".encode(), NumberList(("+12175550123", "+13125550199"), 0)),
        ("217 555 0123\n".encode("utf-16"), NumberList(("+12175550123",), 0)),
        (b"Andr\xe9, 1 (217) 555-0123", NumberList(("+12175550123",), 0)),
        (b"phone\n0175550123\n117 555 0123\n", NumberList((), 2)),
        (b"", NumberList((), 0)),
    ],
)
def test_numbers_are_found_however_they_are_written(data: bytes, found: NumberList) -> None:
    assert read_list(data) == found

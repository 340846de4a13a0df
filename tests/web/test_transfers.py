"""The office's hand-over numbers, and whom an agent is offered."""

from sqlalchemy import Connection

from tests.support.browser import Browser
from tests.support.builders import a_campaign, a_session

KIM = {"name": "Kim Closer", "about": "Listing agent", "number": "+12175550190"}


def test_a_manager_saves_and_removes_numbers_and_agents_are_offered_them(
    manager: Browser, agent: Browser, conn: Connection
) -> None:
    session = a_session(conn, agent.id, a_campaign(conn))
    assert manager.post("/api/transfer-contacts", KIM).status_code == 201
    assert manager.post("/api/transfer-contacts", {**KIM, "name": "Kim"}).status_code == 201
    saved = manager.get("/api/transfer-contacts").json
    assert [(each["name"], each["number"]) for each in saved] == [("Kim", "(217) 555-0190")]
    offered = agent.get(f"/api/sessions/{session}/transfer-targets").json
    assert offered == {"colleagues": [], "contacts": saved}
    path = f"/api/transfer-contacts/{saved[0]['id']}"
    assert agent.delete(path, {}).status_code == 403
    assert manager.delete(path, {}).status_code == 204
    assert manager.delete(path, {}).status_code == 404


def test_what_is_no_name_or_no_number_is_refused_with_the_way_out(manager: Browser, agent: Browser) -> None:
    wrong = {"number": "12"}, {"name": " "}, {"number": "+12173334444"}
    words = "as + and digits", "whose number", "cannot be reached here"
    for change, said in zip(wrong, words, strict=True):
        answer = manager.post("/api/transfer-contacts", {**KIM, **change})
        assert answer.status_code == 422
        assert answer.json is not None
        assert said in str(answer.json["errors"])
    assert agent.post("/api/transfer-contacts", KIM).status_code == 403


def test_an_agent_is_offered_nothing_for_somebody_elses_session(
    manager: Browser, agent: Browser, conn: Connection
) -> None:
    session = a_session(conn, manager.id, a_campaign(conn))
    assert agent.get(f"/api/sessions/{session}/transfer-targets").status_code == 404

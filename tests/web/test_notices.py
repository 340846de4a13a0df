"""A few words from a manager to an agent: on the agent's card until they were seen, and in the log."""

from typing import Any

from sqlalchemy import Connection, text

from tests.support.browser import Browser
from tests.support.builders import NOW, a_campaign, a_session
from tests.support.shapes import shaped
from webui.shapes.live import SessionCard


def notice(browser: Browser, session: int) -> dict[str, Any] | None:
    found = browser.get(f"/api/sessions/{session}/report").json
    assert found is not None
    card = shaped(SessionCard, found["session"])["notice"]
    return None if card is None else dict(card)


def test_messages_stand_on_the_agents_card_one_after_the_other_until_they_were_seen(
    manager: Browser, agent: Browser, conn: Connection
) -> None:
    session = a_session(conn, agent.id, a_campaign(conn))
    path = f"/api/sessions/{session}/notices"
    first, second = (manager.post(path, {"body": words}).json for words in ("  Slow down a little ", "Well done"))
    assert first is not None
    assert second is not None
    told = notice(agent, session)
    assert told is not None
    assert (told["id"], told["by"], told["body"]) == (
        first["id"],
        manager.user and manager.user.name,
        "Slow down a little",
    )
    assert agent.post(f"{path}/{first['id']}/seen").status_code == 200
    told = notice(agent, session)
    assert told is not None
    assert told["body"] == "Well done"
    assert agent.post(f"{path}/{second['id']}/seen").status_code == 200
    assert agent.post(f"{path}/{second['id']}/seen").status_code == 200
    assert notice(agent, session) is None
    logged = conn.execute(text("SELECT detail FROM audit_log WHERE action = 'session.told' ORDER BY id")).scalars()
    assert list(logged) == [{"characters": 18}, {"characters": 9}]
    marked = conn.execute(
        text("SELECT count(*) FROM live_mark WHERE entity = 'session' AND entity_id = :id"), {"id": str(session)}
    )
    assert marked.scalar_one() > 0


def test_only_managers_write_and_only_to_sessions_that_run(manager: Browser, agent: Browser, conn: Connection) -> None:
    campaign = a_campaign(conn)
    session = a_session(conn, agent.id, campaign)
    over = a_session(conn, manager.id, campaign, state="ended", ended_at=NOW)
    assert agent.post(f"/api/sessions/{session}/notices", {"body": "Hello"}).status_code == 403
    assert manager.post(f"/api/sessions/{session}/notices", {"body": " "}).status_code == 422
    assert manager.post(f"/api/sessions/{session}/notices", {"body": "x" * 301}).status_code == 422
    assert manager.post(f"/api/sessions/{over}/notices", {"body": "Hello"}).status_code == 409
    assert manager.post("/api/sessions/999/notices", {"body": "Hello"}).status_code == 404
    made = manager.post(f"/api/sessions/{session}/notices", {"body": "Hello"}).json
    assert made is not None
    assert agent.post(f"/api/sessions/{over}/notices/{made['id']}/seen").status_code == 404
    assert manager.post(f"/api/sessions/{over}/notices/{made['id']}/seen").status_code == 404

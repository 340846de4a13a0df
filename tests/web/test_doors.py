"""Every door of the API: closed to strangers, closed without the token, and open to no lower role than meant."""

import re

import pytest
from flask import Flask
from sqlalchemy import Connection, text
from werkzeug.routing import Rule

from tests.support.browser import Browser
from tests.support.builders import a_campaign, a_user
from webui import create_app

# What an agent may ask for at all; each of these looks at whose things they are.
AGENTS = {
    "GET /api/me",
    "PATCH /api/me/preferences",
    "POST /api/me/password",
    "GET /api/definitions",
    "GET /api/phone-token",
    "GET /api/campaigns",
    "GET /api/campaigns/<int:campaign_id>",
    "GET /api/sessions/preview",
    "POST /api/sessions",
    "GET /api/sessions",
    "GET /api/sessions/current",
    "GET /api/sessions/<int:session_id>/snapshot",
    "GET /api/sessions/<int:session_id>/report",
    "GET /api/sessions/<int:session_id>/queue",
    "GET /api/sessions/<int:session_id>/transfer-targets",
    "POST /api/sessions/<int:session_id>/commands",
    "POST /api/sessions/<int:session_id>/notices/<int:notice_id>/seen",
    "POST /api/attempts/<int:attempt_id>/disposition",
    "PATCH /api/attempts/<int:attempt_id>/disposition",
    "POST /api/attempts/<int:attempt_id>/undo",
    "GET /api/dispositions",
    "GET /api/leads/<int:lead_id>/dispositions",
    "GET /api/leads",
    "GET /api/leads/<int:lead_id>",
    "GET /api/leads/<int:lead_id>/advice",
    "POST /api/leads/<int:lead_id>/advice",
    "GET /api/recordings/<int:recording_id>/audio",
    "GET /api/attachments/<int:attachment_id>",
    "GET /api/lead-lists",
    "POST /api/lead-lists",
    "DELETE /api/lead-lists/<int:list_id>",
    "PATCH /api/leads/<int:lead_id>",
    "PUT /api/leads/<int:lead_id>/notes",
    "POST /api/leads/<int:lead_id>/texts",
    "POST /api/enrollments/<int:enrollment_id>/<any(pause, resume, stop):what>",
    "GET /api/tasks",
    "GET /api/touches/<int:touch_id>/email",
    "POST /api/touches/done",
    "GET /api/callbacks",
    "POST /api/enrollments/<int:enrollment_id>/callback/<any(done, skip):what>",
    "POST /api/touches/<int:touch_id>/<any(done, cancel):what>",
    "POST /api/touches/<int:touch_id>/undo",
    "POST /api/suppressions",
    "GET /api/sequences",
    "GET /api/templates",
    "GET /api/templates/fields",
    "POST /api/templates/preview",
    "GET /api/scripts",
}
OWNERS = {"DELETE /api/suppressions/<int:suppression_id>"}


def doors(app: Flask) -> list[tuple[str, str, str]]:
    """(name, method, an address that fits) of every rule of the API."""
    rules: list[Rule] = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/")]
    return [
        (
            f"{method} {rule.rule}",
            method,
            re.sub(r"<any\((\w+),[^>]*>", r"\1", re.sub(r"<int:[^>]*>", "987654", rule.rule)),
        )
        for rule in rules
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def test_no_door_opens_to_strangers(app: Flask, client: Browser) -> None:
    for name, method, path in doors(app):
        if method == "GET":
            assert client.http.open(path, method=method).status_code == 401, name
        else:
            # Without a log-in there is no token either; both are refusals.
            assert client.http.open(path, method=method, json={}).status_code in {401, 403}, name


def test_no_door_changes_anything_without_the_token(app: Flask, owner: Browser) -> None:
    for name, method, path in doors(app):
        if method != "GET":
            answer = owner.http.open(path, method=method, json={})
            assert (answer.status_code, answer.mimetype) == (403, "application/problem+json"), name


def test_case_161_a_campaign_is_not_started_from_another_sites_page(owner: Browser, conn: Connection) -> None:
    status = f"/api/campaigns/{(campaign := a_campaign(conn))}/status"
    assert owner.post(status, {"status": "paused"}).status_code == 200
    for headers in ({}, {"X-CSRF-Token": "made up"}):
        assert owner.http.post(status, json={"status": "running"}, headers=headers).status_code == 403
    now = text("SELECT status FROM campaign WHERE id = :id")
    assert conn.execute(now, {"id": campaign}).scalar_one() == "paused"
    assert owner.post(status, {"status": "running"}).status_code == 200
    assert conn.execute(now, {"id": campaign}).scalar_one() == "running"


def test_agents_get_through_no_door_that_is_not_theirs(app: Flask, agent: Browser) -> None:
    for name, method, path in doors(app):
        answer = agent.send(method, path, {})
        assert (answer.status_code == 403) is (name not in AGENTS), name
        assert answer.status_code < 500, name


def test_managers_get_through_every_door_but_the_owners(app: Flask, manager: Browser) -> None:
    for name, method, path in doors(app):
        answer = manager.send(method, path, {})
        assert (answer.status_code == 403) is (name in OWNERS), name
        assert answer.status_code < 500, name


def test_no_answer_may_be_kept_framed_or_guessed_at(app: Flask, agent: Browser) -> None:
    headers = agent.get("/api/me").headers
    assert headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(("body", "status"), [(b"{", 400), (b"[]", 400), (b"{}", 422)])
def test_a_body_that_is_no_object_of_ours_is_refused_with_words(manager: Browser, body: bytes, status: int) -> None:
    answer = manager.http.post(
        "/api/users", data=body, headers={"X-CSRF-Token": manager.csrf, "Content-Type": "application/json"}
    )
    problem = answer.json or {}
    assert (answer.status_code, problem["status"]) == (status, status)
    assert problem["detail"]


def test_all_problems_of_a_body_come_at_once_and_unknown_fields_are_refused(manager: Browser) -> None:
    answer = manager.post("/api/users", {"email": "x@example.com", "role": "king", "wings": 2})
    fields = {error["field"] for error in (answer.json or {})["errors"]}
    assert (answer.status_code, fields) == (422, {"name", "role", "wings"})


def test_behind_https_the_cookie_is_secure_and_the_proxy_is_believed(app: Flask, conn: Connection) -> None:
    from dataclasses import replace

    from webui.context import EXTENSION

    services = app.extensions[EXTENSION]
    settings = replace(services.settings, public_url="https://dial.example.com")
    secure = create_app(replace(services, settings=settings))
    browser = Browser(secure)
    browser.http.environ_base["HTTP_X_FORWARDED_PROTO"] = "https"
    browser.http.environ_base["HTTP_X_FORWARDED_HOST"] = "dial.example.com"
    page = browser.http.get("/login", base_url="http://127.0.0.1:8080")
    cookie = page.headers["Set-Cookie"]
    assert "Secure" in cookie
    assert "max-age" in page.headers["Strict-Transport-Security"]
    assert a_user(conn).id

"""Log-in, log-out, and what a log-in is worth afterwards."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Connection

from dialer.clock import FixedClock
from dialer.store import accounts, audit
from tests.support.browser import Browser
from tests.support.builders import PASSWORD, a_user
from webui.pages import CONSOLE


def test_a_person_logs_in_and_sees_who_they_are(client: Browser, conn: Connection) -> None:
    user = a_user(conn, role="manager", name="Mary Manager")
    me = client.log_in(user).get("/api/me").json
    assert me is not None
    assert (me["id"], me["name"], me["role"], me["carrier"]) == (user.id, "Mary Manager", "manager", "practice")


@pytest.mark.parametrize("case", ["wrong password", "unknown address", "out of use"])
def test_a_refused_log_in_looks_the_same_whatever_the_reason(client: Browser, conn: Connection, case: str) -> None:
    user = a_user(conn, active=case != "out of use")
    email = "nobody@example.com" if case == "unknown address" else user.email
    answer = client.try_log_in(email, "not it at all" if case == "wrong password" else PASSWORD)
    assert answer.status_code == 401
    assert "do not go together" in answer.text


def test_the_log_in_form_needs_its_token(client: Browser, conn: Connection) -> None:
    user = a_user(conn)
    answer = client.http.post("/login", data={"email": user.email, "password": PASSWORD})
    assert answer.status_code == 403
    assert client.get("/api/me").status_code == 401


def test_a_log_in_returns_to_the_page_that_was_wanted_but_never_to_another_host(
    client: Browser, conn: Connection
) -> None:
    user = a_user(conn)
    token = client.http.get("/login").text.partition('name="csrf_token" value="')[2].partition('"')[0]
    form = {"csrf_token": token, "email": user.email, "password": PASSWORD}
    assert client.http.post("/login?next=/leads/7", data=form).headers["Location"] == "/leads/7"
    for elsewhere in ("//evil.example", "https://evil.example", "/\\evil.example"):
        assert client.http.get("/login", query_string={"next": elsewhere}).headers["Location"] == "/"


def test_tries_are_limited_per_account_and_a_success_does_not_count(client: Browser, conn: Connection) -> None:
    user, other = a_user(conn), a_user(conn)
    for _ in range(6):
        assert client.try_log_in(user.email, "a wrong one").status_code == 401
    assert client.try_log_in(user.email, PASSWORD).status_code == 429
    for _ in range(8):
        assert client.try_log_in(other.email, PASSWORD).status_code == 302
        client.http.post("/logout", headers={"X-CSRF-Token": (client.get("/api/me").json or {})["csrf"]})


def test_tries_are_limited_per_address_over_many_accounts(client: Browser) -> None:
    answers = [client.try_log_in(f"nobody{n}@example.com", "a wrong one").status_code for n in range(31)]
    assert answers == [401] * 30 + [429]


def test_logging_out_ends_the_log_in_in_every_browser_and_for_a_copied_cookie(app: Flask, conn: Connection) -> None:
    user = a_user(conn)
    one, two = Browser(app).log_in(user), Browser(app).log_in(user)
    one.http.post("/logout", headers={"X-CSRF-Token": one.csrf})
    assert one.get("/api/me").status_code == 401
    assert two.get("/api/me").status_code == 401


def test_the_cookie_is_closed_to_scripts_and_other_sites(client: Browser, conn: Connection) -> None:
    user = a_user(conn)
    answer = client.try_log_in(user.email, PASSWORD)
    cookie = next(value for name, value in answer.headers if name == "Set-Cookie" and value.startswith("relist="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_changed_password_ends_every_log_in_and_is_the_one_that_counts(client: Browser, conn: Connection) -> None:
    user = a_user(conn)
    client.log_in(user)
    wrong = client.post("/api/me/password", {"old": "not this one", "new": "a longer new password"})
    assert (wrong.status_code, wrong.json and wrong.json["errors"][0]["field"]) == (422, "old")
    short = client.post("/api/me/password", {"old": PASSWORD, "new": "short"})
    assert (short.status_code, short.json and short.json["errors"][0]["field"]) == (422, "new")
    assert client.post("/api/me/password", {"old": PASSWORD, "new": "a longer new password"}).status_code == 204
    assert client.get("/api/me").status_code == 401
    assert client.try_log_in(user.email, PASSWORD).status_code == 401
    assert client.try_log_in(user.email, "a longer new password").status_code == 302


def test_logging_in_is_in_the_log_and_shows_when_somebody_was_last_here(
    client: Browser, conn: Connection, clock: FixedClock
) -> None:
    user = a_user(conn)
    client.log_in(user)
    assert [entry.action for entry in audit.page(conn, None)] == ["user.logged_in"]
    clock.advance(timedelta(minutes=5))
    client.get("/api/me")
    account = accounts.by_id(conn, user.id)
    assert account is not None
    assert account.last_seen_at == clock.now()


def test_pages_of_the_console_send_strangers_to_the_log_in(client: Browser) -> None:
    answer = client.get("/leads/7")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/login?next=/leads/7")


def test_whoever_is_logged_in_gets_the_console_or_the_word_that_it_is_not_built(agent: Browser) -> None:
    answer = agent.get("/leads/7")
    built = (CONSOLE / "index.html").exists()
    assert answer.status_code == (200 if built else 503)
    assert ("not built" in answer.text) is not built


def test_unknown_addresses_of_the_api_are_no_pages(agent: Browser) -> None:
    answer = agent.get("/api/nonsense")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


def test_an_answer_that_was_on_its_way_does_not_take_the_pages_token_away(client: Browser, conn: Connection) -> None:
    user = a_user(conn)
    client.try_log_in(user.email, PASSWORD)
    early = client.http.get_cookie("relist")
    assert early is not None
    client.csrf = client.get("/api/me").json["csrf"]  # type: ignore[index]
    client.http.set_cookie("relist", early.value)

    assert client.patch("/api/me/preferences", {"theme": "dark"}).status_code == 200

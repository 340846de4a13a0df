"""A browser for tests: Flask's test client that keeps the CSRF token the way the console does."""

from typing import Any, Self

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.builders import PASSWORD, User


class Browser:
    """One person's browser. Paths under /api; state-changing requests carry the token unless told otherwise."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.http: FlaskClient = app.test_client()
        self.user: User | None = None
        self.csrf = ""
        self.socket_token = ""

    def log_in(self, user: User, password: str = PASSWORD) -> Self:
        answer = self.try_log_in(user.email, password)
        assert answer.status_code == 302, answer.text
        self.user = user
        me = self.get("/api/me").json
        assert me is not None
        self.csrf, self.socket_token = me["csrf"], me["socket_token"]
        return self

    def try_log_in(self, email: str, password: str) -> TestResponse:
        """Fills in the log-in page's form."""
        page = self.http.get("/login").text
        token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
        return self.http.post("/login", data={"csrf_token": token, "email": email, "password": password})

    @property
    def id(self) -> int:
        assert self.user is not None
        return self.user.id

    def get(self, path: str, **query: Any) -> TestResponse:
        return self.http.get(path, query_string=query, buffered=True)

    def post(self, path: str, body: Any = None, **more: Any) -> TestResponse:
        return self.send("POST", path, body, **more)

    def patch(self, path: str, body: Any = None) -> TestResponse:
        return self.send("PATCH", path, body)

    def put(self, path: str, body: Any = None) -> TestResponse:
        return self.send("PUT", path, body)

    def delete(self, path: str, body: Any = None) -> TestResponse:
        return self.send("DELETE", path, body)

    def send(self, method: str, path: str, body: Any, **more: Any) -> TestResponse:
        """Any request with the token; `data` instead of a body sends a form."""
        headers = {"X-CSRF-Token": self.csrf}
        if "data" not in more:
            more["json"] = {} if body is None else body
        return self.http.open(path, method=method, headers=headers, buffered=True, **more)

"""Webhooks have a small application of their own before the pages: what it reads, and what it leaves out."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.twilio_world import TwilioWorld
from tests.twilio.test_signature import FORM, PATH, ask
from webui.hooks import LONGEST_BODY

KIND = "application/x-www-form-urlencoded"


@pytest.fixture
def app(twilio: TwilioWorld) -> Flask:
    return twilio.app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def without_length(client: FlaskClient, body: bytes) -> TestResponse:
    """A body in chunks: its end is where the web server says, and nobody said before how long it is."""
    ended = {"wsgi.input_terminated": True}
    return client.post(PATH, input_stream=BytesIO(body), content_type=KIND, environ_overrides=ended)


def test_a_webhook_of_the_greatest_length_is_read_and_one_byte_more_is_not(client: FlaskClient) -> None:
    assert client.post(PATH, data=b"x" * LONGEST_BODY, content_type=KIND).status_code == 403
    for answer in (
        client.post(PATH, data=b"x" * (LONGEST_BODY + 1), content_type=KIND),
        without_length(client, b"x" * (LONGEST_BODY + 1)),
    ):
        assert (answer.status_code, answer.mimetype) == (413, "application/problem+json")
        assert "at most 100,000 bytes" in (answer.json or {})["detail"]


def test_a_length_that_is_claimed_and_not_sent_is_refused_without_waiting_for_it(client: FlaskClient) -> None:
    claimed = {"CONTENT_LENGTH": str(10**12)}
    answer = client.post(PATH, input_stream=BytesIO(b"x"), content_type=KIND, environ_overrides=claimed)
    assert answer.status_code == 413


def test_a_long_webhook_that_twilio_signed_is_taken_and_a_longer_one_leaves_no_row(
    app: Flask, twilio: TwilioWorld
) -> None:
    assert ask(app, form=FORM | {"Padding": "x" * (LONGEST_BODY + 1), "MessageSid": "SM" + "2" * 32}).status_code == 413
    assert twilio.texts_in() == []
    assert ask(app, form=FORM | {"Padding": "x" * (LONGEST_BODY - 1_000)}).status_code == 200
    assert len(twilio.texts_in()) == 1


def test_the_pages_read_longer_bodies_than_webhooks(client: FlaskClient) -> None:
    assert client.post("/api/imports", data=b"x" * (LONGEST_BODY + 1), content_type=KIND).status_code in (401, 403)


def test_a_webhook_gets_no_cookie_and_no_limit_on_how_often_and_is_not_asked_for_a_token(app: Flask) -> None:
    answers = [ask(app) for _ in range(40)]
    assert {answer.status_code for answer in answers} == {200}
    assert not any("Set-Cookie" in answer.headers for answer in answers)
    assert answers[0].headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/hooks/twilio/nothing", "/hooks/twilio/../../api/me", "/hooks/twilio/api/me"])
def test_below_the_webhooks_there_is_nothing_of_the_pages(client: FlaskClient, path: str) -> None:
    assert (client.get(path).status_code, client.post(path).status_code) == (405, 405)
    assert client.get(path).mimetype == "application/problem+json"

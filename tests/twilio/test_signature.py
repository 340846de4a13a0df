"""Who may call our webhooks: judged by twilio-python's own validator, over the wire form of each request."""

from urllib.parse import quote, urlencode

import pytest
from flask import Flask
from twilio.request_validator import RequestValidator

from telephony.twilio.signature import is_signed, sign
from tests.support.twilio_double.double import ACCOUNT, TOKEN
from tests.support.twilio_world import PUBLIC_URL, TwilioWorld

PATH = "/hooks/twilio/inbound/text"
FORM = {
    "AccountSid": ACCOUNT,
    "MessageSid": "SM" + "1" * 32,
    "From": "+12175550123",
    "To": "+13045550199",
    "Body": "Ja, gerne: 5 % mehr & Grüße ☎",
    "FromCity": "",
    "NumMedia": "0",
}


@pytest.fixture
def app(twilio: TwilioWorld) -> Flask:
    return twilio.app


def ask(
    app: Flask, *, url: str = PUBLIC_URL + PATH, form=FORM, sent=None, token: str = TOKEN, path: str = PATH, **more
):
    """Posts a form that Twilio signed for `url`; `sent` is what arrives instead of what was signed."""
    headers = {"X-Twilio-Signature": RequestValidator(token).compute_signature(url, form)}
    headers |= more.pop("headers", {})
    body = urlencode(sent if sent is not None else form).encode()
    kind = more.pop("content_type", "application/x-www-form-urlencoded")
    return app.test_client().open(
        path, method=more.pop("method", "POST"), data=body, content_type=kind, headers=headers
    )


@pytest.mark.parametrize("url", [PUBLIC_URL + PATH, PUBLIC_URL + PATH + "?a=1&b=", "http://dial.example.com:8080/x"])
@pytest.mark.parametrize("form", [FORM, {}, {"Empty": ""}, {"b": "2", "a": "1", "A": "0"}])
def test_our_signature_is_the_one_that_twilios_own_library_makes(url, form):
    theirs = RequestValidator(TOKEN).compute_signature(url, form)
    assert sign(TOKEN, url, list(form.items())) == theirs
    assert is_signed([TOKEN], url, list(form.items()), theirs)


def test_case_019_a_signed_request_is_accepted(app):
    assert ask(app).status_code == 200


def test_case_020_one_changed_byte_in_the_body_is_refused_and_leaves_no_row(app, twilio):
    assert ask(app, sent=FORM | {"Body": FORM["Body"].replace("5", "6")}).status_code == 403
    assert twilio.texts_in() == []


def test_case_022_a_blank_parameter_counts_and_must_not_be_dropped(app):
    assert ask(app).status_code == 200
    without = {name: value for name, value in FORM.items() if value}
    assert ask(app, sent=without).status_code == 403


def test_case_023_a_percent_encoded_query_is_taken_as_it_came(app):
    query = "?name=" + quote("Jörg")
    assert ask(app, url=PUBLIC_URL + PATH + query, path=PATH + query).status_code == 200


def test_case_025_forwarded_headers_change_nothing(app):
    forged = {"X-Forwarded-Host": "evil.example.com", "X-Forwarded-Proto": "http", "X-Forwarded-Port": "81"}
    assert ask(app, headers=forged).status_code == 200
    assert ask(app, url="http://evil.example.com" + PATH, headers=forged).status_code == 403


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("https://dial.example.com:443" + PATH, 200),
        ("https://dial.example.com" + PATH, 200),
        ("https://dial.example.com" + PATH + "/", 403),
        ("https://DIAL.example.com" + PATH, 403),
        ("http://dial.example.com" + PATH, 403),
        ("https://dial.example.com" + PATH + "#rc=3", 403),
    ],
)
def test_case_026_what_a_port_a_slash_and_capitals_do_to_an_address(app, url, status):
    assert ask(app, url=url).status_code == status


def test_case_026_a_public_address_with_a_port_is_signed_with_it_or_without(make_twilio):
    app = make_twilio(environ={"RELIST_PUBLIC_URL": "https://dial.example.com:8443"}).app
    assert ask(app, url="https://dial.example.com:8443" + PATH).status_code == 200
    assert ask(app, url="https://dial.example.com" + PATH).status_code == 200
    assert ask(app, url="https://dial.example.com:444" + PATH).status_code == 403


SECOND = "s" * 32


def test_case_028_both_tokens_count_during_a_rotation(make_twilio):
    rotating = make_twilio(environ={"TWILIO_SECONDARY_TOKEN": SECOND}).app
    assert ask(rotating, token=SECOND).status_code == 200
    assert ask(rotating).status_code == 200


def test_case_028_the_secondary_token_counts_no_more_afterwards(app):
    assert ask(app, token=SECOND).status_code == 403


def test_case_029_a_replayed_request_has_no_effect(app, twilio):
    for _ in range(3):
        assert ask(app).status_code == 200
        twilio.pass_time(1)
    assert len(twilio.texts_in()) == 1


def test_case_031_another_accounts_request_is_refused(app):
    assert ask(app, form=FORM | {"AccountSid": "AC" + "9" * 32}).status_code == 403
    without = {name: value for name, value in FORM.items() if name != "AccountSid"}
    assert ask(app, form=without).status_code == 403


def test_case_032_only_posted_forms_are_read(app):
    assert ask(app, method="GET").status_code == 405
    assert ask(app, content_type="application/json").status_code == 400


def test_a_request_without_a_signature_is_refused(app):
    bare = app.test_client().post(PATH, data=FORM)
    assert bare.status_code == 403
    assert ask(app, headers={"X-Twilio-Signature": ""}).status_code == 403


def test_a_signed_request_without_a_field_it_needs_is_a_bad_request(app):
    without = {name: value for name, value in FORM.items() if name != "MessageSid"}
    answer = ask(app, form=without)
    assert answer.status_code == 400
    assert "MessageSid" in answer.text

"""The browser phone's access token, read by twilio-python."""

from datetime import timedelta

from twilio.jwt.access_token import AccessToken

from dialer.clock import SystemClock
from telephony.twilio.account import Account
from telephony.twilio.tokens import LIFETIME, access_token
from tests.support.browser import Browser
from tests.support.builders import NOW, a_user

KEY, SECRET = "SK" + "0" * 32, "a secret that is long enough to sign a token"
KEYS = {"TWILIO_API_KEY_SID": KEY, "TWILIO_API_KEY_SECRET": SECRET}


def account(**more):
    return Account(sid="AC" + "0" * 32, auth_token="t", public_url="https://x", **more)


def test_twilios_own_library_reads_the_token():
    made = access_token(account(api_key_sid=KEY, api_key_secret=SECRET), "7", SystemClock().now())
    assert made is not None
    read = AccessToken.from_jwt(made, SECRET).payload
    assert read["iss"] == KEY
    assert read["sub"] == "AC" + "0" * 32
    assert read["grants"] == {"identity": "agent_7", "voice": {"incoming": {"allow": True}}}
    assert read["exp"] - read["iat"] == LIFETIME.total_seconds() == timedelta(hours=1).total_seconds()


def test_without_an_api_key_there_is_no_token():
    assert access_token(account(), "7", NOW) is None
    assert access_token(account(api_key_sid=KEY), "7", NOW) is None


def test_an_agent_gets_a_token_for_their_own_session_only(make_twilio):
    twilio = make_twilio(environ=KEYS)
    mine = a_user(twilio.conn)
    twilio.open_browsers = []
    browser = Browser(twilio.app).log_in(mine)
    started = browser.post("/api/sessions", {"campaign_id": twilio.campaign_id, "minutes": 60, "lines": 1, "tab": "t"})
    session_id = started.json["sessions"][0]["id"]
    given = browser.get(f"/api/sessions/{session_id}/phone-token")
    assert given.status_code == 200
    assert given.json["identity"] == f"agent_{mine.id}"
    assert (
        Browser(twilio.app).log_in(a_user(twilio.conn)).get(f"/api/sessions/{session_id}/phone-token").status_code
        == 404
    )


def test_a_phone_that_is_not_set_up_says_what_to_do(twilio):
    browser = Browser(twilio.app).log_in(a_user(twilio.conn))
    body = {"campaign_id": twilio.campaign_id, "minutes": 60, "lines": 1, "tab": "t"}
    session_id = browser.post("/api/sessions", body).json["sessions"][0]["id"]
    refused = browser.get(f"/api/sessions/{session_id}/phone-token")
    assert refused.status_code == 409
    assert "TWILIO_API_KEY_SID" in refused.json["detail"]

"""The browser phone's access token, read by twilio-python."""

from datetime import timedelta

import jwt
from twilio.jwt.access_token import AccessToken

from dialer.clock import SystemClock
from telephony.twilio.account import Account
from telephony.twilio.tokens import LIFETIME, access_token
from tests.support.browser import Browser
from tests.support.builders import NOW, a_user
from tests.support.world import make_world, world
from webui import create_app

__all__ = ["make_world", "world"]

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


def test_everybody_gets_a_token_under_their_own_name_only(make_twilio):
    twilio = make_twilio(environ=KEYS)
    one, other = a_user(twilio.conn), a_user(twilio.conn)
    given = [Browser(twilio.app).log_in(user).get("/api/phone-token").json for user in (one, other)]
    assert [token["identity"] for token in given] == [f"agent_{one.id}", f"agent_{other.id}"]
    grants = jwt.decode(given[0]["token"], SECRET, ["HS256"], options={"verify_exp": False})["grants"]
    assert grants["identity"] == f"agent_{one.id}"
    assert "outgoing" not in grants["voice"], "a page that could dial would pass by every rule"


def test_nobody_gets_a_token_without_logging_in(make_twilio):
    twilio = make_twilio(environ=KEYS)
    assert twilio.app.test_client().get("/api/phone-token").status_code == 401


def test_a_phone_that_is_not_set_up_says_what_to_do(twilio):
    refused = Browser(twilio.app).log_in(a_user(twilio.conn)).get("/api/phone-token")
    assert refused.status_code == 409
    assert "TWILIO_API_KEY_SID" in refused.json["detail"]


def test_pages_may_talk_to_twilio_where_it_carries_the_calls(twilio):
    sent = twilio.app.test_client().get("/login").headers["Content-Security-Policy"]
    assert "wss://*.twilio.com" in sent.partition("connect-src")[2].partition(";")[0]
    assert "script-src 'self';" in sent


def test_pages_talk_to_nobody_else_where_it_does_not(world):
    assert "twilio" not in create_app(world.services).test_client().get("/login").headers["Content-Security-Policy"]

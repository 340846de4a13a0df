"""The wire itself: silence, dead ends and nonsense from a real socket. Catalogue cases 47 and 49."""

import time
from random import Random

import httpx
import pytest

from dialer.clock import SystemClock
from telephony.carrier import Refused, TryLater, Uncertain
from telephony.twilio import api as api_module
from telephony.twilio.account import Account
from telephony.twilio.api import TIME_LIMITS, Api
from tests.support.twilio_double import Double, Fault, Faults
from tests.support.twilio_double.double import ACCOUNT, TOKEN
from tests.support.twilio_double.faults import next_creates
from tests.support.twilio_double.server import running

FORM = [("To", "+12175550123"), ("From", "+12175550100"), ("Url", "http://127.0.0.1:1/answer")]


def account(url, token=TOKEN):
    return Account(sid=ACCOUNT, auth_token=token, public_url="http://127.0.0.1:1", api_url=url)


@pytest.fixture
def double():
    """A running double and a function that makes an API client for it."""
    clock = SystemClock()
    faults = Faults()
    with running(clock.now, lambda post: Double(clock.now(), post, faults=faults)) as server:
        server.double.calls_per_second = 1 / 3600
        server.double.fill_queue(3600)
        yield server, faults


@pytest.fixture
def make_api():
    """Clients with a read limit of our own choosing, closed at the end."""
    made = []

    def make(where, seconds=TIME_LIMITS.read, token=TOKEN):
        api = Api(where if isinstance(where, Account) else account(where, token), Random(1))
        api._http.timeout = httpx.Timeout(seconds, connect=3.0)
        made.append(api)
        return api

    yield make
    for api in made:
        api.close()


def test_case_047_silence_ends_at_the_time_limit_and_is_uncertain(double, make_api):
    server, faults = double
    faults.of_request = next_creates(Fault.SILENT_BEFORE)
    api, began = make_api(server.url, seconds=0.5), time.monotonic()
    with pytest.raises(Uncertain):
        api.post(account(server.url).path("Calls"), FORM)
    assert 0.4 < time.monotonic() - began < TIME_LIMITS.read


def test_case_047_every_request_has_a_limit_for_each_of_its_parts():
    assert (TIME_LIMITS.connect, TIME_LIMITS.read, TIME_LIMITS.write, TIME_LIMITS.pool) == (3.0, 10.0, 10.0, 3.0)
    assert api_module.LONGEST_WAIT_SECONDS < 60


def test_where_nobody_listens_nothing_was_sent(make_api):
    with pytest.raises(TryLater):
        make_api("http://127.0.0.1:9").post(account("http://127.0.0.1:9").path("Calls"), FORM)


def test_case_049_garbled_json_is_uncertain(double, make_api):
    server, faults = double
    faults.of_request = next_creates(Fault.GARBLED)
    with pytest.raises(Uncertain):
        make_api(server.url).post(account(server.url).path("Calls"), FORM)


def test_a_wrong_token_is_a_matter_of_our_settings(double, make_api):
    server, _ = double
    with pytest.raises(Refused) as refused:
        make_api(server.url, token="wrong").post(account(server.url).path("Calls"), FORM)
    assert refused.value.ending.code == "Twilio 20003"


def test_a_created_call_can_be_read_listed_and_taken_back(double, make_api):
    server, _ = double
    api, paths = make_api(server.url), account(server.url)
    made = api.post(paths.path("Calls"), FORM)
    assert int(made["queue_time"]) > 3_000_000
    assert api.get(paths.path("Calls", made["sid"]))["status"] == "queued"
    assert [call["sid"] for call in api.get(paths.path("Calls"), [("To", "+12175550123")])["calls"]] == [made["sid"]]
    assert api.post(paths.path("Calls", made["sid"]), [("Status", "canceled")])["status"] == "canceled"
    assert server.double.objections == []

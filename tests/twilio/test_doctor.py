"""What `relist doctor` says about a Twilio account, and that each sentence says what to do."""

from dataclasses import replace
from random import Random

import httpx
import pytest

from dialer import sessions
from dialer.engine import accounts
from dialer.store import carrier_states
from dialer.store.carrier_states import CarrierState
from dialer.supervisor.twilio_checks import (
    TWILIO_CHECKS,
    credentials,
    numbers,
    phone,
    rate,
    registration,
    toll_free,
    webhooks,
)
from telephony.twilio.api import Api
from telephony.twilio.standing import NOT_ACTIVE, TRIAL
from tests.support.builders import a_caller_id, a_user
from tests.support.twilio_double import Fault, Faults
from tests.support.twilio_world import PUBLIC_URL
from tests.support.world import OURS

INBOUND = f"{PUBLIC_URL}/hooks/twilio/inbound/text"
CALLS = f"{PUBLIC_URL}/hooks/twilio/inbound/call"


def said(check, world, **more):
    settings = replace(world.services.settings, **more)
    if check is phone:
        return " ".join(check(settings, world.clock))
    return " ".join(check(settings, world.clock, world.double.transport()))


def test_an_account_in_order_gives_no_problems(twilio):
    twilio.double.rest.numbers = [{"phone_number": OURS, "sms_url": INBOUND, "voice_url": CALLS}]
    assert said(credentials, twilio) == ""
    assert said(numbers, twilio) == ""
    assert twilio.double.objections == []


def test_a_missing_set_up_and_wrong_credentials_are_told_apart(twilio):
    assert "set TWILIO_ACCOUNT_SID" in said(credentials, twilio, twilio_auth_token=None)
    assert "Twilio refuses us (Twilio 20003)" in said(credentials, twilio, twilio_auth_token="wrong")


@pytest.mark.parametrize(
    ("account", "words"),
    [
        ({"status": "suspended", "type": "Full"}, "not active"),
        ({"status": "active", "type": "Trial"}, "Upgrade it"),
    ],
)
def test_an_account_that_cannot_work_is_found_out(twilio, account, words):
    twilio.double.rest.account = account
    assert words in said(credentials, twilio)


def test_a_number_that_is_not_ours_and_one_whose_replies_go_elsewhere_are_named_by_their_last_digits(twilio):
    assert "ending in 0199 is not a number of this Twilio account" in said(numbers, twilio)
    twilio.double.rest.numbers = [{"phone_number": OURS, "sms_url": "https://elsewhere.example.com"}]
    assert INBOUND in said(numbers, twilio)
    assert f"set its voice webhook to {CALLS}" in said(numbers, twilio)
    assert OURS not in said(numbers, twilio)


def test_a_verified_number_may_be_shown(twilio):
    twilio.double.rest.verified = [{"phone_number": OURS}]
    assert said(numbers, twilio) == ""


@pytest.mark.parametrize(("answer", "words"), [(200, ""), (404, "answers 404"), (None, "does not answer")])
def test_an_address_that_twilio_could_not_reach_is_found_out(twilio, answer, words):
    def respond(request):
        if answer is None:
            raise httpx.ConnectError("refused", request=request)
        return httpx.Response(answer)

    found = " ".join(webhooks(twilio.services.settings, twilio.clock, httpx.MockTransport(respond)))
    assert words in found
    assert bool(found) == bool(words)


def test_a_plain_address_is_no_address_for_twilio(twilio):
    assert "needs an https address" in said(webhooks, twilio, public_url="http://localhost:8080")


def test_what_the_phone_and_the_texts_lack_is_said(twilio):
    assert "TWILIO_API_KEY_SID" in said(phone, twilio)
    assert "TWILIO_MESSAGING_SERVICE_SID" in said(phone, twilio)
    whole = {"twilio_api_key_sid": "SK", "twilio_api_key_secret": "s", "twilio_messaging_service_sid": "MG"}
    assert said(phone, twilio, **whole) == ""


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (200, {"us_app_to_person_registered": True}, ""),
        (200, {"us_app_to_person_registered": False}, "finish the brand's and the campaign's registration"),
        (200, {}, "finish the brand's and the campaign's registration"),
        (404, {"code": 20404}, "names no messaging service of this account"),
        (401, {"code": 20003}, "Twilio refuses us"),
    ],
)
def test_texts_that_carriers_would_block_are_told_before_they_are_sent(twilio, status, body, words):
    asked = []

    def respond(request):
        asked.append(str(request.url))
        return httpx.Response(status, json=body)

    settings = replace(
        twilio.services.settings, twilio_messaging_service_sid="MG" + "0" * 32, twilio_api_url="https://api.twilio.com"
    )
    found = " ".join(registration(settings, twilio.clock, httpx.MockTransport(respond)))
    assert words in found
    assert bool(found) == bool(words)
    assert asked == [f"https://messaging.twilio.com/v1/Services/MG{'0' * 32}"]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("TWILIO_APPROVED", ""),
        ("IN_REVIEW", "0177 waits for its verification: text from another number"),
        ("TWILIO_REJECTED", "0177 was refused its verification"),
        (None, "0177 is not verified, so carriers block its texts: send its toll-free verification"),
    ],
)
def test_a_toll_free_number_whose_texts_carriers_would_block_is_told(twilio, status, words):
    a_caller_id(twilio.conn, e164="+18335550177")
    twilio.double.rest.numbers = [{"phone_number": "+18335550177", "sid": "PN" + "7" * 32}]
    verifications = [{"tollfree_phone_number_sid": "PN" + "7" * 32, "status": status}] if status else []
    known = twilio.double.transport()

    def respond(request):
        if request.url.host == "messaging.twilio.com":
            return httpx.Response(200, json={"verifications": verifications})
        return known.handle_request(request)

    settings = replace(twilio.services.settings, twilio_api_url="https://api.twilio.com")
    found = " ".join(toll_free(settings, twilio.clock, httpx.MockTransport(respond)))
    assert words in found
    assert bool(found) == bool(words)
    assert twilio.double.objections == []


def test_nothing_is_asked_about_toll_free_numbers_where_there_are_none(twilio):
    assert said(toll_free, twilio) == ""
    assert twilio.double.requests == []


def place(world, count):
    """So many calls at once, by another application of the account perhaps."""
    path = "/2010-04-01/Accounts/" + world.services.settings.twilio_account_sid + "/Calls.json"
    for nth in range(count):
        form = [("To", f"+121755501{nth:02d}"), ("From", OURS), ("Url", PUBLIC_URL)]
        world.double.request("POST", path, form)


@pytest.mark.parametrize("allowed", [1, 3])
def test_calls_that_waited_in_twilios_queue_tell_the_rate_that_the_account_has(twilio, allowed):
    twilio.double.calls_per_second = float(allowed)
    place(twilio, 20)
    found = said(rate, twilio, twilio_calls_per_second=8.0)
    assert f"the account starts about {allowed} a second. Set TWILIO_CALLS_PER_SECOND to {allowed} (it is 8)" in found
    assert twilio.double.objections == []


def test_calls_that_went_out_at_once_tell_nothing_and_two_that_waited_tell_only_that(twilio):
    place(twilio, 5)
    assert said(rate, twilio) == ""
    twilio.double.fill_queue(90)
    place(twilio, 2)
    assert "fewer than we send. Set TWILIO_CALLS_PER_SECOND to 4 (it is 8)" in said(
        rate, twilio, twilio_calls_per_second=8.0
    )


def begin_session(world):
    agent = a_user(world.conn)
    leg = {"kind": "phone", "address": "+12175550190"}
    asked = {"campaign_id": world.campaign_id, "minutes": 60, "lines": 1, "goals": {}, "leg": leg, "tab": "tab"}
    return sessions.start(world.services, agent_id=agent.id, **asked)


def warnings(world):
    return sessions.preview(world.services, campaign_id=world.campaign_id, user_id=1, lines=1)["warnings"]


def test_no_session_begins_on_an_account_that_cannot_dial_and_the_page_before_it_says_what_to_do(twilio):
    twilio.double.rest.account = {"status": "suspended", "type": "Full"}
    assert not accounts.look(twilio.services)
    assert NOT_ACTIVE in warnings(twilio)
    assert begin_session(twilio).sentence == NOT_ACTIVE
    twilio.double.rest.account = {"status": "active", "type": "Full"}
    assert accounts.look(twilio.services)
    assert NOT_ACTIVE not in warnings(twilio)
    assert isinstance(begin_session(twilio), int)
    assert twilio.double.objections == []


def test_wrong_credentials_are_said_before_a_session(twilio):
    carrier = twilio.services.carriers["twilio"]
    wrong = replace(carrier.account, auth_token="wrong")
    carrier._api = Api(wrong, Random(1), twilio.double.transport())
    assert not accounts.look(twilio.services)
    assert "check TWILIO_ACCOUNT_SID, the token and the API key" in begin_session(twilio).sentence


def test_a_trial_account_dials_and_its_limits_are_said_before(twilio):
    twilio.double.rest.account = {"status": "active", "type": "Trial"}
    accounts.look(twilio.services)
    assert TRIAL in warnings(twilio)
    assert isinstance(begin_session(twilio), int)


def test_what_twilio_does_not_answer_about_changes_nothing(make_twilio):
    twilio = make_twilio(faults=Faults(of_request=lambda method, path: Fault.SILENT_BEFORE))
    assert accounts.look(twilio.services)
    assert carrier_states.of(twilio.conn, "twilio") == CarrierState("", True)


def test_every_check_has_a_name_of_its_own():
    assert len({check.name for check in TWILIO_CHECKS}) == len(TWILIO_CHECKS)

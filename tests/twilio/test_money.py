"""Whom we may reach and what it may cost: catalogue part 6.10, always before a request."""

import pytest
from sqlalchemy import text

from dialer.store import money
from telephony.capacity import Capacity
from telephony.carrier import Refused
from telephony.endings import EndingKind
from telephony.limits import Limits
from telephony.numbers import Network, NumberError, PhoneNumber
from telephony.orders import PlaceCall, SendText
from telephony.twilio.account import Account
from telephony.twilio.carrier import TwilioCarrier
from tests.support.browser import Browser
from tests.support.builders import a_user
from tests.support.twilio_double import FarEnd
from tests.support.twilio_world import NOBODY, PERSON

SAMPLE = PhoneNumber.parse("+12175550123")
REAL = Account(sid="AC" + "0" * 32, auth_token="t", public_url="https://dial.example.com")


class Untouchable:
    """Stands where a request, a reservation or a look-up would be: any use of it fails the test."""

    def __getattr__(self, name):
        raise AssertionError(f"{name} must not be used")


def carrier(account, clock, prefixes=("+1",)):
    nothing = Untouchable()
    return TwilioCarrier(account, nothing, Limits(prefixes), Capacity(1, 2), nothing, nothing, clock)


def call_to(number):
    return PlaceCall(call_id="c", to=PhoneNumber.parse(number), from_=SAMPLE, ring_seconds=22, max_seconds=600)


def test_fictional_numbers_never_reach_twilio_itself(clock):
    assert REAL.network is Network.public
    with pytest.raises(Refused) as refused:
        carrier(REAL, clock).carry_out(call_to("+12175550124"))
    assert refused.value.ending.kind is EndingKind.wrong_network
    with pytest.raises(Refused):
        carrier(REAL, clock).carry_out(SendText(message_id="m", to=SAMPLE, from_=SAMPLE, body="Hi"))


@pytest.mark.parametrize(
    ("url", "network"),
    [
        ("https://api.twilio.com", Network.public),
        ("https://example.signalwire.com", Network.public),
        ("http://127.0.0.1:8000", Network.practice),
        ("http://localhost:8000", Network.practice),
    ],
)
def test_only_an_api_on_this_machine_is_an_emulator(url, network):
    assert Account(sid="AC", auth_token="t", public_url="https://x", api_url=url).network is network


@pytest.mark.parametrize("prefixes", [("+44",), ("+1312", "+1415")])
def test_case_163_a_country_or_prefix_that_is_not_allowed_is_refused_before_any_request(clock, prefixes):
    emulator = Account(sid="AC", auth_token="t", public_url="https://x", api_url="http://localhost:1")
    with pytest.raises(Refused) as refused:
        carrier(emulator, clock, prefixes).carry_out(call_to("+12175550124"))
    assert refused.value.ending.kind is EndingKind.our_settings


@pytest.mark.parametrize("number", ["+8816555000123", "+19005550199", "+8705550123", "+9795550123"])
def test_case_163_premium_and_satellite_numbers_are_refused_even_where_the_prefix_is_allowed(number):
    no = Limits(("+1", "+8", "+9")).refusal(REAL.network, PhoneNumber.parse(number))
    assert no is not None


@pytest.mark.parametrize(
    "number", ["+12175550123;ext=5", "+12175550123@example.com", "+1２１７５５５０１２３", "+12175550123,,1", "sip:x@y"]
)
def test_case_163_what_is_no_plain_number_is_no_number(number):
    with pytest.raises(NumberError):
        PhoneNumber.parse(number)


def test_case_164_no_line_is_opened_beyond_the_days_cap_and_what_was_not_used_is_given_back(make_twilio):
    # The agent's leg, for the hour and the longest call that may begin at its end, takes 72 cents and a call 7.
    twilio = make_twilio(environ={"RELIST_DAILY_SPEND_CAP": "0.85"})
    agent = twilio.agent(lines=1)
    first = twilio.lead_at(PERSON)
    twilio.until(lambda: twilio.call_state(first) == "talking")
    assert money.spent(twilio.conn, twilio.clock.now()) <= 850_000
    second = twilio.lead_at(PERSON)
    twilio.until(lambda: twilio.call_state(first) == "ended", at_most=120)
    twilio.say(agent, first, "not_interested")
    # One minute was used of the five that were set aside, so the next call fits again.
    twilio.until(lambda: twilio.call_state(second) == "talking")
    assert twilio.attempt(second).ending == ""


def test_case_164_the_cap_refuses_before_the_request(make_twilio):
    twilio = make_twilio(environ={"RELIST_DAILY_SPEND_CAP": "0.75"})
    twilio.agent()
    lead = twilio.lead_at(PERSON)
    twilio.until(lambda: twilio.call_state(lead) == "ended")
    assert twilio.attempt(lead).ending == "our_limit"
    assert not twilio.attempt(lead).counts
    assert twilio.legs_to(lead) == []


def test_an_unanswered_call_costs_nothing_and_every_call_has_one_charge(twilio):
    twilio.agent()
    lead = twilio.lead_at(NOBODY)
    before = money.spent(twilio.conn, twilio.clock.now())
    twilio.until(lambda: twilio.call_state(lead) == "ringing")
    assert money.spent(twilio.conn, twilio.clock.now()) > before
    twilio.until(lambda: twilio.call_state(lead) == "ended")
    assert money.spent(twilio.conn, twilio.clock.now()) == before
    keys = list(twilio.conn.execute(text("SELECT key FROM charge")).scalars())
    assert sorted(keys) == sorted(twilio.conn.execute(text("SELECT id FROM call")).scalars())


def test_a_refused_call_gives_its_money_back(twilio):
    twilio.agent()
    before = money.spent(twilio.conn, twilio.clock.now())
    lead = twilio.lead_at(FarEnd(refused=21211))
    twilio.until(lambda: twilio.call_state(lead) == "ended")
    assert money.spent(twilio.conn, twilio.clock.now()) == before


def test_the_final_price_replaces_the_estimate(make_twilio):
    twilio = make_twilio(coarse=True)
    agent = twilio.agent()
    lead = twilio.lead_at(PERSON)
    twilio.until(lambda: twilio.call_state(lead) == "ended", at_most=120)
    call_id = twilio.call(lead).id
    twilio.say(agent, lead, "not_interested")
    twilio.conn.execute(text("UPDATE call SET ended_at = ended_at - interval '11 minutes'"))
    twilio.conn.execute(text("UPDATE charge SET at = at - interval '15 minutes'"))
    twilio.until(lambda: price(twilio, call_id) is not None, at_most=40)
    assert price(twilio, call_id) == 14_000


def price(world, key):
    return world.conn.execute(text("SELECT price FROM charge WHERE key = :key"), {"key": key}).scalar()


def test_case_164_the_kill_switch_takes_back_what_rings_and_what_waits_at_twilio_and_leaves_conversations(make_twilio):
    twilio = make_twilio(mode="power", lines_per_agent=5.0)
    agent, other = twilio.agent(lines=1), twilio.agent(lines=5)
    talking = twilio.lead_at(FarEnd(talk=600))
    twilio.until(lambda: twilio.call_state(talking) == "talking")
    twilio.double.calls_per_second = 1.0
    leads = [twilio.lead_at(NOBODY) for _ in range(5)]
    twilio.until(lambda: sum(bool(twilio.attempts(lead)) for lead in leads) == 5)
    manager = Browser(twilio.app).log_in(a_user(twilio.conn, role="manager"))
    stopped = manager.post("/api/campaigns/stop", {})
    assert stopped.status_code == 200
    assert (stopped.json or {})["campaigns"] == 1
    twilio.pass_time(3)
    assert {leg.to for leg in twilio.double.live() if not leg.is_agent} == {talking.number}
    assert twilio.campaign().status == "paused"
    noted = text("SELECT count(*) FROM audit_log WHERE action = 'campaign.status' AND detail ->> 'to' = 'paused'")
    assert twilio.conn.execute(noted).scalar_one() == 1
    late = twilio.lead_at(PERSON)
    twilio.double.run_until(twilio.clock.now())
    twilio.pass_time(10)
    assert twilio.legs_to(late) == []
    assert {twilio.state(agent), twilio.state(other)} == {"talking", "ready"}
    assert twilio.double.problems() == []

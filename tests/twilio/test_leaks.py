"""Catalogue case 166: no token and no whole number in any log line; the calls in bad weather are scanned as well."""

import logging
from collections.abc import Iterator

import pytest

from dialer.logs import get_log
from tests.support.leaks import Scan, scanned_logs
from tests.support.twilio_double import FarEnd, Faults
from tests.support.twilio_double.double import TOKEN
from tests.support.twilio_double.faults import Fault


@pytest.fixture
def logs() -> Iterator[Scan]:
    """What is logged during the test."""
    with scanned_logs() as scan:
        yield scan


def test_case_166_a_session_in_which_everything_fails_tells_no_secret_and_no_number(make_twilio, logs):
    faults = [*Fault] * 3
    twilio = make_twilio(
        faults=Faults(of_request=lambda method, path: faults.pop() if method == "POST" and faults else None)
    )
    twilio.agent(ready=False)
    leads = [twilio.lead_at(FarEnd(refused=code)) for code in (20003, 21211, 29999)]
    twilio.pass_time(90)
    with twilio.database_away():
        twilio.network_alone(5)
    url = f"https://dial.example.com/hooks/twilio/calls/{twilio.attempts(leads[0])[0].call_id}/status"
    for form in ({"CallStatus": "ringing", "From": leads[0].number}, {"CallSid": "CA1"}):
        twilio.double.hooks.notify(url, form)
    twilio.double.faults.wrong_signatures = True
    twilio.double.hooks.notify(url, {"CallSid": "CA1", "CallStatus": "ringing", "From": leads[0].number})
    twilio.pass_time(10)
    assert logs.lines > 10
    assert logs.leaks == []


@pytest.mark.parametrize(
    "text", ["calling +12175550123", "To=%2B12175550123&From=x", f"signed with {TOKEN}", '{"to": "+12175550123"}']
)
def test_case_166_the_scan_finds_what_it_looks_for(text):
    with scanned_logs() as scan:
        get_log("dialer.calls").warning("sent", detail=text)
    assert len(scan.leaks) == 1


def test_case_166_what_is_masked_is_no_leak(logs):
    get_log("dialer.calls").warning("sent", pii_number="+12175550123")
    logging.getLogger("dialer.somebody").error("lost +12175550123")
    assert logs.lines == 2
    assert logs.leaks == []

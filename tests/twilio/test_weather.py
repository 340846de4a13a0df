"""Two hundred calls in bad weather keep every invariant."""

import pytest

from tests.support.leaks import scanned_logs
from tests.support.twilio_weather import run


@pytest.mark.timeout(600)
def test_two_hundred_calls_in_bad_weather_keep_every_invariant(make_twilio):
    with scanned_logs() as scan:
        run(make_twilio, calls=200, agents=20, suppressed=20)
    assert scan.lines > 0
    assert scan.leaks == []

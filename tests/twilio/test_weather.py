"""Two hundred calls in bad weather keep every invariant."""

import pytest

from tests.support.twilio_weather import run


@pytest.mark.timeout(600)
def test_two_hundred_calls_in_bad_weather_keep_every_invariant(make_twilio):
    run(make_twilio, calls=200, agents=20, suppressed=20)

"""Two thousand calls on Twilio's double in bad weather."""

import pytest

from tests.support.twilio_weather import run
from tests.support.twilio_world import make_twilio

__all__ = ["make_twilio"]


@pytest.mark.timeout(1800)
def test_two_thousand_calls_in_bad_weather_keep_every_invariant(make_twilio):
    run(make_twilio, calls=2_000, agents=40, suppressed=60)

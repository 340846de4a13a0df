"""The worlds of these tests."""

from tests.support.twilio_world import make_twilio, twilio

__all__ = ["make_twilio", "twilio"]

"""A stand-in for Twilio: its REST API, its calls, conferences and callbacks, with a clock that the test moves.

It does what Twilio's documentation says, not what our code expects: it reads our TwiML verb by verb, refuses attributes
and parameters that are not documented, signs its webhooks with Twilio's own library, and has every request judged by
Twilio's own OpenAPI description where that file is present.
"""

from tests.support.twilio_double.double import Double
from tests.support.twilio_double.faults import Fault, Faults
from tests.support.twilio_double.people import FarEnd

__all__ = ["Double", "FarEnd", "Fault", "Faults"]

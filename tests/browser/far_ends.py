"""Fictional numbers chosen by what the practice network does with the first call to each.

The network draws that from its seed and the number, so a test can ask beforehand who will pick up, and when.
"""

from bisect import bisect_left

from dialer.demo.places import PLACES
from telephony.numbers import PhoneNumber
from telephony.orders import PlaceCall
from telephony.practice import Profile
from telephony.practice.profile import Behaviour
from telephony.practice.script import Script, script_of

SEED = 1
SPEED = 5
QUICK_SECONDS = 2.0
"""From the order to the answer, as the test lives it."""


class FarEnds:
    """Hands out each number once."""

    def __init__(self) -> None:
        calls = [(number, _first_call(number)) for place in PLACES for number in _numbers(place.area_code)]
        self._people = sorted((call.talk, str(number)) for number, call in calls if _picks_up_soon(call))
        self._refused = [str(number) for number, call in calls if call.behaviour is Behaviour.congestion]
        self._silent = [str(number) for number, call in calls if call.behaviour is Behaviour.no_answer]

    def person(self, *, talks_seconds: float = 12.0) -> str:
        """Somebody who answers soon and then talks at least so long, as the test lives it."""
        _, number = self._people.pop(bisect_left(self._people, (talks_seconds, "")))
        return number

    def nobody(self) -> str:
        """A number that rings out."""
        return self._silent.pop()

    def refused(self) -> str:
        """A number for whose first call the network has no room."""
        return self._refused.pop()


def _numbers(area_code: str) -> list[PhoneNumber]:
    return [PhoneNumber.parse(f"+1{area_code}5550{last}") for last in range(100, 200)]


def _first_call(number: PhoneNumber) -> Script:
    order = PlaceCall(call_id="first", to=number, from_=number, ring_seconds=22, max_seconds=5400)
    return script_of(order, 0, Profile(seed=SEED, speed=SPEED))


def _picks_up_soon(call: Script) -> bool:
    return call.behaviour is Behaviour.person and call.ring_after + call.answer_after < QUICK_SECONDS

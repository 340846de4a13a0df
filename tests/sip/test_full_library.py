"""When every place in the library is taken: by calls whose far end never said a word, and by strangers besides."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from telephony.carrier import TryLater
from telephony.numbers import PhoneNumber
from telephony.orders import PlaceCall, Screening
from telephony.sip.endpoint import SOCKET_REST_SECONDS
from tests.sip.rig import OURS, Rig
from tests.sip.test_strangers import INVITE, answers
from tests.support.sipp import playing

PLACES = 4
"""What the ready-made library has; the one built here is told to have no more."""
BURST = 80
"""Calls one after the other, as fast as the far end takes them."""


def order(number: int) -> PlaceCall:
    to = PhoneNumber.parse(f"+1217555{number:04}")
    return PlaceCall(
        call_id=f"full{number}", to=to, from_=OURS, ring_seconds=20, max_seconds=60, screening=Screening.off
    )


def silent(port: int) -> socket.socket:
    """A far end that takes everything and says nothing."""
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.bind(("127.0.0.1", port))
    made.settimeout(0.2)
    return made


def test_a_burst_of_refused_calls_does_not_take_the_places_of_all_sockets(rig: Rig, tmp_path: Path) -> None:
    # Each leaves two closed sockets behind for half a second; one socket more than the ready-made library's 64 ends it.
    with playing(
        "101", tmp_path, port=rig.ports["first"], calls=BURST, status_line="486 Busy Here", telling="X-Nothing: 0"
    ):
        for _ in range(BURST):
            rig.call()
        rig.until(lambda: rig.kinds().count("Ended") == BURST)
    assert rig.complaints == []


def test_places_that_silent_far_ends_hold_are_waited_for_and_nothing_breaks(rig: Rig) -> None:
    # What is waited for is the places of calls, not those of the sockets that the burst before has left behind.
    rig.turn(SOCKET_REST_SECONDS + 0.1)
    with silent(rig.ports["first"]), silent(rig.ports["second"]), silent(0) as stranger:
        for number in range(100, 100 + PLACES):
            rig.phone.carry_out(order(number))
        with pytest.raises(TryLater):
            rig.phone.carry_out(order(110))
        rig.until(lambda: rig.kinds().count("Ended") == PLACES)
        # For us they are over. The library waits for the far ends' words half a minute longer, in the same places.
        assert rig.phone.live == 0
        for name in ("first", "second"):
            rig.phone.rotation.refresh(name)
        with pytest.raises(TryLater):
            rig.phone.carry_out(order(111))
        assert rig.kinds("full111") == []

        words = INVITE.format(host="127.0.0.1", port=stranger.getsockname()[1], case="full").replace("\n", "\r\n")
        stranger.sendto(words.encode(), ("127.0.0.1", rig.phone.endpoint.port()))
        rig.until(lambda: any(each.startswith("SIP/2.0 486 ") for each in answers(stranger)))
    assert rig.phone.counters.callback_failures == 0


def test_the_library_is_counted_without_an_accident() -> None:
    counted = subprocess.run([sys.executable, "-m", "telephony.sip.room", "6"], capture_output=True, text=True)
    assert (counted.returncode, counted.stderr) == (0, "")
    assert int(counted.stdout.split()[-1]) in {PLACES, 6}

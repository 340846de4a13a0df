"""The one impure contract of this package: a carrier carries out orders.

    CarrierError
    ├── Refused     a clear no, with the ending that says why; asking again as is cannot help
    ├── Uncertain   the order may have been carried out; look it up, never send it again
    └── TryLater    certainly not carried out (a rate limit); send it again after `after_seconds`

What a caller does with `Refused` depends on the order: for `PlaceCall` it becomes the event `SendRefused`,
for `SendText` `TextFailed`, and for an order about a running call it is only recorded, since the call's own
events say what is true.
"""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from telephony.endings import Ending
from telephony.events import CallEvent, MessageEvent
from telephony.orders import Order


class CarrierError(Exception):
    """The order was not, or perhaps not, carried out."""

    may_retry: bool = False


class Refused(CarrierError):
    """The carrier said no."""

    def __init__(self, ending: Ending) -> None:
        super().__init__(ending.sentence)
        self.ending = ending


class Uncertain(CarrierError):
    """No answer, or one that does not tell: look the call or text up."""


class TryLater(CarrierError):
    """Not now. The order was certainly not carried out."""

    may_retry = True

    def __init__(self, after_seconds: float, *, we_are_behind: bool = False) -> None:
        super().__init__(f"send the same order again in {after_seconds:g} s")
        self.after_seconds = after_seconds
        self.we_are_behind = we_are_behind
        """Whether our own machine had no time for it, which tells nothing of the carrier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The carrier's answer to an order.

    `reserved_microdollars` is what the order may cost, in millionths of a dollar, for the daily spend cap.
    `news` is what a look-up found. `stored` says that the carrier's own process stores what became of the
    order, so that nobody else needs to.
    """

    carrier_call_id: str | None = None
    carrier_message_id: str | None = None
    reserved_microdollars: int = 0
    news: tuple[CallEvent | MessageEvent, ...] = ()
    stored: bool = False


class Carrier(Protocol):
    """A way to the phone network."""

    @property
    def name(self) -> str:
        """A short word for rows and screens: "practice", "twilio", "sip"."""

    def carry_out(self, order: Order) -> Receipt:
        """Carries out one order or raises a `CarrierError`. May block for some seconds."""

    def look_up(self, call_id: str, carrier_call_id: str | None = None) -> tuple[CallEvent, ...]:
        """All the carrier knows about this call, as the events it would have sent; empty if it cannot say.

        `carry_out(LookUpCall(...))` gives the same in `Receipt.news`."""


@runtime_checkable
class KeepsRecordings(Protocol):
    """A carrier that records by itself, and gives its recordings out. Both raise `CarrierError`."""

    def fetch_recording(self, recording_id: str) -> bytes:
        """The whole recording as a WAV file."""

    def forget_recording(self, recording_id: str) -> None:
        """Deletes the carrier's copy; one that is gone already is no error."""


@runtime_checkable
class Coaches(Protocol):
    """A carrier that carries out `Hear`: managers can be on agents' calls."""

    coaches: bool

"""The practice network behind the same seam as every real carrier."""

from datetime import datetime
from typing import Protocol

from telephony.carrier import Receipt
from telephony.events import CallEvent
from telephony.orders import LookUpCall, LookUpText, Order, PlaceCall, SendText
from telephony.practice.network import PracticeNetwork
from telephony.practice.voices import conversation


class Clock(Protocol):
    def now(self) -> datetime:
        """The time, aware, in UTC."""


LONGEST_RECORDING = 600.0
"""Seconds of sound that are made at most."""


class PracticeCarrier:
    """Passes orders to the network. The events come from whoever calls `network.deliver_due`."""

    name = "practice"
    coaches = True

    def __init__(self, network: PracticeNetwork, clock: Clock) -> None:
        self.network = network
        self._clock = clock

    def carry_out(self, order: Order) -> Receipt:
        now = self._clock.now()
        match order:
            case PlaceCall():
                return self.network.place(order, now)
            case SendText():
                return self.network.send_text(order, now)
            case LookUpCall():
                return Receipt(news=self.look_up(order.call_id, order.carrier_call_id))
            case LookUpText():
                return Receipt(news=self.network.look_up_text(order.message_id))
            case _:
                return self.network.obey(order, now)

    def fetch_recording(self, recording_id: str) -> bytes:
        """Sound made on the spot, as long as the conversation was."""
        call, _, seconds = recording_id.rpartition(":")
        return conversation(call, min(float(seconds), LONGEST_RECORDING))

    def forget_recording(self, recording_id: str) -> None:
        """There is nothing to forget."""

    def look_up(self, call_id: str, carrier_call_id: str | None = None) -> tuple[CallEvent, ...]:
        """What really happened; the network finds a call by our own id."""
        return self.network.look_up(call_id, self._clock.now())

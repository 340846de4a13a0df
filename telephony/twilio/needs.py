"""What the Twilio carrier needs from the product: its memory and the time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from telephony.numbers import Address, PhoneNumber
from telephony.orders import CallRole


@dataclass(frozen=True, slots=True)
class Known:
    """What the product knows about a call or text that Twilio may have."""

    to: Address
    from_: PhoneNumber
    sent_at: datetime | None
    """When the request left, or was about to."""
    role: CallRole = CallRole.lead
    agent_leg_id: str | None = None


class Records(Protocol):
    """The product's memory, by our own ids."""

    def call(self, call_id: str) -> Known | None: ...

    def text(self, message_id: str) -> Known | None: ...


class Clock(Protocol):
    def now(self) -> datetime: ...

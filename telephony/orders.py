"""What we ask a carrier to do: frozen values in the imperative.

An order's `key` is what it is about, what it asks for, and where that can be asked more than once, a count.
The outbox has a unique index on it, so a repeated wish for a hang-up is one row that is sent again, not a
pile: a call repeats an order only when it means it, so a row under the same key takes the new body and is
pending again. Only `PlaceCall` and `SendText` are never sent a second time.

`carrier_call_id` is filled in as far as it was known when the order was written; whoever hands the order to
the carrier puts the current one in with `about`.
"""

from dataclasses import dataclass, replace

from telephony.events import HangUpReason
from telephony.numbers import Address, PhoneNumber
from telephony.words import Word, kind_of


class OrderError(ValueError):
    """An order that no carrier could carry out."""


class CallRole(Word):
    """Whose leg a call is."""

    lead = "lead", "The leg to a person we want to reach."
    agent_leg = "agent_leg", "The agent's own leg, kept up for the session."


class Hearing(Word):
    """How a manager takes part in an agent's call. In every way the manager hears both sides."""

    listen = "listen", "Nobody hears the manager."
    whisper = "whisper", "Only the agent hears the manager."
    barge = "barge", "Agent and person hear the manager."


class Screening(Word):
    """What machine detection is for on this call."""

    off = "off", "No detection."
    alongside = "alongside", "Connect on answer; detection labels the call meanwhile."
    first = "first", "Wait for the verdict before connecting. A person waits in silence for some seconds."


@dataclass(frozen=True, slots=True)
class Detection:
    """How people are told from machines, in milliseconds; nought leaves a value to the carrier."""

    greeting_ms: int = 0
    """A greeting that goes on for so long is a machine's."""
    pause_ms: int = 0
    """Silence of this length after a shorter greeting: somebody waits for an answer."""
    decide_ms: int = 0
    """Longest time from the answer to the verdict, for carriers that let us choose it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCall:
    """Ring `to`, showing `from_`. The carrier itself ends it after `ring_seconds` unanswered, and after
    `max_seconds` in all, so that a call has limits even if we are gone."""

    call_id: str
    to: Address
    from_: PhoneNumber
    ring_seconds: int
    max_seconds: int
    screening: Screening = Screening.alongside
    role: CallRole = CallRole.lead
    detection: Detection | None = None

    def __post_init__(self) -> None:
        if not 5 <= self.ring_seconds <= 600:
            raise OrderError("ring_seconds must be from 5 to 600: carriers accept no more")
        if not self.ring_seconds < self.max_seconds <= 86_400:
            raise OrderError("max_seconds must be longer than the ring time and at most 86400, a day")

    @property
    def key(self) -> str:
        return f"{self.call_id}:{kind_of(type(self))}"


_TAKEN_BACK_BY = {"unhold": "hold", "unmute": "mute"}
"""Orders that undo each other are one wish: only the last of them counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOrder:
    """What every order about an existing call carries. `count` tells repeatable wishes apart."""

    call_id: str
    carrier_call_id: str | None = None
    count: int = 0

    @property
    def key(self) -> str:
        kind = kind_of(type(self))
        return f"{self.call_id}:{_TAKEN_BACK_BY.get(kind, kind)}" + (f":{self.count}" if self.count else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class HangUp(CallOrder):
    """End the call, whether it rings or is answered. On a call that is over already this does nothing."""

    why: HangUpReason


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeToAgent(CallOrder):
    """Let this call and the agent's leg hear each other, and nobody else: a call that was with another agent's leg
    leaves that, and is on hold no more."""

    agent_leg_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayMessage(CallOrder):
    """Play a recording to the person, taking them out of any conversation."""

    message_id: str
    then_hang_up: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveVoicemail(CallOrder):
    """Play a recording to a machine, after its greeting if that is still going on, then hang up."""

    message_id: str
    wait_for_greeting: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold(CallOrder):
    """Music for the person, silence for the agent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unhold(CallOrder):
    """Back from hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute(CallOrder):
    """This leg is heard by nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmute(CallOrder):
    """This leg is heard again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendDigits(CallOrder):
    """Send touch tones: 0 to 9, * and #."""

    digits: str

    def __post_init__(self) -> None:
        if not self.digits or set(self.digits) - set("0123456789*#"):
            raise OrderError("digits must be 0 to 9, * or #, at least one")


@dataclass(frozen=True, slots=True, kw_only=True)
class StartRecording(CallOrder):
    """Record both sides from now on; `announced` says first, to everybody on the call, that it is recorded. A carrier
    that cannot say it refuses."""

    announced: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hear(CallOrder):
    """Change how this leg, which is in the agent's room, is heard there."""

    agent_leg_id: str
    agent_carrier_id: str | None = None
    hearing: Hearing


@dataclass(frozen=True, slots=True, kw_only=True)
class GoToRoom(CallOrder):
    """Take this leg of ours out of the room it is in, into that of another leg, where everybody hears it and is heard;
    or, where `room_leg_id` is its own, into a room of its own, where a person may be bridged to it."""

    room_leg_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUpCall(CallOrder):
    """Tell us what became of this call, as events."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendText:
    """Send this text."""

    message_id: str
    to: PhoneNumber
    from_: PhoneNumber
    body: str

    def __post_init__(self) -> None:
        if not self.body.strip():
            raise OrderError("a text needs a body")

    @property
    def key(self) -> str:
        return f"{self.message_id}:{kind_of(type(self))}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUpText:
    """Tell us what became of this text, as events."""

    message_id: str
    carrier_message_id: str | None = None

    @property
    def key(self) -> str:
        return f"{self.message_id}:{kind_of(type(self))}"


LiveCallOrder = (
    HangUp
    | BridgeToAgent
    | PlayMessage
    | LeaveVoicemail
    | Hold
    | Unhold
    | Mute
    | Unmute
    | SendDigits
    | StartRecording
    | Hear
    | GoToRoom
    | LookUpCall
)
Order = PlaceCall | LiveCallOrder | SendText | LookUpText


def about(order: LiveCallOrder, carrier_call_id: str | None) -> LiveCallOrder:
    """The same order with the carrier's name for the call, as known now."""
    return replace(order, carrier_call_id=carrier_call_id or order.carrier_call_id)

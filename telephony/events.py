"""What we are told about calls and texts: closed unions of frozen values in the past tense.

Every event names our own call (or text) id, so that one which overtakes our own commit still finds its row,
and an event key, so that the second copy of it is recognised by a unique index and not by luck.
`telephony.wire` turns events into JSON and back.
"""

from dataclasses import dataclass
from datetime import datetime

from telephony.endings import Ending
from telephony.numbers import PhoneNumber
from telephony.words import Word


class EventError(ValueError):
    """An event without the ids or the aware time that every event must have."""


class Source(Word):
    """Who says so."""

    carrier = "carrier", "The carrier told us."
    local = "local", "We concluded it ourselves."
    agent = "agent", "An agent or manager did it."


class HangUpReason(Word):
    """Why we ended a call."""

    agent = "agent", "The agent hung up."
    manager = "manager", "A manager hung up."
    skipped = "skipped", "The agent skipped this line."
    sibling_answered = "sibling_answered", "Another line of the same agent was answered first."
    second_answer = "second_answer", "It was answered while no agent was left for it."
    ring_limit = "ring_limit", "It rang for as long as the campaign lets it ring."
    paused = "paused", "The agent or the campaign was paused."
    session_ended = "session_ended", "The session ended."
    machine = "machine", "A machine answered, and the campaign does not talk to machines."
    message_over = "message_over", "The recorded message had been played."
    opted_out = "opted_out", "The person pressed the key against further calls."
    agent_lost = "agent_lost", "The agent's own line was gone."
    too_long = "too_long", "It reached the longest time a call may take."
    leg_renewed = "leg_renewed", "The carrier's time for the agent's own line ran out, so it is connected anew."
    crossed = "crossed", "It came to life after we had given it up."
    handed_over = "handed_over", "Whoever it was handed over to hung up."
    uncertain = "uncertain", "Nobody could say whether it had been placed."


class Deadline(Word):
    """Which wait a call is in. A sweep over stored times turns the end of a wait into `DeadlinePassed`."""

    sending = "sending", "The order to place the call must leave us."
    certainty = "certainty", "The carrier must say whether it has the call."
    ringing = "ringing", "Somebody must answer."
    detection = "detection", "The detector must say whether it is a person."
    assignment = "assignment", "The call must be given to an agent."
    joining = "joining", "The agent and the person must be connected."
    message = "message", "The recorded message must come to its end."
    length = "length", "The call must end."
    closing = "closing", "The carrier must confirm that the call is over."


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What every event about a call carries.

    `at` is the carrier's time where it gives one and ours otherwise. `carrier_call_id` is given wherever
    the carrier names it, because the first event may arrive before the answer to our own request.
    """

    call_id: str
    at: datetime
    event_key: str
    source: Source = Source.carrier
    carrier_call_id: str | None = None

    def __post_init__(self) -> None:
        _check(self.call_id, self.event_key, self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent(Told):
    """The carrier took our request and named the call."""

    carrier_call_id: str
    source: Source = Source.local


@dataclass(frozen=True, slots=True, kw_only=True)
class SendUncertain(Told):
    """The request may have left. It is looked up, never repeated."""

    source: Source = Source.local


@dataclass(frozen=True, slots=True, kw_only=True)
class SendRefused(Told):
    """The carrier clearly refused the request: there is no call."""

    ending: Ending
    source: Source = Source.local


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted(Told):
    """The carrier has begun to place the call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rang(Told):
    """The far end is alerting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered(Told):
    """Somebody or something picked up (the 200 OK; early media is not an answer)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Human(Told):
    """The detector heard a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine(Told):
    """The detector heard a machine; `greeting_ended` says that it is already recording."""

    greeting_ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Played(Told):
    """A recorded message came to its end."""


OPT_OUT_KEY = "9"

KEY_SECONDS = 3
"""How long a call waits for a key that was offered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptedOut(Told):
    """The person pressed `OPT_OUT_KEY`, by which a recorded message lets them refuse all further calls."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended(Told):
    """The call is over."""

    ending: Ending


@dataclass(frozen=True, slots=True, kw_only=True)
class HangUpAsked(Told):
    """Somebody or some rule on our side wants the call to end."""

    why: HangUpReason
    source: Source = Source.local


@dataclass(frozen=True, slots=True, kw_only=True)
class DropAsked(Told):
    """The agent wants to leave this recorded message and go on to the next call."""

    message_id: str
    source: Source = Source.agent


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlinePassed(Told):
    """A stored deadline is over. One that is no longer the call's own is stale and changes nothing."""

    deadline: Deadline
    source: Source = Source.local


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentAssigned(Told):
    """The arbiter gave this answered call to the agent on this leg."""

    agent_leg_id: str
    source: Source = Source.local


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAgent(Told):
    """The arbiter had no agent for this answered call."""

    source: Source = Source.local


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentJoined(Told):
    """Agent and person can hear each other."""

    agent_leg_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentLost(Told):
    """The agent's leg is gone while the person is still there."""

    source: Source = Source.local


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver(Told):
    """The agent gave the person to another leg of ours. `outside`: it is nobody's who works here, so that the call ends
    when that leg does."""

    agent_leg_id: str
    outside: bool = False
    source: Source = Source.agent


@dataclass(frozen=True, slots=True, kw_only=True)
class CallArrived(Told):
    """Somebody calls us. The call waits with the carrier until we say what becomes of it; its `call_id` is made from
    the carrier's own name for it, so that the same report again means the same call. `from_` is None where the caller
    withholds the number."""

    carrier_call_id: str
    to: PhoneNumber
    from_: PhoneNumber | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingReady(Told):
    """The carrier has a recording of this call whole: of the conversation, or of the message that a caller left."""

    recording_id: str
    seconds: float
    of_conversation: bool = True
    is_cut: bool = False
    """Whether it ended before the conversation did, because it could not be written any further."""


CallEvent = (
    Sent
    | SendUncertain
    | SendRefused
    | Accepted
    | Rang
    | Answered
    | Human
    | Machine
    | Played
    | OptedOut
    | Ended
    | HangUpAsked
    | DropAsked
    | DeadlinePassed
    | AgentAssigned
    | NoAgent
    | AgentJoined
    | AgentLost
    | HandedOver
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldOfText:
    """What every event about a text of ours carries."""

    message_id: str
    at: datetime
    event_key: str
    source: Source = Source.carrier
    carrier_message_id: str | None = None

    def __post_init__(self) -> None:
        _check(self.message_id, self.event_key, self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSent(ToldOfText):
    """The carrier passed the text on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextDelivered(ToldOfText):
    """The handset's network confirmed it. Many networks never do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFailed(ToldOfText):
    """The text will not arrive."""

    ending: Ending


@dataclass(frozen=True, slots=True, kw_only=True)
class TextReceived:
    """Somebody wrote to us. `opt_out_type` is STOP, START or HELP where the carrier has already classified
    and answered the text, in which case we send no answer of our own."""

    carrier_message_id: str
    from_: PhoneNumber
    to: PhoneNumber
    body: str
    at: datetime
    event_key: str
    opt_out_type: str | None = None
    source: Source = Source.carrier

    def __post_init__(self) -> None:
        _check(self.carrier_message_id, self.event_key, self.at)


MessageEvent = TextSent | TextDelivered | TextFailed | TextReceived

Event = CallEvent | CallArrived | RecordingReady | MessageEvent


def _check(about: str, event_key: str, at: datetime) -> None:
    if not about or not event_key:
        raise EventError("an event needs the id of what it is about and an event key")
    if at.tzinfo is None:
        raise EventError("an event's time must be aware, in UTC")

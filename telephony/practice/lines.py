"""One practice call as a clockwork: pure functions from what is, and what happens or is ordered, to what is
next.

    place(order, id, script)       the call is dialed
    happen(line, happening, now)   something planned falls due
    obey(line, order, now)         an order reaches the call

Each gives a `Turn`: the line as it then is, the events that the carrier now knows, and what will happen
next. A line counts the turns of the talk in `stage`; a plan made for an earlier stage (a person would have
lost patience, but an agent has come) is void.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypedDict, assert_never

from telephony.call.values import TAKE_MESSAGE
from telephony.carrier import Refused
from telephony.endings import EndingKind, ending
from telephony.events import (
    Accepted,
    AgentJoined,
    Answered,
    CallEvent,
    Ended,
    Human,
    Machine,
    OptedOut,
    Played,
    Rang,
)
from telephony.orders import (
    BridgeToAgent,
    CallRole,
    GoToRoom,
    HangUp,
    Hear,
    Hold,
    LeaveVoicemail,
    LiveCallOrder,
    LookUpCall,
    Mute,
    PlaceCall,
    PlayMessage,
    Screening,
    SendDigits,
    StartRecording,
    Unhold,
    Unmute,
)
from telephony.practice.profile import Behaviour
from telephony.practice.script import Script
from telephony.words import Word


class LineState(Word):
    """Where a practice call stands."""

    dialed = "dialed", "On its way."
    ringing = "ringing", "The far end alerts."
    up = "up", "Answered."
    over = "over", "Ended."


class Happening(Word):
    """What can happen to a practice call by itself."""

    accepted = "accepted", "The network takes the call."
    refused = "refused", "Busy, dead number or no room."
    rings = "rings", "The far end alerts."
    answers = "answers", "The far end picks up."
    rings_out = "rings_out", "The ring limit is over."
    verdict = "verdict", "The detector makes up its mind."
    joined = "joined", "The agent is on the line."
    leaves = "leaves", "The far end hangs up."
    played = "played", "The message is over."
    presses = "presses", "A person presses the key against further calls."
    too_long = "too_long", "The length limit is over."


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The truth about one practice call, which the events may tell late, twice or never."""

    carrier_call_id: str
    call_id: str
    script: Script
    is_screened: bool
    state: LineState = LineState.dialed
    stage: int = 0
    answered_at: datetime | None = None
    agent_leg_id: str | None = None
    hangs_up_after_message: bool = False
    recorded_from: datetime | None = None
    records_message: bool = False  # a caller's message and not a conversation
    keys: str = ""  # touch tones that the far end heard
    told: int = 0  # how many events this call has given; it numbers the event keys


@dataclass(frozen=True, slots=True)
class Next:
    """Something that will happen in so many seconds; if it has a stage, only if that is not past by then."""

    after_seconds: float
    what: Happening
    stage: int | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    line: Line
    events: tuple[CallEvent, ...] = ()
    plans: tuple[Next, ...] = ()


KEY_AFTER_SHARE = 0.75
"""So much of a message is heard before the key is pressed."""

REFUSALS = {
    Behaviour.busy: EndingKind.busy,
    Behaviour.dead: EndingKind.invalid_number,
    Behaviour.congestion: EndingKind.congestion,
}


def place(order: PlaceCall, carrier_call_id: str, script: Script) -> Turn:
    """A call is dialed."""
    line = Line(
        carrier_call_id=carrier_call_id,
        call_id=order.call_id,
        script=script,
        is_screened=order.screening is not Screening.off and order.role is CallRole.lead,
    )
    accepted = Next(script.accept_after, Happening.accepted)
    if not script.rings:
        return Turn(line, plans=(accepted, Next(script.refuse_after, Happening.refused)))
    return Turn(line, plans=(accepted, Next(script.ring_after, Happening.rings)))


def happen(line: Line, what: Happening, stage: int | None, now: datetime) -> Turn:
    """Something planned falls due. What can no longer be, because the call is over or its stage past, is nothing."""
    if line.state is LineState.over or (stage is not None and stage != line.stage):
        return Turn(line)
    match what:
        case Happening.accepted:
            return _tell(line, Accepted(**_ids(line, now)))
        case Happening.refused:
            return _over(line, REFUSALS[line.script.behaviour], now)
        case Happening.rings:
            return _ring(line, now)
        case Happening.answers:
            return _answer(line, now)
        case Happening.rings_out:
            return _over(line, EndingKind.no_answer, now)
        case Happening.verdict:
            return _verdict(line, now)
        case Happening.joined:
            assert line.agent_leg_id is not None
            return _tell(line, AgentJoined(agent_leg_id=line.agent_leg_id, **_ids(line, now)))
        case Happening.played:
            return _played(line, now)
        case Happening.presses:
            return _tell(line, OptedOut(**_ids(line, now)))
        case Happening.leaves | Happening.too_long:
            return _over(line, EndingKind.completed, now)
        case _:
            assert_never(what)


def obey(line: Line, order: LiveCallOrder, now: datetime) -> Turn:
    """An order reaches the call. Raises `Refused` where the call is in no state for it; a hang-up always works."""
    match order:
        case LookUpCall():
            return Turn(line)
        case HangUp():
            return _hang_up(line, now)
        case _ if line.state is not LineState.up:
            raise Refused(ending(EndingKind.wrong_state))
        case BridgeToAgent():
            return _bridge(line, order.agent_leg_id)
        case PlayMessage():
            takes_message = order.message_id == TAKE_MESSAGE
            played = _play(line, order.then_hang_up)
            return replace(played, line=_recorded(played.line, now, message=True)) if takes_message else played
        case StartRecording():
            return Turn(_recorded(line, now, message=False))
        case LeaveVoicemail():
            return _leave_voicemail(line, now)
        case SendDigits():
            return Turn(replace(line, keys=line.keys + order.digits))
        case Hold() | Unhold() | Mute() | Unmute() | Hear() | GoToRoom():
            return Turn(line)
        case _:
            assert_never(order)


def _recorded(line: Line, now: datetime, *, message: bool) -> Line:
    if line.recorded_from is not None:
        return line
    return replace(line, recorded_from=now, records_message=message)


def _ring(line: Line, now: datetime) -> Turn:
    rung = _tell(replace(line, state=LineState.ringing), Rang(**_ids(line, now)))
    script = line.script
    if script.answers_in_time:
        return replace(rung, plans=(Next(script.answer_after, Happening.answers),))
    return replace(rung, plans=(Next(script.clockwork.ring_limit, Happening.rings_out),))


def _answer(line: Line, now: datetime) -> Turn:
    script = line.script
    answered = _tell(replace(line, state=LineState.up, answered_at=now), Answered(**_ids(line, now)))
    plans = [Next(script.clockwork.length_limit, Happening.too_long)]
    if line.is_screened:
        plans.append(Next(script.verdict_after, Happening.verdict))
    match script.behaviour:
        case Behaviour.person:
            plans.append(Next(script.patience, Happening.leaves, line.stage))
        case Behaviour.voicemail:
            plans.append(Next(script.greeting + script.clockwork.record, Happening.leaves, line.stage))
        case _:
            pass
    return replace(answered, plans=tuple(plans))


def _played(line: Line, now: datetime) -> Turn:
    played = _tell(line, Played(**_ids(line, now)))
    if not line.hangs_up_after_message:
        return played
    over = _over(played.line, EndingKind.completed, now)
    return Turn(over.line, played.events + over.events)


def _verdict(line: Line, now: datetime) -> Turn:
    if line.script.taken_for_human:
        return _tell(line, Human(**_ids(line, now)))
    return _tell(line, Machine(greeting_ended=_greeting_left(line, now) == 0, **_ids(line, now)))


def _bridge(line: Line, agent_leg_id: str) -> Turn:
    """A person now talks as long as the script says; a machine notices nothing."""
    script, stage = line.script, line.stage
    joined = Next(script.clockwork.join_after, Happening.joined)
    if script.behaviour is not Behaviour.person:
        return Turn(replace(line, agent_leg_id=agent_leg_id), plans=(joined,))
    talks = Next(script.talk, Happening.leaves, stage + 1)
    return Turn(replace(line, agent_leg_id=agent_leg_id, stage=stage + 1), plans=(joined, talks))


def _play(line: Line, then_hang_up: bool) -> Turn:
    """Whoever is there hears the message to its end, and then waits for more as long as their patience lasts."""
    stage = line.stage + 1
    message = line.script.clockwork.message
    played = Next(message, Happening.played, stage)
    leaves = Next(message + max(line.script.patience, 1.0), Happening.leaves, stage)
    pressed = (Next(message * KEY_AFTER_SHARE, Happening.presses, stage),) if line.script.presses_key else ()
    return Turn(replace(line, stage=stage, hangs_up_after_message=then_hang_up), plans=(played, leaves, *pressed))


def _leave_voicemail(line: Line, now: datetime) -> Turn:
    """A machine records the message after its beep. A person who was taken for one hangs up on it."""
    script, stage = line.script, line.stage + 1
    if script.behaviour is Behaviour.voicemail:
        plan = Next(_greeting_left(line, now) + script.clockwork.voicemail_message, Happening.played, stage)
    else:
        plan = Next(script.patience, Happening.leaves, stage)
    return Turn(replace(line, stage=stage, hangs_up_after_message=True), plans=(plan,))


def _greeting_left(line: Line, now: datetime) -> float:
    """Seconds until the beep."""
    assert line.answered_at is not None, "a greeting begins with the answer"
    return max(line.script.greeting - (now - line.answered_at).total_seconds(), 0.0)


def _hang_up(line: Line, now: datetime) -> Turn:
    if line.state is LineState.over:
        return Turn(line)
    return _over(line, EndingKind.completed if line.answered_at else EndingKind.cancelled, now)


def _over(line: Line, kind: EndingKind, now: datetime) -> Turn:
    return _tell(replace(line, state=LineState.over), Ended(ending=ending(kind), **_ids(line, now)))


class _Ids(TypedDict):
    call_id: str
    at: datetime
    event_key: str
    carrier_call_id: str


def _ids(line: Line, now: datetime) -> _Ids:
    return {
        "call_id": line.call_id,
        "at": now,
        "event_key": f"{line.carrier_call_id}:{line.told}",
        "carrier_call_id": line.carrier_call_id,
    }


def _tell(line: Line, event: CallEvent) -> Turn:
    return Turn(replace(line, told=line.told + 1), (event,))

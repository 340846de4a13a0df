"""The transition table of a call.

The story: a call is *planned* in the transaction that orders it, *requested* once the order may have left,
*ringing* when the far end alerts, *answered* when anything picks up. On answer the arbiter gives it an
agent (*connecting*, then *talking*) or has none (*leaving_message*: the lawful identification within two
seconds, then hang up). With `Screening.first` the answered call waits for the detector before the arbiter
is asked; with no verdict in time it is taken for a person. Whatever we end is *closing* until the carrier
confirms it, and *ended* stays ended.

House rules:

- A cell says where to go, what to order and what to wait for. It never says what to report: reports come
from the
  milestones (`telephony.call.values`), which are recorded before the table is asked, for every event in
  every state.
- Where a cell depends on more than state and event it holds a `Choice`, which names all its possible moves,
so that
  the diagram drawn from this table is the whole truth.
- Every pair of state and event is either in `TABLE` or in `IGNORED`; a test checks that they are complete.
- Carrier news that beats our own commit is accepted: a planned call may be answered.
- A call that we took for over and that shows signs of life is hung up, but never reopened.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from telephony.call.values import Call, CallState, OnMachine
from telephony.endings import EndingKind
from telephony.events import (
    Accepted,
    AgentAssigned,
    AgentJoined,
    AgentLost,
    Answered,
    CallEvent,
    Deadline,
    DeadlinePassed,
    DropAsked,
    Ended,
    HandedOver,
    HangUpAsked,
    HangUpReason,
    Human,
    Machine,
    NoAgent,
    OptedOut,
    Played,
    Rang,
    SendRefused,
    SendUncertain,
    Sent,
    Source,
)
from telephony.orders import CallRole, Screening
from telephony.words import Word


class Act(Word):
    """An order that a move gives."""

    hang_up = "hang_up", "End the call."
    bridge = "bridge", "Join it to its agent."
    identify = "identify", "Say who called, then hang up."
    apologise = "apologise", "Say sorry, then hang up."
    leave_voicemail = "leave_voicemail", "Leave the recorded voicemail."
    look_up = "look_up", "Ask the carrier what it knows."


@dataclass(frozen=True, slots=True)
class Move:
    """Where to go and what to do there. `waits` starts a new deadline; without it the running one goes on,
    unless the state changes. `leaves_alone` marks that whoever answered (a lead's leg) has nobody of ours.
    `ends_as` is our own ending for a call on which the carrier will have no last word."""

    to: CallState
    acts: tuple[Act, ...] = ()
    waits: Deadline | None = None
    why: HangUpReason | None = None
    leaves_alone: bool = False
    ends_as: EndingKind | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """Moves between which `pick` decides from the call as it was before this event. None means nothing moves."""

    question: str
    among: tuple[Move, ...]
    pick: Callable[[Call, CallEvent], Move | None]


S = CallState
D = Deadline

# Moves with a name of their own because several cells or choices share them.
REQUESTED = Move(S.requested, waits=D.ringing)
ANSWERED_SCREENED = Move(S.answered, waits=D.detection)
ASK_ARBITER = Move(S.answered, waits=D.assignment)
TALK = Move(S.talking, waits=D.length)
CLOSE = Move(S.closing, (Act.hang_up,), D.closing)
CLOSE_ON_PERSON = Move(S.closing, (Act.hang_up,), D.closing, leaves_alone=True)
CLOSE_MACHINE = Move(S.closing, (Act.hang_up,), D.closing, HangUpReason.machine)
DROP = Move(S.leaving_message, (Act.leave_voicemail,), D.message)
IDENTIFY = Move(S.leaving_message, (Act.identify,), D.message, HangUpReason.second_answer, leaves_alone=True)
APOLOGISE_UNMET = Move(S.leaving_message, (Act.apologise,), D.message, HangUpReason.agent_lost, leaves_alone=True)
APOLOGISE = Move(S.leaving_message, (Act.apologise,), D.message, HangUpReason.agent_lost)
AGENT_LEG_LOST = Move(S.closing, (Act.hang_up,), D.closing, HangUpReason.agent_lost)
OTHERS_LEFT = Move(S.closing, (Act.hang_up,), D.closing, HangUpReason.handed_over)
RANG_OUT = Move(S.closing, (Act.hang_up,), D.closing, HangUpReason.ring_limit)
STILL_UNCERTAIN = Move(S.closing, (Act.hang_up, Act.look_up), D.closing, HangUpReason.uncertain)
HANG_UP_AGAIN = Move(S.closing, (Act.hang_up,))
HANG_UP_CROSSED = Move(S.closing, (Act.hang_up,), leaves_alone=True)
INSIST = Move(S.closing, (Act.hang_up, Act.look_up), D.closing)
GIVE_UP = Move(S.ended, ends_as=EndingKind.line_lost)
SIGN_OF_LIFE = Move(S.ended, (Act.hang_up,), why=HangUpReason.crossed)
OVER = Move(S.ended)

# Waits between our hang-ups double (see `machine.wait_for`); five of them are some two and a half minutes, in
# which every carrier's own look-up has long settled.
CLOSING_TRIES = 5


def _on_answer(call: Call, event: CallEvent) -> Move:
    if call.role is CallRole.agent_leg:
        return TALK
    if call.screening is Screening.first and not isinstance(event, Human):
        return ANSWERED_SCREENED
    return ASK_ARBITER


def _on_machine(call: Call, event: CallEvent) -> Move | None:
    """A verdict of machine moves nothing where a person was heard before: on doubt it is a person."""
    if call.role is CallRole.agent_leg or call.milestones.human_at is not None:
        return None
    match call.on_machine:
        case OnMachine.hang_up:
            return CLOSE_MACHINE
        case OnMachine.drop:
            return DROP
        case OnMachine.label:
            return ASK_ARBITER if call.deadline is D.detection else None


def _on_machine_unanswered(call: Call, event: CallEvent) -> Move:
    """The verdict overtook the answer."""
    if call.on_machine is OnMachine.label:
        return TALK if call.role is CallRole.agent_leg else ASK_ARBITER
    return _on_machine(call, event) or _on_answer(call, event)


def _on_human(call: Call, event: CallEvent) -> Move | None:
    return ASK_ARBITER if call.deadline is D.detection else None


def _on_human_at_message(call: Call, event: CallEvent) -> Move | None:
    """Only a message meant for a machine gives way to a person; an apology is already meant for one."""
    meant_for_machine = call.milestones.left_alone_at is None and call.milestones.agent_lost_at is None
    return ASK_ARBITER if meant_for_machine and call.milestones.drop_asked_at is None else None


def _on_news_of_request(call: Call, event: CallEvent) -> Move | None:
    return REQUESTED if call.deadline is D.certainty else None


def _on_request_deadline(call: Call, event: CallEvent) -> Move:
    return STILL_UNCERTAIN if call.deadline is D.certainty else RANG_OUT


def _on_answered_deadline(call: Call, event: CallEvent) -> Move:
    return ASK_ARBITER if call.deadline is D.detection else IDENTIFY


def _on_agent_lost(call: Call, event: CallEvent) -> Move:
    if call.role is CallRole.agent_leg:
        return AGENT_LEG_LOST
    return OTHERS_LEFT if call.milestones.handed_over_at is not None else APOLOGISE


def _on_crossed_answer(call: Call, event: CallEvent) -> Move | None:
    return HANG_UP_CROSSED if call.milestones.answered_at is None else None


def _on_closing_deadline(call: Call, event: CallEvent) -> Move:
    return INSIST if call.closing_tries + 1 < CLOSING_TRIES else GIVE_UP


def _on_sign_of_life(call: Call, event: CallEvent) -> Move | None:
    return None if call.ending_source is Source.carrier else SIGN_OF_LIFE


ON_ANSWER = Choice("whose leg, and is it screened first?", (TALK, ANSWERED_SCREENED, ASK_ARBITER), _on_answer)
ON_MACHINE = Choice("what is the campaign's policy?", (CLOSE_MACHINE, DROP), _on_machine)
ON_MACHINE_SCREENED = Choice(
    "what is the campaign's policy, and was the verdict awaited?",
    (CLOSE_MACHINE, DROP, ASK_ARBITER),
    _on_machine,
)
ON_MACHINE_UNANSWERED = Choice(
    "what is the campaign's policy?",
    (CLOSE_MACHINE, DROP, ASK_ARBITER, TALK, ANSWERED_SCREENED),
    _on_machine_unanswered,
)
ON_HUMAN = Choice("was the verdict awaited?", (ASK_ARBITER,), _on_human)
ON_HUMAN_AT_MESSAGE = Choice("was the message meant for a machine?", (ASK_ARBITER,), _on_human_at_message)
ON_NEWS_OF_REQUEST = Choice("was it uncertain?", (REQUESTED,), _on_news_of_request)
ON_REQUEST_DEADLINE = Choice("was it uncertain?", (STILL_UNCERTAIN, RANG_OUT), _on_request_deadline)
ON_ANSWERED_DEADLINE = Choice("which wait?", (ASK_ARBITER, IDENTIFY), _on_answered_deadline)
ON_AGENT_LOST = Choice("whose leg, and was it handed over?", (AGENT_LEG_LOST, OTHERS_LEFT, APOLOGISE), _on_agent_lost)
ON_CROSSED_ANSWER = Choice("is the answer news?", (HANG_UP_CROSSED,), _on_crossed_answer)
ON_CLOSING_DEADLINE = Choice("asked often enough?", (INSIST, GIVE_UP), _on_closing_deadline)
ON_SIGN_OF_LIFE = Choice("did the carrier say it was over?", (SIGN_OF_LIFE,), _on_sign_of_life)

Cell = Move | Choice

# What every call that may be in somebody's ear or on its way there has in common.
_ANSWERING: Mapping[type[CallEvent], Cell] = {
    Answered: ON_ANSWER,
    Human: ON_ANSWER,
    Machine: ON_MACHINE_UNANSWERED,
    AgentJoined: TALK,
    Ended: OVER,
}

TABLE: Mapping[CallState, Mapping[type[CallEvent], Cell]] = {
    S.planned: {
        **_ANSWERING,
        Sent: REQUESTED,
        SendUncertain: Move(S.requested, (Act.look_up,), D.certainty),
        SendRefused: OVER,
        Accepted: REQUESTED,
        Rang: Move(S.ringing, waits=D.ringing),
        HangUpAsked: Move(S.ended, ends_as=EndingKind.cancelled),
        DeadlinePassed: Move(S.ended, ends_as=EndingKind.never_placed),
    },
    S.requested: {
        **_ANSWERING,
        Sent: ON_NEWS_OF_REQUEST,
        SendRefused: OVER,
        Accepted: ON_NEWS_OF_REQUEST,
        Rang: Move(S.ringing, waits=D.ringing),
        HangUpAsked: CLOSE,
        DeadlinePassed: ON_REQUEST_DEADLINE,
    },
    S.ringing: {
        **_ANSWERING,
        HangUpAsked: CLOSE,
        DeadlinePassed: RANG_OUT,
    },
    S.answered: {
        Human: ON_HUMAN,
        Machine: ON_MACHINE_SCREENED,
        AgentAssigned: Move(S.connecting, (Act.bridge,), D.joining),
        NoAgent: IDENTIFY,
        AgentJoined: TALK,
        Ended: OVER,
        HangUpAsked: CLOSE_ON_PERSON,
        DeadlinePassed: ON_ANSWERED_DEADLINE,
    },
    S.connecting: {
        Machine: ON_MACHINE,
        DropAsked: DROP,
        NoAgent: IDENTIFY,
        AgentJoined: TALK,
        AgentLost: APOLOGISE_UNMET,
        Ended: OVER,
        HangUpAsked: CLOSE_ON_PERSON,
        DeadlinePassed: APOLOGISE_UNMET,
    },
    S.talking: {
        Machine: ON_MACHINE,
        DropAsked: DROP,
        AgentLost: ON_AGENT_LOST,
        HandedOver: Move(S.talking, (Act.bridge,)),
        Ended: OVER,
        HangUpAsked: CLOSE,
        DeadlinePassed: Move(S.closing, (Act.hang_up,), D.closing, HangUpReason.too_long),
    },
    S.leaving_message: {
        Human: ON_HUMAN_AT_MESSAGE,
        Played: Move(S.closing, (Act.hang_up,), D.closing, HangUpReason.message_over),
        # 47 CFR 64.1200(b)(3): the key ends the call at once.
        OptedOut: Move(S.closing, (Act.hang_up,), D.closing, HangUpReason.opted_out),
        Ended: OVER,
        HangUpAsked: CLOSE,
        DeadlinePassed: Move(S.closing, (Act.hang_up,), D.closing, HangUpReason.message_over),
    },
    S.closing: {
        Sent: HANG_UP_AGAIN,
        SendRefused: OVER,
        Accepted: HANG_UP_AGAIN,
        Answered: ON_CROSSED_ANSWER,
        Human: ON_CROSSED_ANSWER,
        Machine: ON_CROSSED_ANSWER,
        Ended: OVER,
        DeadlinePassed: ON_CLOSING_DEADLINE,
    },
    S.ended: {
        Sent: ON_SIGN_OF_LIFE,
        Accepted: ON_SIGN_OF_LIFE,
        Rang: ON_SIGN_OF_LIFE,
        Answered: ON_SIGN_OF_LIFE,
    },
}

# Pairs that deliberately move nothing; their evidence is recorded all the same.
_OLDER_THAN_RINGING: frozenset[type[CallEvent]] = frozenset({Sent, SendUncertain, SendRefused, Accepted, Rang})
_OLDER_THAN_TALKING = _OLDER_THAN_RINGING | {Answered}
_NEEDS_AN_ANSWER: frozenset[type[CallEvent]] = frozenset(
    {Played, OptedOut, DropAsked, AgentAssigned, NoAgent, AgentLost, HandedOver}
)
_ABOUT_AGENTS: frozenset[type[CallEvent]] = frozenset(
    {DropAsked, AgentAssigned, NoAgent, AgentJoined, AgentLost, HandedOver}
)

IGNORED: Mapping[CallState, frozenset[type[CallEvent]]] = {
    # Nobody has answered yet, so no agent and no message can be on the call.
    S.planned: _NEEDS_AN_ANSWER,
    # It may have left already, so a second doubt adds nothing.
    S.requested: _NEEDS_AN_ANSWER | {SendUncertain},
    S.ringing: _NEEDS_AN_ANSWER | _OLDER_THAN_RINGING,
    # No agent is on the line who could be lost or leave a message.
    S.answered: _OLDER_THAN_TALKING | {Played, OptedOut, DropAsked, AgentLost, HandedOver},
    # The agent is on the way; a verdict of human only confirms that this is right.
    S.connecting: _OLDER_THAN_TALKING | {Human, Played, OptedOut, AgentAssigned, HandedOver},
    # In conversation only its end matters, or the agent's wish to leave a message.
    S.talking: _OLDER_THAN_TALKING | {Human, Played, OptedOut, AgentAssigned, NoAgent, AgentJoined},
    # The message has been ordered; which agent was or was not there before no longer matters.
    S.leaving_message: _OLDER_THAN_TALKING | _ABOUT_AGENTS | {Machine},
    # The hang-up has been ordered.
    S.closing: _ABOUT_AGENTS | {SendUncertain, Rang, Played, OptedOut, HangUpAsked},
    # Over is over. A carrier's ending still replaces one of our own; that is evidence, not a move.
    S.ended: _ABOUT_AGENTS
    | {SendUncertain, SendRefused, Human, Machine, Played, OptedOut, Ended, HangUpAsked, DeadlinePassed},
}

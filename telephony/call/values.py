"""A call as a value: where it stands, what has been heard about it, and what we conclude."""

from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta

from telephony.endings import Ending, EndingKind, ending
from telephony.events import CallArrived, Deadline, HangUpReason, Source
from telephony.orders import CallRole, Order, PlaceCall, Screening
from telephony.words import Word


class CallState(Word):
    """Where a call stands. The state decides which orders to give; reports come from the milestones."""

    planned = "planned", "The row exists and nothing has left us."
    requested = "requested", "The carrier may know of it."
    ringing = "ringing", "The far end is alerting."
    answered = "answered", "Somebody or something picked up; the verdict or the agent is awaited."
    connecting = "connecting", "It is being joined to its agent."
    talking = "talking", "Agent and person hear each other; an agent's own leg is up."
    leaving_message = "leaving_message", "A recorded message is playing."
    closing = "closing", "We asked for its end and wait for the carrier's last word."
    ended = "ended", "It is over, or it never existed."


class OnMachine(Word):
    """What the campaign does when the detector hears a machine."""

    label = "label", "Only say so; the agent decides."
    hang_up = "hang_up", "Hang up and free the agent."
    drop = "drop", "Leave the recorded voicemail and free the agent."


class Fact(Word):
    """What we conclude from the evidence. Each is concluded once per call, in whatever order events come."""

    placed = "placed", "The carrier took the call."
    rang = "rang", "The far end alerted."
    answered = "answered", "Somebody or something picked up."
    human_heard = "human_heard", "The detector heard a person."
    machine_heard = "machine_heard", "The detector heard a machine."
    assigned = "assigned", "An agent was given to the call."
    connected = "connected", "Agent and person could hear each other."
    abandoned = "abandoned", "It was answered and nobody of ours was there."
    message_played = "message_played", "A recorded message was played to its end."
    opted_out = "opted_out", "The person refused further calls by a key."
    finished = "finished", "The call is over."


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestones:
    """When each thing first happened. Evidence only accumulates: a milestone is never unset, and a second
    report can only make it earlier, so that the record does not depend on the order in which reports
    arrive."""

    uncertain_at: datetime | None = None
    sent_at: datetime | None = None
    refused_at: datetime | None = None
    accepted_at: datetime | None = None
    rang_at: datetime | None = None
    answered_at: datetime | None = None
    human_at: datetime | None = None
    machine_at: datetime | None = None
    greeting_ended_at: datetime | None = None
    agent_assigned_at: datetime | None = None
    no_agent_at: datetime | None = None
    agent_joined_at: datetime | None = None
    agent_lost_at: datetime | None = None
    handed_over_at: datetime | None = None  # to somebody outside, with whom the call ends
    left_alone_at: datetime | None = None  # answered, and we had or kept nobody for it
    drop_asked_at: datetime | None = None
    played_at: datetime | None = None
    opted_out_at: datetime | None = None
    hang_up_asked_at: datetime | None = None
    ended_at: datetime | None = None

    def with_reached(self, names: tuple[str, ...], at: datetime) -> "Milestones":
        """These milestones with the named ones set, or made earlier if they were set to a later time."""
        news = {name: at for name in names if (known := getattr(self, name)) is None or at < known}
        return replace(self, **news) if news else self


MILESTONES = tuple(field.name for field in fields(Milestones))


@dataclass(frozen=True, slots=True, kw_only=True)
class Recordings:
    """Which recordings the campaign plays. `identification` names the seller and a number to call, as the
    FTC's safe harbour asks (16 CFR 310.4(b)(4)(iii)); `sorry` is for a person whose agent was cut off."""

    identification: str = "identification"
    sorry: str = "sorry"
    voicemail: str | None = None


USUAL_RECORDINGS = Recordings()


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One leg to one number. Made by `plan_call`, moved only by `advance`."""

    id: str
    role: CallRole
    state: CallState
    ring_seconds: int
    max_seconds: int
    screening: Screening = Screening.alongside
    on_machine: OnMachine = OnMachine.label
    recordings: Recordings = USUAL_RECORDINGS
    milestones: Milestones = Milestones()
    carrier_call_id: str | None = None
    agent_leg_id: str | None = None
    hang_up_reason: HangUpReason | None = None
    ending: Ending | None = None
    ending_source: Source | None = None
    deadline: Deadline | None = None
    deadline_at: datetime | None = None
    closing_tries: int = 0

    def __post_init__(self) -> None:
        if self.on_machine is OnMachine.drop and self.recordings.voicemail is None:
            raise ValueError("a campaign that drops voicemails must name the recording to leave")
        if (self.deadline is None) != (self.deadline_at is None):
            raise ValueError("a deadline needs both its name and its time")

    @property
    def is_open(self) -> bool:
        """Whether it takes up a line."""
        return self.state is not CallState.ended

    @property
    def wants_agent(self) -> bool:
        """Whether the arbiter is to say `AgentAssigned` or `NoAgent`: in the transaction of the answer, or, where an
        agent may become free, before the wait for one is over."""
        return self.state is CallState.answered and self.deadline is Deadline.assignment

    @property
    def was_abandoned(self) -> bool:
        """Whether it counts as abandoned by what is known now. On doubt it was a person; a machine heard
        later or an agent who did get through takes it out of the count again."""
        known = self.milestones
        return (
            self.role is CallRole.lead
            and known.left_alone_at is not None
            and known.machine_at is None
            and known.agent_joined_at is None
        )

    @property
    def connect_delay(self) -> timedelta | None:
        """From the answer to the agent's ear; None if they never met."""
        answered, joined = self.milestones.answered_at, self.milestones.agent_joined_at
        return max(joined - answered, timedelta()) if answered and joined else None

    @property
    def talk_time(self) -> timedelta | None:
        """From the agent's joining to the end; None while it lasts or if it never began."""
        joined, ended = self.milestones.agent_joined_at, self.milestones.ended_at
        return max(ended - joined, timedelta()) if joined and ended else None

    @property
    def conclusion(self) -> Ending | None:
        """How the call ended, from the carrier's last word and our own evidence; None while it lasts.

        A carrier calls every answered call completed and every ring we cut cancelled; we know more.
        """
        if self.ending is None:
            return None
        kind = _concluded(self, self.ending.kind)
        return self.ending if kind is self.ending.kind else ending(kind, self.ending.code)


@dataclass(frozen=True, slots=True)
class Step:
    """What an event does to a call. If `call.wants_agent` the caller asks the arbiter next."""

    call: Call
    orders: tuple[Order, ...] = ()
    facts: tuple[Fact, ...] = ()


# How long an order to place a call may wait in the outbox before it is too old to be sent.
SENDING_WAIT = timedelta(seconds=60)


def plan_call(
    order: PlaceCall,
    at: datetime,
    *,
    on_machine: OnMachine = OnMachine.label,
    recordings: Recordings = USUAL_RECORDINGS,
) -> Call:
    """The call that this order will place; it is written in the same transaction as the order."""
    return Call(
        id=order.call_id,
        role=order.role,
        state=CallState.planned,
        ring_seconds=order.ring_seconds,
        max_seconds=order.max_seconds,
        screening=order.screening,
        on_machine=on_machine,
        recordings=recordings,
        deadline=Deadline.sending,
        deadline_at=at + SENDING_WAIT,
    )


LONGEST_WAIT_SECONDS = 120
"""How long a caller may wait for somebody before the line is given up."""

TAKE_MESSAGE = "take_message"
"""What is played to a caller for whom nobody is free: a greeting, after which the caller speaks."""


def arrived_call(event: CallArrived, max_seconds: int = 5400) -> Call:
    """A call that came to us. It counts as ringing until an agent takes it or it is sent to the voicemail, which are
    our answers; with nobody to take it the caller is asked for a message."""
    return Call(
        id=event.call_id,
        role=CallRole.lead,
        state=CallState.ringing,
        ring_seconds=LONGEST_WAIT_SECONDS,
        max_seconds=max_seconds,
        screening=Screening.off,
        recordings=Recordings(identification=TAKE_MESSAGE),
        milestones=Milestones(rang_at=event.at),
        carrier_call_id=event.carrier_call_id,
        deadline=Deadline.ringing,
        deadline_at=event.at + timedelta(seconds=LONGEST_WAIT_SECONDS),
    )


def _concluded(call: Call, said: EndingKind) -> EndingKind:
    known = call.milestones
    if call.was_abandoned:
        return EndingKind.abandoned
    if known.answered_at is None:
        rang_out = said is EndingKind.cancelled and call.hang_up_reason is HangUpReason.ring_limit
        return EndingKind.no_answer if rang_out else said
    to_machine = known.machine_at is not None and known.human_at is None
    if known.played_at and (to_machine or known.drop_asked_at):
        return EndingKind.message_left
    return EndingKind.machine if to_machine else said

"""What a sequence asks for next, and the place a lead has in it."""

from dataclasses import dataclass
from datetime import datetime

from dialer.core.next_number import Choice
from dialer.core.picking import Priority
from dialer.core.sequences.steps import StepKind
from telephony.words import Word


class StopReason(Word):
    """Why a sequence is over."""

    appointment = "appointment", "An appointment is set."
    not_interested = "not_interested", "The owner is not interested."
    do_not_contact = "do_not_contact", "The owner asked not to be contacted."
    no_number = "no_number", "No usable number is left."
    exhausted = "exhausted", "Every step has been done."
    branch = "branch", "The sequence says to end after this outcome."
    disposition = "disposition", "The agent's result ends the sequence."
    by_hand = "by_hand", "Somebody stopped it."
    relisted = "relisted", "The property is listed again or sold."


class Purpose(Word):
    """Why a touch is made."""

    sequence = "sequence", "The sequence says so."
    missed = "missed", "A call was not answered."
    apology = "apology", "A person answered and nobody was there."
    callback = "callback", "It was promised."
    called_us = "called_us", "They called us and nobody was free."
    manual = "manual", "A person asked for it."


@dataclass(frozen=True, slots=True)
class Progress:
    """A lead's place: the call step it stands before (the number of steps when all are done), the counted tries at it,
    and the quick repeats that did not count."""

    position: int = 0
    tries: int = 0
    quick: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What every planned touch has: its moment in UTC, its step and that step's label."""

    at: datetime
    step: int
    label: str
    purpose: Purpose = Purpose.sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class CallAt(Planned):
    """Call, not before `at`. A promise names the agent who gave it."""

    number: Choice = Choice.best
    priority: Priority = Priority.NORMAL
    agent_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextAt(Planned):
    """Text; `template` is a name, empty for the campaign's own text for this purpose."""

    template: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailAt(Planned):
    """Send an e-mail."""

    template: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailAt(Planned):
    """Post a letter or bring a door hanger."""

    kind: StepKind
    template: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskAt(Planned):
    """Something for a person; None: whoever looks at the list."""

    agent_id: int | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """Nothing more is planned after the actions before this one."""

    reason: StopReason


Action = CallAt | TextAt | EmailAt | MailAt | TaskAt | Stop


@dataclass(frozen=True, slots=True)
class Advance:
    """The new place and what to plan. `clears`: what was planned earlier and is not done yet no longer fits."""

    progress: Progress
    actions: tuple[Action, ...]
    clears: bool = False

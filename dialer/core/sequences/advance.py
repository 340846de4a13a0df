"""From an outcome to the next touch.

The order of the questions: does it end here; was a time promised; does the try count at all; is another number to be
tried first; and only then the sequence's own order, with the branches of the disposition and of the step.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import assert_never

from dialer.core.dispositions import Flags, Next, Scope, gives_up_number
from dialer.core.next_number import Choice
from dialer.core.outcome_kinds import OutcomeKind
from dialer.core.outcomes import Outcome
from dialer.core.picking import Priority
from dialer.core.sequences.actions import (
    Action,
    Advance,
    CallAt,
    EmailAt,
    MailAt,
    Progress,
    Purpose,
    Stop,
    StopReason,
    TaskAt,
    TextAt,
)
from dialer.core.sequences.steps import Branch, Go, Step, StepKind, find
from dialer.core.sequences.times import LeadClock, call_day, desk_time, fresh_time

QUICK_RETRY = {
    OutcomeKind.busy: timedelta(minutes=15),
    OutcomeKind.congestion: timedelta(hours=4),
    OutcomeKind.our_side: timedelta(minutes=15),
    OutcomeKind.cancelled: timedelta(),
}
"""How soon a try that did not count is made again, on the same number."""

MOST_QUICK = 3
"""A number that stays busy counts as tried after so many quick repeats. Lines we took back ourselves never do."""

OWED = timedelta(minutes=5)
"""A person who answered and met nobody is called back so soon, after the apology has arrived."""

GIVES_UP = frozenset({OutcomeKind.dead_number, OutcomeKind.unwanted, OutcomeKind.blocked})
"""Outcomes after which the number is out of use without an agent's word."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What decides beside the outcome. `flags` and `promised_at` come from the agent's disposition, if any."""

    lead: LeadClock
    numbers_left: int
    """Usable numbers of the lead after this outcome, the one just called among them if it stays usable."""
    flags: Flags | None = None
    promised_at: datetime | None = None
    appointment_at: datetime | None = None
    agent_id: int | None = None
    current_usable: bool = field(default=True)
    """Whether the number just called is among `numbers_left`."""

    @property
    def others(self) -> int:
        return self.numbers_left - self.current_usable


def begin(steps: Sequence[Step], lead: LeadClock, now: datetime) -> Advance:
    """The first touches of a lead that enters the sequence."""
    return _plan(steps, 0, lead, now)


def advance(steps: Sequence[Step], progress: Progress, outcome: Outcome, now: datetime, seen: Situation) -> Advance:
    """What follows from an outcome: always a next action or a Stop with its reason."""
    plan = (
        _stopped(progress, outcome, now, seen)
        or _promised(steps, progress, seen)
        or _repaired(steps, progress, outcome, now, seen)
        or _quick(steps, progress, outcome, now)
        or _other_number(steps, progress, outcome, now, seen)
        or _in_order(steps, progress, outcome, now, seen)
    )
    # Somebody who was spoken with must not get what was planned for somebody out of reach.
    return replace(plan, clears=True) if outcome.contact else plan


def resume(
    steps: Sequence[Step],
    progress: Progress,
    planned_at: datetime | None,
    lead: LeadClock,
    now: datetime,
    *,
    restart: bool = False,
) -> Advance:
    """After a pause: on from the same place, at the planned time or at once where that has passed; or from the top."""
    if restart:
        return replace(_plan(steps, 0, lead, now), clears=True)
    if progress.position >= len(steps):
        return _stop(progress, StopReason.exhausted)
    return Advance(progress, (_call(steps, progress.position, max(planned_at or now, now)),))


def after_promise(steps: Sequence[Step], progress: Progress, lead: LeadClock, now: datetime, *, kept: bool) -> Advance:
    """Once a person has settled a promised call without one of ours. Kept some other way, it counts for its step and
    the next one follows; given up, the same step calls on the next day that it may."""
    place = progress.position
    if kept:
        return _plan(steps, place + 1, lead, now)
    if place >= len(steps):
        return _stop(progress, StopReason.exhausted)
    return Advance(progress, (_call(steps, place, _day_at(lead, now, steps[place].again_days)),))


def place_after_edit(old: Sequence[Step], new: Sequence[Step], position: int) -> int:
    """Where a lead stands once the steps have been edited: at the step of the same name, or where that is gone at the
    first call after the last step which it has passed."""
    if position < len(old):
        same = find(new, old[position].label)
        if same is not None and new[same].kind is StepKind.call:
            return same
    passed = [place for step in old[:position] if (place := find(new, step.label)) is not None]
    after = max(passed, default=-1) + 1
    return next((place for place in range(after, len(new)) if new[place].kind is StepKind.call), len(new))


def _stopped(progress: Progress, outcome: Outcome, now: datetime, seen: Situation) -> Advance | None:
    flags = seen.flags
    if flags is not None and flags.suppress is Scope.lead:
        return _stop(progress, StopReason.do_not_contact)
    if flags is not None and flags.appointment:
        task = TaskAt(
            at=seen.appointment_at or now, step=progress.position, label="Appointment", agent_id=seen.agent_id
        )
        return _stop(progress, StopReason.appointment, task)
    if flags is not None and flags.stops_sequence:
        declined = outcome.kind is OutcomeKind.not_interested
        return _stop(progress, StopReason.not_interested if declined else StopReason.disposition)
    if seen.numbers_left == 0:
        task = TaskAt(at=now, step=progress.position, label="Find another number", agent_id=None)
        return _stop(progress, StopReason.no_number, task)
    return None


def _stop(progress: Progress, reason: StopReason, *before: Action) -> Advance:
    return Advance(progress, (*before, Stop(reason)), clears=True)


def _promised(steps: Sequence[Step], progress: Progress, seen: Situation) -> Advance | None:
    if seen.promised_at is None or seen.flags is None or seen.flags.next is not Next.callback:
        return None
    call = replace(
        _call(steps, progress.position, seen.promised_at),
        number=Choice.same,
        priority=Priority.CALLBACK,
        agent_id=seen.agent_id,
        purpose=Purpose.callback,
    )
    return Advance(Progress(progress.position), (call,), clears=True)


def _repaired(
    steps: Sequence[Step], progress: Progress, outcome: Outcome, now: datetime, seen: Situation
) -> Advance | None:
    """A call whose result was never given: somebody must give it, and no automatic text may go to a person who was
    just talked with. Without an answer the lead is called again on another day."""
    if outcome.kind is not OutcomeKind.incomplete:
        return None
    task = TaskAt(at=now, step=progress.position, label="Give the result of the call", agent_id=seen.agent_id)
    call = _call(steps, progress.position, _day_at(seen.lead, now, 1))
    return Advance(replace(progress, tries=progress.tries + 1), (task, call), clears=True)


def _quick(steps: Sequence[Step], progress: Progress, outcome: Outcome, now: datetime) -> Advance | None:
    ours = outcome.kind is OutcomeKind.cancelled
    if outcome.counts or (progress.quick >= MOST_QUICK and not ours):
        return None
    after = progress if ours else replace(progress, quick=progress.quick + 1)
    if outcome.kind is OutcomeKind.abandoned:
        return Advance(after, _owed(steps, progress.position, now))
    call = _call(steps, progress.position, now + QUICK_RETRY[outcome.kind])
    return Advance(after, (replace(call, number=Choice.same),))


def _owed(steps: Sequence[Step], place: int, now: datetime) -> tuple[Action, ...]:
    text = TextAt(at=now, step=place, label="Apology", purpose=Purpose.apology)
    call = replace(_call(steps, place, now + OWED), number=Choice.same, priority=Priority.ABANDONED)
    return (text, call)


def _other_number(
    steps: Sequence[Step], progress: Progress, outcome: Outcome, now: datetime, seen: Situation
) -> Advance | None:
    """Numbers that turned out wrong cost the lead no step; the next number is called at once."""
    flags = seen.flags
    gives_up = outcome.kind in GIVES_UP or (flags is not None and gives_up_number(flags))
    asked = outcome.kind is OutcomeKind.skipped or (flags is not None and flags.next is Next.next_number)
    if not (gives_up or asked) or seen.others <= 0:
        return None
    call = replace(_call(steps, progress.position, now), number=Choice.other)
    return Advance(replace(progress, quick=0), (call,))


def _in_order(steps: Sequence[Step], progress: Progress, outcome: Outcome, now: datetime, seen: Situation) -> Advance:
    flags, place = seen.flags, progress.position
    if flags is not None and flags.hold_days:
        return Advance(Progress(place), (_call(steps, place, _day_at(seen.lead, now, flags.hold_days)),), clears=True)
    if place >= len(steps):
        return Advance(progress, (Stop(StopReason.exhausted),))
    way = steps[place].way_after(outcome.kind) or _by_branch(steps, place, flags)
    if way is None:
        way = Branch(Go.repeat)
    match way.go:
        case Go.stop:
            return _stop(progress, StopReason.branch)
        case Go.step:
            return replace(_plan(steps, find(steps, way.step) or place + 1, seen.lead, now), clears=True)
        case Go.repeat if progress.tries + 1 < steps[place].tries:
            again = _call(steps, place, _day_at(seen.lead, now, steps[place].again_days))
            return Advance(Progress(place, progress.tries + 1), (again,))
        case Go.next | Go.repeat:
            return _plan(steps, place + 1, seen.lead, now)
        case _:
            assert_never(way.go)


def _by_branch(steps: Sequence[Step], place: int, flags: Flags | None) -> Branch | None:
    """The first later step under the name that the disposition asks for."""
    if flags is None or not flags.branch:
        return None
    return next((Branch(Go.step, step.label) for step in steps[place + 1 :] if step.branch == flags.branch), None)


def _plan(steps: Sequence[Step], place: int, lead: LeadClock, after: datetime) -> Advance:
    """Dates for the steps from `place` up to the next call, or to the end."""
    actions: list[Action] = []
    for number in range(place, len(steps)):
        step = steps[number]
        after = _due(step, lead, after)
        if step.kind is StepKind.call:
            return Advance(Progress(number), (*actions, _call(steps, number, after)))
        actions.append(_touch(step, number, after))
    return Advance(Progress(len(steps)), (*actions, Stop(StopReason.exhausted)))


def _due(step: Step, lead: LeadClock, after: datetime) -> datetime:
    if step.wait_days == 0:
        return after + timedelta(hours=step.wait_hours)
    return (
        _day_at(lead, after, step.wait_days) if step.kind is StepKind.call else desk_time(lead, after, step.wait_days)
    )


def _day_at(lead: LeadClock, after: datetime, days: int) -> datetime:
    return fresh_time(lead, call_day(lead, after, days))


def _call(steps: Sequence[Step], place: int, at: datetime) -> CallAt:
    label = steps[place].label if place < len(steps) else "Call"
    return CallAt(at=at, step=place, label=label)


def _touch(step: Step, place: int, at: datetime) -> Action:
    match step.kind:
        case StepKind.text:
            purpose = Purpose.sequence if step.template else Purpose.missed
            return TextAt(at=at, step=place, label=step.label, template=step.template, purpose=purpose)
        case StepKind.email:
            return EmailAt(at=at, step=place, label=step.label, template=step.template)
        case StepKind.letter | StepKind.door_hanger:
            return MailAt(at=at, step=place, label=step.label, kind=step.kind, template=step.template)
        case StepKind.task | StepKind.call:
            return TaskAt(at=at, step=place, label=step.label)
        case _:
            assert_never(step.kind)

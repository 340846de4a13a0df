"""Settling an attempt: its outcome, what that does to number and lead, and the lead's next touch, in one transaction.

The enrollment's row is locked first, so that one lead is moved by one hand at a time. What was there before is kept
with the attempt, so that a correction can put it back and do it again under the next version.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection

from dialer import proof
from dialer.bootstrap import Services
from dialer.core.compliance import Why
from dialer.core.dispositions import Flags, Scope
from dialer.core.metrics import business_day
from dialer.core.next_number import REST, Choice, rest_until
from dialer.core.outcome_kinds import OutcomeKind
from dialer.core.outcomes import Outcome, outcome_of
from dialer.core.picking import Priority
from dialer.core.sequences import Advance, CallAt, Purpose, Situation, Stop, StopReason, advance
from dialer.followup.plan import Cause, Terms, carry_out, clock_of, stop_places, terms_of
from dialer.logs import get_log
from dialer.store import attempts, day_figures, enrollments, live, numbers, suppressions
from dialer.store import lead_reached as leads
from dialer.store.attempts import Attempt
from dialer.store.enrollments import Place
from dialer.store.numbers import LeadNumbers
from dialer.store.session import each_alone
from dialer.store.suppressions import Wish

log = get_log(__name__)

SETTLES_AFTER = timedelta(seconds=2)
"""Late events of a call arrive within this time of its end; an attempt that no agent had is settled after it."""

FAILURES = (OutcomeKind.unreachable, OutcomeKind.unclassified)
"""Outcomes that speak against the number; on three days they put it to rest."""

FOR_EVERY_CAMPAIGN = frozenset(
    {StopReason.do_not_contact, StopReason.appointment, StopReason.not_interested, StopReason.disposition}
)
"""What the owner said to one campaign holds for all."""


@dataclass(frozen=True, slots=True)
class Case:
    """One attempt being settled: what is known, and what was concluded."""

    attempt: Attempt
    place: Place
    terms: Terms
    flags: Flags | None
    outcome: Outcome
    now: datetime


def settle_due(services: Services, now: datetime, count: int = 500) -> int:
    """Settles what waits for nobody's word any more, one transaction each; how many.

    Raises ExceptionGroup, for the worker to report, when all are done.
    """
    with services.db.transaction() as conn:
        due = attempts.due(conn, now - SETTLES_AFTER, count)
    try:
        return each_alone(services.db, due, partial(settle, now=now), "attempts that could not be settled")
    finally:
        if due:
            services.waker.wake("engine")
            services.waker.wake("live")


def settle(attempt_id: int, conn: Connection, now: datetime) -> bool:
    """Settles an attempt whose call is over; False when that was done before or is too early."""
    found = attempts.load(conn, attempt_id)
    if found is None:
        return False
    place = enrollments.lock(conn, found.enrollment_id)
    attempt = attempts.lock(conn, attempt_id)
    if place is None or attempt is None or not attempt.open or attempt.ended_at is None:
        return False
    conclude(conn, attempt, place, now)
    return True


def conclude(conn: Connection, attempt: Attempt, place: Place, now: datetime, *, latest: bool = True) -> OutcomeKind:
    """Computes the outcome and does all that follows from it, under the attempt's next version.

    With `latest` false the lead was tried again since: number and wishes follow the corrected outcome, its place
    moves only to an end. Both rows are locked by the caller.
    """
    attempt = replace(attempt, outcome_version=attempt.outcome_version + 1)
    case = _case(conn, attempt, place, now)
    before: dict[str, Any] = {
        "place": place.to_json() if latest else None,
        "phones": numbers.as_they_are(conn, attempt.phone_id),
        "lead": leads.as_it_is(conn, attempt.lead_id),
    }
    counts = attempt.counts and (case.outcome.counts or case.outcome.answered)
    attempts.close(conn, attempt, case.outcome, counts)
    _change_number(conn, case)
    _write_wishes(conn, case)
    _reached(conn, case)
    known = numbers.of_lead(conn, attempt.lead_id, now)
    plan = _next(conn, case, known)
    before["others"] = _stop_elsewhere(conn, case, plan)
    attempts.remember(conn, attempt.id, before)
    cause = Cause(attempt.cause, attempt.id, attempt.phone_id)
    if latest:
        # Somebody wrote back, which paused the sequence; with the person reached that has been answered.
        place = replace(place, paused_at=None if case.outcome.contact else place.paused_at)
        carry_out(conn, place, plan, known, cause, now)
    else:
        _only_stop(conn, place, plan, attempt.cause)
    day_figures.outdated(conn, attempt, business_day(attempt.opened_at))
    _show(conn, case)
    # Last, because the ledger's chain is extended by one transaction at a time.
    proof.record_attempts(conn, [attempt.id], now)
    return case.outcome.kind


def _case(conn: Connection, attempt: Attempt, place: Place, now: datetime) -> Case:
    terms = terms_of(conn, attempt.campaign_id)
    flags = attempts.flags_of(conn, attempt.disposition) if attempt.disposition else None
    conversation = timedelta(seconds=terms.settings.conversation_seconds)
    return Case(attempt, place, terms, flags, outcome_of(attempt.facts, flags, conversation=conversation), now)


def _next(conn: Connection, case: Case, known: LeadNumbers) -> Advance:
    """The sequence's answer, unless an older promise or an older end stands above it."""
    place, attempt = case.place, case.attempt
    usable = [number.phone_id for number in known.numbers if number.usable]
    seen = Situation(
        lead=clock_of(conn, known, attempt.phone_id, case.terms.settings, case.now),
        numbers_left=len(usable),
        flags=case.flags,
        promised_at=_moment(attempt.answer, "callback_at"),
        appointment_at=_moment(attempt.answer, "appointment_at"),
        agent_id=attempt.agent_id,
        current_usable=attempt.phone_id in usable,
    )
    plan = advance(case.terms.steps, place.progress, case.outcome, case.now, seen)
    if case.outcome.contact or isinstance(plan.actions[-1], Stop):
        return plan
    if place.stop_reason:
        # It was called by hand after its end; without a new promise it stays at its end.
        return Advance(place.progress, (Stop(StopReason[place.stop_reason]),))
    if place.promised_at is not None and place.promised_at > case.now:
        return Advance(place.progress, (_kept_promise(case, place.promised_at),))
    return plan


def _kept_promise(case: Case, promised_at: datetime) -> CallAt:
    """An attempt before the promised time, by hand or by another campaign, does not break the promise."""
    place = case.place
    return CallAt(
        at=promised_at,
        step=place.position,
        label=Purpose.callback.sentence,
        purpose=Purpose.callback,
        number=Choice.same,
        priority=Priority(place.priority),
        agent_id=place.promised_agent_id,
    )


def _change_number(conn: Connection, case: Case) -> None:
    kind, phone_id = case.outcome.kind, case.attempt.phone_id
    if kind is OutcomeKind.dead_number:
        numbers.set_bad(conn, phone_id, everywhere=True)
    elif case.flags is not None and case.flags.removes_number:
        numbers.set_bad(conn, phone_id, everywhere=False)
    elif kind in FAILURES:
        words = tuple(failure.value for failure in FAILURES)
        days = attempts.failure_days(conn, case.attempt.e164, words, case.now - REST)
        until = rest_until(days, case.now)
        if until is not None:
            numbers.rest(conn, phone_id, until)
    if case.outcome.contact:
        numbers.set_reached(conn, phone_id, case.now)


def heed_at_once(conn: Connection, attempt: Attempt, place: Place, now: datetime) -> None:
    """Puts a wish not to be contacted in force while the call that it was said in still runs."""
    _write_wishes(conn, _case(conn, attempt, place, now))


def _write_wishes(conn: Connection, case: Case) -> None:
    """Not to be contacted again: told to an agent, or told to the network by marking the call as unwanted. A number
    that the carrier will go on blocking is not called again either, until somebody has cleared that up with it."""
    attempt = case.attempt
    if case.outcome.kind is OutcomeKind.blocked and case.flags is None:
        block = Wish(Why.BLOCKED, "carrier", e164=attempt.e164, channels=("call",), call_id=attempt.call_id)
        suppressions.add(conn, block, case.now)
    if case.outcome.kind is OutcomeKind.unwanted and case.flags is None:
        wish = Wish(Why.ASKED, "carrier", e164=attempt.e164, channels=("call", "text"), call_id=attempt.call_id)
        suppressions.add(conn, wish, case.now)
    scope = case.flags.suppress if case.flags is not None else Scope.none
    if scope is Scope.none:
        return
    asked = Wish(Why.ASKED, "agent", call_id=attempt.call_id, created_by=attempt.agent_id)
    told = {attempt.e164}
    if scope is Scope.lead:
        suppressions.add(conn, replace(asked, lead_id=attempt.lead_id), case.now)
        # Each number too, so that the household stays out of reach where it is stored twice.
        told |= set(numbers.of_lead(conn, attempt.lead_id, case.now).e164_of.values())
    for e164 in sorted(told):
        suppressions.add(conn, replace(asked, e164=e164), case.now)


def _reached(conn: Connection, case: Case) -> None:
    """The lead stays for a while with the agent who reached it."""
    if case.outcome.contact:
        leads.set_reached(conn, case.attempt.lead_id, case.attempt.agent_id, case.now)


def _stop_elsewhere(conn: Connection, case: Case, plan: Advance) -> list[dict[str, Any]]:
    """Ends the lead's other campaigns where the owner's word holds for all; as they were, for a correction."""
    stop = plan.actions[-1]
    if not isinstance(stop, Stop) or stop.reason not in FOR_EVERY_CAMPAIGN or case.flags is None:
        return []
    others = enrollments.lock_of_leads(conn, [case.attempt.lead_id], but_for=case.place.id)
    stop_places(conn, others, stop, case.attempt.cause)
    return [other.to_json() for other in others]


def _only_stop(conn: Connection, place: Place, plan: Advance, cause: str) -> None:
    stop = plan.actions[-1]
    if isinstance(stop, Stop) and stop.reason is not StopReason.exhausted:
        stop_places(conn, [place], stop, cause)


def _show(conn: Connection, case: Case) -> None:
    attempt = case.attempt
    leads.changed(conn, attempt.lead_id)
    live.mark(conn, "lead", attempt.lead_id)
    live.mark(conn, "campaign", attempt.campaign_id)
    live.mark(conn, "session", attempt.agent_session_id or attempt.session_id)


def _moment(answer: Mapping[str, Any], name: str) -> datetime | None:
    stored = answer.get(name)
    return datetime.fromisoformat(stored) if stored else None

"""What an agent says about a call: given once, taken back within seconds, or corrected later with a trail."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from dialer import refusals
from dialer.bootstrap import Services
from dialer.calls import Batch, change
from dialer.core import agents
from dialer.core.agents import State
from dialer.core.dispositions import Flags, Scope
from dialer.core.metrics import business_day
from dialer.core.outcome_kinds import OutcomeKind
from dialer.core.roles import Role
from dialer.followup.settle import conclude, heed_at_once
from dialer.refusals import Refused, Why
from dialer.store import accounts, attempts, audit, day_figures, enrollments, live, numbers, suppressions, touches
from dialer.store import lead_reached as leads
from dialer.store.attempts import Attempt
from dialer.store.enrollments import Place

CORRECTED = "The result of the call was corrected."

OWNERS_ONLY = (
    "The person asked not to be contacted. Only an owner takes that back: lift it in the do-not-contact list with a "
    "reason, then correct the result."
)

REACH = (Scope.none, Scope.number, Scope.lead)
"""How far a wish goes, the widest last."""

TIMES = ("callback_at", "appointment_at")


@dataclass(frozen=True, slots=True)
class Disposed:
    """What came of it. `outcome` is empty while the call goes on or, after an undo, while a result is awaited."""

    attempt_id: int
    disposition: str
    outcome: str


@dataclass(frozen=True, slots=True)
class _Said:
    """A disposition with its answer, checked."""

    disposition: str
    answer: dict[str, Any]
    suppress: Scope


@dataclass(frozen=True, slots=True)
class _Hand:
    """Who changes a result, and why a wish not to be contacted may be lifted with it."""

    user_id: int
    because: str = ""


def dispose(
    services: Services,
    *,
    attempt_id: int,
    disposition: str,
    answer: Mapping[str, Any],
    user_id: int,
    now: datetime,
) -> Disposed | Refused:
    """Takes the agent's word, frees the agent and settles the attempt; while the call goes on it waits for its end.

    The same word again changes nothing; a result given late, after it was settled as incomplete, corrects that.
    """

    def work(batch: Batch) -> Disposed | Refused:
        return dispose_in(
            batch, attempt_id=attempt_id, disposition=disposition, answer=answer, user_id=user_id, now=now
        )

    return change(services, work)


def dispose_in(
    batch: Batch, *, attempt_id: int, disposition: str, answer: Mapping[str, Any], user_id: int, now: datetime
) -> Disposed | Refused:
    """The same in a running transaction, for commands that say a result and do more."""
    said = _checked(batch.conn, attempt_id, disposition, answer, now)
    if isinstance(said, Refused):
        return said
    attempt, place = _locked(batch, attempt_id)
    if attempt.disposition and not attempt.open:
        repeated = attempt.disposition == disposition and attempt.answer == said.answer
        return _now_is(attempt) if repeated else refusals.conflict("It has a result already; correct that one.")
    refused = _may_narrow(batch.conn, attempt, said.suppress, _Hand(user_id))
    if refused is not None:
        return refused
    if attempt.open:
        return _say(batch.conn, attempt, place, said, user_id, now)
    return _redo(batch.conn, attempt, place, said, _Hand(user_id), now)


def _say(conn: Connection, attempt: Attempt, place: Place, said: _Said, user_id: int, now: datetime) -> Disposed:
    """The first word, or another one while the call goes on."""
    attempts.say(conn, attempt.id, said.disposition, said.answer, user_id, now)
    outcome = ""
    spoken = _with_word(attempt, said, user_id)
    if attempt.ended_at is not None:
        outcome = conclude(conn, spoken, place, now)
    else:
        _lift_wishes(conn, attempt, _Hand(user_id), now)
        heed_at_once(conn, spoken, place, now)
    audit.record(conn, now, user_id, "attempt.disposed", "attempt", attempt.id, {"is": said.disposition})
    live.mark(conn, "lead", attempt.lead_id)
    return Disposed(attempt.id, said.disposition, outcome)


def correct(
    services: Services,
    *,
    attempt_id: int,
    disposition: str,
    answer: Mapping[str, Any],
    user_id: int,
    now: datetime,
    because: str = "",
) -> Disposed | Refused:
    """Replaces a result: what the old one did is taken back, what the new one does is done, and both are on record.

    What has left cannot be taken back: texts that went out stay on the timeline. A wish not to be contacted is taken
    back by an owner only, who gives the reason in `because`.
    """
    hand = _Hand(user_id, because.strip())

    def work(batch: Batch) -> Disposed | Refused:
        said = _checked(batch.conn, attempt_id, disposition, answer, now)
        if isinstance(said, Refused):
            return said
        attempt, place = _locked(batch, attempt_id)
        if attempt.open:
            return refusals.conflict("The call has no result yet; give it one first.")
        refused = _may_narrow(batch.conn, attempt, said.suppress, hand)
        return refused or _redo(batch.conn, attempt, place, said, hand, now)

    return change(services, work)


def undo(services: Services, *, attempt_id: int, user_id: int, now: datetime, because: str = "") -> Disposed | Refused:
    """Takes a result back and waits for another; only while the lead has not been called again.

    A wish not to be contacted is taken back by an owner only, who gives the reason in `because`.
    """
    hand = _Hand(user_id, because.strip())

    def work(batch: Batch) -> Disposed | Refused:
        found = attempts.load(batch.conn, attempt_id)
        if found is None:
            return refusals.missing("attempt")
        attempt, place = _locked(batch, attempt_id)
        if not attempt.disposition:
            return refusals.conflict("The call has no result to take back.")
        if not attempts.is_latest(batch.conn, attempt):
            return refusals.conflict("The lead has been called again since; correct the result instead.")
        refused = _may_narrow(batch.conn, attempt, Scope.none, hand)
        if refused is not None:
            return refused
        if not attempt.open:
            _take_back(batch.conn, attempt, place, hand, now)
            attempts.reopen(batch.conn, attempt.id)
        else:
            _lift_wishes(batch.conn, attempt, hand, now)
        attempts.say(batch.conn, attempt.id, "", {}, None, now)
        day_figures.outdated(batch.conn, attempt, business_day(attempt.opened_at))
        audit.record(batch.conn, now, user_id, "attempt.undone", "attempt", attempt.id, {"was": attempt.disposition})
        live.mark(batch.conn, "lead", attempt.lead_id)
        return Disposed(attempt.id, "", "")

    return change(services, work)


def _may_narrow(conn: Connection, attempt: Attempt, wanted: Scope, hand: _Hand) -> Refused | None:
    """Whether a wish that an agent put down in this call may be taken back or made narrower, if one is in force.

    Whoever hears the wish is not who decides that it was none: that takes an owner and a reason, on record.
    """
    if not suppressions.made_by_call(conn, attempt.call_id):
        return None
    flags = attempts.flags_of(conn, attempt.disposition) if attempt.disposition else None
    # A manager may have changed what the result means since; the wish that it wrote is in force all the same.
    stated = Scope.number if flags is None or flags.suppress is Scope.none else flags.suppress
    if REACH.index(wanted) >= REACH.index(stated):
        return None
    account = accounts.by_id(conn, hand.user_id)
    if account is None or not account.role.may_act_as(Role.OWNER):
        return refusals.forbidden(OWNERS_ONLY)
    if not hand.because:
        return refusals.invalid("because", "Say why this person may be contacted again; the log keeps it.")
    return None


def _redo(conn: Connection, attempt: Attempt, place: Place, said: _Said, hand: _Hand, now: datetime) -> Disposed:
    user_id = hand.user_id
    latest = attempts.is_latest(conn, attempt)
    place = _take_back(conn, attempt, place, hand, now, latest=latest)
    attempts.say(conn, attempt.id, said.disposition, said.answer, user_id, now)
    outcome = conclude(conn, _with_word(attempt, said, user_id), place, now, latest=latest)
    detail = {
        "was": {"disposition": attempt.disposition, "outcome": attempt.outcome, "answer": attempt.answer},
        "is": {"disposition": said.disposition, "outcome": outcome.value, "answer": said.answer},
    }
    audit.record(conn, now, user_id, "attempt.corrected", "attempt", attempt.id, detail)
    return Disposed(attempt.id, said.disposition, outcome)


def _take_back(
    conn: Connection, attempt: Attempt, place: Place, hand: _Hand, now: datetime, *, latest: bool = True
) -> Place:
    """Puts number, lead, wishes, touches and places back to what they were before this version of the outcome.

    Where the lead was tried again since, only what this outcome alone has done is taken back.
    """
    before = attempt.before
    flags = attempts.flags_of(conn, attempt.disposition)
    if latest or attempt.outcome == OutcomeKind.dead_number or (flags is not None and flags.removes_number):
        numbers.put_back(conn, before.get("phones", []))
    if latest:
        leads.put_back(conn, attempt.lead_id, before["lead"])
    _lift_wishes(conn, attempt, hand, now)
    stopped = [Place.from_json(other) for other in before.get("others", [])]
    touches.take_back(conn, [place.id, *(other.id for other in stopped)], attempt.cause, CORRECTED)
    for other in stopped:
        there = enrollments.lock(conn, other.id)
        if there is not None and there.state == "stopped":
            enrollments.save(conn, replace(other, state="waiting", next_call_at=other.next_call_at or now))
    if latest and before.get("place"):
        # A pause that came meanwhile stays: somebody wrote back, whatever the result was.
        place = replace(Place.from_json(before["place"]), paused_at=place.paused_at)
        enrollments.save(conn, place)
    return place


def _lift_wishes(conn: Connection, attempt: Attempt, hand: _Hand, now: datetime) -> None:
    """What the agent first took for a wish not to be contacted was none, or reached further; the rows stay, with the
    reason. What the person told us without the agent, by a key or through the network, stays in force."""
    lifted = suppressions.made_by_call(conn, attempt.call_id)
    suppressions.lift(conn, lifted, hand.because or CORRECTED, hand.user_id, now)
    for suppression_id in lifted if hand.because else ():
        detail = {"because": hand.because}
        audit.record(conn, now, hand.user_id, "suppression.lifted", "suppression", suppression_id, detail)


def _locked(batch: Batch, attempt_id: int) -> tuple[Attempt, Place]:
    """Frees the agent who waits for this result, then locks place and attempt, in the order that everybody keeps."""
    found = attempts.load(batch.conn, attempt_id)
    assert found is not None, "the caller has checked that the attempt exists"
    _free_agent(batch, found)
    place = enrollments.lock(batch.conn, found.enrollment_id)
    attempt = attempts.lock(batch.conn, attempt_id)
    assert place is not None, "a foreign key keeps the enrollment"
    assert attempt is not None, "attempts are never deleted"
    return attempt, place


def _free_agent(batch: Batch, attempt: Attempt) -> None:
    session = batch.session(attempt.agent_session_id) if attempt.agent_session_id is not None else None
    if session is not None and session.current_call_id == attempt.call_id and session.state is State.WRAP_UP:
        batch.put_session(agents.freed(session, batch.now))


def _with_word(attempt: Attempt, said: _Said, user_id: int) -> Attempt:
    return replace(attempt, disposition=said.disposition, answer=said.answer, agent_id=attempt.agent_id or user_id)


def _now_is(attempt: Attempt) -> Disposed:
    return Disposed(attempt.id, attempt.disposition, attempt.outcome)


def _checked(
    conn: Connection, attempt_id: int, disposition: str, answer: Mapping[str, Any], now: datetime
) -> _Said | Refused:
    """The disposition with what it asks for, or every problem at once."""
    if attempts.load(conn, attempt_id) is None:
        return refusals.missing("attempt")
    flags = attempts.flags_of(conn, disposition)
    if flags is None:
        return refusals.invalid("disposition", "There is no such result; choose one of the list.")
    times, problems = _times(answer, now)
    problems += _missing(flags, times, answer)
    if problems:
        return Refused(Why.INVALID, tuple(problems))
    kept = {name: moment.isoformat() for name, moment in times.items()}
    note = str(answer.get("note") or "").strip()
    return _Said(disposition, kept | ({"note": note} if note else {}), flags.suppress)


def _times(answer: Mapping[str, Any], now: datetime) -> tuple[dict[str, datetime], list[tuple[str, str]]]:
    """The moments in an answer, given as ISO 8601 text or as aware datetimes."""
    times: dict[str, datetime] = {}
    problems: list[tuple[str, str]] = []
    for name in TIMES:
        given = answer.get(name)
        if not given:
            continue
        try:
            moment = given if isinstance(given, datetime) else datetime.fromisoformat(str(given))
        except ValueError:
            problems.append((name, "Give a date and a time."))
            continue
        if moment.tzinfo is None:
            problems.append((name, "Give the time with its zone."))
        elif moment <= now:
            problems.append((name, "Choose a time that is still to come."))
        else:
            times[name] = moment
    return times, problems


def _missing(flags: Flags, times: Mapping[str, datetime], answer: Mapping[str, Any]) -> list[tuple[str, str]]:
    asked = (
        ("callback_at", flags.callback_needed and not times.get("callback_at") and not answer.get("callback_at")),
        ("appointment_at", flags.appointment and not times.get("appointment_at") and not answer.get("appointment_at")),
        ("note", flags.note_required and not str(answer.get("note") or "").strip()),
    )
    sentences = {
        "callback_at": "When shall we call back?",
        "appointment_at": "When is the appointment?",
        "note": "This result needs a note.",
    }
    return [(name, sentences[name]) for name, is_missing in asked if is_missing]

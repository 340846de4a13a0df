"""Judged answers heard again with other parameters, and beside what agents said of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import median

from dialer.core.dispositions import Flags
from dialer.store import screenings
from dialer.store.screenings import StoredScreening
from dialer.store.session import Database
from telephony.orders import Detection
from telephony.sip.screening import Decision, Parameters
from telephony.sip.screening import replay as hear_again


@dataclass(frozen=True, slots=True)
class Tried:
    """What one choice of parameters makes of the stored answers; shares are None where nothing is known."""

    answers: int
    machines: int
    """Answers taken for machines."""
    people_known: int
    """Answers of which an agent said that it was the person."""
    people_taken_for_machines: int
    machines_known: int
    machines_taken_for_people: int
    decision_ms: float | None
    """Median time to the verdict."""


@dataclass(frozen=True, slots=True)
class Replay:
    """The answers as they were judged, and as they would have been."""

    then: Tried
    now: Tried
    changed: int
    """Answers of which the verdict is another."""


def replay(db: Database, since: datetime, campaign_id: int | None, chosen: Detection) -> Replay:
    """Judges every stored answer again; what is not chosen stays as it was for that call."""
    with db.transaction() as conn:
        stored = screenings.since(conn, since, campaign_id)
    heard = [(each, _was_person(each), *_both(each, chosen)) for each in stored]
    return Replay(
        _tried((truth, before) for _, truth, before, _ in heard),
        _tried((truth, after) for _, truth, _, after in heard),
        sum(before.verdict.is_person is not after.verdict.is_person for _, _, before, after in heard),
    )


def period(now: datetime, days: int) -> datetime:
    return now - timedelta(days=days)


def _both(stored: StoredScreening, chosen: Detection) -> tuple[Decision, Decision]:
    trace = tuple(zip(stored.times_ms, stored.levels, strict=True))
    before = Parameters.from_json(stored.parameters)
    after = replace(
        before,
        decide_within_ms=chosen.decide_ms or before.decide_within_ms,
        long_greeting_ms=chosen.greeting_ms or before.long_greeting_ms,
        pause_after_greeting_ms=chosen.pause_ms or before.pause_after_greeting_ms,
    )
    then = hear_again(trace, before)
    assert then is not None, "only answers that were judged are stored"
    # A call that ended before the longer time was over stays undecided, and what is undecided was no machine yet.
    return then, hear_again(trace, after) or Decision(then.verdict, then.reason, then.at_ms, trace, after)


def _was_person(stored: StoredScreening) -> bool | None:
    """What the agent said, where that settles it."""
    if stored.flags is None:
        return None
    flags = Flags.from_json(stored.flags)
    if flags.voicemail or flags.false_human:
        return False
    return True if flags.counts_as_contact else None


def _tried(judged: Iterable[tuple[bool | None, Decision]]) -> Tried:
    rows = list(judged)
    people = [decision for truth, decision in rows if truth is True]
    machines = [decision for truth, decision in rows if truth is False]
    return Tried(
        answers=len(rows),
        machines=sum(not decision.verdict.is_person for _, decision in rows),
        people_known=len(people),
        people_taken_for_machines=sum(not decision.verdict.is_person for decision in people),
        machines_known=len(machines),
        machines_taken_for_people=sum(decision.verdict.is_person for decision in machines),
        decision_ms=median(decision.at_ms for _, decision in rows) if rows else None,
    )

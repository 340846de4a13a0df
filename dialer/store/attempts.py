"""Attempts as their settlement needs them: read with the call's evidence, closed with their outcome."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import Connection, text

from dialer.core.dispositions import Flags
from dialer.core.outcomes import CallFacts, Outcome
from dialer.store.reading import value
from telephony.endings import EndingKind
from telephony.events import HangUpReason


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try. `disposition` and `outcome` are empty while there is none; `before` is what a correction restores."""

    id: int
    lead_id: int
    phone_id: int
    campaign_id: int
    enrollment_id: int
    session_id: int
    agent_id: int | None
    e164: str
    call_id: str
    opened_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    open: bool
    counts: bool
    human: bool
    ending: str
    disposition: str
    disposed_at: datetime | None
    outcome: str
    outcome_version: int
    answer: dict[str, Any]
    before: dict[str, Any]
    talk_seconds: float | None
    agent_session_id: int | None
    """Whose agent got the call, None while it went to nobody."""
    hang_up: str | None
    caller_id: str

    @property
    def facts(self) -> CallFacts:
        return CallFacts(
            ending=EndingKind[self.ending] if self.ending else EndingKind.failed_unclassified,
            answered=self.answered_at is not None,
            human=self.human,
            with_agent=self.agent_session_id is not None,
            hang_up=HangUpReason[self.hang_up] if self.hang_up else None,
            talk=timedelta(seconds=self.talk_seconds or 0.0),
        )

    @property
    def cause(self) -> str:
        """Marks what this version of the outcome has done, so that it can be found again."""
        return f"{self.id}:{self.outcome_version}"


_LOAD = """
    SELECT a.id, a.lead_id, a.phone_id, a.campaign_id, a.enrollment_id, a.session_id, a.agent_id, a.e164, a.call_id,
           a.opened_at, a.answered_at, a.ended_at, a.open, a.counts, a.human, a.ending, a.disposition, a.disposed_at,
           a.outcome, a.outcome_version, a.answer, a.before, a.talk_seconds, c.agent_session_id,
           c.record ->> 'hang_up_reason' AS hang_up, coalesce(c.caller_id, '') AS caller_id
      FROM attempt a LEFT JOIN call c ON c.id = a.call_id
     WHERE a.id = :id
"""

# The last condition is the repair of a result never given: the agent has gone on to something else, or is gone.
_DUE = text("""
    SELECT a.id FROM attempt a
      LEFT JOIN call c ON c.id = a.call_id
      LEFT JOIN session s ON s.id = c.agent_session_id
     WHERE a.open AND a.ended_at <= :ended_before
       AND (a.disposition <> '' OR c.agent_session_id IS NULL
            OR s.ended_at IS NOT NULL OR s.current_call_id IS DISTINCT FROM a.call_id)
     ORDER BY a.ended_at LIMIT :count
""")

_CLOSE = text("""
    UPDATE attempt SET open = false, outcome = :outcome, outcome_version = :version, human = :human,
                       counts = :counts
     WHERE id = :id
""")


def load(conn: Connection, attempt_id: int) -> Attempt | None:
    return value(conn, Attempt, _LOAD, id=attempt_id)


def lock(conn: Connection, attempt_id: int) -> Attempt | None:
    """The attempt, its row locked. The enrollment's row is locked before it, always."""
    return value(conn, Attempt, _LOAD + " FOR UPDATE OF a", id=attempt_id)


def due(conn: Connection, ended_before: datetime, count: int) -> list[int]:
    """Attempts that are over, late events included, and wait for nobody's word any more."""
    return list(conn.execute(_DUE, {"ended_before": ended_before, "count": count}).scalars())


def close(conn: Connection, attempt: Attempt, outcome: Outcome, counts: bool) -> None:
    """Stores the outcome under the version that the attempt carries; the number's count of tries follows `counts`."""
    conn.execute(
        _CLOSE,
        {
            "id": attempt.id,
            "outcome": outcome.kind.value,
            "version": attempt.outcome_version,
            "human": outcome.human,
            "counts": counts,
        },
    )
    if counts != attempt.counts:
        step = 1 if counts else -1
        conn.execute(
            text("UPDATE phone SET attempts = greatest(attempts + :step, 0) WHERE id = :id"),
            {"step": step, "id": attempt.phone_id},
        )


def remember(conn: Connection, attempt_id: int, before: Mapping[str, Any]) -> None:
    """Keeps what a correction has to put back."""
    conn.execute(
        text("UPDATE attempt SET before = :before WHERE id = :id"), {"id": attempt_id, "before": Jsonb(dict(before))}
    )


def say(
    conn: Connection, attempt_id: int, disposition: str, answer: Mapping[str, Any], user_id: int | None, now: datetime
) -> None:
    """Notes what the agent says; an empty disposition takes it back."""
    conn.execute(
        text("""
            UPDATE attempt SET disposition = :disposition, answer = :answer, disposed_by = :user,
                   disposed_at = CASE WHEN :disposition = '' THEN NULL ELSE CAST(:now AS timestamptz) END
             WHERE id = :id
        """),
        {"id": attempt_id, "disposition": disposition, "answer": Jsonb(dict(answer)), "user": user_id, "now": now},
    )


def reopen(conn: Connection, attempt_id: int) -> None:
    """Waits for a result again."""
    conn.execute(text("UPDATE attempt SET open = true, outcome = '' WHERE id = :id"), {"id": attempt_id})


def is_latest(conn: Connection, attempt: Attempt) -> bool:
    """Whether the lead has not been tried again in this campaign since."""
    newer = text("SELECT EXISTS (SELECT 1 FROM attempt WHERE enrollment_id = :enrollment AND id > :id)")
    return not conn.execute(newer, {"enrollment": attempt.enrollment_id, "id": attempt.id}).scalar_one()


def mark_latest(conn: Connection, lead_ids: Sequence[int]) -> None:
    """Says which is the latest try at each of these leads, if any, after one was added or changed hands."""
    conn.execute(
        text("""
            UPDATE attempt a SET latest = NOT a.latest
              FROM (SELECT id, row_number() OVER (PARTITION BY lead_id ORDER BY opened_at DESC, id DESC) = 1 AS latest
                      FROM attempt WHERE lead_id = ANY(:leads)) AS now_is
             WHERE a.id = now_is.id AND a.latest <> now_is.latest
        """),
        {"leads": list(lead_ids)},
    )
    conn.execute(
        text("""
            UPDATE lead l SET tried = NOT tried
             WHERE id = ANY(:leads) AND tried <> EXISTS (SELECT 1 FROM attempt a WHERE a.lead_id = l.id)
        """),
        {"leads": list(lead_ids)},
    )


def missed_moments(conn: Connection, lead_id: int, since: datetime) -> tuple[datetime, ...]:
    """When tries that rang out reached nobody, this one included while it is not settled yet."""
    rows = conn.execute(
        text("""
            SELECT opened_at FROM attempt
             WHERE lead_id = :lead AND opened_at >= :since AND ended_at IS NOT NULL AND counts AND NOT human
             ORDER BY opened_at DESC LIMIT 20
        """),
        {"lead": lead_id, "since": since},
    )
    return tuple(rows.scalars())


def failure_days(conn: Connection, e164: str, outcomes: tuple[str, ...], since: datetime) -> set[date]:
    """The days (UTC) on which calls to a number ended in one of these outcomes, for whatever lead."""
    rows = conn.execute(
        text("""
            SELECT DISTINCT CAST(opened_at AT TIME ZONE 'UTC' AS date) FROM attempt
             WHERE e164 = :e164 AND opened_at >= :since AND outcome = ANY(:outcomes)
        """),
        {"e164": e164, "since": since, "outcomes": list(outcomes)},
    )
    return set(rows.scalars())


def flags_of(conn: Connection, disposition: str) -> Flags | None:
    """The effects of a disposition by its name, None when there is none of that name; retired ones keep theirs."""
    found = conn.execute(text("SELECT flags FROM disposition WHERE name = :name"), {"name": disposition}).scalar()
    return Flags.from_json(found) if found is not None else None

"""The queue of due leads: a state of each enrollment, read in the stated order, one range per set of legal hours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import Connection, text

from dialer.core.picking import CALLBACK_GRACE
from dialer.store.reading import values


@dataclass(frozen=True, slots=True)
class Candidate:
    """A due lead with the number to call next."""

    enrollment_id: int
    lead_id: int
    phone_id: int
    e164: str
    hours_key: str
    priority: int
    expired_on: date | None
    tries: int
    position: int
    name: str
    city: str
    state: str
    promised_to: int | None = None
    """The agent to whom a call-back belongs."""
    reserved_to: int | None = None
    """The agent who reached the lead lately."""

    def may_go_to(self, agent_id: int) -> bool:
        return {self.promised_to, self.reserved_to} <= {None, agent_id}


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a judgement said no to; `not_before` is None when time alone will not change it."""

    enrollment_id: int
    reasons: tuple[Mapping[str, str], ...]
    not_before: datetime | None


@dataclass(frozen=True, slots=True)
class Held:
    """How many leads one rule keeps back."""

    code: str
    rule_id: str
    sentence: str
    count: int


# Skips from key to key in the index instead of reading every ready row.
_HOURS_KEYS = text("""
    WITH RECURSIVE keys(hours_key) AS (
        (SELECT hours_key FROM enrollment
          WHERE campaign_id = :campaign_id AND state = 'ready' ORDER BY hours_key LIMIT 1)
        UNION ALL
        SELECT (SELECT e.hours_key FROM enrollment e
                 WHERE e.campaign_id = :campaign_id AND e.state = 'ready' AND e.hours_key > keys.hours_key
                 ORDER BY e.hours_key LIMIT 1)
          FROM keys WHERE keys.hours_key IS NOT NULL)
    SELECT hours_key FROM keys WHERE hours_key IS NOT NULL
""")

_CANDIDATES = text("""
    SELECT q.id, q.lead_id, q.phone_id, p.e164, q.hours_key, q.priority, q.expired_on, q.tries, q.position,
           l.name, l.city, l.state, q.promised_to, q.reserved_to
      FROM unnest(CAST(:hours_keys AS text[])) AS open(hours_key)
     CROSS JOIN LATERAL (
           SELECT e.id, e.lead_id, e.phone_id, e.hours_key, e.priority, e.expired_on, e.tries, e.position,
                  CASE WHEN e.promised_at < :grace THEN NULL ELSE e.promised_agent_id END AS promised_to,
                  CASE WHEN le.last_reached_at >= :reserved_since THEN le.last_agent_id END AS reserved_to
             FROM enrollment e
             JOIN lead le ON le.id = e.lead_id
            WHERE e.campaign_id = :campaign_id AND e.state = 'ready' AND e.hours_key = open.hours_key
              AND e.phone_id IS NOT NULL
              AND (e.promised_agent_id IS NULL OR e.promised_agent_id = ANY(:agent_ids) OR e.promised_at < :grace)
              AND (le.last_agent_id IS NULL OR le.last_agent_id = ANY(:agent_ids)
                   OR le.last_reached_at IS NULL OR le.last_reached_at < :reserved_since)
              -- What is promised to one agent and reserved for another goes to nobody while both holds.
              AND (e.promised_agent_id IS NULL OR le.last_agent_id IS NULL OR e.promised_agent_id = le.last_agent_id
                   OR e.promised_at < :grace OR le.last_reached_at IS NULL OR le.last_reached_at < :reserved_since)
            ORDER BY e.priority, e.expired_on DESC NULLS LAST, e.id
            LIMIT :count) AS q
      JOIN phone p ON p.id = q.phone_id
      JOIN lead l ON l.id = q.lead_id
     ORDER BY q.priority, q.expired_on DESC NULLS LAST, q.id
     LIMIT :count
""")

_RIPEN = text("""
    UPDATE enrollment SET state = 'ready', refusals = '[]', version = version + 1
     WHERE id IN (SELECT id FROM enrollment
                   WHERE state IN ('waiting', 'held') AND next_call_at <= :now AND paused_at IS NULL
                   ORDER BY next_call_at LIMIT :count FOR UPDATE SKIP LOCKED)
    RETURNING campaign_id
""")

_REFUSE = text("""
    UPDATE enrollment e
       SET state = CASE WHEN r.not_before IS NULL THEN 'held' ELSE 'waiting' END,
           next_call_at = r.not_before, refusals = r.reasons, refused_at = :now, version = version + 1
      FROM (SELECT * FROM unnest(CAST(:ids AS bigint[]), CAST(:reasons AS jsonb[]),
                                 CAST(:not_before AS timestamptz[])) AS r(id, reasons, not_before)) AS r
     WHERE e.id = r.id AND e.state = 'ready'
""")


def plan_once(conn: Connection) -> None:
    """Until the end of this transaction, statements keep one plan: planning those of a claim anew takes longer than
    running them ("plan_cache_mode" in PostgreSQL's manual).

    That plan may have been made while the tables were empty, before the first import, when reading all of a table
    looks cheapest; it is kept until they are analyzed, so reading all of one for each lead is ruled out.
    """
    conn.execute(
        text("""
            SELECT set_config('plan_cache_mode', 'force_generic_plan', TRUE), set_config('enable_seqscan', 'off', TRUE)
        """)
    )


def hours_keys(conn: Connection, campaign_id: int) -> list[str]:
    """The different sets of legal hours among the campaign's ready leads."""
    return list(conn.execute(_HOURS_KEYS, {"campaign_id": campaign_id}).scalars())


def candidates(
    conn: Connection,
    *,
    campaign_id: int,
    agent_ids: Sequence[int],
    open_keys: Sequence[str],
    reserved_since: datetime,
    now: datetime,
    count: int,
) -> tuple[Candidate, ...]:
    """The first ready leads in the stated order whose hours are open and that nobody but these agents has reserved."""
    rows = conn.execute(
        _CANDIDATES,
        {
            "campaign_id": campaign_id,
            "agent_ids": list(agent_ids),
            "hours_keys": list(open_keys),
            "grace": now - CALLBACK_GRACE,
            "reserved_since": reserved_since,
            "count": count,
        },
    )
    return tuple(Candidate(*row) for row in rows)


def lock_ready(conn: Connection, enrollment_ids: Sequence[int]) -> frozenset[int]:
    """Locks those of the enrollments that are still ready and that nobody else is working on."""
    rows = conn.execute(
        text("SELECT id FROM enrollment WHERE id = ANY(:ids) AND state = 'ready' ORDER BY id FOR UPDATE SKIP LOCKED"),
        {"ids": list(enrollment_ids)},
    )
    return frozenset(rows.scalars())


def ripen(conn: Connection, now: datetime, count: int = 1000) -> frozenset[int]:
    """Makes ready whatever's time has come; the campaigns concerned."""
    return frozenset(conn.execute(_RIPEN, {"now": now, "count": count}).scalars())


def refuse(conn: Connection, refusals: Sequence[Refusal], now: datetime) -> None:
    """Stores why leads may not be called now; those whose time will come wait for it, the others are held."""
    if refusals:
        conn.execute(
            _REFUSE,
            {
                "ids": [r.enrollment_id for r in refusals],
                "reasons": [Jsonb([dict(reason) for reason in r.reasons]) for r in refusals],
                "not_before": [r.not_before for r in refusals],
                "now": now,
            },
        )


def hold_without_number(conn: Connection, campaign_id: int, now: datetime) -> int:
    """Holds ready leads that have no number left, with the reason; how many."""
    reason = [{"code": "no_number", "rule_id": "", "sentence": "No number is left to call."}]
    done = conn.execute(
        text(
            "UPDATE enrollment SET state = 'held', next_call_at = NULL, refusals = :reason, refused_at = :now"
            " WHERE campaign_id = :campaign_id AND state = 'ready' AND phone_id IS NULL"
        ),
        {"reason": Jsonb(reason), "now": now, "campaign_id": campaign_id},
    )
    return done.rowcount


def counts_by_state(conn: Connection, campaign_id: int) -> dict[str, int]:
    """How many leads of the campaign are ready, waiting, claimed, held and stopped."""
    rows: Any = conn.execute(
        text("SELECT state, count(*) FROM enrollment WHERE campaign_id = :id GROUP BY state"),
        {"id": campaign_id},
    )
    return dict(rows.all())


def held_by_reason(conn: Connection, campaign_id: int) -> list[Held]:
    """Leads that a rule keeps back now, by the first reason and its rule, most frequent first."""
    return values(
        conn,
        Held,
        """
            SELECT refusal AS code, coalesce(refusals -> 0 ->> 'rule_id', '') AS rule_id,
                   min(refusals -> 0 ->> 'sentence') AS sentence, count(*) AS count
              FROM enrollment
             WHERE campaign_id = :id AND state IN ('held', 'waiting') AND refusal <> ''
             GROUP BY 1, 2 ORDER BY 4 DESC, 1, 2
        """,
        id=campaign_id,
    )


def ready_by_hours(conn: Connection, campaign_id: int) -> list[tuple[str, int]]:
    """Ready leads counted by their set of legal hours."""
    rows: Any = conn.execute(
        text(
            "SELECT hours_key, count(*) FROM enrollment WHERE campaign_id = :id AND state = 'ready' GROUP BY hours_key"
        ),
        {"id": campaign_id},
    )
    return [(key, count) for key, count in rows]

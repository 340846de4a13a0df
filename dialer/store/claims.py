"""Claiming a lead for a line: attempt, call and order in one transaction, guarded by unique indexes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import Connection, text

from dialer.core.caller_ids import CallerId
from dialer.core.number_health import dials_allowed
from dialer.store.queue import Candidate


@dataclass(frozen=True, slots=True)
class Claim:
    """One lead on its way to one line."""

    candidate: Candidate
    session_id: int
    agent_id: int
    call_id: str
    rule_ids: tuple[str, ...]


# The only row that may be the latest of a lead, besides the one that was just written; and the lead is tried now. Leads
# are locked in the order in which everybody locks several.
_OUTDATE = text("""
    WITH outdated AS (
        UPDATE attempt SET latest = FALSE WHERE lead_id = ANY(:leads) AND latest AND id <> ALL(:made)),
    fresh AS (SELECT id FROM lead WHERE id = ANY(:leads) AND NOT tried ORDER BY id FOR NO KEY UPDATE)
    UPDATE lead l SET tried = TRUE FROM fresh WHERE l.id = fresh.id
""")

# Whoever is second for a lead or a number writes no row: the partial unique indexes decide, not a prior read.
_OPEN_ATTEMPTS = text("""
    INSERT INTO attempt (lead_id, phone_id, campaign_id, enrollment_id, session_id, agent_id, e164, call_id, step,
                         opened_at, rule_ids)
    SELECT c.lead_id, c.phone_id, :campaign_id, c.enrollment_id, c.session_id, c.agent_id, c.e164, c.call_id, c.step,
           :now, c.rule_ids
      FROM unnest(CAST(:lead_id AS bigint[]), CAST(:phone_id AS bigint[]), CAST(:enrollment_id AS bigint[]),
                  CAST(:session_id AS bigint[]), CAST(:agent_id AS bigint[]), CAST(:e164 AS text[]),
                  CAST(:call_id AS text[]), CAST(:step AS int[]), CAST(:rule_ids AS jsonb[]))
           AS c(lead_id, phone_id, enrollment_id, session_id, agent_id, e164, call_id, step, rule_ids)
    ON CONFLICT DO NOTHING
    RETURNING call_id, id
""")

_MARK_CLAIMED = text("""
    UPDATE enrollment SET state = 'claimed', refusals = '[]', version = version + 1 WHERE id = ANY(:ids)
""")

_CALLER_IDS = text("""
    SELECT n.e164, CASE WHEN n.dials_on = :today THEN n.dials ELSE 0 END AS dials, n.daily_limit, n.warm_from,
           coalesce(n.health ->> 'state', '') <> 'watched' AS fares_well
      FROM caller_id n
     WHERE n.active AND (n.rest_until IS NULL OR n.rest_until <= :now)
       AND (n.campaign_id IS NULL OR n.campaign_id = :campaign_id)
     ORDER BY n.e164
""")

_COUNT_DIALS = text("""
    UPDATE caller_id n SET dials = CASE WHEN n.dials_on = :today THEN n.dials ELSE 0 END + d.dials, dials_on = :today
      FROM unnest(CAST(:numbers AS text[]), CAST(:dials AS int[])) AS d(e164, dials)
     WHERE n.e164 = d.e164
""")

_KNOWN = text("""
    SELECT DISTINCT ON (a.lead_id) a.lead_id, c.caller_id
      FROM attempt a JOIN call c ON c.id = a.call_id
     WHERE a.lead_id = ANY(:lead_ids) AND c.caller_id <> '' AND c.rang_at IS NOT NULL
     ORDER BY a.lead_id, a.opened_at DESC
""")


def open_attempts(conn: Connection, campaign_id: int, claims: Sequence[Claim], now: datetime) -> dict[str, int]:
    """Opens attempts; attempt ids by call id, without those whose lead or number has one open already."""
    rows: Any = conn.execute(
        _OPEN_ATTEMPTS,
        {
            "campaign_id": campaign_id,
            "now": now,
            "lead_id": [c.candidate.lead_id for c in claims],
            "phone_id": [c.candidate.phone_id for c in claims],
            "enrollment_id": [c.candidate.enrollment_id for c in claims],
            "session_id": [c.session_id for c in claims],
            "agent_id": [c.agent_id for c in claims],
            "e164": [c.candidate.e164 for c in claims],
            "call_id": [c.call_id for c in claims],
            "step": [c.candidate.position for c in claims],
            "rule_ids": [Jsonb(list(c.rule_ids)) for c in claims],
        },
    )
    made: dict[str, int] = dict(tuple(row) for row in rows)
    leads = [c.candidate.lead_id for c in claims if c.call_id in made]
    if leads:
        conn.execute(_OUTDATE, {"leads": leads, "made": list(made.values())})
    return made


def mark_claimed(conn: Connection, enrollment_ids: Sequence[int]) -> None:
    if enrollment_ids:
        conn.execute(_MARK_CLAIMED, {"ids": list(enrollment_ids)})


def caller_ids(conn: Connection, campaign_id: int, now: datetime) -> list[CallerId]:
    """The numbers that the campaign may show now, with their dials of today and how many today allows."""
    today = now.date()
    rows: Any = conn.execute(_CALLER_IDS, {"campaign_id": campaign_id, "today": today, "now": now})
    return [
        CallerId(row.e164, row.dials, dials_allowed(row.daily_limit, row.warm_from, today), row.fares_well)
        for row in rows
    ]


def count_dials(conn: Connection, dials: Mapping[str, int], today: date) -> None:
    """Adds the dials, by caller ID, to those of the day."""
    numbers = sorted(dials)
    conn.execute(_COUNT_DIALS, {"numbers": numbers, "dials": [dials[n] for n in numbers], "today": today})


def known_caller_ids(conn: Connection, lead_ids: Sequence[int]) -> Mapping[int, str]:
    """The number of ours that each lead saw last, by lead id."""
    rows: Any = conn.execute(_KNOWN, {"lead_ids": list(lead_ids)})
    return dict(tuple(row) for row in rows)

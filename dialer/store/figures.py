"""Counts that screens and reports show, straight from the attempts; what each means stands in core.metrics."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from dialer.store.reading import values


@dataclass(frozen=True, slots=True)
class SessionFigures:
    """One session so far. `waiting_seconds` counts up to the beginning of the session's present state."""

    session_id: int
    attempts: int
    dials: int
    answered: int
    humans: int
    contacts: int
    conversations: int
    appointments: int
    abandoned: int
    talk_seconds: float
    waiting_seconds: float
    connect_ms_median: int | None
    connect_ms_p95: int | None


@dataclass(frozen=True, slots=True)
class CampaignFigures:
    """One campaign: today, the last hour, and the law's 30 days."""

    campaign_id: int
    dials_today: int
    dials_last_hour: int
    answered_today: int
    humans_today: int
    contacts_today: int
    appointments_today: int
    abandoned_today: int
    answered_by_person_30_days: int
    abandoned_30_days: int


# An agent who got another agent's line counts the conversation; the line's own session counts the dial.
_SESSIONS = """
    SELECT s.id AS session_id,
           coalesce(own.attempts, 0) AS attempts, coalesce(own.dials, 0) AS dials,
           coalesce(own.answered, 0) AS answered, coalesce(own.humans, 0) AS humans,
           coalesce(own.abandoned, 0) AS abandoned,
           coalesce(had.contacts, 0) AS contacts, coalesce(had.conversations, 0) AS conversations,
           coalesce(had.appointments, 0) AS appointments, coalesce(had.talk_seconds, 0) AS talk_seconds,
           s.waiting_seconds, had.connect_ms_median, had.connect_ms_p95
      FROM session s JOIN campaign g ON g.id = s.campaign_id
      LEFT JOIN LATERAL (
           SELECT count(*) FILTER (WHERE a.counts) AS attempts,
                  count(*) FILTER (WHERE c.carrier_call_id IS NOT NULL) AS dials,
                  count(*) FILTER (WHERE a.answered_at IS NOT NULL) AS answered,
                  count(*) FILTER (WHERE a.human) AS humans,
                  count(*) FILTER (WHERE a.abandoned) AS abandoned
             FROM attempt a JOIN call c ON c.id = a.call_id WHERE a.session_id = s.id AND NOT a.inbound) AS own ON TRUE
      LEFT JOIN LATERAL (
           SELECT count(*) FILTER (WHERE (d.flags ->> 'counts_as_contact')::boolean) AS contacts,
                  count(*) FILTER (WHERE (d.flags ->> 'counts_as_contact')::boolean AND a.talk_seconds
                                   >= coalesce((g.settings ->> 'conversation_seconds')::float8, 60)) AS conversations,
                  count(*) FILTER (WHERE (d.flags ->> 'appointment')::boolean) AS appointments,
                  sum(a.talk_seconds) AS talk_seconds,
                  percentile_disc(0.5) WITHIN GROUP (ORDER BY a.connect_ms) AS connect_ms_median,
                  percentile_disc(0.95) WITHIN GROUP (ORDER BY a.connect_ms) AS connect_ms_p95
             FROM call c JOIN attempt a ON a.call_id = c.id LEFT JOIN disposition d ON d.name = a.disposition
            WHERE c.agent_session_id = s.id AND c.role = 'lead') AS had ON TRUE
     WHERE s.id = ANY(:ids)
"""

_CAMPAIGNS = """
    SELECT g.id AS campaign_id, recent.dials_today, recent.dials_last_hour, recent.answered_today,
           recent.humans_today, recent.contacts_today, recent.appointments_today, recent.abandoned_today,
           ledger.answered_by_person_30_days, ledger.abandoned_30_days
      FROM campaign g
     CROSS JOIN LATERAL (
           SELECT count(*) FILTER (WHERE dialed AND a.opened_at >= :today) AS dials_today,
                  count(*) FILTER (WHERE dialed AND a.opened_at >= :hour) AS dials_last_hour,
                  count(*) FILTER (WHERE dialed AND a.answered_at >= :today) AS answered_today,
                  count(*) FILTER (WHERE dialed AND a.human AND a.answered_at >= :today) AS humans_today,
                  count(*) FILTER (WHERE (d.flags ->> 'counts_as_contact')::boolean AND a.opened_at >= :today)
                      AS contacts_today,
                  count(*) FILTER (WHERE (d.flags ->> 'appointment')::boolean AND a.opened_at >= :today)
                      AS appointments_today,
                  count(*) FILTER (WHERE a.abandoned AND a.answered_at >= :today) AS abandoned_today
             FROM attempt a JOIN call c ON c.id = a.call_id
             LEFT JOIN disposition d ON d.name = a.disposition
            CROSS JOIN LATERAL (SELECT c.carrier_call_id IS NOT NULL AND NOT a.inbound AS dialed) AS sent
            WHERE a.campaign_id = g.id AND a.opened_at >= least(CAST(:today AS timestamptz), :hour)) AS recent
     CROSS JOIN LATERAL (
           SELECT count(*) FILTER (WHERE a.human) AS answered_by_person_30_days,
                  count(*) FILTER (WHERE a.abandoned) AS abandoned_30_days
             FROM attempt a WHERE a.campaign_id = g.id AND NOT a.inbound AND a.answered_at >= :month) AS ledger
     WHERE g.id = ANY(:ids)
"""


def of_sessions(conn: Connection, ids: Sequence[int]) -> dict[int, SessionFigures]:
    """Figures by session."""
    return {each.session_id: each for each in values(conn, SessionFigures, _SESSIONS, ids=list(ids))}


def of_campaigns(
    conn: Connection, ids: Sequence[int], *, today: datetime, hour: datetime, month: datetime
) -> dict[int, CampaignFigures]:
    """Figures by campaign, since the three moments."""
    found = values(conn, CampaignFigures, _CAMPAIGNS, ids=list(ids), today=today, hour=hour, month=month)
    return {each.campaign_id: each for each in found}

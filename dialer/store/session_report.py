"""The parts of a session's report."""

from dataclasses import dataclass, fields
from datetime import datetime
from statistics import fmean

from sqlalchemy import Connection, text

from dialer.store import figures
from dialer.store.figures import SessionFigures
from dialer.store.reading import values

SESSIONS_AVERAGED = 20


@dataclass(frozen=True, slots=True)
class Average:
    """Means over an agent's earlier sessions, with the fields of `SessionFigures`."""

    attempts: float | None
    dials: float | None
    answered: float | None
    humans: float | None
    contacts: float | None
    conversations: float | None
    appointments: float | None
    abandoned: float | None
    talk_seconds: float | None
    waiting_seconds: float | None
    connect_ms_median: float | None
    connect_ms_p95: float | None


@dataclass(frozen=True, slots=True)
class OutcomeCount:
    """How many attempts came out so."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Callback:
    """A call that was promised in the session, shaped like a task."""

    touch_id: int
    lead_id: int
    lead_name: str
    address: str
    channel: str
    label: str
    due_at: datetime
    overdue: bool
    agent: str
    campaign: str
    stop: str = ""


_EARLIER = text("""
    SELECT e.id FROM session e JOIN session s ON s.id = :id
     WHERE e.agent_id = s.agent_id AND e.ended_at IS NOT NULL AND e.started_at < s.started_at
     ORDER BY e.started_at DESC LIMIT :count
""")

_OUTCOMES = """
    SELECT coalesce(d.label, initcap(replace(coalesce(nullif(a.outcome, ''), a.ending), '_', ' '))) AS label,
           count(*) AS count
      FROM attempt a
      LEFT JOIN call c ON c.id = a.call_id
      LEFT JOIN disposition d ON d.name = a.disposition
     WHERE (a.session_id = :id OR c.agent_session_id = :id) AND a.ended_at IS NOT NULL
     GROUP BY 1 ORDER BY 2 DESC, 1
"""

_CALLBACKS = """
    SELECT 0 AS touch_id, e.lead_id, l.name AS lead_name,
           concat_ws(', ', nullif(l.street, ''), nullif(l.city, ''), nullif(l.state, '')) AS address,
           'call' AS channel, 'Call back' AS label, e.promised_at AS due_at, e.promised_at < :now AS overdue,
           u.name AS agent, g.name AS campaign
      FROM enrollment e
      JOIN lead l ON l.id = e.lead_id
      JOIN campaign g ON g.id = e.campaign_id
      JOIN user_account u ON u.id = e.promised_agent_id
     WHERE e.promised_at IS NOT NULL AND e.state <> 'stopped'
       AND EXISTS (SELECT 1 FROM attempt a LEFT JOIN call c ON c.id = a.call_id
                    WHERE a.enrollment_id = e.id AND (a.session_id = :id OR c.agent_session_id = :id)
                      AND a.agent_id = e.promised_agent_id AND a.answer ? 'callback_at')
     ORDER BY e.promised_at
"""


def average_before(conn: Connection, session_id: int) -> Average | None:
    """Over the agent's latest sessions before this one."""
    ids = list(conn.execute(_EARLIER, {"id": session_id, "count": SESSIONS_AVERAGED}).scalars())
    earlier = list(figures.of_sessions(conn, ids).values()) if ids else []
    if not earlier:
        return None
    return Average(**{field.name: _mean(earlier, field.name) for field in fields(Average)})


def _mean(earlier: list[SessionFigures], name: str) -> float | None:
    known = [getattr(each, name) for each in earlier if getattr(each, name) is not None]
    return fmean(known) if known else None


def outcomes(conn: Connection, session_id: int) -> list[OutcomeCount]:
    """What came of the session's attempts, most frequent first, in the words agents know."""
    return values(conn, OutcomeCount, _OUTCOMES, id=session_id)


def callbacks(conn: Connection, session_id: int, now: datetime) -> list[Callback]:
    """Call-backs promised in the session and still to come."""
    return values(conn, Callback, _CALLBACKS, id=session_id, now=now)

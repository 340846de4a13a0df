"""The rows behind the cards on live screens, read in bulk: any number of cards takes the same few queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from dialer.store.reading import values
from telephony.wire import ending_from_json


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session with who runs it, where, and what it has in hand."""

    id: int
    agent_id: int
    agent_name: str
    campaign_id: int
    campaign_name: str
    state: str
    state_since: datetime
    pause_reason: str
    then: str
    started_at: datetime
    ends_at: datetime
    ended_at: datetime | None
    end_reason: str
    lines: float
    goals: dict[str, Any]
    leg_state: str
    leg_kind: str
    leg_problem: str
    """Why the agent's leg is down: an ending in words, empty while it is not."""
    current_call_id: str | None
    current_attempt_id: int | None
    current_lead_id: int | None
    on_hold: bool
    muted: bool
    wrap_up_until: datetime | None
    tab: str
    limited_by: str
    limited_sentence: str


@dataclass(frozen=True, slots=True)
class LineRow:
    """One lead's leg with its lead; `milestones` are moments in ISO 8601 by name, as the call machine keeps them."""

    id: str
    session_id: int
    campaign_id: int
    attempt_id: int | None
    lead_id: int | None
    lead_name: str
    e164: str
    number_kind: str
    state: str
    planned_at: datetime
    rang_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    milestones: dict[str, str]
    ending: str
    ending_sentence: str
    agent_session_id: int | None
    city: str
    lead_state: str
    zip: str


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A campaign on the floor."""

    id: int
    name: str
    status: str
    halted_because: str
    mode: str
    limited_sentence: str
    open_sessions: int
    open_lines: int


_SESSIONS = """
    SELECT s.id, s.agent_id, u.name AS agent_name, s.campaign_id, g.name AS campaign_name, s.state, s.state_since,
           s.pause_reason, s.then, s.started_at, s.ends_at, s.ended_at, s.end_reason, s.lines, s.goals, s.leg_state,
           s.leg_kind, CASE WHEN s.leg_state = 'down' THEN l.record -> 'ending' END AS leg_problem,
           s.current_call_id, a.id AS current_attempt_id,
           coalesce(a.lead_id, i.lead_id, ta.lead_id, ti.lead_id) AS current_lead_id, s.on_hold,
           s.muted, s.wrap_up_until, s.tab, g.limited_by, g.limited_sentence
      FROM session s
      JOIN user_account u ON u.id = s.agent_id
      JOIN campaign g ON g.id = s.campaign_id
      LEFT JOIN attempt a ON a.call_id = s.current_call_id
      LEFT JOIN inbound_call i ON i.call_id = s.current_call_id
      LEFT JOIN transfer t ON t.to_session_id = s.id AND t.over_at IS NULL
      LEFT JOIN attempt ta ON ta.call_id = t.call_id
      LEFT JOIN inbound_call ti ON ti.call_id = t.call_id
      LEFT JOIN call l ON l.id = s.leg_call_id
     WHERE s.id = ANY(:ids) ORDER BY s.id
"""

_LINES = """
    SELECT c.id, c.session_id, c.campaign_id, c.attempt_id, l.id AS lead_id, coalesce(l.name, '') AS lead_name,
           c.e164, coalesce(p.kind, '') AS number_kind, c.state, c.planned_at, c.rang_at, c.answered_at, c.ended_at,
           coalesce(c.record -> 'milestones', '{}') AS milestones, coalesce(a.ending, '') AS ending,
           coalesce(a.ending_sentence, '') AS ending_sentence, c.agent_session_id, coalesce(l.city, '') AS city,
           coalesce(l.state, '') AS lead_state, coalesce(l.zip, '') AS zip
      FROM call c
      LEFT JOIN attempt a ON a.id = c.attempt_id
      LEFT JOIN phone p ON p.id = a.phone_id
      LEFT JOIN lead l ON l.id = a.lead_id
     WHERE c.id = ANY(:ids) AND c.role = 'lead' AND c.session_id IS NOT NULL
     ORDER BY c.planned_at, c.id
"""

# Lines of a room: those under way, and the one an agent of the room has in hand or wraps up.
_SHOWN_LINES = text("""
    SELECT c.id FROM call c
     WHERE c.role = 'lead' AND c.ended_at IS NULL
       AND (c.session_id = ANY(:ids) OR c.agent_session_id = ANY(:ids))
    UNION
    SELECT s.current_call_id FROM session s WHERE s.id = ANY(:ids) AND s.current_call_id IS NOT NULL
""")

_CAMPAIGNS = """
    SELECT g.id, g.name, g.status, g.halted_because, coalesce(g.settings ->> 'mode', 'power') AS mode,
           g.limited_sentence,
           (SELECT count(*) FROM session s WHERE s.campaign_id = g.id AND s.ended_at IS NULL) AS open_sessions,
           (SELECT count(*) FROM call c JOIN session s ON s.id = c.session_id
             WHERE s.campaign_id = g.id AND s.ended_at IS NULL AND c.role = 'lead' AND c.ended_at IS NULL) AS open_lines
      FROM campaign g WHERE g.id = ANY(:ids) ORDER BY lower(g.name), g.id
"""


def sessions(conn: Connection, ids: Sequence[int]) -> list[SessionRow]:
    rows: Any = conn.execute(text(_SESSIONS), {"ids": list(ids)}).mappings()
    return [SessionRow(**dict(row) | {"leg_problem": _in_words(row["leg_problem"])}) for row in rows]


def _in_words(ending: dict[str, Any] | None) -> str:
    return ending_from_json(ending).sentence if ending else ""


def lines(conn: Connection, ids: Sequence[str]) -> list[LineRow]:
    return values(conn, LineRow, _LINES, ids=list(ids))


def lines_with(conn: Connection, lead_ids: Sequence[int]) -> list[str]:
    """Calls with these leads that some screen may still show."""
    if not lead_ids:
        return []
    found = conn.execute(
        text("SELECT call_id FROM attempt WHERE open AND lead_id = ANY(:ids)"), {"ids": list(lead_ids)}
    )
    return list(found.scalars())


def in_hand(conn: Connection, call_ids: Sequence[str]) -> list[str]:
    """Those of the calls that an agent has or writes up."""
    found = conn.execute(
        text("SELECT current_call_id FROM session WHERE ended_at IS NULL AND current_call_id = ANY(:ids)"),
        {"ids": list(call_ids)},
    )
    return list(found.scalars())


def campaigns(conn: Connection, ids: Sequence[int]) -> list[CampaignRow]:
    return values(conn, CampaignRow, _CAMPAIGNS, ids=list(ids))


def shown_lines(conn: Connection, session_ids: Sequence[int]) -> list[str]:
    """Calls that the rooms of these sessions show now."""
    return list(conn.execute(_SHOWN_LINES, {"ids": list(session_ids)}).scalars())


def open_sessions(conn: Connection, campaign_ids: Sequence[int] | None = None) -> list[int]:
    """Sessions that are not over, of the given campaigns or of all."""
    found = conn.execute(
        text("""
            SELECT id FROM session WHERE ended_at IS NULL
               AND (CAST(:ids AS bigint[]) IS NULL OR campaign_id = ANY(:ids)) ORDER BY id
        """),
        {"ids": None if campaign_ids is None else list(campaign_ids)},
    )
    return list(found.scalars())


def floor_campaigns(conn: Connection) -> list[int]:
    """Campaigns on the floor: all that are not archived."""
    return list(conn.execute(text("SELECT id FROM campaign WHERE status <> 'archived'")).scalars())


def sessions_on_leads(conn: Connection, lead_ids: Sequence[int]) -> dict[int, int]:
    """Open sessions whose call in hand is with one of these leads, as session → lead."""
    found: Any = conn.execute(
        text("""
            SELECT s.id, a.lead_id FROM session s JOIN attempt a ON a.call_id = s.current_call_id
             WHERE s.ended_at IS NULL AND a.lead_id = ANY(:ids)
        """),
        {"ids": list(lead_ids)},
    )
    return dict(found.all())


def of_agent(conn: Connection, agent_id: int) -> int | None:
    """The agent's open session."""
    found = conn.execute(
        text("SELECT id FROM session WHERE agent_id = :id AND ended_at IS NULL"), {"id": agent_id}
    ).scalar()
    return None if found is None else int(found)


def agent_of(conn: Connection, session_id: int) -> int | None:
    """Whose session it is; None where there is no such session."""
    found = conn.execute(text("SELECT agent_id FROM session WHERE id = :id"), {"id": session_id}).scalar()
    return None if found is None else int(found)


def leads_of_messages(conn: Connection, message_ids: Sequence[str]) -> set[int]:
    """The leads that these texts are with."""
    found = conn.execute(
        text("SELECT DISTINCT lead_id FROM message WHERE id = ANY(:ids) AND lead_id IS NOT NULL"),
        {"ids": list(message_ids)},
    )
    return set(found.scalars())

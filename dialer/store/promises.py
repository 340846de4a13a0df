"""Calls that we promised: a time on the lead's place in a campaign, kept for the agent who gave it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from dialer.store.enrollments import Place
from dialer.store.reading import values


@dataclass(frozen=True, slots=True)
class Promise:
    """`agent` is empty where nobody gave it in person, as after a call that no agent took in time."""

    enrollment_id: int
    lead_id: int
    lead_name: str
    address: str
    zip: str
    state: str
    phone_id: int | None
    e164: str
    due_at: datetime
    agent: str
    campaign_id: int
    campaign: str
    on_line: bool


# Whoever gave it keeps it for a while; after that it is also anybody's who works the campaign, as in the queue.
_DUE = """
    SELECT e.id AS enrollment_id, e.lead_id, l.name AS lead_name,
           concat_ws(', ', nullif(concat_ws(' ', nullif(l.street, ''), nullif(l.unit, '')), ''), nullif(l.city, ''),
                     nullif(l.state, '')) AS address,
           l.zip, l.state, e.phone_id, coalesce(p.e164, '') AS e164, e.promised_at AS due_at,
           coalesce(u.name, '') AS agent, e.campaign_id, g.name AS campaign, e.state = 'claimed' AS on_line
      FROM enrollment e
      JOIN lead l ON l.id = e.lead_id
      JOIN campaign g ON g.id = e.campaign_id AND g.status <> 'archived'
      LEFT JOIN phone p ON p.id = e.phone_id
      LEFT JOIN user_account u ON u.id = e.promised_agent_id
     WHERE e.promised_at < :until AND e.state <> 'stopped'
       AND (CAST(:agent_id AS bigint) IS NULL OR e.promised_agent_id = :agent_id
            OR (e.campaign_id = ANY(:among) AND (e.promised_agent_id IS NULL OR e.promised_at < :free_before)))
     ORDER BY e.promised_at, e.id LIMIT :count
"""


def due(
    conn: Connection,
    until: datetime,
    *,
    agent_id: int | None,
    among: Sequence[int] = (),
    free_before: datetime,
    count: int = 500,
) -> list[Promise]:
    """Promised before a moment: everybody's, or that agent's and, in the campaigns `among`, those that are free."""
    asked = {"agent_id": agent_id, "among": list(among), "free_before": free_before}
    return values(conn, Promise, _DUE, until=until, count=count, **asked)


def note(conn: Connection, place: Place, state: str, user_id: int, now: datetime) -> None:
    """Puts on the timeline that somebody settled a promise without a call of ours."""
    conn.execute(
        text("""
            INSERT INTO touch (enrollment_id, lead_id, campaign_id, key, step, channel, purpose, label, state, due_at,
                               done_at, done_by)
            VALUES (:id, :lead, :campaign, :key, :step, 'call', 'callback', 'Call back', :state, :due, :now, :user)
        """),
        {
            "id": place.id,
            "lead": place.lead_id,
            "campaign": place.campaign_id,
            "key": f"{place.id}:promise:{now.isoformat()}",
            "step": place.position,
            "state": state,
            "due": place.promised_at,
            "now": now,
            "user": user_id,
        },
    )

"""Sessions that were, from the latest back, each with what came of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from dialer.store import figures
from dialer.store.reading import values

PAGE = 30


@dataclass(frozen=True, slots=True)
class PastSession:
    """One line; a session that still runs has no end yet."""

    id: int
    agent_id: int
    agent_name: str
    campaign_id: int
    campaign_name: str
    started_at: datetime
    ended_at: datetime | None
    end_reason: str
    dials: int
    humans: int
    contacts: int
    conversations: int
    appointments: int
    talk_seconds: float


@dataclass(frozen=True, slots=True)
class History:
    """One page; `next` is the session before which to go on."""

    rows: list[PastSession]
    next: int | None


@dataclass(frozen=True, slots=True)
class _Session:
    id: int
    agent_id: int
    agent_name: str
    campaign_id: int
    campaign_name: str
    started_at: datetime
    ended_at: datetime | None
    end_reason: str


COLUMNS = tuple(name for name in PastSession.__slots__ if not name.endswith("_id"))
"""What a file tells of each."""

_COUNTED = ("dials", "humans", "contacts", "conversations", "appointments", "talk_seconds")


def page(
    conn: Connection, agent_id: int | None, campaign_id: int | None, before: int | None, count: int = PAGE
) -> History:
    """The latest sessions, of one agent and in one campaign where these are given."""
    found = values(
        conn,
        _Session,
        """
        SELECT s.id, s.agent_id, u.name AS agent_name, s.campaign_id, g.name AS campaign_name, s.started_at, s.ended_at,
               s.end_reason
          FROM session s JOIN user_account u ON u.id = s.agent_id JOIN campaign g ON g.id = s.campaign_id
         WHERE (CAST(:agent AS bigint) IS NULL OR s.agent_id = :agent)
           AND (CAST(:campaign AS bigint) IS NULL OR s.campaign_id = :campaign)
           AND (CAST(:before AS bigint) IS NULL OR s.id < :before)
         ORDER BY s.id DESC LIMIT :count
        """,
        agent=agent_id,
        campaign=campaign_id,
        before=before,
        count=count + 1,
    )
    shown = found[:count]
    counted = figures.of_sessions(conn, [each.id for each in shown])
    rows = [
        PastSession(
            **{name: getattr(each, name) for name in _Session.__slots__},
            **{name: getattr(counted[each.id], name) for name in _COUNTED},
        )
        for each in shown
    ]
    return History(rows, shown[-1].id if len(found) > count else None)

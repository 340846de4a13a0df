"""Touches that people do by hand: letters, door hangers, e-mails and other tasks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from dialer.store.reading import value, values

BY_HAND = ("email", "letter", "door_hanger", "task")


@dataclass(frozen=True, slots=True)
class Task:
    """Something for a person to do; `agent` is empty where anybody may."""

    touch_id: int
    lead_id: int
    lead_name: str
    address: str
    channel: str
    label: str
    due_at: datetime
    agent: str
    campaign: str
    campaign_id: int


@dataclass(frozen=True, slots=True)
class Touch:
    """A touch as far as closing it asks."""

    id: int
    lead_id: int
    campaign_id: int
    channel: str
    state: str
    agent_id: int | None


_TASKS = text("""
    SELECT t.id AS touch_id, t.lead_id, l.name AS lead_name,
           concat_ws(', ', nullif(concat_ws(' ', nullif(l.street, ''), nullif(l.unit, '')), ''), nullif(l.city, ''),
                     nullif(l.state, '')) AS address,
           t.channel, coalesce(nullif(t.label, ''), t.channel) AS label, t.due_at, coalesce(u.name, '') AS agent,
           c.name AS campaign, t.campaign_id
      FROM touch t JOIN lead l ON l.id = t.lead_id JOIN campaign c ON c.id = t.campaign_id
      LEFT JOIN user_account u ON u.id = t.agent_id
     WHERE t.state = 'planned' AND t.channel = ANY(:channels) AND t.due_at < :until
       AND (CAST(:touch_ids AS bigint[]) IS NULL OR t.id = ANY(:touch_ids))
       AND (CAST(:agent_id AS bigint) IS NULL OR t.agent_id = :agent_id
            OR (t.agent_id IS NULL AND t.campaign_id = ANY(:among)))
     ORDER BY t.due_at, t.id LIMIT :count
""")


def due(
    conn: Connection,
    until: datetime,
    *,
    agent_id: int | None,
    among: tuple[int, ...] = (),
    touch_ids: Sequence[int] | None = None,
    count: int = 500,
) -> list[Task]:
    """Open tasks due before a moment: everybody's, or that agent's and, in the campaigns `among`, nobody's. With
    `touch_ids` only those of them."""
    return values(
        conn,
        Task,
        _TASKS,
        until=until,
        channels=list(BY_HAND),
        agent_id=agent_id,
        among=list(among),
        touch_ids=None if touch_ids is None else list(touch_ids),
        count=count,
    )


def lock(conn: Connection, touch_id: int) -> Touch | None:
    """The touch, its row locked until the transaction's end."""
    return value(
        conn,
        Touch,
        "SELECT id, lead_id, campaign_id, channel, state, agent_id FROM touch WHERE id = :id FOR UPDATE",
        id=touch_id,
    )


def numbers_of(conn: Connection, lead_ids: Sequence[int]) -> list[tuple[int, int]]:
    """Every number of these leads, as (lead id, phone id)."""
    rows = conn.execute(
        text("SELECT lead_id, id FROM phone WHERE lead_id = ANY(:leads) ORDER BY id"), {"leads": list(lead_ids)}
    )
    return [(lead_id, phone_id) for lead_id, phone_id in rows]


def close(conn: Connection, touch_id: int, state: str, user_id: int, now: datetime, reason: str = "") -> None:
    """Ends a planned touch as done or cancelled."""
    conn.execute(
        text("""
            UPDATE touch SET state = :state, done_at = :now, done_by = :user, reason = :reason
             WHERE id = :id AND state = 'planned'
        """),
        {"id": touch_id, "state": state, "now": now, "user": user_id, "reason": reason},
    )


def reopen(conn: Connection, touch_id: int, user_id: int, since: datetime) -> bool:
    """Plans a touch again that this person closed since then; whether there was one."""
    done = conn.execute(
        text("""
            UPDATE touch SET state = 'planned', done_at = NULL, done_by = NULL, reason = ''
             WHERE id = :id AND state IN ('done', 'cancelled') AND channel = ANY(:channels)
               AND done_by = :user AND done_at >= :since
        """),
        {"id": touch_id, "user": user_id, "since": since, "channels": list(BY_HAND)},
    )
    return done.rowcount > 0

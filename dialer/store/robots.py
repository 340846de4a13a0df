"""The seats of practice agents, and what each would see on its screen; one query for all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import Connection, text

from dialer.store.reading import values

_SEATS = """
    SELECT r.id, r.user_id, r.habits, s.id AS session_id, s.state, s.state_since, s.rounds, s.then, s.tab,
           s.current_call_id, c.record, a.id AS attempt_id, a.disposition, a.e164, l.zip, l.state AS lead_state,
           (SELECT max(over.ended_at) FROM session over WHERE over.agent_id = r.user_id) AS last_ended_at
      FROM robot_seat r
      LEFT JOIN session s ON s.agent_id = r.user_id AND s.ended_at IS NULL
      LEFT JOIN call c ON c.id = s.current_call_id
      LEFT JOIN attempt a ON a.id = c.attempt_id
      LEFT JOIN lead l ON l.id = a.lead_id
     ORDER BY r.id
"""


@dataclass(frozen=True, slots=True)
class Seat:
    """One practice agent; everything from `session_id` on is None without an open session or without a call."""

    id: int
    user_id: int
    habits: Mapping[str, Any]
    session_id: int | None
    state: str | None
    state_since: datetime | None
    rounds: int | None
    then: str | None
    tab: str | None
    current_call_id: str | None
    record: Mapping[str, Any] | None
    attempt_id: int | None
    disposition: str | None
    e164: str | None
    zip: str | None
    lead_state: str | None
    last_ended_at: datetime | None


def seats(conn: Connection) -> list[Seat]:
    """Every practice agent with its session and its call as they are now."""
    return values(conn, Seat, _SEATS)


def running_campaigns(conn: Connection) -> list[int]:
    """Campaigns that practice agents may work, those with the fewest open sessions first."""
    rows = conn.execute(
        text("""
            SELECT c.id FROM campaign c LEFT JOIN session s ON s.campaign_id = c.id AND s.ended_at IS NULL
             WHERE c.status = 'running' GROUP BY c.id ORDER BY count(s.id), c.id
        """)
    )
    return list(rows.scalars())


def give_seats(conn: Connection, habits: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
    """Makes accounts, given as (user id, habits), into practice agents; who is one already stays as they are."""
    conn.execute(
        text("""
            INSERT INTO robot_seat (user_id, habits)
            SELECT f.user_id, f.habits
              FROM unnest(CAST(:users AS bigint[]), CAST(:habits AS jsonb[])) AS f(user_id, habits)
             WHERE NOT EXISTS (SELECT 1 FROM robot_seat r WHERE r.user_id = f.user_id)
        """),
        {"users": [user for user, _ in habits], "habits": [Jsonb(dict(each)) for _, each in habits]},
    )

"""Calls handed over, by the call, by the third party's leg and by session; and the office's saved numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from dialer.core.transfers import State, Way
from dialer.store.reading import value, values


@dataclass(frozen=True, slots=True)
class Transfer:
    """A person on the way from one agent to somebody else. `leg_call_id` is the third party's leg: one made for this,
    or the own line of a colleague, who has a session."""

    id: int
    call_id: str
    from_session_id: int
    from_name: str
    from_leg_id: str
    way: str
    state: str
    to_session_id: int | None
    to_name: str
    to_number: str
    leg_call_id: str
    note: str
    at: datetime
    result: str
    reason: str
    lead_id: int | None

    @property
    def has_begun(self) -> bool:
        """Whether agent, third party and person are still busy with it."""
        return self.state not in (State.HANDED_OVER, State.OVER)


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to whom the office hands people over."""

    id: int
    name: str
    about: str
    e164: str


@dataclass(frozen=True, slots=True)
class Colleague:
    """An agent with a session in the same campaign."""

    session_id: int
    name: str
    state: str
    free: bool


_LOAD = """
    SELECT t.id, t.call_id, t.from_session_id, u.name AS from_name, t.from_leg_id, t.way, t.state, t.to_session_id,
           t.to_name, t.to_number, t.leg_call_id, t.note, t.at, t.result, t.reason,
           coalesce(a.lead_id, i.lead_id) AS lead_id
      FROM transfer t
      JOIN session s ON s.id = t.from_session_id
      JOIN user_account u ON u.id = s.agent_id
      LEFT JOIN attempt a ON a.call_id = t.call_id
      LEFT JOIN inbound_call i ON i.call_id = t.call_id
"""

# By session: the latest of the call in hand, or the one that a colleague is about to give.
_SHOWN = text("""
    SELECT s.id, max(t.id) FROM session s
      JOIN transfer t ON t.call_id = s.current_call_id OR (t.to_session_id = s.id AND t.over_at IS NULL)
     WHERE s.id = ANY(:ids) AND s.ended_at IS NULL AND (t.from_session_id = s.id OR t.to_session_id = s.id)
     GROUP BY s.id
""")


def add(
    conn: Connection,
    *,
    call_id: str,
    from_session_id: int,
    from_leg_id: str,
    way: Way,
    state: State,
    to_session_id: int | None,
    to_name: str,
    to_number: str,
    leg_call_id: str,
    note: str,
    now: datetime,
) -> None:
    conn.execute(
        text("""
            INSERT INTO transfer (call_id, from_session_id, from_leg_id, way, state, to_session_id, to_name, to_number,
                                  leg_call_id, note, at)
            VALUES (:call_id, :from_session_id, :from_leg_id, :way, :state, :to_session_id, :to_name, :to_number,
                    :leg_call_id, :note, :now)
        """),
        {
            "call_id": call_id,
            "from_session_id": from_session_id,
            "from_leg_id": from_leg_id,
            "way": way,
            "state": state,
            "to_session_id": to_session_id,
            "to_name": to_name,
            "to_number": to_number,
            "leg_call_id": leg_call_id,
            "note": note,
            "now": now,
        },
    )


def of_call(conn: Connection, call_id: str) -> Transfer | None:
    """The open one of this person, locked."""
    return value(conn, Transfer, _LOAD + " WHERE t.over_at IS NULL AND t.call_id = :id FOR UPDATE OF t", id=call_id)


def of_leg(conn: Connection, call_id: str) -> Transfer | None:
    """The open one in which this leg is the third party's, locked."""
    where = " WHERE t.over_at IS NULL AND t.leg_call_id = :id FOR UPDATE OF t"
    return value(conn, Transfer, _LOAD + where, id=call_id)


def to_session(conn: Connection, session_id: int) -> Transfer | None:
    """The open one to a colleague."""
    where = " WHERE t.over_at IS NULL AND t.to_session_id = :id FOR UPDATE OF t"
    return value(conn, Transfer, _LOAD + where, id=session_id)


def move(
    conn: Connection, found: Transfer, state: State, result: str, reason: str, now: datetime, *, is_over: bool
) -> None:
    conn.execute(
        text("""
            UPDATE transfer SET state = :state, result = :result, reason = :reason,
                   handed_over_at = CASE WHEN :given THEN coalesce(handed_over_at, :now) ELSE handed_over_at END,
                   over_at = CASE WHEN :is_over THEN :now END
             WHERE id = :id
        """),
        {
            "id": found.id,
            "state": state,
            "result": result,
            "reason": reason,
            "given": state is State.HANDED_OVER,
            "is_over": is_over,
            "now": now,
        },
    )


def shown_to(conn: Connection, session_ids: Sequence[int]) -> dict[int, Transfer]:
    """What the agents of these sessions see of a transfer, by session."""
    pairs: Any = conn.execute(_SHOWN, {"ids": list(session_ids)})
    latest: dict[int, int] = dict(tuple(pair) for pair in pairs)
    if not latest:
        return {}
    found = {
        each.id: each for each in values(conn, Transfer, _LOAD + " WHERE t.id = ANY(:ids)", ids=list(latest.values()))
    }
    return {session_id: found[transfer_id] for session_id, transfer_id in latest.items()}


def colleagues(conn: Connection, session_id: int) -> list[Colleague]:
    """Who else has a session in the campaign; whoever is free first."""
    return values(
        conn,
        Colleague,
        """
        SELECT s.id AS session_id, u.name, s.state,
               s.state = 'ready' AND s.leg_state = 'up' AND s.current_call_id IS NULL AS free
          FROM session s JOIN user_account u ON u.id = s.agent_id
         WHERE s.ended_at IS NULL AND s.id <> :id
           AND s.campaign_id = (SELECT m.campaign_id FROM session m WHERE m.id = :id)
         ORDER BY free DESC, lower(u.name), s.id
        """,
        id=session_id,
    )


def handed_over_in(conn: Connection, session_id: int) -> int:
    """How many people the agent handed over in a session."""
    counted = conn.execute(
        text("SELECT count(*) FROM transfer WHERE from_session_id = :id AND handed_over_at IS NOT NULL"),
        {"id": session_id},
    )
    return int(counted.scalar_one())


def contacts(conn: Connection) -> list[Contact]:
    return values(conn, Contact, "SELECT id, name, about, e164 FROM transfer_contact ORDER BY lower(name), id")


def contact(conn: Connection, contact_id: int) -> Contact | None:
    return value(conn, Contact, "SELECT id, name, about, e164 FROM transfer_contact WHERE id = :id", id=contact_id)


def save_contact(conn: Connection, *, name: str, about: str, e164: str) -> int:
    """The same number again takes the new words."""
    made = conn.execute(
        text("""
            INSERT INTO transfer_contact (name, about, e164) VALUES (:name, :about, :e164)
            ON CONFLICT (e164) DO UPDATE SET name = excluded.name, about = excluded.about RETURNING id
        """),
        {"name": name, "about": about, "e164": e164},
    )
    return int(made.scalar_one())


def remove_contact(conn: Connection, contact_id: int) -> bool:
    """False where there is none."""
    return conn.execute(text("DELETE FROM transfer_contact WHERE id = :id"), {"id": contact_id}).rowcount == 1

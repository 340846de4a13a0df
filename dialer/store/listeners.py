"""Managers on agents' calls, by session, by person and by their own leg."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from dialer.store.reading import value, values
from telephony.orders import Hear, Hearing


@dataclass(frozen=True, slots=True)
class Listener:
    """A manager on an agent's call. `call_id` is the manager's own leg."""

    id: int
    session_id: int
    user_id: int
    name: str
    mode: str
    state: str
    leg_kind: str
    call_id: str
    agent_leg_id: str | None
    """The agent's leg, whose room they are in."""
    agent_carrier_id: str | None
    """The carrier's name for that leg."""

    def wish(self, carrier_call_id: str | None) -> Hear | None:
        """How their leg is to be heard, as an order; None while there is no room to be heard in."""
        if self.agent_leg_id is None:
            return None
        return Hear(
            call_id=self.call_id,
            carrier_call_id=carrier_call_id,
            agent_leg_id=self.agent_leg_id,
            agent_carrier_id=self.agent_carrier_id,
            hearing=Hearing(self.mode),
        )


_LOAD = """
    SELECT n.id, n.session_id, n.user_id, u.name, n.mode, n.state, n.leg_kind, n.call_id, s.leg_call_id AS agent_leg_id,
           c.carrier_call_id AS agent_carrier_id
      FROM listener n
      JOIN user_account u ON u.id = n.user_id
      JOIN session s ON s.id = n.session_id
      LEFT JOIN call c ON c.id = s.leg_call_id
     WHERE n.gone_at IS NULL
"""


def add(
    conn: Connection, *, session_id: int, user_id: int, mode: str, leg_kind: str, call_id: str, now: datetime
) -> None:
    conn.execute(
        text("""
            INSERT INTO listener (session_id, user_id, mode, leg_kind, call_id, since)
            VALUES (:session_id, :user_id, :mode, :leg_kind, :call_id, :now)
        """),
        {
            "session_id": session_id,
            "user_id": user_id,
            "mode": mode,
            "leg_kind": leg_kind,
            "call_id": call_id,
            "now": now,
        },
    )


def of_user(conn: Connection, user_id: int) -> Listener | None:
    """Where this person listens; the row of theirs is locked, so that two clicks are one after the other."""
    return value(conn, Listener, _LOAD + " AND n.user_id = :id FOR UPDATE OF n", id=user_id)


def of_leg(conn: Connection, call_id: str) -> Listener | None:
    return value(conn, Listener, _LOAD + " AND n.call_id = :id", id=call_id)


def of_sessions(conn: Connection, session_ids: Sequence[int]) -> list[Listener]:
    """Who is on these sessions' calls or on the way there."""
    return values(conn, Listener, _LOAD + " AND n.session_id = ANY(:ids) ORDER BY n.id", ids=list(session_ids))


def set_mode(conn: Connection, listener_id: int, mode: str) -> None:
    conn.execute(text("UPDATE listener SET mode = :mode WHERE id = :id"), {"id": listener_id, "mode": mode})


def arrived(conn: Connection, listener_id: int) -> None:
    conn.execute(text("UPDATE listener SET state = 'there' WHERE id = :id AND gone_at IS NULL"), {"id": listener_id})


def gone(conn: Connection, listener_id: int, now: datetime) -> None:
    conn.execute(
        text("UPDATE listener SET state = 'gone', gone_at = :now WHERE id = :id"), {"id": listener_id, "now": now}
    )

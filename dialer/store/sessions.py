"""Agents' sessions: rows in and out as `core.agents.Session`, and the arbiter that gives an answer to one agent."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import Connection, Row, bindparam, exists, insert, select, text, update

from dialer.core.agents import Session, State, Then
from dialer.store.schema import session

_NAMES = tuple(field.name for field in fields(Session))
_LOAD = select(*(session.c[name] for name in _NAMES))

# Put together once: these are asked while a person who has answered waits.
_LOCK = _LOAD.where(session.c.id == bindparam("id")).with_for_update()
_FREE = _LOAD.where(
    text("""
        campaign_id = :campaign_id AND ended_at IS NULL AND state = 'ready' AND leg_state = 'up'
        AND current_call_id IS NULL AND id <> ALL(:not_these)
    """)
).order_by(text("(id = :preferred) DESC, state_since"))

_SAVE = (
    update(session)
    .where(session.c.id == bindparam("new_id"))
    .values(version=session.c.version + 1, **{name: bindparam(f"new_{name}") for name in _NAMES if name != "id"})
)

# One statement decides: the row lock makes a second answer skip an agent who is just being given the first.
_ASSIGN = _FREE.limit(1).with_for_update(skip_locked=True)


def create(conn: Connection, fresh: Session, goals: dict[str, Any]) -> int:
    """Stores a new session and gives its id; the unique index refuses a second open one of the same agent."""
    values = {name: getattr(fresh, name) for name in _NAMES if name != "id"}
    stored = conn.execute(insert(session).values(**values, goals=goals).returning(session.c.id))
    return int(stored.scalar_one())


def load(conn: Connection, session_id: int) -> Session | None:
    """The session as it is now, unlocked."""
    row = conn.execute(_LOAD.where(session.c.id == session_id)).first()
    return _session(row) if row else None


def lock(conn: Connection, session_id: int) -> Session | None:
    """The session with its row locked until the transaction's end."""
    row = conn.execute(_LOCK, {"id": session_id}).first()
    return _session(row) if row else None


def lock_free_agent(
    conn: Connection, campaign_id: int, preferred: int | None, not_these: Sequence[int] = ()
) -> Session | None:
    """Locks a session whose agent is free for a person who has answered: the line's own agent first, else who has
    waited longest; None when nobody is."""
    asked = {"campaign_id": campaign_id, "preferred": preferred or 0, "not_these": list(not_these)}
    found = conn.execute(_ASSIGN, asked).first()
    if found is not None:
        return _session(found)
    # Whoever holds the row of a free agent may only be noting a sign of life: a person who has answered is not left
    # alone for that. After the wait the row says whether the agent is still free.
    held = (lock(conn, row.id) for row in conn.execute(_FREE, asked).all())
    return next((each for each in held if each is not None and each.may_be_given_a_call()), None)


def anybody_busy(conn: Connection, campaign_id: int) -> bool:
    """Whether an agent of the campaign has a call or writes one up, and will take the next."""
    busy = session.c.state.in_((State.TALKING, State.WRAP_UP)) & (session.c.then == Then.NOTHING)
    mine = (session.c.campaign_id == campaign_id) & session.c.ended_at.is_(None) & (session.c.leg_state == "up")
    return bool(conn.execute(select(exists().where(mine, busy))).scalar_one())


def of_agent(conn: Connection, agent_id: int) -> Session | None:
    """The agent's open session."""
    row = conn.execute(_LOAD.where(session.c.agent_id == agent_id, session.c.ended_at.is_(None))).first()
    return _session(row) if row else None


def open_sessions(conn: Connection, campaign_id: int | None = None) -> list[Session]:
    """Sessions that are not over, of one campaign or of all."""
    query = _LOAD.where(session.c.ended_at.is_(None)).order_by(session.c.id)
    if campaign_id is not None:
        query = query.where(session.c.campaign_id == campaign_id)
    return [_session(row) for row in conn.execute(query)]


def save(conn: Connection, changed: Sequence[Session]) -> None:
    """Writes back sessions whose rows this transaction has locked."""
    if changed:
        conn.execute(_SAVE, [{f"new_{name}": getattr(each, name) for name in _NAMES} for each in changed])


def seen(conn: Connection, session_id: int, tab: str, now: datetime) -> bool:
    """A sign of life of the tab that holds the session; false when another tab has taken it over. A page breathes on
    until it hears that its session is over, which is no reason to refuse it."""
    done = conn.execute(update(session).where(session.c.id == session_id, session.c.tab == tab).values(seen_at=now))
    return done.rowcount == 1


def lines_out(conn: Connection, session_ids: Sequence[int]) -> dict[int, int]:
    """How many lead legs of each session are not over."""
    rows: Any = conn.execute(
        text(
            "SELECT session_id, count(*) FROM call WHERE session_id = ANY(:ids) AND role = 'lead'"
            " AND ended_at IS NULL GROUP BY session_id"
        ),
        {"ids": list(session_ids)},
    )
    return dict(rows.all())


def remember_command(conn: Connection, session_id: int, command_id: str, answer: dict[str, Any], now: datetime) -> bool:
    """Notes a command under the client's own id; false when it was carried out before."""
    done = conn.execute(
        text(
            "INSERT INTO session_command (id, session_id, at, answer) VALUES (:id, :session_id, :now, :answer)"
            " ON CONFLICT (id) DO NOTHING"
        ),
        {"id": command_id, "session_id": session_id, "now": now, "answer": Jsonb(answer)},
    )
    return done.rowcount == 1


def count_commands(conn: Connection, session_id: int, command: str) -> int:
    """How often the agent of a session has given this command."""
    counted = text("SELECT count(*) FROM session_command WHERE session_id = :id AND answer ->> 'command' = :command")
    return int(conn.execute(counted, {"id": session_id, "command": command}).scalar_one())


def _session(row: Row[Any]) -> Session:
    values = dict(row._mapping)
    return Session(**{**values, "state": State(values["state"]), "then": Then(values["then"])})


def give_tab(conn: Connection, session_id: int, tab: str, now: datetime) -> None:
    """Hands the session to another browser tab."""
    conn.execute(
        update(session).where(session.c.id == session_id).values(tab=tab, seen_at=now, version=session.c.version + 1)
    )

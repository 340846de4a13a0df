"""The present moment of a campaign as the pacer needs it: who is free, what rings, what the law's ledger says."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from dialer.core.agents import Session, State
from dialer.core.pacing import AgentOnFloor, AgentState, Floor, RingingLine
from dialer.store.experience import segment_of
from dialer.store.sessions import open_sessions

_LINES = text("""
    SELECT c.id, c.session_id, c.planned_at, c.rang_at, c.answered_at, c.agent_session_id, c.state,
           l.state AS lives_in, a.step
      FROM call c JOIN attempt a ON a.id = c.attempt_id JOIN lead l ON l.id = a.lead_id
     WHERE c.campaign_id = :campaign_id AND c.role = 'lead' AND c.ended_at IS NULL
""")

_STATES = {State.READY: AgentState.READY, State.TALKING: AgentState.TALKING, State.WRAP_UP: AgentState.WRAP_UP}


def load(conn: Connection, campaign_id: int, now: datetime) -> tuple[Floor, list[Session]]:
    """The floor of one campaign, and its open sessions. Agents who want no new lines (paused, unseen, about to end) are
    not on the floor.

    The lines are read before the sessions: where a person answers between the two, an agent would else be free without
    a line, get another, and leave whoever answers that one alone.
    """
    rows: Any = conn.execute(_LINES, {"campaign_id": campaign_id}).all()
    sessions = open_sessions(conn, campaign_id)
    in_use = conn.execute(text("SELECT count(*) FROM call WHERE ended_at IS NULL")).scalar_one()
    # A line that is being taken down frees no agent and needs none, so it is not waited for.
    ringing = [r for r in rows if r.answered_at is None and r.state != "closing"]
    waiting = [r for r in rows if r.state == "answered" and r.agent_session_id is None]
    answered = _answered(conn, sessions)
    found = Floor(
        agents=tuple(_agent(s, answered, now) for s in sessions if s.state in _STATES and not _leaving(s, now)),
        ringing=tuple(
            RingingLine(
                agent_id=str(r.session_id),
                age_seconds=max(0.0, (now - (r.rang_at or r.planned_at)).total_seconds()),
                segment=segment_of(r.lives_in, r.step),
                line_id=r.id,
            )
            for r in ringing
        ),
        waiting_answered=len(waiting),
        in_use_lines=int(in_use),
    )
    return found, sessions


def _leaving(session: Session, now: datetime) -> bool:
    return session.state is State.READY and not session.wants_lines(now)


def _answered(conn: Connection, sessions: Sequence[Session]) -> dict[str, datetime]:
    """When the calls that agents have in hand were answered, by call."""
    ids = [s.current_call_id for s in sessions if s.current_call_id is not None]
    if not ids:
        return {}
    found: Any = conn.execute(
        text("SELECT id, answered_at FROM call WHERE id = ANY(:ids) AND answered_at IS NOT NULL"), {"ids": ids}
    )
    return dict(found.all())


def _agent(session: Session, answered: Mapping[str, datetime], now: datetime) -> AgentOnFloor:
    """An agent by the id of the session, since lines belong to sessions."""
    since = max(0.0, (now - session.state_since).total_seconds())
    begun = answered.get(session.current_call_id or "", session.state_since)
    busy = max(since, (now - begun).total_seconds())
    return AgentOnFloor(
        agent_id=str(session.id),
        state=_STATES[session.state],
        since_seconds=since,
        leg_ready=session.leg_up,
        busy_seconds=0.0 if session.state is State.READY else busy,
        round=session.rounds,
        lines=session.lines,
    )

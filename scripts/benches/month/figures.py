"""What a day came to, read from the rows that the product itself keeps."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

# The last conversation goes on after the shift; counted in, it would be time in which nobody can wait.
_SESSIONS = text("""
    SELECT sum(extract(epoch FROM least(ended_at, ends_at) - started_at)) AS agent_seconds,
           sum(waiting_seconds) AS waiting_seconds
      FROM session WHERE started_at >= :begins AND started_at < :ends
""")

_CALLS = text("""
    SELECT count(*) FILTER (WHERE c.carrier_call_id IS NOT NULL) AS dials,
           count(*) FILTER (WHERE a.human) AS people,
           count(*) FILTER (WHERE a.abandoned) AS abandoned,
           count(*) FILTER (WHERE c.answered_at IS NULL AND c.rang_at IS NOT NULL
                              AND c.ended_at - c.rang_at < interval '15 seconds') AS rings_cut,
           coalesce(sum(a.talk_seconds) FILTER (WHERE a.human), 0) AS talk_seconds
      FROM attempt a JOIN call c ON c.id = a.call_id
     WHERE a.opened_at >= :begins AND a.opened_at < :ends
""")

# From the moment an agent was free again to the answer that ended the wait.
_WAITS = text("""
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY wait) AS half,
           percentile_cont(0.95) WITHIN GROUP (ORDER BY wait) AS most
      FROM (SELECT extract(epoch FROM c.answered_at - lag(greatest(c.ended_at, a.disposed_at))
                      OVER (PARTITION BY c.agent_session_id ORDER BY c.answered_at)) AS wait
              FROM attempt a JOIN call c ON c.id = a.call_id
             WHERE c.agent_session_id IS NOT NULL AND a.opened_at >= :begins AND a.opened_at < :ends) AS gaps
     WHERE wait IS NOT NULL
""")


@dataclass(frozen=True, slots=True)
class Figures:
    """One day, or several together. Waits are an agent's from being free to the next answer, in seconds."""

    agent_seconds: float
    busy_seconds: float
    talk_seconds: float
    dials: int
    answered: int
    abandoned: int
    rings_cut: int
    wait_half: float
    wait_most: float

    @property
    def utilisation(self) -> float:
        """Share of the agents' time with a call in hand or to write up."""
        return self.busy_seconds / self.agent_seconds

    @property
    def talk(self) -> float:
        """Share of the agents' time in which they and a person could hear each other."""
        return self.talk_seconds / self.agent_seconds

    @property
    def abandoned_share(self) -> float:
        return self.abandoned / self.answered if self.answered else 0.0


def figures(conn: Connection, begins: datetime, ends: datetime) -> Figures:
    """Of the sessions and attempts that began in this time."""
    span = {"begins": begins, "ends": ends}
    time: Any = conn.execute(_SESSIONS, span).one()
    calls: Any = conn.execute(_CALLS, span).one()
    waits: Any = conn.execute(_WAITS, span).one()
    agent_seconds = float(time.agent_seconds)
    return Figures(
        agent_seconds=agent_seconds,
        busy_seconds=agent_seconds - float(time.waiting_seconds),
        talk_seconds=float(calls.talk_seconds),
        dials=calls.dials,
        answered=calls.people,
        abandoned=calls.abandoned,
        rings_cut=calls.rings_cut,
        wait_half=float(waits.half or 0.0),
        wait_most=float(waits.most or 0.0),
    )

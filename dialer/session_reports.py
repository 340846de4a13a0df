"""What came of a session, beside what is usual for its agent."""

from dataclasses import dataclass
from datetime import datetime

from dialer.cards import SessionCard, session_cards
from dialer.store import session_report, transfers
from dialer.store.session import Connection
from dialer.store.session_report import Average, Callback, OutcomeCount


@dataclass(frozen=True, slots=True)
class SessionReport:
    """`average` is that of the agent's earlier sessions, None for the first one."""

    session: SessionCard
    average: Average | None
    outcomes: list[OutcomeCount]
    callbacks: list[Callback]
    handed_over: int


def report_of(conn: Connection, session_id: int, now: datetime) -> SessionReport:
    """The report of a session that exists, also while it runs."""
    (session,) = session_cards(conn, [session_id])
    return SessionReport(
        session=session,
        average=session_report.average_before(conn, session_id),
        outcomes=session_report.outcomes(conn, session_id),
        callbacks=session_report.callbacks(conn, session_id, now),
        handed_over=transfers.handed_over_in(conn, session_id),
    )

"""When something will be due by itself, so that the engine sleeps exactly so long."""

from datetime import datetime

from sqlalchemy import Connection, text

# Calls whose wait is over, leads who become due, orders that were put off: one question, since the engine asks it at
# every turn. "least" leaves out what is NULL.
_FIRST = text("""
    SELECT least((SELECT min(deadline_at) FROM call WHERE ended_at IS NULL),
                 (SELECT min(next_call_at) FROM enrollment
                   WHERE state IN ('waiting', 'held') AND next_call_at IS NOT NULL AND paused_at IS NULL),
                 (SELECT min(not_before) FROM outbox WHERE state = 'pending' AND not_before IS NOT NULL))
""")


def first(conn: Connection) -> datetime | None:
    found: datetime | None = conn.execute(_FIRST).scalar()
    return found

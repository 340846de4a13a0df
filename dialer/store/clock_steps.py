"""Moving what is under way along with a clock that was set, so that everything is as far off as it was before."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, text

# What was written in the moment between the step and now has the new time already, and is told from the rest where it
# lies in the past: a sign of life stays as fresh as it is. What is over keeps the times that it was given.
_MOVES = (
    """
    UPDATE call
       SET deadline_at = deadline_at + :by, cut_at = cut_at + :by, version = version + 1,
           record = jsonb_set(record, '{deadline_at}', to_jsonb(
               to_char((deadline_at + :by) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')))
     WHERE ended_at IS NULL AND deadline_at IS NOT NULL
    """,
    """
    UPDATE session
       SET ends_at = ends_at + :by, wrap_up_until = wrap_up_until + :by, typing_until = typing_until + :by,
           leg_good_until = leg_good_until + :by,
           seen_at = CASE WHEN CAST(:by AS interval) > interval '0' THEN least(seen_at + :by, :now)
                          WHEN seen_at > :now THEN seen_at + :by ELSE seen_at END,
           state_since = CASE WHEN CAST(:by AS interval) > interval '0' THEN least(state_since + :by, :now)
                              WHEN state_since > :now THEN state_since + :by ELSE state_since END,
           version = version + 1
     WHERE ended_at IS NULL
    """,
    "UPDATE inbound_call SET offered_until = offered_until + :by WHERE closed_at IS NULL",
    """
    UPDATE outbox SET not_before = not_before + :by, tried_at = tried_at + :by WHERE state IN ('pending', 'sending')
    """,
    "UPDATE practice_due SET due_at = due_at + :by",
)


def move(conn: Connection, by: timedelta, now: datetime) -> None:
    """`by` is how far the clock was set, `now` what it says since."""
    for statement in _MOVES:
        conn.execute(text(statement), {"by": by, "now": now})


def doubt(conn: Connection, doubted: bool) -> None:
    """Tells every process, and whoever takes the lease next, whether the time of day may decide about legal hours."""
    conn.execute(text("UPDATE process_lease SET clock_doubted = :it WHERE name = 'engine'"), {"it": doubted})


def is_doubted(conn: Connection) -> bool:
    return bool(conn.execute(text("SELECT clock_doubted FROM process_lease WHERE name = 'engine'")).scalar())


def open_sessions(conn: Connection) -> list[int]:
    """Sessions whose screens show other times now."""
    return list(conn.execute(text("SELECT id FROM session WHERE ended_at IS NULL ORDER BY id")).scalars())

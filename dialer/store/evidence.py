"""Writes what calls show onto their attempts, many at once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from dialer.core.attempts import Evidence
from dialer.store.many import as_rows

# A disposition knows better than the wire whether it was a person, so it is not overwritten by late evidence.
_SAVE = text("""
    UPDATE attempt a
       SET answered_at = s.answered_at,
           human = CASE WHEN a.disposed_at IS NULL THEN s.human ELSE a.human END,
           abandoned = s.abandoned AND NOT a.inbound, ended_at = s.ended_at, ending = s.ending,
           ending_sentence = s.ending_sentence,
           counts = s.counts, talk_seconds = s.talk_seconds, connect_ms = s.connect_ms,
           agent_id = coalesce((SELECT w.agent_id FROM session w WHERE w.id = s.session_id), a.agent_id)
      FROM jsonb_to_recordset(:shown)
           AS s(id bigint, answered_at timestamptz, human boolean, abandoned boolean, ended_at timestamptz, ending text,
                ending_sentence text, counts boolean, talk_seconds float8, connect_ms int, session_id bigint)
     WHERE a.id = s.id AND a.id = ANY(:ids)
    RETURNING a.lead_id
""")

_PHONES = text("""
    UPDATE phone p
       SET last_attempt_at = a.opened_at, last_ending = a.ending,
           attempts = p.attempts + CASE WHEN a.counts AND NOT a.inbound THEN 1 ELSE 0 END
      FROM attempt a
     WHERE a.id = ANY(:ids) AND p.id = a.phone_id
""")

_COLUMNS = (
    "answered_at",
    "human",
    "abandoned",
    "ended_at",
    "ending",
    "ending_sentence",
    "counts",
    "talk_seconds",
    "connect_ms",
)


def save(conn: Connection, shown: Mapping[int, tuple[Evidence, int | None]]) -> frozenset[int]:
    """Stores evidence by attempt id, with the session whose agent got the call; the leads concerned."""
    if not shown:
        return frozenset()
    ids = sorted(shown)
    rows = ({name: getattr(shown[i][0], name) for name in _COLUMNS} | {"id": i, "session_id": shown[i][1]} for i in ids)
    return frozenset(conn.execute(_SAVE, {"ids": ids, "shown": as_rows(rows)}).scalars())


def finish_phones(conn: Connection, attempt_ids: list[int]) -> None:
    """Counts attempts that have just ended on the number that was called."""
    if attempt_ids:
        conn.execute(_PHONES, {"ids": attempt_ids})


def disposition_of(conn: Connection, attempt_id: int) -> tuple[str, datetime | None]:
    """What the agent said so far, empty while nothing."""
    row: Any = conn.execute(
        text("SELECT disposition, disposed_at FROM attempt WHERE id = :id"), {"id": attempt_id}
    ).one()
    return row[0], row[1]

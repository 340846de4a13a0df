"""The practice network's memory in PostgreSQL, so that its calls go on while our processes are away."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from psycopg.types.json import Jsonb
from sqlalchemy import Connection, text

from dialer.store.session import Database
from telephony.practice.exchange import Books, DueEvent, Page

_PUT = text("""
    INSERT INTO practice_page (key, page) VALUES (:key, :page)
    ON CONFLICT (key) DO UPDATE SET page = excluded.page
""")

_PLAN = text("""
    INSERT INTO practice_due (key, due_at, body)
    SELECT d.key, d.due_at, d.body
      FROM unnest(CAST(:key AS text[]), CAST(:due_at AS timestamptz[]), CAST(:body AS jsonb[]))
           WITH ORDINALITY AS d(key, due_at, body, position)
     ORDER BY d.position
""")

_TAKE = text("""
    DELETE FROM practice_due
     WHERE id IN (SELECT id FROM practice_due WHERE due_at <= :now ORDER BY due_at, id LIMIT :count
                     FOR UPDATE SKIP LOCKED)
    RETURNING due_at, id, key, body
""")


class SqlExchange:
    """An exchange whose books are rows; one set of books is one database transaction."""

    def __init__(self, db: Database) -> None:
        self._db = db

    @contextmanager
    def open(self) -> Iterator[Books]:
        with self._db.transaction() as conn:
            yield _SqlBooks(conn)


class _SqlBooks:
    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def get(self, key: str) -> Page | None:
        found: Page | None = self._conn.execute(
            text("SELECT page FROM practice_page WHERE key = :key FOR UPDATE"), {"key": key}
        ).scalar()
        return found

    def put(self, key: str, page: Page) -> None:
        self._conn.execute(_PUT, {"key": key, "page": Jsonb(page)})

    def plan(self, due: Iterable[DueEvent]) -> None:
        events = list(due)
        if events:
            self._conn.execute(
                _PLAN,
                {
                    "key": [event.key for event in events],
                    "due_at": [event.due_at for event in events],
                    "body": [Jsonb(event.body) for event in events],
                },
            )

    def cancel_pending(self, key: str) -> None:
        self._conn.execute(text("DELETE FROM practice_due WHERE key = :key"), {"key": key})

    def take_due(self, now: datetime, limit: int) -> list[DueEvent]:
        rows = sorted(self._conn.execute(_TAKE, {"now": now, "count": limit}), key=lambda row: (row.due_at, row.id))
        return [DueEvent(row.key, row.due_at, row.body) for row in rows]

    def next_due(self) -> datetime | None:
        found: datetime | None = self._conn.execute(text("SELECT min(due_at) FROM practice_due")).scalar()
        return found

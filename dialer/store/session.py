"""The connection pool and the transaction: the only two things that the rest of the store needs from an engine."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from psycopg.errors import DeadlockDetected, LockNotAvailable, SerializationFailure
from sqlalchemy import Connection as Connection
from sqlalchemy import create_engine, text
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

T = TypeVar("T")

_CONFLICTS = (DeadlockDetected, LockNotAvailable, SerializationFailure)

UNAVAILABLE = (OperationalError, InterfaceError, PoolTimeout)
"""What statements raise while PostgreSQL is away, for those who have to tell a caller to come back later."""

POOL_SIZE = 20
"""Connections kept per process; the web process has more threads than that, and each holds one for milliseconds."""


class Database:
    """One process's door to PostgreSQL. Not to be shared across a fork: call `forget` in the child first."""

    def __init__(self, url: str) -> None:
        self.engine = create_engine(
            url,
            pool_size=POOL_SIZE,
            max_overflow=20,
            pool_pre_ping=True,
            pool_timeout=10,
            # Names the time zone of every session, so that the same query gives the same dates everywhere.
            connect_args={"options": "-c timezone=UTC -c lock_timeout=10s", "connect_timeout": 5},
        )

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A connection whose work is committed at the end, or rolled back when an exception leaves the block."""
        with self.engine.begin() as conn:
            yield conn

    def answers(self) -> bool:
        """Whether PostgreSQL answers a question; raises nothing but what SQLAlchemy does when it does not."""
        with self.engine.connect() as conn:
            return bool(conn.execute(text("SELECT 1")).scalar_one())

    def forget(self) -> None:
        """Drops inherited connections without closing them: they belong to the parent process."""
        self.engine.dispose(close=False)

    def close(self) -> None:
        self.engine.dispose()


def repeat_on_conflict(db: Database, work: Callable[[Connection], T], tries: int = 5) -> T:
    """Runs `work` in a transaction, again when another one stood in its way: deadlocks and waits are nobody's fault.

    `work` must be safe to run again from the start, which everything keyed is.
    """
    for left in range(tries - 1, -1, -1):
        try:
            with db.transaction() as conn:
                return work(conn)
        except OperationalError as error:
            if left == 0 or not isinstance(error.orig, _CONFLICTS):
                raise
    raise AssertionError("unreachable: the last try returns or raises")

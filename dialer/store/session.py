"""The connection pool and the transaction: the only two things that the rest of the store needs from an engine."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

from psycopg.errors import DeadlockDetected, DiskFull, LockNotAvailable, SerializationFailure
from sqlalchemy import Connection as Connection
from sqlalchemy import create_engine, event, text
from sqlalchemy.exc import InterfaceError, InvalidatePoolError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

T = TypeVar("T")

_CONFLICTS = (DeadlockDetected, LockNotAvailable, SerializationFailure)

UNAVAILABLE = (OperationalError, InterfaceError, PoolTimeout)
"""What statements raise while PostgreSQL is away, for those who have to tell a caller to come back later."""

POOL_SIZE = 20
"""Connections kept per process; the web process has more threads than that, and each holds one for milliseconds."""

RESTED_SECONDS = 2.0
"""A connection that lay unused for so long is asked whether it still lives before it is used again. One that was in
use a moment ago is taken as it is: asking at each use is a fifth of the engine's round trips."""


LOCK_SECONDS = 10.0
"""How long a statement waits for a row that somebody else has locked."""

CONFLICTS_SECONDS = 5.0
"""A piece of work that met conflicts for so long is not begun again: who asked for it has waited long enough, and a
webhook's caller asks again by itself."""


def found_no_room(error: Exception) -> bool:
    """Whether the disk of the database is full: what is stored can be read, and nothing can be added."""
    return isinstance(error, OperationalError) and isinstance(error.orig, DiskFull)


class Database:
    """One process's door to PostgreSQL. Not to be shared across a fork: call `forget` in the child first."""

    def __init__(self, url: str, rested_seconds: float = RESTED_SECONDS, lock_seconds: float = LOCK_SECONDS) -> None:
        self._rested_seconds = rested_seconds
        self.engine = create_engine(
            url,
            pool_size=POOL_SIZE,
            max_overflow=20,
            pool_timeout=10,
            # Names the time zone of every session, so that the same query gives the same dates everywhere.
            connect_args={
                "options": f"-c timezone=UTC -c lock_timeout={lock_seconds * 1000:.0f}",
                "connect_timeout": 5,
            },
        )
        event.listen(self.engine, "checkin", _note_time)
        event.listen(self.engine, "checkout", self._ask_if_rested)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A connection whose work is committed at the end, or rolled back when an exception leaves the block."""
        with self.engine.begin() as conn:
            yield conn

    @contextmanager
    def look(self) -> Iterator[Connection]:
        """A connection for questions that need not be answered at one moment: each statement stands alone, which saves
        the two round trips of a transaction."""
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
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

    def _ask_if_rested(self, connection: Any, record: Any, proxy: object) -> None:
        """Refuses a connection that died in the pool: the pool then makes new ones for all of them."""
        used_at = record.info.get(_USED_AT)
        if used_at is None or time.monotonic() - used_at < self._rested_seconds:
            return
        try:
            self.engine.dialect.do_ping(connection)
        except self.engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error


_USED_AT = "used_at"


def _note_time(connection: Any, record: Any) -> None:
    record.info[_USED_AT] = time.monotonic()


def wait_at_most(conn: Connection, seconds: float) -> None:
    """Lets the rest of this transaction wait no longer than that for a row that somebody else has locked."""
    conn.execute(_WAIT, {"milliseconds": f"{seconds * 1000:.0f}"})


_WAIT = text("SELECT set_config('lock_timeout', :milliseconds, true)")


def repeat_on_conflict(db: Database, work: Callable[[Connection], T], tries: int = 5) -> T:
    """Runs `work` in a transaction, again when another one stood in its way: deadlocks and waits are nobody's fault.

    `work` must be safe to run again from the start, which everything keyed is.
    """
    began = time.monotonic()
    for left in range(tries - 1, -1, -1):
        try:
            with db.transaction() as conn:
                return work(conn)
        except OperationalError as error:
            over = left == 0 or time.monotonic() - began > CONFLICTS_SECONDS
            if over or not isinstance(error.orig, _CONFLICTS):
                raise
    raise AssertionError("unreachable: the last try returns or raises")


def each_alone(db: Database, keys: Sequence[int], work: Callable[[int, Connection], bool], failure: str) -> int:
    """Runs `work` for each key in a transaction of its own; for how many it was true.

    One that fails does not hold up the others. Raises ExceptionGroup, whose message is `failure` with the numbers, when
    all are done.
    """
    done, failed = 0, []
    for key in keys:
        try:
            done += repeat_on_conflict(db, partial(work, key))
        except Exception as error:  # noqa: BLE001 - whatever it is must not hold up the others; it is raised below
            failed.append(error)
    if failed:
        raise ExceptionGroup(f"{failure}: {len(failed)} of {len(keys)}", failed)
    return done

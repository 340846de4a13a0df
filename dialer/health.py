"""Whether this installation can do its work right now, part by part."""

import shutil
from collections.abc import Callable

from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from dialer.bootstrap import Services
from dialer.config import Settings
from dialer.supervisor.migrations import pending
from dialer.supervisor.running import running

LEAST_FREE_BYTES = 1_000_000_000
"""Of the disk that holds the data folder."""

_LEASE = text("SELECT count(*) FROM process_lease WHERE name = 'engine' AND expires_at > :now")


def readiness(services: Services) -> dict[str, bool]:
    """Each part's name and whether it answers; never raises."""
    parts: dict[str, Callable[[Services], bool]] = {
        "database": _database,
        "valkey": _valkey,
        "migrated": _migrated,
        "engine": _engine,
        "processes": _processes,
    }
    return {name: _holds(check, services) for name, check in parts.items()}


def free_bytes(settings: Settings) -> int:
    return shutil.disk_usage(settings.data_dir).free


def _holds(check: Callable[[Services], bool], services: Services) -> bool:
    try:
        return check(services)
    except (SQLAlchemyError, RedisError):
        return False


def _database(services: Services) -> bool:
    return services.db.answers()


def _valkey(services: Services) -> bool:
    url = services.settings.redis_url or ""
    with Redis.from_url(url, socket_connect_timeout=0.5, socket_timeout=0.5) as store:
        return bool(store.ping())


def _migrated(services: Services) -> bool:
    return not pending(services.settings.database_url or "")


def _engine(services: Services) -> bool:
    """An engine renews its lease every few seconds for as long as it works."""
    with services.db.transaction() as conn:
        return bool(conn.execute(_LEASE, {"now": services.clock.now()}).scalar_one())


def _processes(services: Services) -> bool:
    """Whether our supervisor, where there is one, had to leave no process down."""
    found = running(services.settings.data_dir)
    return found is None or not any(process.down for process in found.processes)

"""Embedded stores for one benchmark run, durable as in production, in a folder that is thrown away."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dialer.bootstrap import Services, build_services
from dialer.config import load_settings
from dialer.supervisor.migrations import upgrade
from dialer.supervisor.stores import embedded_postgres, embedded_valkey


@dataclass(frozen=True)
class Stores:
    folder: Path
    database_url: str
    redis_url: str

    def environ(self, **more: str) -> dict[str, str]:
        return {
            "RELIST_DATA_DIR": str(self.folder),
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.redis_url,
            "RELIST_LOG_LEVEL": "warning",
            **more,
        }

    def services(self, **more: str) -> Services:
        return build_services(load_settings(self.environ(**more)))


@contextmanager
def fresh_stores(*, durable: bool = True) -> Iterator[Stores]:
    """A migrated PostgreSQL that waits for the disk at every commit, unless it need not be durable, and a Valkey."""
    folder = Path(tempfile.mkdtemp(prefix="relist-bench-"))
    try:
        with embedded_postgres(folder, durable=durable) as database_url, embedded_valkey(folder) as redis_url:
            upgrade(database_url)
            yield Stores(folder, database_url, redis_url)
    finally:
        shutil.rmtree(folder, ignore_errors=True)

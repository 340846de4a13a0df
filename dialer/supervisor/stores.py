"""The two stores: embedded ones for as long as a block lasts, or wherever they already are."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from dialer.clock import Clock
from dialer.config import Settings
from dialer.supervisor.errors import SupervisorError
from dialer.supervisor.postgres import EmbeddedPostgres
from dialer.supervisor.running import Running, owned, running
from dialer.supervisor.valkey import EmbeddedValkey

__all__ = [
    "EmbeddedPostgres",
    "EmbeddedValkey",
    "Stores",
    "embedded_postgres",
    "embedded_valkey",
    "found_stores",
    "open_stores",
    "start_missing",
]


@contextmanager
def embedded_postgres(data_dir: Path, *, durable: bool = True) -> Iterator[str]:
    """The SQLAlchemy URL of a PostgreSQL that lives under `data_dir` while the block runs."""
    server = EmbeddedPostgres(data_dir, durable=durable)
    try:
        yield server.start()
    finally:
        server.stop()


@contextmanager
def embedded_valkey(data_dir: Path) -> Iterator[str]:
    """The URL of a Valkey that lives under `data_dir` while the block runs."""
    server = EmbeddedValkey(data_dir)
    try:
        yield server.start()
    finally:
        server.stop()


@dataclass(frozen=True, slots=True)
class Stores:
    """Settings with both addresses filled in, and the servers that were started for it."""

    settings: Settings
    started: tuple[EmbeddedPostgres | EmbeddedValkey, ...]


def start_missing(settings: Settings, stack: ExitStack) -> Stores:
    """Start the stores that `settings` names no address of; `stack` stops them. The caller owns the data folder."""
    started: list[EmbeddedPostgres | EmbeddedValkey] = []
    if settings.database_url is None:
        postgres = EmbeddedPostgres(settings.data_dir)
        stack.callback(postgres.stop)
        settings = replace(settings, database_url=postgres.start())
        started.append(postgres)
    if settings.redis_url is None:
        valkey = EmbeddedValkey(settings.data_dir)
        stack.callback(valkey.stop)
        settings = replace(settings, redis_url=valkey.start())
        started.append(valkey)
    return Stores(settings, tuple(started))


def found_stores(settings: Settings) -> Settings | None:
    """Settings with both addresses, given or those of the `relist up` that runs; None where there are none."""
    if settings.database_url is not None and settings.redis_url is not None:
        return settings
    owner = running(settings.data_dir)
    if owner is None:
        return None
    if owner.database_url is None or owner.redis_url is None:
        raise SupervisorError("Relist is just starting. Try again in a moment.")
    return replace(
        settings,
        database_url=settings.database_url or owner.database_url,
        redis_url=settings.redis_url or owner.redis_url,
    )


@contextmanager
def open_stores(settings: Settings, clock: Clock) -> Iterator[Settings]:
    """Settings with both addresses while the block runs, starting what is embedded unless it runs already."""
    found = found_stores(settings)
    if found is not None:
        yield found
        return
    with ExitStack() as stack:
        us = Running(os.getpid(), settings.public_url, clock.now())
        note = stack.enter_context(owned(settings.data_dir, us))
        stores = start_missing(settings, stack)
        note.stores(stores.settings)
        yield stores.settings

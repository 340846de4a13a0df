"""What most commands begin with: settings, stores and services."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dialer import logs
from dialer.clock import SystemClock
from dialer.config import Settings, environment, load_settings
from dialer.supervisor.errors import SupervisorError
from dialer.supervisor.stores import found_stores, open_stores

if TYPE_CHECKING:
    from dialer.bootstrap import Services


def settings_and_logs() -> Settings:
    """The settings, with logging set up as they say."""
    settings = load_settings(environment())
    logs.configure(settings.log_level)
    return settings


@contextmanager
def settings_with_stores() -> Iterator[Settings]:
    """Settings whose stores answer while the block runs: given, of a running `relist up`, or started for it."""
    with open_stores(settings_and_logs(), SystemClock()) as settings:
        yield settings


@contextmanager
def services() -> Iterator["Services"]:
    """The services of a short command."""
    with settings_with_stores() as settings, built(settings) as ours:
        yield ours


@contextmanager
def process_services() -> Iterator["Services"]:
    """The services of a process that stays."""
    with built(process_settings()) as ours:
        yield ours


@contextmanager
def built(settings: Settings) -> Iterator["Services"]:
    """Services from settings with both stores, closed after the block."""
    # Imported late, so that `relist --help` and `relist doctor` work when something in the product does not.
    from dialer.bootstrap import build_services

    ours = build_services(settings)
    try:
        yield ours
    finally:
        ours.close()


def process_settings() -> Settings:
    """Settings for a process that stays: it must not be the one that starts the stores."""
    found = found_stores(settings_and_logs())
    if found is None:
        raise SupervisorError(
            "Nothing says where the database is. Set DATABASE_URL and REDIS_URL, or use `relist up`, which "
            "starts everything."
        )
    return found

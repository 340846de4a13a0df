"""Makes the tests' database the way operators make theirs."""

from dialer.supervisor.migrations import upgrade


def migrated(database_url: str) -> None:
    upgrade(database_url)

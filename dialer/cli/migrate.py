"""Bringing the database to this version's schema."""

import typer

from dialer.cli.opening import settings_with_stores


def add_to(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command()(migrate)


def migrate() -> None:
    """Bring the database to the schema of this version. Safe to run twice."""
    from dialer.supervisor.migrations import upgrade

    with settings_with_stores() as settings:
        upgrade(settings.database_url or "")
    typer.echo("The database is up to date.")

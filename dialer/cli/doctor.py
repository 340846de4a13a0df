"""Every problem of this installation at once, each with what to do."""

import typer

from dialer.clock import SystemClock
from dialer.config import environment, load_settings


def add_to(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command()(doctor)


def doctor() -> None:
    """Check this installation. The exit code is 1 if anything has to be repaired."""
    # Imported late: this brings in more than the other commands should wait for.
    from dialer.supervisor.checks import CHECKS

    settings = load_settings(environment())
    for name, value in settings.shown().items():
        typer.echo(f"  {name:<24}{value}")
    clock = SystemClock()
    found = False
    for check in CHECKS:
        problems = check.find(settings, clock)
        typer.echo(f"{'ok' if not problems else 'PROBLEM':<8}{check.name}")
        for problem in problems:
            typer.echo(f"        {problem}")
        found = found or bool(problems)
    if found:
        raise typer.Exit(1)

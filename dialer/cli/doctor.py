"""Every problem of this installation at once, each with what to do."""

from typing import Annotated

import typer

from dialer.clock import SystemClock
from dialer.config import CarrierName, environment, load_settings


def add_to(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command()(doctor)


def doctor(
    carrier: Annotated[
        CarrierName | None, typer.Option(help="Check this carrier too, before it is switched to.")
    ] = None,
) -> None:
    """Check this installation. The exit code is 1 if anything has to be repaired."""
    # Imported late: this brings in more than the other commands should wait for.
    from dialer.supervisor.checks import CHECKS
    from dialer.supervisor.sip_checks import SIP_CHECKS
    from dialer.supervisor.twilio_checks import TWILIO_CHECKS

    settings = load_settings(environment())
    more = {CarrierName.TWILIO: TWILIO_CHECKS, CarrierName.SIP: SIP_CHECKS}
    asked = [check for name, checks in more.items() if name in (carrier, settings.carrier) for check in checks]
    for name, value in settings.shown().items():
        typer.echo(f"  {name:<24}{value}")
    clock = SystemClock()
    found = False
    for check in (*CHECKS, *asked):
        problems = check.find(settings, clock)
        typer.echo(f"{'ok' if not problems else 'PROBLEM':<8}{check.name}")
        for problem in problems:
            typer.echo(f"        {problem}")
        found = found or bool(problems)
    if found:
        raise typer.Exit(1)

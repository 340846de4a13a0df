"""The kill switch at the command line."""

import typer

from dialer.cli.opening import services


def add_to(main: typer.Typer) -> None:
    """Add this file's command."""
    main.command()(halt)


def halt() -> None:
    """Pause every campaign and end every call that nobody has answered, also those that wait at the carrier."""
    from dialer.stopping import stop_all

    with services() as ours:
        stopped = stop_all(ours, None)
    typer.echo(f"{stopped.campaigns} campaigns are paused and {stopped.calls} calls end. Conversations go on.")

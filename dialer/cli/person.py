"""One person's data: all of it given out, or erased."""

import json
from datetime import date, datetime
from typing import Annotated, Any

import typer

from dialer.cli.opening import services
from dialer.cli.saying import done

app = typer.Typer(help="Give out what is stored.", no_args_is_help=True)


def add_to(main: typer.Typer) -> None:
    """Add this file's commands."""
    main.command()(erase)
    main.add_typer(app, name="export")


@app.callback()
def export() -> None:
    """Give out what is stored."""


@app.command("lead")
def export_lead(lead_id: Annotated[int, typer.Argument(metavar="LEAD", help="The lead's number.")]) -> None:
    """Print everything that is stored about a lead, as JSON."""
    from dialer.erase import export_lead as everything

    with services() as ours:
        found = done(everything(ours, None, lead_id))
    typer.echo(json.dumps(found, default=_plain, indent=2, ensure_ascii=False))


def erase(
    lead_id: Annotated[int, typer.Argument(metavar="LEAD", help="The lead's number.")],
    because: Annotated[str, typer.Option(help="Why, such as the request and its date; it goes into the log.")],
) -> None:
    """Erase a lead's data but for what the law makes us keep: suppressions, consents and the record of calls."""
    from dialer.erase import erase_lead

    with services() as ours:
        done_with = done(erase_lead(ours, None, lead_id, because))
    typer.echo(f"Lead {lead_id} is erased and its household suppressed.")
    for file in done_with.files:
        typer.echo(
            f"The imported file {file} in the data folder still holds it, beside other people: delete it by hand."
        )


def _plain(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"cannot write a {type(value).__name__} as JSON")

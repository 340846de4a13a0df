"""The compliance ledger: is it whole, and what was done in a period."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from dialer.cli.opening import services

app = typer.Typer(help="The ledger of every dial and text, as proof for a regulator.", no_args_is_help=True)


class Form(StrEnum):
    """What the export is made for."""

    CSV = "csv"
    """A spreadsheet."""
    PDF = "pdf"
    """Reading and printing."""


@app.callback()
def proof() -> None:
    """The ledger of every dial and text, as proof for a regulator."""


@app.command()
def verify(
    noted: Annotated[str, typer.Option(help="A hash noted earlier, which must still be in the ledger.")] = "",
) -> None:
    """Follow the whole chain and name the first row that was altered; the exit code is 1 then."""
    from dialer.proof import verify as check
    from dialer.proof.pages import state_of

    with services() as ours, ours.db.transaction() as conn:
        found = check(conn, noted.strip().lower())
    typer.echo(state_of(found))
    if found.broken_at is not None:
        raise typer.Exit(1)


@app.command()
def export(
    first: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="The first day.")],
    last: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="The last day, included.")],
    out: Annotated[Path, typer.Option(help="The file to write.")],
    form: Annotated[Form, typer.Option("--format", help="For a spreadsheet, or to read.")] = Form.CSV,
    campaign: Annotated[int | None, typer.Option(help="Only this campaign, by its number.")] = None,
    zone: Annotated[str, typer.Option(help="Where days begin and end.")] = "UTC",
) -> None:
    """Write the ledger of a period to a file."""
    from dialer.proof import Period
    from dialer.proof.files import export_to

    period = Period(first.date(), last.date(), ZoneInfo(zone), campaign)
    with services() as ours:
        count = export_to(ours, None, period, out, as_pdf=form is Form.PDF)
    typer.echo(f"{count:,} rows are in {out}.")

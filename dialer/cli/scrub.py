"""Lists of numbers that must not be called, and what is known about numbers."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from dialer.cli.opening import services
from dialer.cli.saying import done

app = typer.Typer(help="Do-not-call registries and other lists of numbers.", no_args_is_help=True)

ListName = Annotated[str, typer.Argument(metavar="LIST", help="national, litigator, or two letters of a state.")]
Files = Annotated[list[Path], typer.Argument(help="Files as they were downloaded, zipped or not.")]
Obtained = Annotated[
    datetime | None,
    typer.Option("--obtained", formats=["%Y-%m-%d"], help="The day of the download; today if left out."),
]


@app.callback()
def scrub() -> None:
    """Do-not-call registries and other lists of numbers."""


@app.command()
def load(
    list_name: ListName,
    files: Files,
    obtained: Obtained = None,
    area: Annotated[list[int] | None, typer.Option(help="An area code that was bought; repeat for more.")] = None,
) -> None:
    """Put a full list into use; it replaces the one before as a whole, so give all its files at once."""
    from dialer.scrub import load_full

    with services() as ours:
        made = done(
            load_full(ours, None, list_name=list_name, files=files, obtained_on=_day(obtained), area_codes=area or ())
        )
    typer.echo(f"{made.numbers:,} numbers in {made.area_codes} area codes are on the {made.list} list now.")


@app.command()
def changes(
    list_name: ListName,
    files: Files,
    since: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The day of the version that it changes.")],
    obtained: Obtained = None,
) -> None:
    """Apply a change list to the version in use; where anything is missing between them it is refused."""
    from dialer.scrub import load_changes

    with services() as ours:
        made = done(
            load_changes(ours, None, list_name=list_name, files=files, since=since.date(), obtained_on=_day(obtained))
        )
    typer.echo(f"{made.numbers:,} numbers are on the {made.list} list now.")


@app.command()
def wireless(
    blocks: Files,
    to_wireless: Annotated[list[Path] | None, typer.Option(help="Numbers ported to mobile networks.")] = None,
    to_landline: Annotated[list[Path] | None, typer.Option(help="Numbers ported away from them.")] = None,
    obtained: Obtained = None,
) -> None:
    """Put the blocks of mobile networks with the ported numbers into use."""
    from dialer.scrub import load_wireless

    with services() as ours:
        made = done(
            load_wireless(
                ours,
                None,
                blocks=blocks,
                to_wireless=to_wireless or (),
                to_landline=to_landline or (),
                obtained_on=_day(obtained),
            )
        )
    typer.echo(f"{made.numbers:,} numbers in {made.area_codes} area codes are known to be mobile now.")


@app.command()
def internal(file: Path) -> None:
    """Suppress every number of an internal list with the heading phone,date,reason,source."""
    from dialer.scrub import take_in_internal

    with services() as ours:
        taken = done(take_in_internal(ours, None, file))
    typer.echo(f"{taken.lines:,} lines, {taken.suppressed:,} numbers that were not suppressed before.")


@app.command()
def reassigned(file: Path) -> None:
    """Keep answers of the Reassigned Numbers Database, with the heading phone,date,answer; a yes suppresses."""
    from dialer.scrub import take_in_reassigned

    with services() as ours:
        taken = done(take_in_reassigned(ours, None, file))
    typer.echo(f"{taken.lines:,} answers, {taken.suppressed:,} numbers that were not suppressed before.")


@app.command()
def status() -> None:
    """Say which lists are in use, how old they are, and whether they can be read."""
    from dialer.scrub import versions

    with services() as ours:
        found, today = versions(ours), ours.clock.now().date()
    for version in found:
        age = (today - version.obtained_on).days
        state = "" if version.bitmap.readable else "   CANNOT BE READ: load it again; until then it stops every call"
        typer.echo(
            f"{version.list:<12}{version.numbers:>12,} numbers  {len(version.area_codes):>4} area codes  "
            f"obtained {version.obtained_on} ({age} days)  {version.source_names}{state}"
        )
    if not found:
        typer.echo("No list is in use.")


def _day(given: datetime | None) -> date | None:
    return given.replace(tzinfo=UTC).date() if given else None

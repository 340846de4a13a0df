"""Which rules of law govern a number now, and why."""

from typing import Annotated

import typer

from dialer.cli.opening import services


def add_to(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command()(rules)


def rules(
    number: Annotated[str, typer.Argument(help="The number, with its area code.")],
    state: Annotated[str, typer.Option(help="Two letters of the property's state.")] = "",
    zip_code: Annotated[str, typer.Option("--zip", help="The property's ZIP code.")] = "",
) -> None:
    """Print what is lawful for NUMBER now and why, then every rule with its citation; a star marks the strictest."""
    from dialer.core.number_lists import read_number
    from dialer.law import governing
    from dialer.number_law import number_now, told

    e164 = read_number(number)
    if e164 is None:
        raise typer.BadParameter("give a number with its area code, such as (217) 555-0123")
    with services() as ours, ours.db.transaction() as conn:
        now = ours.clock.now()
        found = governing(conn, now, number=e164, state=state.upper(), zip_code=zip_code)
        at_present = number_now(conn, ours.settings, now, number=e164, state=state.upper(), zip_code=zip_code)
    for line in told(at_present):
        typer.echo(line)
    typer.echo(f"Plausible states: {', '.join(found.states) or 'none, so nothing may be dialed'}")
    for row in found.rows:
        star, flag = "*" if row.decides else " ", "   PAST ITS REVIEW DATE" if row.past_review else ""
        typer.echo(f"{star} {row.rule_id:<22}{row.parameter}: {row.value} ({', '.join(row.channels)}){flag}")
        typer.echo(f"    {row.sentence} [{row.citation}; confidence {row.confidence}; review by {row.review_by}]")
    for emergency in found.emergencies:
        typer.echo(f"! An emergency is declared in {emergency}.")

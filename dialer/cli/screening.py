"""Answers on SIP trunks judged again with other parameters."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from dialer.cli.opening import services

app = typer.Typer(help="How people are told from answering machines on SIP trunks.", no_args_is_help=True)

OF_CALL = "as it was for each call if left out"


@app.callback()
def screening() -> None:
    """How people are told from answering machines on SIP trunks."""


@app.command()
def replay(
    days: Annotated[int, typer.Option(min=1, max=30, help="How far back; levels are kept for 30 days.")] = 7,
    campaign: Annotated[int | None, typer.Option(help="The number of one campaign.")] = None,
    greeting_ms: Annotated[
        int | None, typer.Option(min=600, max=2400, help=f"A greeting of so long is a machine's; {OF_CALL}.")
    ] = None,
    pause_ms: Annotated[
        int | None, typer.Option(min=200, max=1500, help=f"Silence that means a person; {OF_CALL}.")
    ] = None,
    decide_ms: Annotated[
        int | None, typer.Option(min=500, max=2500, help=f"Longest time to the verdict; {OF_CALL}.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print figures for programs.")] = False,
) -> None:
    """Judge the stored answers again, and say what would have come of other parameters."""
    from dialer.sip_screening import period
    from dialer.sip_screening import replay as again
    from telephony.orders import Detection

    with services() as ours:
        since = period(ours.clock.now(), days)
        found = again(ours.db, since, campaign, Detection(greeting_ms or 0, pause_ms or 0, decide_ms or 0))
    if as_json:
        typer.echo(json.dumps(asdict(found)))
        return
    if not found.then.answers:
        typer.echo(f"No answer was judged on a SIP trunk in the last {days} days.")
        return
    rows = (
        ("answers", "answers", ""),
        ("taken for machines", "machines", ""),
        ("people (as agents say) taken for machines", "people_taken_for_machines", "people_known"),
        ("machines (as agents say) taken for people", "machines_taken_for_people", "machines_known"),
        ("median time to the verdict, ms", "decision_ms", ""),
    )
    then, now = asdict(found.then), asdict(found.now)
    typer.echo(f"{'':<44}{'as judged':>14}{'with these':>14}")
    for label, name, of in rows:
        cells = [f"{row[name]:g} of {row[of]}" if of else f"{row[name]:g}" for row in (then, now)]
        typer.echo(f"{label:<44}{cells[0]:>14}{cells[1]:>14}")
    typer.echo(f"Another verdict: {found.changed}.")

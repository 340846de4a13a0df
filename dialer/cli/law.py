"""What this installation sets against the shipped rules, and emergencies that were declared."""

import json
from datetime import UTC, datetime
from typing import Annotated

import typer

from dialer.cli.opening import services
from dialer.cli.saying import done

app = typer.Typer(help="Overrides of the rules of law, and declared emergencies.", no_args_is_help=True)

Reason = Annotated[str, typer.Option(help="Why; it goes into the log.")]


@app.callback()
def law() -> None:
    """Overrides of the rules of law, and declared emergencies."""


@app.command()
def override(
    jurisdiction: Annotated[str, typer.Argument(help="US or two letters of a state.")],
    parameter: Annotated[str, typer.Argument(help="What the rule sets, such as 'attempts per 24 hours'.")],
    value: Annotated[str, typer.Argument(help='As JSON: 2, true, "any", {"mon": "09:00-20:00", ...}.')],
    channel: Annotated[list[str], typer.Option(help="voice, recorded, text, email, mail; repeat for more.")],
    reason: Reason = "",
) -> None:
    """Set a rule's value here. What loosens a rule needs a reason."""
    from dialer.law import override as set_override

    try:
        read = json.loads(value)
    except ValueError:
        raise typer.BadParameter("give the value as JSON, such as 2, true, or a word in double quotes") from None
    with services() as ours:
        stored = done(
            set_override(
                ours,
                None,
                jurisdiction=jurisdiction,
                parameter=parameter,
                channels=channel,
                value=read,
                reason=reason,
            )
        )
    typer.echo(f"Override {stored.id} is in force; it {stored.effect} the rule.")


@app.command()
def overrides() -> None:
    """List the overrides in force."""
    from dialer.store.law import overrides as stored_overrides

    with services() as ours, ours.db.transaction() as conn:
        found = stored_overrides(conn)
    for stored in found:
        made = stored.override
        what = f"{made.jurisdiction} {made.parameter}: {made.value} on {', '.join(sorted(made.channels))}"
        typer.echo(f"{stored.id:>5}  {stored.at:%Y-%m-%d}  {stored.effect:<9}{what}  {made.reason}")
    if not found:
        typer.echo("The rules are in force as shipped.")


@app.command()
def withdraw(override_id: int, reason: Reason = "") -> None:
    """Take an override out of force; it stays on record."""
    from dialer.law import withdraw as take_back

    with services() as ours:
        done(take_back(ours, None, override_id, reason))
    typer.echo(f"Override {override_id} is out of force.")


@app.command()
def emergency(
    state: Annotated[str, typer.Argument(help="Two letters of the state.")],
    source: Annotated[str, typer.Option(help="Where it was declared, such as the order's number.")],
    since: Annotated[datetime | None, typer.Option(help="From when, UTC; now if left out.")] = None,
    until: Annotated[datetime | None, typer.Option(help="To when, UTC; open if left out.")] = None,
) -> None:
    """Note a declared emergency."""
    from dialer.law import declare_emergency

    with services() as ours:
        start = since.replace(tzinfo=UTC) if since else ours.clock.now()
        end = until.replace(tzinfo=UTC) if until else None
        number = done(declare_emergency(ours, None, state=state, since=start, until=end, source=source))
    typer.echo(f"Emergency {number} is noted. `relist law end-emergency {number}` ends it.")


@app.command("end-emergency")
def end_emergency(emergency_id: int) -> None:
    """End an emergency now."""
    from dialer.law import end_emergency as end

    with services() as ours:
        done(end(ours, None, emergency_id, ours.clock.now()))
    typer.echo(f"Emergency {emergency_id} has ended.")

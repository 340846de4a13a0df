"""Accounts."""

from typing import Annotated

import typer

from dialer.cli.opening import services
from dialer.core.roles import Role

app = typer.Typer(help="Accounts of people who may log in.", no_args_is_help=True)


@app.callback()
def accounts() -> None:
    """Accounts of people who may log in."""


@app.command()
def add(
    email: str,
    role: Annotated[Role, typer.Option(help="What they may do.")],
    name: Annotated[str, typer.Option(help="What colleagues see.")],
) -> None:
    """Make an account and print its first password."""
    from dialer.accounts import AccountError, add_user

    with services() as ours:
        try:
            password = add_user(ours, email=email, name=name, role=role.value)
        except AccountError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(1) from error
    typer.echo(f"{email} may log in as {role.value} with the password {password}")

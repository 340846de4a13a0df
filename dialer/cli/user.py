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


@app.command()
def phone(email: str) -> None:
    """Give an agent's desk phone or softphone an account and print it; an earlier one is void."""
    from dialer.desk_phones import PhoneAccount, give
    from dialer.store import accounts

    with services() as ours:
        with ours.db.transaction() as conn:
            account = accounts.by_email(conn, email)
        if account is None:
            typer.echo("There is no account with this e-mail address.", err=True)
            raise typer.Exit(1)
        given = give(ours, account.id, None)
    if not isinstance(given, PhoneAccount):
        typer.echo(given.sentence, err=True)
        raise typer.Exit(1)
    typer.echo(f"server {given.server} over UDP, user {given.username}, password {given.password}")

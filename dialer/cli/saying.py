"""What a use case answered: the value, or the end of the command with the reasons."""

from typing import TypeVar

import typer

from dialer.refusals import Refused

T = TypeVar("T")


def done(answer: T | Refused) -> T:
    """The answer; a refusal is said and ends the command with the exit code 1."""
    if isinstance(answer, Refused):
        typer.echo(answer.sentence, err=True)
        raise typer.Exit(1)
    return answer

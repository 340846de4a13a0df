"""The `relist` command: what the console does, for operators, and the processes that make up the product."""

import sys

import typer

from dialer.cli import doctor, migrate, processes, up, user
from dialer.config import ConfigError
from dialer.supervisor.errors import SupervisorError

app = typer.Typer(
    name="relist",
    help="A power dialer for expired listings.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for part in (up, processes, migrate, doctor):
    part.add_to(app)
app.add_typer(user.app, name="user")


def main() -> None:
    """Run the command line; what the user can repair is said without a traceback, and the exit code is 1."""
    try:
        app()
    except ConfigError as error:
        sys.exit("\n".join(f"- {problem}" for problem in error.problems))
    except SupervisorError as error:
        sys.exit(str(error))

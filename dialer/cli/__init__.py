"""The `relist` command: what the console does, for operators, and the processes that make up the product."""

import sys

import typer

from dialer.cli import doctor, files, halt, law, migrate, person, processes, proof, rules, screening, scrub, up, user
from dialer.config import ConfigError
from dialer.supervisor.errors import SupervisorError

app = typer.Typer(
    name="relist",
    help="A power dialer for expired listings.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for part in (up, processes, migrate, doctor, rules, person, files, halt):
    part.add_to(app)
for name, group in {"user": user, "scrub": scrub, "law": law, "proof": proof, "screening": screening}.items():
    app.add_typer(group.app, name=name)


def main() -> None:
    """Run the command line; what the user can repair is said without a traceback, and the exit code is 1."""
    try:
        app()
    except ConfigError as error:
        sys.exit("\n".join(f"- {problem}" for problem in error.problems))
    except SupervisorError as error:
        sys.exit(str(error))

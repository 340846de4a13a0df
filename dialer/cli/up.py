"""The one command that starts everything."""

import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from dialer import logs
from dialer.cli.opening import built
from dialer.clock import SystemClock
from dialer.config import CarrierName, LogLevel, Settings, environment, load_settings
from dialer.supervisor.crew import Command
from dialer.supervisor.errors import SupervisorError
from dialer.supervisor.up import Plan, run

if TYPE_CHECKING:
    from dialer.bootstrap import Services

PROCESSES = ("web", "engine", "worker")
DEMO_PROCESSES = (*PROCESSES, "robots")


def add_to(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command()(up)


def up(
    demo: Annotated[bool, typer.Option(help="Add a made-up team with leads and robot agents.")] = False,
) -> None:
    """Start the stores and every process, and keep them running until Ctrl-C."""
    settings = load_settings(environment())
    # The processes write logs of their own; here people read what the supervisor says.
    logs.configure(LogLevel.WARNING)
    if demo and settings.carrier is not CarrierName.PRACTICE:
        raise SupervisorError(
            f"The demo dials made-up people, which RELIST_CARRIER={settings.carrier} must not do. Leave "
            "RELIST_CARRIER out, and give the demo a RELIST_DATA_DIR of its own."
        )
    commands = tuple(own_command(name) for name in (DEMO_PROCESSES if demo else PROCESSES)) + sip_commands(settings)
    if demo:
        # Whoever tries it at night shall see it dial too; nobody real can be reached there.
        settings = replace(settings, practice_any_hour=True)
    plan = Plan(settings, commands, prepare_demo if demo else prepare)
    run(plan, SystemClock(), typer.echo)
    typer.echo("Relist has stopped.")
    sys.stdout.flush()
    # Everything is closed by now. Taking the interpreter apart would be all that is left to do, and takes
    # seconds of the five that stopping may take where the machine is busy.
    os._exit(0)


def own_command(name: str) -> Command:
    """The same process that `relist NAME` starts."""
    return Command(name, (sys.executable, "-m", "dialer.cli", name))


def sip_command(number: int) -> Command:
    """The process with this share of the calls; the first has the plain name."""
    command = own_command("sip")
    if number == 0:
        return command
    return Command(f"sip-{number + 1}", (*command.words, "--number", str(number)))


def sip_commands(settings: Settings) -> tuple[Command, ...]:
    """One process of its own for each share of the trunks."""
    if settings.carrier is not CarrierName.SIP or settings.sip is None:
        return ()
    return tuple(sip_command(number) for number in range(settings.sip.processes))


def prepare(settings: Settings) -> str:
    """Make the database ready; returns how to log in."""
    return _prepare(settings, demo=False)


def prepare_demo(settings: Settings) -> str:
    """Make the database ready with made-up data in it; returns how to log in."""
    return _prepare(settings, demo=True)


def _prepare(settings: Settings, *, demo: bool) -> str:
    from dialer.setup import ensure_owner
    from dialer.supervisor.migrations import upgrade

    upgrade(settings.database_url or "")
    with built(settings) as services:
        told = [_owner_log_in(ensure_owner(services))]
        if demo:
            typer.echo("Adding the demo ...")
            told += _demo_log_ins(services)
    return "\n".join(told)


def _owner_log_in(owner: tuple[str, str] | None) -> str:
    if owner is None:
        return "Log in with your account. Lost it? `relist user add` makes another."
    email, password = owner
    return f"Log in as {email} with the password {password} (shown this once; change it in the console)."


def _demo_log_ins(services: "Services") -> list[str]:
    from dialer.demo import seed

    people = seed(services).log_ins
    return [f"Demo {person.role}: {person.email} with the password {person.password}" for person in people]

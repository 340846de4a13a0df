"""The processes of the product, one command each, for `relist up` and for any process manager."""

from typing import Annotated

import typer

from dialer.cli.opening import process_services, process_settings


def add_to(app: typer.Typer) -> None:
    """Add this file's commands."""
    for command in (web, engine, worker, sip, robots):
        app.command()(command)


def web() -> None:
    """Serve the console, the REST API and the carriers' webhooks."""
    from dialer.cli.server import serve

    serve(process_settings())


def engine() -> None:
    """Pace, dial and apply what the carriers report."""
    from dialer.engine.loop import run

    with process_services() as services:
        run(services)


def worker() -> None:
    """Do what may run late and twice: texts, e-mails, sequence steps, imports, documents."""
    from dialer.jobs import run_worker

    with process_services() as services:
        run_worker(services)


def sip(
    number: Annotated[int, typer.Option(help="Which of RELIST_SIP_PROCESSES processes this is, from 0.")] = 0,
) -> None:
    """Hold the calls on the SIP trunks (RELIST_CARRIER=sip), or this process's share of them."""
    from dialer.sip_process import run

    with process_services() as services:
        run(services, number)


def robots() -> None:
    """Let robot agents work on the practice carrier, for a floor that is alive."""
    from dialer.robots import run

    with process_services() as services:
        run(services)

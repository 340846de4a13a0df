"""Files in and out: import leads, export what is stored."""

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from dialer.cli.opening import services
from dialer.cli.person import app as export_app
from dialer.cli.saying import done

if TYPE_CHECKING:
    from dialer.bootstrap import Services
    from dialer.imports.file import Description


def add_to(main: typer.Typer) -> None:
    """Add this file's commands."""
    main.command("import")(import_leads)
    for what in ("leads", "attempts", "texts", "suppressions"):
        export_app.command(what)(_export(what))


def import_leads(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A CSV or XLSX file of leads.")],
    campaign: Annotated[str, typer.Option(help="Name of the campaign that takes the leads in.")] = "",
    date_order: Annotated[
        str, typer.Option(help="month_first or day_first, where the file's dates leave it open.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show how the columns are read and stop.")] = False,
) -> None:
    """Import leads; the same file twice changes nothing, and the console can undo it."""
    from dialer import imports

    with services() as ours:
        data = file.read_bytes()
        campaign_id = _campaign(ours, campaign) if campaign else None
        import_id = done(imports.create(ours, user_id=None, filename=file.name, data=data, campaign_id=campaign_id))
        done(imports.correct(ours, import_id, date_order=date_order or None))
        found = _described(ours, import_id)
        _show_columns(found)
        if dry_run:
            return
        if found.date_order_needed:
            _stop("Month or day first? Say --date-order month_first or --date-order day_first.")
        done(imports.start(ours, user_id=None, import_id=import_id))
        _run(ours, import_id)
        _show_report(_described(ours, import_id))


def _campaign(ours: "Services", name: str) -> int:
    from dialer.store import campaigns

    with ours.db.transaction() as conn:
        known = {one.name: one.id for one in campaigns.everything(conn)}
    if name not in known:
        _stop(f"There is no campaign {name!r}; there are: {', '.join(sorted(known)) or 'none yet'}.")
    return known[name]


def _described(ours: "Services", import_id: int) -> "Description":
    from dialer import imports

    with ours.db.transaction() as conn:
        found = imports.describe(conn, import_id)
    assert found is not None, "the import was created above"
    return found


def _run(ours: "Services", import_id: int) -> None:
    """Runs it here unless a worker has taken it already; either way the bar shows the rows that are committed."""
    from dialer import imports

    worker = threading.Thread(target=imports.run_import, args=(ours,), daemon=True)
    worker.start()
    stored = _described(ours, import_id).stored
    with typer.progressbar(length=max(1, stored.rows_total), label="Importing", file=sys.stderr) as bar:
        while stored.state in ("queued", "running"):
            threading.Event().wait(0.2)
            before, stored = stored.rows_done, _described(ours, import_id).stored
            bar.update(stored.rows_done - before)
    worker.join()


def _show_columns(found: "Description") -> None:
    typer.echo(f"{found.stored.filename}: read as {found.stored.source}, {found.stored.rows_total} rows")
    for column in found.columns:
        if column.samples:
            typer.echo(f"  {column.header:<28} {column.field or 'left out':<24} {', '.join(column.samples[:2])[:40]}")
    for problem in found.problems:
        typer.echo(f"  ! {problem}")


def _show_report(found: "Description") -> None:
    stored = found.stored
    if stored.state == "failed":
        _stop(stored.error)
    counts = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in stored.counts.items() if count)
    typer.echo(f"Done: {counts or 'nothing to do'}.")
    for code, count in found.rejects_by_reason.items():
        typer.echo(f"  {count} × {code.replace('_', ' ')}")


def _stop(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(1)


def _export(what: str) -> Callable[[Path | None], None]:
    def command(
        to: Annotated[Path | None, typer.Option(help="File to write; without it the screen.")] = None,
    ) -> None:
        from dialer.exports import lines

        with services() as ours:
            if to is None:
                for line in lines(ours, what, None):
                    typer.echo(line, nl=False)
                return
            with to.open("w", newline="", encoding="utf-8") as file:
                file.writelines(lines(ours, what, None))
        typer.echo(f"Wrote {to}.", err=True)

    command.__doc__ = f"Write all {what} as CSV."
    return command

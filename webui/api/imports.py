"""Files of leads: upload, check the columns, start, watch, read the report, undo."""

from itertools import islice
from pathlib import Path
from typing import Annotated, NamedTuple

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from pydantic import Field

from dialer import imports
from dialer.refusals import Refused
from dialer.store import audit
from dialer.store import imports as rows
from webui.access import managers
from webui.bodies import Body, body
from webui.context import me, services
from webui.errors import RefusedRequest, not_found, refuse
from webui.exports import exported
from webui.import_cards import import_card, reject_line
from webui.shapes.leads import ImportCard

views = Blueprint("imports", __name__)

MOST_SHOWN = 200
"""Lines of the report on the page; the file has all."""


class Line(NamedTuple):
    """One import in the file of all."""

    file: str
    source: str
    state: str
    started: str
    finished: str | None
    rows: int
    new: int
    changed: int
    held: int
    refused: int


class Correction(Body):
    """`columns` maps a column's place to the field it holds, null for none; `campaign_id` 0 means no campaign."""

    columns: dict[int, str | None] | None = None
    date_order: Annotated[str, Field(max_length=10)] | None = None
    campaign_id: int | None = None


@views.get("/imports")
@managers
def list_all() -> ResponseReturnValue:
    with services().db.transaction() as conn:
        return jsonify([import_card(found) for found in imports.describe_all(conn)])


@views.get("/imports.csv")
@managers
def export() -> Response:
    """Every file and what became of its rows; every export is in the log."""
    with services().db.transaction() as conn:
        lines = [_line(import_card(found)) for found in imports.describe_all(conn)]
        return exported(conn, "import", Line._fields, lines, Body())


def _line(card: ImportCard) -> Line:
    counts = [card["counts"].get(name, 0) for name in ("created", "updated", "held", "refused")]
    return Line(
        card["filename"],
        card["source"],
        card["state"],
        card["created_at"],
        card["finished_at"],
        card["rows_total"],
        *counts,
    )


@views.post("/imports")
@managers
def upload() -> ResponseReturnValue:
    file = request.files.get("file")
    if file is None or not file.filename:
        raise RefusedRequest(422, "Some fields need correcting.", [("file", "Choose a file.")])
    made = imports.create(services(), user_id=me().id, filename=file.filename, data=file.read())
    if isinstance(made, Refused):
        raise refuse(made)
    return _card(made), 201


@views.get("/imports/<int:import_id>")
@managers
def show(import_id: int) -> ResponseReturnValue:
    return _card(import_id)


@views.patch("/imports/<int:import_id>")
@managers
def correct(import_id: int) -> ResponseReturnValue:
    sent = body(Correction)
    refused = imports.correct(
        services(), import_id, columns=sent.columns, date_order=sent.date_order, campaign_id=sent.campaign_id
    )
    if refused:
        raise refuse(refused)
    return _card(import_id)


@views.post("/imports/<int:import_id>/start")
@managers
def start(import_id: int) -> ResponseReturnValue:
    refused = imports.start(services(), user_id=me().id, import_id=import_id)
    if refused:
        raise refuse(refused)
    return _card(import_id)


@views.post("/imports/<int:import_id>/undo")
@managers
def undo(import_id: int) -> ResponseReturnValue:
    undone = imports.undo(services(), user_id=me().id, import_id=import_id)
    if isinstance(undone, Refused):
        raise refuse(undone)
    return _card(import_id)


@views.get("/imports/<int:import_id>/rejects")
@managers
def reject_lines(import_id: int) -> ResponseReturnValue:
    """The first lines of the report."""
    with services().db.transaction() as conn:
        return jsonify([reject_line(line) for line in islice(rows.rejects(conn, import_id), MOST_SHOWN)])


@views.get("/imports/<int:import_id>/to-correct.csv")
@managers
def to_correct(import_id: int) -> Response:
    """The rows themselves, to be corrected and imported again; every export is in the log."""
    with services().db.transaction() as conn:
        stored = rows.load(conn, import_id)
        if stored is None:
            raise not_found("import")
        if not Path(stored.path).is_file():
            raise RefusedRequest(409, "The uploaded file is no longer kept. Correct your own copy and import that.")
        lines = "".join(imports.to_correct(conn, stored))
        audit.record(conn, services().clock.now(), me().id, "rejects.exported", "import", import_id, {})
    headers = {"Content-Disposition": f'attachment; filename="import-{import_id}-to-correct.csv"'}
    return Response("\ufeff" + lines, mimetype="text/csv", headers=headers)


@views.get("/imports/<int:import_id>/rejects.csv")
@managers
def rejects(import_id: int) -> Response:
    """Everything that was not taken over, with row, column and reason."""
    with services().db.transaction() as conn:
        if imports.describe(conn, import_id) is None:
            raise not_found("import")
    headers = {"Content-Disposition": f'attachment; filename="import-{import_id}-rejects.csv"'}
    # Read to its end in here: the answer is sent after this request's services are gone.
    return Response("".join(imports.rejects_csv(services(), import_id)), mimetype="text/csv", headers=headers)


def _card(import_id: int) -> Response:
    with services().db.transaction() as conn:
        found = imports.describe(conn, import_id)
    if found is None:
        raise not_found("import")
    return jsonify(import_card(found))

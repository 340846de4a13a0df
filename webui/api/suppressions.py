"""Whom never to contact."""

from typing import Annotated

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from pydantic import Field

from dialer import suppressions
from dialer.leads import may_see
from dialer.refusals import Refused
from dialer.sessions.preview import shown
from dialer.store import suppressions_admin
from dialer.store.suppressions_admin import SuppressionLine
from webui import exports
from webui.access import managers, owners
from webui.bodies import Body, body, query
from webui.context import me, services
from webui.errors import RefusedRequest, not_found, refuse
from webui.exports import exported
from webui.plain import plain
from webui.shapes.setup import SuppressionCard, SuppressionList

views = Blueprint("suppressions", __name__)

PAGE = 100
COLUMNS = tuple(name for name in SuppressionLine.__slots__ if name != "id")


class ListQuery(Body):
    q: Annotated[str, Field(max_length=100)] = ""
    cursor: int = 0


class NewSuppression(Body):
    e164: Annotated[str, Field(max_length=40)] = ""
    lead_id: int | None = None
    reason: Annotated[str, Field(max_length=200)]


class Lifting(Body):
    because: Annotated[str, Field(max_length=1000)]


@views.get("/suppressions")
@managers
def list_all() -> ResponseReturnValue:
    asked = query(ListQuery)
    with services().db.transaction() as conn:
        found = suppressions_admin.page(conn, q=asked.q, digits=_digits(asked), before=asked.cursor, count=PAGE + 1)
    more = str(found[PAGE - 1].id) if len(found) > PAGE else None
    return jsonify(SuppressionList(rows=[_card(line) for line in found[:PAGE]], next_cursor=more, total=None))


@views.get("/suppressions.csv")
@managers
def export() -> Response:
    asked = query(ListQuery)
    with services().db.transaction() as conn:
        found = suppressions_admin.page(conn, q=asked.q, digits=_digits(asked), before=asked.cursor, count=exports.MOST)
        return exported(conn, "suppression", COLUMNS, found, asked)


def _digits(asked: ListQuery) -> str:
    return "".join(each for each in asked.q if each.isdigit())


@views.post("/suppressions")
def add() -> ResponseReturnValue:
    """Anybody may add: a wish not to be contacted must never wait for a manager."""
    sent = body(NewSuppression)
    if sent.lead_id is not None:
        with services().db.transaction() as conn:
            if not may_see(conn, me(), sent.lead_id):
                raise not_found("lead")
    made = suppressions.add(services(), me(), number=sent.e164, lead_id=sent.lead_id, reason=sent.reason)
    if isinstance(made, Refused):
        raise refuse(made)
    return jsonify(_card(made)), 201


@views.post("/suppressions/import")
@managers
def take_in() -> ResponseReturnValue:
    file = request.files.get("file")
    if file is None:
        raise RefusedRequest(422, "Some fields need correcting.", [("file", "Choose a file.")])
    taken = suppressions.take_in(services(), me(), file.read())
    if isinstance(taken, Refused):
        raise refuse(taken)
    return jsonify(taken)


@views.delete("/suppressions/<int:suppression_id>")
@owners
def lift(suppression_id: int) -> ResponseReturnValue:
    refused = suppressions.lift(services(), me(), suppression_id, body(Lifting).because)
    if refused:
        raise refuse(refused)
    return "", 204


def _card(line: SuppressionLine) -> SuppressionCard:
    return SuppressionCard(
        id=line.id,
        scope=line.scope,
        number=shown(line.number) if line.number else "",
        lead_id=line.lead_id,
        lead_name=line.lead_name,
        channels=line.channels,
        reason=line.reason,
        source=line.source,
        created_at=plain(line.created_at),
        created_by=line.created_by,
    )

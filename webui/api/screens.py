"""Screens on the wall: making their address, and taking it back."""

from typing import Annotated

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from pydantic import Field

from dialer import screens
from dialer.refusals import Refused
from dialer.store import screens as rows
from webui.access import managers
from webui.bodies import Body, body
from webui.context import me, services
from webui.errors import refuse
from webui.shapes.setup import NewScreen, ScreenCard
from webui.wall import PATH

views = Blueprint("screens", __name__)


class ScreenBody(Body):
    name: Annotated[str, Field(max_length=100)] = ""


@views.get("/screens")
@managers
def list_all() -> ResponseReturnValue:
    with services().db.transaction() as conn:
        found = rows.in_use(conn)
    return jsonify([ScreenCard(id=s.id, name=s.name, by=s.by, created_at=s.created_at.isoformat()) for s in found])


@views.post("/screens")
@managers
def add() -> ResponseReturnValue:
    """Answers with the address, which is shown this once."""
    made = screens.add(services(), me(), body(ScreenBody).name)
    if isinstance(made, Refused):
        raise refuse(made)
    return jsonify(NewScreen(id=made.id, address=f"{services().settings.public_url}{PATH}{made.token}")), 201


@views.delete("/screens/<int:screen_id>")
@managers
def revoke(screen_id: int) -> ResponseReturnValue:
    refused = screens.revoke(services(), me(), screen_id)
    if refused:
        raise refuse(refused)
    return "", 204

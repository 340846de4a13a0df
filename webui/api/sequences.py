"""Sequences: what comes after each touch."""

from typing import Annotated, Any

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from pydantic import Field

from dialer import sequence_changes
from dialer.previews import preview_sequence
from dialer.refusals import Refused
from dialer.store import content
from webui.access import managers
from webui.bodies import Body, body
from webui.context import me, services
from webui.errors import refuse

views = Blueprint("sequences", __name__)


class NewSequence(Body):
    name: Annotated[str, Field(min_length=1, max_length=120)]
    steps: list[dict[str, Any]]


class ChangedSequence(NewSequence):
    version: int


class Steps(Body):
    steps: list[dict[str, Any]]


@views.get("/sequences")
def list_all() -> ResponseReturnValue:
    with services().db.transaction() as conn:
        return jsonify(content.sequences(conn))


@views.post("/sequences")
@managers
def add() -> ResponseReturnValue:
    sent = body(NewSequence)
    made = sequence_changes.add(services(), me(), name=sent.name, steps=sent.steps)
    if isinstance(made, Refused):
        raise refuse(made)
    return jsonify(made), 201


@views.patch("/sequences/<int:sequence_id>")
@managers
def change(sequence_id: int) -> ResponseReturnValue:
    sent = body(ChangedSequence)
    changed = sequence_changes.change(services(), me(), sequence_id, sent.version, name=sent.name, steps=sent.steps)
    if isinstance(changed, Refused):
        raise refuse(changed)
    return jsonify(changed)


@views.post("/sequences/<int:sequence_id>/preview-change")
@managers
def preview_change(sequence_id: int) -> ResponseReturnValue:
    """Where leads under way would stand with these steps; nothing is saved."""
    found = preview_sequence(services(), sequence_id, body(Steps).steps)
    if isinstance(found, Refused):
        raise refuse(found)
    return jsonify(found)

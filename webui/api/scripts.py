"""What agents read while they talk."""

from typing import Annotated

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue
from pydantic import Field

from dialer import content
from dialer.refusals import Refused
from dialer.store import content as rows
from webui.access import managers
from webui.bodies import Body, body
from webui.context import me, services
from webui.errors import refuse

views = Blueprint("scripts", __name__)


class Part(Body):
    title: Annotated[str, Field(min_length=1, max_length=120)]
    text: Annotated[str, Field(max_length=10_000)]


class Answer(Body):
    """What the owner may say to a step, and the title of the step that it leads to."""

    says: Annotated[str, Field(min_length=1, max_length=60)]
    to: Annotated[str, Field(min_length=1, max_length=120)]


class Step(Part):
    # Each has a key of its own.
    answers: Annotated[list[Answer], Field(max_length=3)] = Field(default_factory=list)


class ScriptParts(Body):
    steps: Annotated[list[Step], Field(min_length=1)]
    objections: tuple[Part, ...] = ()


class ScriptBody(Body):
    name: Annotated[str, Field(min_length=1, max_length=120)]
    body: ScriptParts


@views.get("/scripts")
def list_all() -> ResponseReturnValue:
    with services().db.transaction() as conn:
        return jsonify(rows.scripts(conn))


@views.post("/scripts")
@managers
def add() -> ResponseReturnValue:
    return _saved(None), 201


@views.patch("/scripts/<int:script_id>")
@managers
def change(script_id: int) -> ResponseReturnValue:
    return _saved(script_id)


def _saved(script_id: int | None) -> Response:
    sent = body(ScriptBody)
    saved = content.save_script(services(), me(), script_id, sent.model_dump())
    if isinstance(saved, Refused):
        raise refuse(saved)
    return jsonify(saved)

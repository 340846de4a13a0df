"""Texts, e-mails, letters and door hangers."""

from typing import Annotated

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue
from pydantic import Field

from dialer import content
from dialer.core.texts import FIELDS
from dialer.refusals import Refused
from dialer.store import content as rows
from dialer.template_previews import preview
from webui.access import managers
from webui.api.leads import mine
from webui.bodies import Body, body
from webui.context import me, services
from webui.errors import refuse

views = Blueprint("templates", __name__)


class TemplateBody(Body):
    name: Annotated[str, Field(min_length=1, max_length=120)]
    kind: str = "text"
    subject: Annotated[str, Field(max_length=300)] = ""
    body: Annotated[str, Field(min_length=1, max_length=20_000)]


class PreviewBody(Body):
    """A text as it would read for this lead."""

    body: Annotated[str, Field(max_length=20_000)]
    lead_id: int | None = None


@views.get("/templates")
def list_all() -> ResponseReturnValue:
    with services().db.transaction() as conn:
        return jsonify(rows.templates(conn))


@views.get("/templates/fields")
def fields() -> ResponseReturnValue:
    """Every merge field with its meaning."""
    return jsonify(FIELDS)


@views.post("/templates")
@managers
def add() -> ResponseReturnValue:
    return _saved(None), 201


@views.patch("/templates/<int:template_id>")
@managers
def change(template_id: int) -> ResponseReturnValue:
    return _saved(template_id)


@views.post("/templates/preview")
def show_filled() -> ResponseReturnValue:
    """The text filled for a lead, with its segments; or the fields that are missing or unknown."""
    sent = body(PreviewBody)
    if sent.lead_id is not None:
        mine(sent.lead_id)
    found = preview(services(), me(), body=sent.body, lead_id=sent.lead_id)
    if isinstance(found, Refused):
        raise refuse(found)
    return jsonify(found)


def _saved(template_id: int | None) -> Response:
    sent = body(TemplateBody)
    saved = content.save_template(services(), me(), template_id, sent.model_dump())
    if isinstance(saved, Refused):
        raise refuse(saved)
    return jsonify(saved)

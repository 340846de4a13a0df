"""The results an agent may choose from, and what each would do to a lead."""

from typing import Annotated

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from pydantic import Field

from dialer import content
from dialer.consequences import Choice, choice_of, choices_for
from dialer.core.dispositions import Flags
from dialer.refusals import Refused
from dialer.store import content as rows
from dialer.store.content import DispositionRow
from webui.access import managers
from webui.api.leads import mine
from webui.bodies import Body, body, query
from webui.context import me, services
from webui.errors import not_found, refuse
from webui.shapes.setup import DispositionCard

views = Blueprint("dispositions", __name__)

SOME_LEFT = 2
"""Other numbers that the words of the list assume, where there is no lead to look at."""


class DispositionBody(Body):
    """A card as the editor sends it back; `consequence` is ours and ignored."""

    id: int = 0
    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,40}$")]
    label: Annotated[str, Field(max_length=60)]
    key: Annotated[str, Field(max_length=1)] = ""
    consequence: str = ""
    flags: Flags = Flags()
    active: bool = True
    position: int = 0


class DispositionsBody(Body):
    dispositions: list[DispositionBody]


class ForAttempt(Body):
    attempt: int


@views.get("/dispositions")
def list_all() -> ResponseReturnValue:
    """Each with its consequence for a lead with other numbers left."""
    with services().db.transaction() as conn:
        found = rows.dispositions(conn)
    return jsonify([_with_words(choice_of(row, phones_left=SOME_LEFT, next_touch="the next touch")) for row in found])


@views.put("/dispositions")
@managers
def save() -> ResponseReturnValue:
    """Takes the whole list in its order."""
    sent = body(DispositionsBody).dispositions
    wanted = [
        DispositionRow(card.id, card.name, card.label, card.key, card.flags.to_json(), card.active, position)
        for position, card in enumerate(sent)
    ]
    saved = content.save_dispositions(services(), me(), wanted)
    if isinstance(saved, Refused):
        raise refuse(saved)
    return jsonify([_with_words(choice_of(row, phones_left=SOME_LEFT, next_touch="the next touch")) for row in saved])


@views.get("/leads/<int:lead_id>/dispositions")
def for_lead(lead_id: int) -> ResponseReturnValue:
    """What each result would do to this lead after this attempt."""
    asked = query(ForAttempt)
    mine(lead_id)
    with services().db.transaction() as conn:
        found = choices_for(conn, lead_id, asked.attempt, services().clock.now())
    if found is None:
        raise not_found("call with this lead")
    return jsonify([_with_words(choice) for choice in found])


def _with_words(choice: Choice) -> DispositionCard:
    row = choice.row
    return DispositionCard(
        id=row.id,
        name=row.name,
        label=row.label,
        key=row.key,
        consequence=choice.words,
        flags=row.flags,
        active=row.active,
        position=row.position,
    )

"""What agents say about calls, and taking it back."""

from datetime import datetime
from typing import Annotated

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from pydantic import Field

from dialer import followup
from dialer.core.roles import Role
from dialer.followup import Disposed
from dialer.refusals import Refused
from dialer.store import belongs
from webui.bodies import Body, body
from webui.context import me, services
from webui.errors import not_found, refuse

views = Blueprint("attempts", __name__)


class Answer(Body):
    """What a result asks for; moments carry their zone."""

    callback_at: datetime | None = None
    appointment_at: datetime | None = None
    note: Annotated[str, Field(max_length=20_000)] = ""
    phone_scope: str = ""


class Said(Body):
    """`id` is the page's own, so that it may send the same word twice."""

    id: str = ""
    disposition: str
    answer: Answer = Answer()


class Corrected(Said):
    """`because` is an owner's reason for taking back a wish not to be contacted."""

    because: Annotated[str, Field(max_length=500)] = ""


class TakenBack(Body):
    because: Annotated[str, Field(max_length=500)] = ""


@views.post("/attempts/<int:attempt_id>/disposition")
def dispose(attempt_id: int) -> ResponseReturnValue:
    sent = body(Said)
    _mine(attempt_id)
    done = followup.dispose(
        services(),
        attempt_id=attempt_id,
        disposition=sent.disposition,
        answer=sent.answer.model_dump(exclude_none=True),
        user_id=me().id,
        now=services().clock.now(),
    )
    return _answer(done)


@views.patch("/attempts/<int:attempt_id>/disposition")
def correct(attempt_id: int) -> ResponseReturnValue:
    sent = body(Corrected)
    _mine(attempt_id)
    done = followup.correct(
        services(),
        attempt_id=attempt_id,
        disposition=sent.disposition,
        answer=sent.answer.model_dump(exclude_none=True),
        user_id=me().id,
        now=services().clock.now(),
        because=sent.because,
    )
    return _answer(done)


@views.post("/attempts/<int:attempt_id>/undo")
def undo(attempt_id: int) -> ResponseReturnValue:
    sent = body(TakenBack) if request.content_length else TakenBack()
    _mine(attempt_id)
    done = followup.undo(
        services(), attempt_id=attempt_id, user_id=me().id, now=services().clock.now(), because=sent.because
    )
    return _answer(done)


def _mine(attempt_id: int) -> None:
    """An agent speaks about their own calls, a manager about all."""
    with services().db.transaction() as conn:
        agents = belongs.agents_of_attempt(conn, attempt_id)
    if not agents or not (me().id in agents or me().role.may_act_as(Role.MANAGER)):
        raise not_found("call")


def _answer(done: Disposed | Refused) -> ResponseReturnValue:
    if isinstance(done, Refused):
        raise refuse(done)
    return jsonify(done)

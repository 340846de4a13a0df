"""What to do next with the lead of a call."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from dialer import advice
from dialer.refusals import Refused
from webui.api.leads import mine
from webui.bodies import Body, body, query
from webui.context import me, services
from webui.errors import refuse

views = Blueprint("advice", __name__)


class ForAttempt(Body):
    """`over` in the wrap-up, where the agent has hung up whether the carrier has said so or not."""

    attempt: int
    over: bool = False


class Taken(ForAttempt):
    kind: str


@views.get("/leads/<int:lead_id>/advice")
def show(lead_id: int) -> ResponseReturnValue:
    """The advice, or nothing (204)."""
    asked = query(ForAttempt)
    mine(lead_id)
    with services().db.transaction() as conn:
        found = advice.advice_for(services(), conn, lead_id, asked.attempt, over=asked.over)
    if isinstance(found, Refused):
        raise refuse(found)
    return ("", 204) if found is None else jsonify(found)


@views.post("/leads/<int:lead_id>/advice")
def take(lead_id: int) -> ResponseReturnValue:
    """Says that it is being followed."""
    sent = body(Taken)
    mine(lead_id)
    refused = advice.take(services(), me(), lead_id, sent.attempt, sent.kind, over=sent.over)
    if refused:
        raise refuse(refused)
    return jsonify(ok=True)

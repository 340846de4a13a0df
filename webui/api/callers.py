"""Callers whom nobody knows, and messages that callers left."""

from datetime import datetime
from typing import Annotated, NamedTuple

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue
from pydantic import Field

from dialer import callers
from dialer.refusals import Refused
from dialer.sessions.preview import shown
from dialer.store import callers as rows
from webui.access import managers
from webui.bodies import Body, body
from webui.context import me, services
from webui.errors import refuse
from webui.exports import MOST as MOST_EXPORTED
from webui.exports import exported
from webui.shapes.leads import CallerCard, RecordingCard

views = Blueprint("callers", __name__)

MOST = 200
"""Whoever has more open callers than this works them off from the newest."""


class NewLead(Body):
    name: Annotated[str, Field(max_length=120)] = ""
    campaign_id: int | None = None
    text: Annotated[str, Field(max_length=1600)] = ""


@views.get("/callers")
@managers
def list_open() -> ResponseReturnValue:
    with services().db.transaction() as conn:
        return jsonify([_card(each) for each in rows.open_ones(conn, MOST)])


class Line(NamedTuple):
    """One caller in the file of all."""

    at: datetime
    number: str
    our_number: str
    calls: int
    lead_id: int | None
    lead_name: str
    taken_by: str
    message_seconds: float | None


@views.get("/callers.csv")
@managers
def export() -> Response:
    """Everybody who still waits for an answer; every export is in the log."""
    with services().db.transaction() as conn:
        lines = [
            Line(each.at, each.e164, each.ours, each.calls, each.lead_id, each.lead_name, each.agent, each.seconds)
            for each in rows.open_ones(conn, MOST_EXPORTED)
        ]
        return exported(conn, "caller", Line._fields, lines, Body())


@views.post("/callers/<call_id>/lead")
@managers
def make_lead(call_id: str) -> ResponseReturnValue:
    sent = body(NewLead)
    made = callers.make_lead(services(), me(), call_id, name=sent.name, campaign_id=sent.campaign_id, text=sent.text)
    if isinstance(made, Refused):
        raise refuse(made)
    return jsonify(made), 201


@views.post("/callers/<call_id>/done")
@managers
def done(call_id: str) -> ResponseReturnValue:
    refused = callers.done(services(), me(), call_id)
    if refused is not None:
        raise refuse(refused)
    return Response(status=204)


def _card(caller: rows.Caller) -> CallerCard:
    recording: RecordingCard | None = None
    if caller.recording_id is not None:
        recording = RecordingCard(
            id=caller.recording_id,
            seconds=caller.seconds or 0.0,
            announced=True,
            is_cut=False,
            peaks=caller.peaks or [],
        )
    return CallerCard(
        call_id=caller.call_id,
        number=shown(caller.e164) if caller.e164 else "",
        our_number=shown(caller.ours),
        at=caller.at.isoformat(),
        calls=caller.calls,
        lead_id=caller.lead_id,
        lead_name=caller.lead_name,
        taken_by=caller.agent,
        recording=recording,
        message_state=caller.message_state,
    )

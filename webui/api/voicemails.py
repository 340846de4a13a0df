"""A campaign's recorded messages for answering machines: listen, record, replace, take away."""

from typing import Annotated

from flask import Blueprint, Response, jsonify, request, send_file
from flask.typing import ResponseReturnValue
from pydantic import Field

from dialer import voicemails
from dialer.refusals import Refused
from dialer.store import voicemails as rows
from webui.access import managers
from webui.bodies import Body, value_of
from webui.context import me, services
from webui.errors import RefusedRequest, refuse

views = Blueprint("voicemails", __name__)


class NewVoicemail(Body):
    from_attempt: int
    label: Annotated[str, Field(max_length=80)] = ""


@views.get("/campaigns/<int:campaign_id>/voicemails")
@managers
def list_all(campaign_id: int) -> ResponseReturnValue:
    with services().db.transaction() as conn:
        return jsonify(rows.of_campaign(conn, campaign_id))


@views.post("/campaigns/<int:campaign_id>/voicemails")
@managers
def add(campaign_id: int) -> ResponseReturnValue:
    """A form with the file and the attempt from which on it is left."""
    file = request.files.get("file")
    if file is None:
        raise RefusedRequest(422, "Some fields need correcting.", [("file", "Record a message or choose a file.")])
    sent = value_of(NewVoicemail, dict(request.form), "form")
    saved = voicemails.save(
        services(), me(), campaign_id, from_attempt=sent.from_attempt, label=sent.label, data=file.read()
    )
    if isinstance(saved, Refused):
        raise refuse(saved)
    return jsonify(saved), 201


@views.delete("/voicemails/<int:voicemail_id>")
@managers
def remove(voicemail_id: int) -> ResponseReturnValue:
    refused = voicemails.remove(services(), me(), voicemail_id)
    if refused is not None:
        raise refuse(refused)
    return Response(status=204)


@views.get("/voicemails/<int:voicemail_id>/audio")
@managers
def audio(voicemail_id: int) -> ResponseReturnValue:
    found = voicemails.sound_of(services(), voicemail_id)
    if isinstance(found, Refused):
        raise refuse(found)
    return send_file(found, mimetype="audio/wav", conditional=True)

"""Listening to recordings. Every listening is in the audit log."""

from flask import Blueprint, request, send_file
from flask.typing import ResponseReturnValue

from dialer import recorder
from dialer.refusals import Refused
from webui.context import me, services
from webui.errors import refuse

views = Blueprint("recordings", __name__)


@views.get("/recordings/<int:recording_id>/audio")
def audio(recording_id: int) -> ResponseReturnValue:
    """The sound, in parts where the player asks for parts; the first one is what counts as listening."""
    asked = request.range
    begins = asked is None or asked.ranges[0][0] in (0, None)
    found = recorder.listen(services(), me(), recording_id, begins=begins)
    if isinstance(found, Refused):
        raise refuse(found)
    return send_file(found, mimetype="audio/wav", conditional=True)

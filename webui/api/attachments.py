"""Files that came with texts. Every opening is in the audit log.

They come from strangers: only a picture whose bytes were found to be one is shown by a page, everything else is saved,
and should a browser open one all the same it may run nothing there.
"""

from flask import Blueprint, request, send_file
from flask.typing import ResponseReturnValue

from dialer import attachments
from dialer.refusals import Refused
from webui.context import me, services
from webui.errors import refuse

views = Blueprint("attachments", __name__)

HARMLESS = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""Browsers centre a picture that is opened by itself, and fit it into the window, by a style of their own."""


@views.get("/attachments/<int:attachment_id>")
def file(attachment_id: int) -> ResponseReturnValue:
    asked = request.range
    begins = asked is None or asked.ranges[0][0] in (0, None)
    found = attachments.look(services(), me(), attachment_id, begins=begins)
    if isinstance(found, Refused):
        raise refuse(found)
    response = send_file(
        found.path,
        mimetype=found.content_type,
        as_attachment=not found.is_picture,
        download_name=found.name,
        conditional=True,
    )
    response.headers["Content-Security-Policy"] = HARMLESS
    return response

"""The manager's floor."""

from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue

from dialer import snapshots
from webui import live
from webui.access import managers
from webui.context import services
from webui.rooms import FLOOR

views = Blueprint("floor", __name__)


@views.get("/floor")
@managers
def show() -> ResponseReturnValue:
    epoch, seq = live.of(current_app).open_snapshot(FLOOR)
    now = services().clock.now()
    with services().db.transaction() as conn:
        room = snapshots.floor_room(conn, now)
    parts = {"sessions": room.sessions, "lines": room.lines, "campaigns": room.campaigns, "next": []}
    return jsonify({"epoch": epoch, "seq": seq, "at": now, **parts})

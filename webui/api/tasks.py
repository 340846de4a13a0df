"""Work that people do by hand: letters, door hangers, e-mails and other tasks."""

from datetime import timedelta
from typing import Annotated, Literal

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from pydantic import Field

from dialer import leads, tasks
from dialer.core.metrics import day_start
from dialer.core.roles import Role
from dialer.refusals import Refused
from dialer.store import tasks as rows
from webui.bodies import Body, body, query
from webui.context import me, services
from webui.errors import refuse

views = Blueprint("tasks", __name__)

SPANS = {"today": timedelta(days=1), "week": timedelta(days=7), "all": timedelta(days=3650)}


class DueQuery(Body):
    due: Literal["today", "week", "all"] = "today"


class Closing(Body):
    reason: Annotated[str, Field(max_length=500)] = ""


@views.get("/tasks")
def list_mine() -> ResponseReturnValue:
    """An agent's own and those that are nobody's in their campaigns; managers see everybody's."""
    now = services().clock.now()
    until = day_start(now) + SPANS[query(DueQuery).due]
    manager = me().role.may_act_as(Role.MANAGER)
    with services().db.transaction() as conn:
        among = leads.visible_campaigns(conn, me()) or ()
        found = rows.due(conn, until, agent_id=None if manager else me().id, among=among)
        shown = tasks.cards(conn, services().settings, found, now)
    return jsonify(shown)


@views.post("/touches/<int:touch_id>/<any(done, cancel):what>")
def close(touch_id: int, what: str) -> ResponseReturnValue:
    """Says that a planned touch was made, or will not be."""
    state = "done" if what == "done" else "cancelled"
    refused = tasks.close(services(), me(), touch_id, state, body(Closing).reason)
    if isinstance(refused, Refused):
        raise refuse(refused)
    return jsonify(ok=True)

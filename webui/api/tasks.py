"""Work that people do by hand: letters, door hangers, e-mails and other tasks, and call-backs that were promised."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Literal

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue
from pydantic import Field

from dialer import followup, leads, paper, promises, tasks
from dialer.core.metrics import day_start
from dialer.core.picking import CALLBACK_GRACE
from dialer.core.roles import Role
from dialer.refusals import Refused
from dialer.store import belongs
from dialer.store import promises as promised
from dialer.store import tasks as rows
from dialer.store.session import Connection
from dialer.store.tasks import Task
from webui.access import managers
from webui.api.leads import mine
from webui.bodies import Body, body, query
from webui.context import me, services
from webui.errors import not_found, refuse
from webui.exports import exported
from webui.shapes.leads import PileDone

views = Blueprint("tasks", __name__)

SPANS = {"today": timedelta(days=1), "week": timedelta(days=7), "all": timedelta(days=3650)}


COLUMNS = ("due_at", "channel", "label", "lead_id", "lead_name", "address", "agent", "campaign")


class DueQuery(Body):
    due: Literal["today", "week", "all"] = "today"


class Closing(Body):
    reason: Annotated[str, Field(max_length=500)] = ""


class Pile(Body):
    touch_ids: Annotated[tuple[int, ...], Field(min_length=1, max_length=500)]


@views.get("/tasks")
def list_mine() -> ResponseReturnValue:
    """An agent's own and those that are nobody's in their campaigns; managers see everybody's."""
    with services().db.transaction() as conn:
        found = due(conn, query(DueQuery))
        shown = tasks.cards(conn, services().settings, found, services().clock.now())
    return jsonify(shown)


@views.get("/tasks.csv")
@managers
def export() -> Response:
    """The same list with names and addresses, as letters and routes need it."""
    asked = query(DueQuery)
    with services().db.transaction() as conn:
        return exported(conn, "task", COLUMNS, due(conn, asked), asked)


def due(conn: Connection, asked: DueQuery, touch_ids: Sequence[int] | None = None) -> list[Task]:
    """What whoever asks may do of what is due then; with `touch_ids` only these, however many come before them."""
    until = day_start(services().clock.now()) + SPANS[asked.due]
    manager = me().role.may_act_as(Role.MANAGER)
    among = leads.visible_campaigns(conn, me()) or ()
    return rows.due(conn, until, agent_id=None if manager else me().id, among=among, touch_ids=touch_ids)


@views.post("/touches/<int:touch_id>/<any(done, cancel):what>")
def close(touch_id: int, what: str) -> ResponseReturnValue:
    """Says that a planned touch was made, or will not be."""
    state = "done" if what == "done" else "cancelled"
    refused = tasks.close(services(), me(), touch_id, state, body(Closing).reason)
    if isinstance(refused, Refused):
        raise refuse(refused)
    return jsonify(ok=True)


@views.post("/touches/<int:touch_id>/undo")
def undo(touch_id: int) -> ResponseReturnValue:
    """Takes back what was said of a touch a moment ago."""
    refused = tasks.reopen(services(), me(), touch_id)
    if refused is not None:
        raise refuse(refused)
    return jsonify(ok=True)


@views.get("/touches/<int:touch_id>/email")
def email(touch_id: int) -> ResponseReturnValue:
    """The words of an e-mail that is to be sent by hand, with what is known of the lead filled in."""
    now = services().clock.now()
    with services().db.transaction() as conn:
        wanted = [each for each in due(conn, DueQuery(due="all"), [touch_id]) if each.channel == "email"]
        if not wanted:
            raise not_found("e-mail to send")
        [card] = tasks.cards(conn, services().settings, wanted, now)
        return jsonify(paper.email(services(), conn, me(), card, now))


@views.post("/touches/done")
def close_many() -> ResponseReturnValue:
    """Says that a pile of letters was posted, or door hangers walked; what could not be printed stays on the list."""
    asked = set(body(Pile).touch_ids)
    now = services().clock.now()
    with services().db.transaction() as conn:
        found = due(conn, DueQuery(due="all"), sorted(asked))
        sheets, _ = paper.written(services(), conn, me(), tasks.cards(conn, services().settings, found, now), now)
    refused = [tasks.close(services(), me(), sheet.touch_id, "done", "") for sheet in sheets]
    done = refused.count(None)
    return jsonify(PileDone(done=done, left=len(asked) - done))


@views.get("/callbacks")
def list_callbacks() -> ResponseReturnValue:
    """An agent's own promises, and those in their campaigns that anybody may keep by now; managers see all."""
    now = services().clock.now()
    until = day_start(now) + SPANS[query(DueQuery).due]
    manager = me().role.may_act_as(Role.MANAGER)
    with services().db.transaction() as conn:
        among = leads.visible_campaigns(conn, me()) or ()
        agent_id = None if manager else me().id
        found = promised.due(conn, until, agent_id=agent_id, among=among, free_before=now - CALLBACK_GRACE)
        shown = promises.cards(conn, services().settings, found, now)
    return jsonify(shown)


@views.post("/enrollments/<int:enrollment_id>/callback/<any(done, skip):what>")
def settle_callback(enrollment_id: int, what: str) -> ResponseReturnValue:
    """Takes a call-back off the list: it was kept some other way, or will not be."""
    with services().db.transaction() as conn:
        place = belongs.enrollment(conn, enrollment_id)
    if place is None:
        raise not_found("place in a campaign")
    mine(place.lead_id)
    now = services().clock.now()
    done = followup.settle_promise(
        services(), enrollment_id=enrollment_id, user_id=me().id, now=now, kept=what == "done"
    )
    if isinstance(done, Refused):
        raise refuse(done)
    return jsonify(ok=True)

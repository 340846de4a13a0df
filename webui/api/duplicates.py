"""Leads that may be the same household: found, merged with all their history, taken apart again."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from dialer import merging
from dialer.refusals import Refused
from dialer.store import audit, duplicates, lead_page
from webui.access import managers
from webui.api.leads import mine
from webui.bodies import Body, body, query
from webui.context import me, services
from webui.errors import RefusedRequest, not_found, refuse

views = Blueprint("duplicates", __name__)


class Before(Body):
    before: int | None = None


class Other(Body):
    lead_id: int


@views.get("/leads/duplicates")
@managers
def everywhere() -> ResponseReturnValue:
    """From the leads that came in last to the first, some at a time; `next` goes on."""
    with services().db.transaction() as conn:
        pairs, following = duplicates.newest(conn, query(Before).before)
        return jsonify(pairs=duplicates.shown(conn, pairs), next=following)


@views.get("/leads/<int:lead_id>/duplicates")
@managers
def of_lead(lead_id: int) -> ResponseReturnValue:
    mine(lead_id)
    with services().db.transaction() as conn:
        return jsonify(duplicates.shown(conn, duplicates.of_lead(conn, lead_id)))


@views.post("/leads/<int:lead_id>/merge/preview")
@managers
def preview(lead_id: int) -> ResponseReturnValue:
    """What the other lead would bring; nothing changes yet."""
    found = merging.preview(services(), lead_id, body(Other).lead_id)
    if isinstance(found, Refused):
        raise refuse(found)
    return jsonify(found)


@views.post("/leads/<int:lead_id>/merge")
@managers
def merge(lead_id: int) -> ResponseReturnValue:
    """Takes the other lead into this one."""
    done = merging.merge(services(), me(), lead_id, body(Other).lead_id)
    if isinstance(done, Refused):
        raise refuse(done)
    return jsonify(done)


@views.post("/merges/<int:merge_id>/undo")
@managers
def undo(merge_id: int) -> ResponseReturnValue:
    done = merging.undo(services(), me(), merge_id)
    if isinstance(done, Refused):
        raise refuse(done)
    return jsonify(done)


@views.post("/leads/<int:lead_id>/apart")
@managers
def apart(lead_id: int) -> ResponseReturnValue:
    """Says that another lead is not the same household, so that the two are not offered again."""
    other = body(Other).lead_id
    if other == lead_id:
        raise RefusedRequest(409, merging.SAME)
    now = services().clock.now()
    with services().db.transaction() as conn:
        if lead_page.load(conn, lead_id) is None or lead_page.load(conn, other) is None:
            raise not_found("lead")
        duplicates.set_apart(conn, lead_id, other, me().id, now)
        audit.record(conn, now, me().id, "lead.set_apart", "lead", lead_id, {"from": other})
    return jsonify(ok=True)

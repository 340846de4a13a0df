"""Saved lists of leads with their live counts, and one thing done to every lead of a list."""

from typing import Annotated

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from pydantic import Field

from dialer import bulk_leads, leads, smart_lists
from dialer.bulk_leads import Action, Done, Order
from dialer.refusals import Refused
from dialer.store import lead_lists, leads_read
from dialer.store.session import Connection
from webui.access import managers
from webui.api.leads import ListQuery, asked_among, asked_by
from webui.bodies import Body, body, value_of
from webui.context import me, services
from webui.errors import RefusedRequest, not_found, refuse
from webui.shapes.leads import SavedList

views = Blueprint("lead_lists", __name__)

MOST_LISTS = 20
"""Each is counted whenever the lists are shown."""


class ListBody(Body):
    name: Annotated[str, Field(min_length=1, max_length=60)]
    query: dict[str, str]


class FeedBody(Body):
    campaign_id: int | None


class BulkBody(Body):
    query: ListQuery
    action: Action
    reason: Annotated[str, Field(max_length=500)] = ""
    campaign_id: int | None = None

    @property
    def order(self) -> Order:
        return Order(self.action, self.reason, self.campaign_id)


@views.get("/lead-lists")
def list_mine() -> ResponseReturnValue:
    with services().db.transaction() as conn:
        among = leads.visible_campaigns(conn, me())
        return jsonify([_card(conn, one, among) for one in lead_lists.of_user(conn, me().id)])


@views.post("/lead-lists")
def save() -> ResponseReturnValue:
    """Keeps the filters under a name; the same name again replaces them."""
    sent = body(ListBody)
    asked = value_of(ListQuery, sent.query, "query").model_dump(exclude_defaults=True, exclude={"cursor"})
    with services().db.transaction() as conn:
        mine = lead_lists.of_user(conn, me().id)
        if len(mine) >= MOST_LISTS and sent.name not in {one.name for one in mine}:
            raise RefusedRequest(409, f"You have {MOST_LISTS} lists; remove one first.")
        lead_lists.save(conn, me().id, sent.name, asked, services().clock.now())
    return list_mine()


@views.put("/lead-lists/<int:list_id>/campaign")
@managers
def feed(list_id: int) -> ResponseReturnValue:
    """Lets the list feed a campaign, or none."""
    refused = smart_lists.feed(services(), me(), list_id, body(FeedBody).campaign_id)
    if refused:
        raise refuse(refused)
    return list_mine()


@views.delete("/lead-lists/<int:list_id>")
def remove(list_id: int) -> ResponseReturnValue:
    with services().db.transaction() as conn:
        if not lead_lists.remove(conn, me().id, list_id):
            raise not_found("list")
    return list_mine()


@views.post("/leads/bulk/preview")
@managers
def preview() -> ResponseReturnValue:
    """What it would change; nothing changes yet."""
    sent = body(BulkBody)
    found = bulk_leads.preview(services(), asked_by(sent.query), sent.order)
    if isinstance(found, Refused):
        raise refuse(found)
    return jsonify(found)


@views.post("/leads/bulk")
@managers
def run() -> ResponseReturnValue:
    sent = body(BulkBody)
    return _answer(bulk_leads.run(services(), me(), asked_by(sent.query), sent.order))


@views.post("/leads/bulk/<int:batch_id>/undo")
@managers
def undo(batch_id: int) -> ResponseReturnValue:
    return _answer(bulk_leads.undo(services(), me(), batch_id))


def _answer(done: Done | Refused) -> ResponseReturnValue:
    if isinstance(done, Refused):
        raise refuse(done)
    return jsonify(done)


def _card(conn: Connection, one: lead_lists.SavedList, among: tuple[int, ...] | None) -> SavedList:
    asked = asked_among(value_of(ListQuery, one.query, "query"), among)
    return SavedList(
        id=one.id,
        name=one.name,
        query={name: str(value) for name, value in one.query.items()},
        count=leads_read.count(conn, asked),
        campaign_id=one.campaign_id,
    )

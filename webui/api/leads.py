"""Leads: the list, the page with everything, notes, texts, and each lead's place in campaigns."""

from typing import Annotated, Any, Literal

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue
from pydantic import Field, ValidationInfo, field_validator

from dialer import followup, leads, texting
from dialer.core.metrics import business_day
from dialer.core.roles import Role
from dialer.refusals import Refused
from dialer.store import belongs, leads_read
from dialer.store.lead_query import LeadQuery, of_filters
from dialer.store.leads_read import CursorError
from webui import exports
from webui.access import managers
from webui.bodies import Body, body, query
from webui.context import me, services
from webui.errors import RefusedRequest, not_found, refuse
from webui.exports import exported

views = Blueprint("leads", __name__)

COLUMNS = ("name", "address", "place", "listing_status", "expired_on", "status", "attempts", "last_attempt_at")


Dollars = Annotated[int, Field(ge=0, le=10**12)]
Days = Annotated[int, Field(ge=0, le=36_500)]


class ListQuery(Body):
    """The filters of the list, as its address and saved lists have them: the price in dollars, `market` the days on the
    market and `lapsed` the days since the listing expired, bounds included."""

    q: Annotated[str, Field(max_length=200)] = ""
    status: str = ""
    listing_status: str = ""
    campaign: int | None = None
    state: Annotated[str, Field(max_length=2)] = ""
    held: str = ""
    stage: Literal["", "ready", "waiting", "claimed", "held", "stopped"] = ""
    source: str = ""
    file: int | None = None
    price_from: Dollars | None = None
    price_to: Dollars | None = None
    market_from: Days | None = None
    market_to: Days | None = None
    lapsed_from: Days | None = None
    lapsed_to: Days | None = None
    tries: Literal["", "none", "some"] = ""
    reached: Annotated[int, Field(ge=0, le=4)] = 0
    sort: Literal["expired", "name", "newest", "attempted"] = "expired"
    cursor: str = ""

    @field_validator("price_to", "market_to", "lapsed_to")
    @classmethod
    def _is_not_below_its_start(cls, end: int | None, about: ValidationInfo) -> int | None:
        start = about.data.get(f"{(about.field_name or '').removesuffix('_to')}_from")
        if start is not None and end is not None and end < start:
            raise ValueError(f"The end, {end:,}, must not be below the start, {start:,}.")
        return end


class LeadChange(Body):
    """`version` is what the page has read; nothing here is lost by an older one, so it is not compared."""

    version: int | None = None
    status: Literal["open", "held"] | None = None
    hold_reason: Annotated[str, Field(max_length=500)] = ""
    name: Annotated[str, Field(max_length=300)] | None = None


class Notes(Body):
    body: Annotated[str, Field(max_length=20_000)]


class Text(Body):
    phone_id: int
    body: Annotated[str, Field(min_length=1, max_length=1600)]


class Enroll(Body):
    campaign_id: int


class Resume(Body):
    restart: bool = False


@views.get("/leads")
def list_leads() -> ResponseReturnValue:
    asked = _asked()
    with services().db.transaction() as conn:
        try:
            found = leads_read.page(conn, asked)
        except CursorError:
            raise RefusedRequest(422, "Some fields need correcting.", [("cursor", "Start at the top again.")]) from None
    return jsonify(found)


@views.get("/leads.csv")
@managers
def export() -> Response:
    """The list as a file, in its order; every export is in the log."""
    asked = _asked()
    with services().db.transaction() as conn:
        rows = leads_read.lines(conn, asked, exports.MOST)
        return exported(conn, "lead", COLUMNS, rows, query(ListQuery))


def _asked() -> LeadQuery:
    return asked_by(query(ListQuery))


def asked_by(sent: ListQuery) -> LeadQuery:
    """The list as whoever asks may see it."""
    with services().db.transaction() as conn:
        return asked_among(sent, leads.visible_campaigns(conn, me()))


def asked_among(sent: ListQuery, among: tuple[int, ...] | None) -> LeadQuery:
    """The list as it is today among the leads of these campaigns."""
    return of_filters(sent.model_dump(), business_day(services().clock.now()), among)


@views.get("/leads/<int:lead_id>")
def show(lead_id: int) -> ResponseReturnValue:
    return _page(lead_id)


@views.patch("/leads/<int:lead_id>")
def change(lead_id: int) -> ResponseReturnValue:
    """Anybody who sees the lead corrects its name; holding back and releasing is a manager's."""
    sent = body(LeadChange)
    mine(lead_id)
    if sent.status is not None and not me().role.may_act_as(Role.MANAGER):
        raise RefusedRequest(403, "Only a manager holds leads back or releases them.")
    held = None if sent.status is None else sent.status == "held"
    refused = leads.change(services(), me(), lead_id, held=held, hold_reason=sent.hold_reason, name=sent.name)
    if refused:
        raise refuse(refused)
    return _page(lead_id)


@views.put("/leads/<int:lead_id>/notes")
def notes(lead_id: int) -> ResponseReturnValue:
    sent = body(Notes)
    mine(lead_id)
    leads.write_notes(services(), me(), lead_id, sent.body)
    return jsonify(ok=True)


@views.post("/leads/<int:lead_id>/texts")
def send_text(lead_id: int) -> ResponseReturnValue:
    """Sends what was written, if this number may be texted now."""
    sent = body(Text)
    mine(lead_id)
    with services().db.transaction() as conn:
        if belongs.lead_of_phone(conn, sent.phone_id) != lead_id:
            raise not_found("number")
    made = texting.send_by_hand(
        services(),
        lead_id=lead_id,
        phone_id=sent.phone_id,
        body=sent.body,
        user_id=me().id,
        now=services().clock.now(),
    )
    if isinstance(made, Refused):
        raise refuse(made)
    return jsonify(message_id=made), 201


@views.post("/leads/<int:lead_id>/enroll")
@managers
def enroll(lead_id: int) -> ResponseReturnValue:
    sent = body(Enroll)
    mine(lead_id)
    refused = leads.enroll_one(services(), me(), lead_id, sent.campaign_id)
    if refused:
        raise refuse(refused)
    return _page(lead_id)


@views.post("/enrollments/<int:enrollment_id>/<any(pause, resume, stop):what>")
def steer(enrollment_id: int, what: str) -> ResponseReturnValue:
    """Pauses, resumes or stops a lead's sequence; answers with the lead's page."""
    with services().db.transaction() as conn:
        place = belongs.enrollment(conn, enrollment_id)
    if place is None:
        raise not_found("place in a campaign")
    mine(place.lead_id)
    now, asked = services().clock.now(), {"enrollment_id": enrollment_id, "user_id": me().id}
    done: Any
    if what == "pause":
        done = followup.pause(services(), **asked, now=now)
    elif what == "stop":
        done = followup.stop(services(), **asked, now=now)
    else:
        done = followup.resume(services(), **asked, now=now, restart=body(Resume).restart)
    if isinstance(done, Refused):
        raise refuse(done)
    return _page(place.lead_id)


def mine(lead_id: int) -> None:
    """Ends the request where the lead does not exist for whoever asks."""
    with services().db.transaction() as conn:
        if not leads.may_see(conn, me(), lead_id):
            raise not_found("lead")


def _page(lead_id: int) -> ResponseReturnValue:
    with services().db.transaction() as conn:
        found = None
        if leads.may_see(conn, me(), lead_id):
            found = leads.page(services(), conn, lead_id, services().clock.now())
    if found is None:
        raise not_found("lead")
    return jsonify(found)

"""The numbers that we call from."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, NamedTuple

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue
from pydantic import Field

from dialer import content
from dialer.refusals import Refused
from dialer.store import campaigns
from dialer.store.content import CallerId
from webui.access import managers
from webui.bodies import Body, body
from webui.context import me, services
from webui.errors import refuse
from webui.exports import exported

views = Blueprint("caller_ids", __name__)

Limit = Annotated[int, Field(ge=1, le=10_000)]
Label = Annotated[str, Field(max_length=120)]


class NewCallerId(Body):
    e164: Annotated[str, Field(max_length=40)]
    label: Label = ""
    campaign_id: int | None = None
    daily_limit: Limit = 100
    warm_up: bool = False


class CallerIdChange(Body):
    """`campaign_id` null lets any campaign show the number."""

    label: Label | None = None
    campaign_id: int | None = None
    daily_limit: Limit | None = None
    active: bool | None = None
    warm_up: bool | None = None
    rest_days: Annotated[int, Field(ge=0, le=30)] | None = None


@views.get("/caller-ids")
@managers
def list_all() -> ResponseReturnValue:
    with services().db.transaction() as conn:
        return jsonify(content.caller_ids(conn, services()))


class Line(NamedTuple):
    """One number in the file of all; `state` is that of its health."""

    number: str
    label: str
    campaign: str
    active: bool
    dials_today: int
    allowed_today: int
    daily_limit: int
    answer_rate_7_days: float | None
    state: str
    reasons: str
    rest_until: datetime | None


@views.get("/caller-ids.csv")
@managers
def export() -> Response:
    """Every number and how it fares; every export is in the log."""
    with services().db.transaction() as conn:
        names = {each.id: each.name for each in campaigns.everything(conn)}
        lines = [_line(each, names) for each in content.caller_ids(conn, services())]
        return exported(conn, "caller_id", Line._fields, lines, Body())


def _line(card: CallerId, names: Mapping[int, str]) -> Line:
    rate = card.answer_rate_7_days
    return Line(
        number=card.e164,
        label=card.label,
        campaign="any" if card.campaign_id is None else names[card.campaign_id],
        active=card.active,
        dials_today=card.dials_today,
        allowed_today=card.allowed_today,
        daily_limit=card.daily_limit,
        answer_rate_7_days=None if rate is None else round(rate, 3),
        state=card.health.get("state", ""),
        reasons=" ".join(card.health.get("reasons", ())),
        rest_until=card.rest_until,
    )


@views.post("/caller-ids")
@managers
def add() -> ResponseReturnValue:
    sent = body(NewCallerId)
    made = content.add_caller_id(
        services(),
        me(),
        number=sent.e164,
        label=sent.label,
        campaign_id=sent.campaign_id,
        daily_limit=sent.daily_limit,
        warm_up=sent.warm_up,
    )
    if isinstance(made, Refused):
        raise refuse(made)
    return jsonify(made), 201


@views.patch("/caller-ids/<int:caller_id_id>")
@managers
def change(caller_id_id: int) -> ResponseReturnValue:
    sent = body(CallerIdChange)
    given = sent.model_dump(exclude_unset=True)
    fields = {name: value for name, value in given.items() if value is not None or name == "campaign_id"}
    changed = content.change_caller_id(services(), me(), caller_id_id, fields)
    if isinstance(changed, Refused):
        raise refuse(changed)
    return jsonify(changed)

"""The calls behind any figure, as a list and as a file."""

from datetime import datetime, timedelta
from typing import Annotated

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue
from pydantic import Field

from dialer.core.metrics import LEDGER_DAYS, business_day, midnight
from dialer.store import call_lists
from dialer.store.call_lists import Asked, What
from webui import exports
from webui.access import managers
from webui.bodies import Body, query
from webui.context import services
from webui.exports import exported

views = Blueprint("calls", __name__)

COLUMNS = ("lead_id", "lead_name", "campaign", "opened_at", "agent", "outcome", "talk_seconds")

TITLES = {
    What.OPENED: "Calls begun",
    What.DIAL: "Dials",
    What.ANSWERED: "Answered dials",
    What.HUMAN: "Dials that a person answered",
    What.ABANDONED: "Abandoned calls",
    What.CONTACT: "Contacts",
    What.CONVERSATION: "Conversations",
    What.APPOINTMENT: "Appointments",
    What.PICKED_UP: "Answered calls",
    What.NO_ANSWER: "Calls without an answer",
    What.BUSY: "Busy lines",
    What.CONGESTION: "Calls for which the network had no room",
    What.BLOCKED: "Blocked calls",
    What.DEAD: "Numbers not in service",
    What.FAILED: "Calls with other faults",
}


class CallsQuery(Body):
    """The period is `days` from the business day's midnight, the last `minutes`, or the law's `ledger`."""

    what: What = What.DIAL
    campaign: int | None = None
    session: int | None = None
    agent: int | None = None
    days: Annotated[int, Field(ge=1, le=366)] | None = None
    minutes: Annotated[int, Field(ge=1, le=1440)] | None = None
    ledger: bool = False
    before: int | None = None


@views.get("/calls")
@managers
def show() -> ResponseReturnValue:
    sent = query(CallsQuery)
    with services().db.transaction() as conn:
        rows, more = call_lists.page(conn, _asked(sent))
    return jsonify(title=TITLES[sent.what], rows=rows, next=more)


@views.get("/calls.csv")
@managers
def export() -> Response:
    """Every export is in the log."""
    sent = query(CallsQuery)
    with services().db.transaction() as conn:
        rows = list(call_lists.every(conn, _asked(sent), exports.MOST))
        return exported(conn, "call", COLUMNS, rows, sent)


def _asked(sent: CallsQuery) -> Asked:
    return Asked(
        what=sent.what,
        campaign=sent.campaign,
        session=sent.session,
        agent=sent.agent,
        since=_since(sent, services().clock.now()),
        by_answer=sent.ledger,
        before=sent.before,
    )


def _since(sent: CallsQuery, now: datetime) -> datetime | None:
    if sent.ledger:
        return now - LEDGER_DAYS
    if sent.minutes is not None:
        return now - timedelta(minutes=sent.minutes)
    return None if sent.days is None else midnight(business_day(now) - timedelta(days=sent.days - 1))

"""An agent's sessions: look, start, command, and the report at the end."""

from typing import Annotated, Any, Literal
from uuid import uuid4

from flask import Blueprint, Response, current_app, jsonify
from flask.typing import ResponseReturnValue
from pydantic import Field

from dialer import coaching, noticing, sessions, snapshots
from dialer.core.roles import Role
from dialer.leads import visible_campaigns
from dialer.refusals import Refused
from dialer.session_reports import report_of
from dialer.store import session_history, snapshot
from webui import exports, live
from webui.access import managers
from webui.bodies import Body, body, query
from webui.context import me, services
from webui.errors import not_found, refuse
from webui.exports import exported
from webui.rooms import session_room

views = Blueprint("sessions", __name__)


class PreviewQuery(Body):
    campaign: int
    lines: Annotated[float, Field(ge=1, le=10)] = 1.0


class Goals(Body):
    contacts: int | None = None
    appointments: int | None = None
    minutes: int | None = None


class Leg(Body):
    kind: Literal["browser", "phone"] = "browser"
    address: Annotated[str, Field(max_length=40)] = ""


class NewSession(Body):
    campaign_id: int
    minutes: int
    lines: float
    goals: Goals = Goals()
    leg: Leg = Leg()
    tab: Annotated[str, Field(min_length=1, max_length=100)]
    take_over: bool = False


class Command(Body):
    """`id` is the page's own: the same command sent twice acts once."""

    id: Annotated[str, Field(min_length=8, max_length=64)]
    command: str
    args: dict[str, Any] = Field(default_factory=dict)
    tab: Annotated[str, Field(max_length=100)] = ""


class HistoryQuery(Body):
    agent: int | None = None
    campaign: int | None = None
    before: int | None = None


class Force(Body):
    """`id` makes a repeated request act once, as with an agent's own commands."""

    command: Literal["pause", "end"]
    id: Annotated[str, Field(min_length=8, max_length=64)] | None = None


class Told(Body):
    body: Annotated[str, Field(max_length=300)]


class Ear(Body):
    """How a manager takes part: the browser or a phone of their own, and who hears them."""

    mode: Literal["listen", "whisper", "barge"]
    leg: Leg = Leg()


@views.get("/sessions/preview")
def preview() -> ResponseReturnValue:
    asked = query(PreviewQuery)
    _may_work(asked.campaign)
    found = sessions.preview(services(), campaign_id=asked.campaign, user_id=me().id, lines=asked.lines)
    if isinstance(found, Refused):
        raise refuse(found)
    return jsonify(found)


@views.post("/sessions")
def start() -> ResponseReturnValue:
    sent = body(NewSession)
    _may_work(sent.campaign_id)
    started = sessions.start(
        services(),
        agent_id=me().id,
        campaign_id=sent.campaign_id,
        minutes=sent.minutes,
        lines=sent.lines,
        goals=sent.goals.model_dump(),
        leg=sent.leg.model_dump(),
        tab=sent.tab,
        take_over=sent.take_over,
    )
    if isinstance(started, Refused):
        raise refuse(started)
    return _snapshot(started), 201


@views.get("/sessions")
def history() -> ResponseReturnValue:
    """Sessions from the latest back; agents see their own."""
    asked = query(HistoryQuery)
    agent_id = asked.agent if me().role.may_act_as(Role.MANAGER) else me().id
    with services().db.transaction() as conn:
        return jsonify(session_history.page(conn, agent_id, asked.campaign, asked.before))


@views.get("/sessions.csv")
@managers
def export() -> ResponseReturnValue:
    asked = query(HistoryQuery)
    with services().db.transaction() as conn:
        found = session_history.page(conn, asked.agent, asked.campaign, asked.before, exports.MOST)
        return exported(conn, "session", session_history.COLUMNS, found.rows, asked)


@views.get("/sessions/current")
def current() -> ResponseReturnValue:
    with services().db.transaction() as conn:
        session_id = snapshot.of_agent(conn, me().id)
    return ("", 204) if session_id is None else _snapshot(session_id)


@views.get("/sessions/<int:session_id>/snapshot")
def show(session_id: int) -> ResponseReturnValue:
    _mine(session_id)
    return _snapshot(session_id)


@views.get("/sessions/<int:session_id>/report")
def report(session_id: int) -> ResponseReturnValue:
    _mine(session_id)
    with services().db.transaction() as conn:
        return jsonify(report_of(conn, session_id, services().clock.now()))


@views.get("/sessions/<int:session_id>/queue")
def queue(session_id: int) -> ResponseReturnValue:
    """Whom the agent may dial by hand, as SessionQueue."""
    _mine(session_id)
    found = sessions.queue_of(services(), session_id)
    if isinstance(found, Refused):
        raise refuse(found)
    return jsonify(found)


@views.post("/sessions/<int:session_id>/commands")
def command(session_id: int) -> ResponseReturnValue:
    sent = body(Command)
    _mine(session_id)
    return _carry_out(session_id, sent.id, sent.command, sent.args, sent.tab)


@views.post("/sessions/<int:session_id>/force")
@managers
def force(session_id: int) -> ResponseReturnValue:
    """A manager pauses or ends somebody's session; the running call goes on to its end."""
    sent = body(Force)
    _mine(session_id)
    args = {"reason": f"Paused by {me().name}"} if sent.command == "pause" else {}
    return _carry_out(session_id, sent.id or uuid4().hex, sent.command, args, tab="")


@views.post("/sessions/<int:session_id>/notices")
@managers
def tell(session_id: int) -> ResponseReturnValue:
    """A few words on the agent's screen."""
    made = noticing.tell(services(), me(), session_id, body(Told).body)
    if isinstance(made, Refused):
        raise refuse(made)
    return jsonify(id=made), 201


@views.post("/sessions/<int:session_id>/notices/<int:notice_id>/seen")
def seen(session_id: int, notice_id: int) -> ResponseReturnValue:
    _mine(session_id)
    refused = noticing.seen(services(), session_id, notice_id)
    if refused:
        raise refuse(refused)
    return jsonify(ok=True)


def _carry_out(session_id: int, command_id: str, name: str, args: dict[str, Any], tab: str) -> ResponseReturnValue:
    done = sessions.command(
        services(), session_id=session_id, user_id=me().id, command_id=command_id, name=name, args=args, tab=tab
    )
    if isinstance(done, Refused):
        raise refuse(done)
    return jsonify(done)


def _may_work(campaign_id: int) -> None:
    with services().db.transaction() as conn:
        allowed = visible_campaigns(conn, me())
    if allowed is not None and campaign_id not in allowed:
        raise not_found("campaign")


def _mine(session_id: int) -> None:
    """An agent sees their own sessions, a manager everybody's."""
    with services().db.transaction() as conn:
        agent_id = snapshot.agent_of(conn, session_id)
    if agent_id is None or not (agent_id == me().id or me().role.may_act_as(Role.MANAGER)):
        raise not_found("session")


def _snapshot(session_id: int) -> Response:
    """Every card of the room, and the number of the event after which they were read."""
    epoch, seq = live.of(current_app).open_snapshot(session_room(session_id))
    now = services().clock.now()
    with services().db.transaction() as conn:
        room = snapshots.agent_room(services(), conn, session_id, now)
    if room is None:
        raise not_found("session")
    parts = {"sessions": [room.session], "lines": room.lines, "campaigns": [], "next": room.next, "lead": room.lead}
    return jsonify({"epoch": epoch, "seq": seq, "at": now, **parts})


@views.post("/sessions/<int:session_id>/hear")
@managers
def hear(session_id: int) -> ResponseReturnValue:
    sent = body(Ear)
    refused = coaching.hear(services(), me(), session_id, sent.mode, sent.leg.model_dump())
    if refused is not None:
        raise refuse(refused)
    return Response(status=204)


@views.delete("/sessions/<int:_session_id>/hear")
@managers
def hear_no_more(_session_id: int) -> ResponseReturnValue:
    """Ends one's own listening, wherever it is."""
    refused = coaching.leave(services(), me())
    if refused is not None:
        raise refuse(refused)
    return Response(status=204)

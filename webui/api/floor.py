"""The manager's floor."""

from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue

from dialer import snapshots
from dialer.health import LEAST_FREE_BYTES, free_bytes
from dialer.sip_state import state_of
from dialer.store import first_steps
from webui import live
from webui.access import managers
from webui.context import services
from webui.rooms import FLOOR
from webui.shapes.setup import DiskCard, FirstSteps, SipCard

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


@views.get("/floor/sip")
@managers
def sip() -> ResponseReturnValue:
    """How the SIP processes do; nothing where no SIP trunk carries the calls."""
    found = state_of(services())
    if found is None:
        return "", 204
    return jsonify(
        SipCard(
            processes=found.processes,
            living=found.living,
            resting=list(found.resting),
            is_unrecorded=found.is_unrecorded,
            turned_away=found.turned_away,
        )
    )


@views.get("/floor/disk")
@managers
def disk() -> ResponseReturnValue:
    free = free_bytes(services().settings)
    return jsonify(DiskCard(free_mb=free // 1_000_000, is_short=free < LEAST_FREE_BYTES))


@views.get("/first-steps")
@managers
def first() -> ResponseReturnValue:
    """What a fresh installation still needs before its first call."""
    with services().db.transaction() as conn:
        found = first_steps.taken(conn)
    return jsonify(
        FirstSteps(
            caller_id=found.caller_id,
            agent=found.agent,
            campaign=found.campaign,
            leads=found.leads,
            running=found.running,
            called=found.called,
        )
    )

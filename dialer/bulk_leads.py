"""Doing one thing to every lead of a list: what it would change, doing it, and undoing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from dialer.bootstrap import Services
from dialer.enrolling import enroll
from dialer.refusals import Refused, conflict, invalid, missing
from dialer.store import audit, campaigns, lead_batches, leads_read, live
from dialer.store.accounts import Account
from dialer.store.lead_batches import Batch
from dialer.store.lead_query import LeadQuery

MOST = 10_000
"""Leads in one go; a longer list is a campaign's filter."""


class Action(StrEnum):
    """What may be done to many leads."""

    HOLD = "hold"
    RELEASE = "release"
    ENROLL = "enroll"


@dataclass(frozen=True, slots=True)
class Order:
    """What to do; `reason` goes with holding, `campaign_id` with enrolling."""

    action: Action
    reason: str = ""
    campaign_id: int | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """`leads` are in the list, `changed` of these would change."""

    leads: int
    changed: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Done:
    batch_id: int
    changed: int


def preview(services: Services, asked: LeadQuery, order: Order) -> Preview | Refused:
    """Does it and takes it back in the same transaction, so that the numbers are the true ones."""
    with services.db.engine.connect() as conn, conn.begin() as transaction:
        found = _chosen(conn, asked, order)
        if isinstance(found, Refused):
            return found
        changed = len(_carry_out(conn, found, order, services.clock.now()))
        transaction.rollback()
    return Preview(len(found), changed, _sentence(order, len(found), changed))


def run(services: Services, by: Account, asked: LeadQuery, order: Order) -> Done | Refused:
    now = services.clock.now()
    with services.db.transaction() as conn:
        found = _chosen(conn, asked, order)
        if isinstance(found, Refused):
            return found
        before = _carry_out(conn, found, order, now)
        detail = {"reason": order.reason, "campaign": order.campaign_id}
        batch_id = lead_batches.add(conn, by.id, order.action, detail, before, now)
        audit.record(
            conn, now, by.id, f"leads.{order.action}", "lead_batch", batch_id, {"leads": len(before), **detail}
        )
        live.mark(conn, "lead", *lead_batches.on_a_line(conn, found))
    _tell(services)
    return Done(batch_id, len(before))


def undo(services: Services, by: Account, batch_id: int) -> Done | Refused:
    """Puts back what nobody has changed since; whoever was called meanwhile stays in the campaign."""
    now = services.clock.now()
    with services.db.transaction() as conn:
        batch = lead_batches.lock(conn, batch_id)
        if batch is None or batch.user_id != by.id:
            return missing("change of yours")
        if batch.undone_at is not None:
            return conflict("It was undone already.")
        back = _take_back(conn, batch)
        lead_batches.undone(conn, batch_id, now)
        audit.record(conn, now, by.id, "leads.undone", "lead_batch", batch_id, {"leads": len(back)})
        live.mark(conn, "lead", *lead_batches.on_a_line(conn, back))
    _tell(services)
    return Done(batch_id, len(back))


def _chosen(conn: Connection, asked: LeadQuery, order: Order) -> list[int] | Refused:
    if order.action is Action.HOLD and not order.reason:
        return invalid("reason", "Say why the leads are held back.")
    if order.action is Action.ENROLL and (order.campaign_id is None or campaigns.load(conn, order.campaign_id) is None):
        return invalid("campaign_id", "Choose a campaign.")
    found = leads_read.ids(conn, asked, MOST + 1)
    if len(found) > MOST:
        return conflict(f"The list has more than {MOST:,} leads. Narrow it, or use a campaign's filter.")
    return found


def _carry_out(conn: Connection, ids: Sequence[int], order: Order, now: datetime) -> list[Any]:
    """Does it; what undoing needs, one entry for each lead that changed."""
    if order.action is Action.ENROLL:
        assert order.campaign_id is not None, "checked before"
        return list(enroll(conn, order.campaign_id, ids, now))
    if order.action is Action.HOLD:
        return lead_batches.set_status(conn, ids, was="open", to="held", reason=order.reason)
    return lead_batches.set_status(conn, ids, was="held", to="open", reason="")


def _take_back(conn: Connection, batch: Batch) -> list[int]:
    if batch.action == Action.ENROLL:
        campaign_id = int(batch.detail["campaign"])
        live.mark(conn, "campaign", campaign_id)
        return lead_batches.take_out(conn, campaign_id, batch.before)
    held = batch.action == Action.HOLD
    now_is, because = ("held", str(batch.detail["reason"])) if held else ("open", "")
    return lead_batches.put_back(conn, batch.before, now_is=now_is, now_because=because)


def _sentence(order: Order, leads: int, changed: int) -> str:
    done = {Action.HOLD: "held back", Action.RELEASE: "released", Action.ENROLL: "taken into the campaign"}[
        order.action
    ]
    stays = {
        Action.HOLD: "held or closed already",
        Action.RELEASE: "not held",
        Action.ENROLL: "in the campaign already, or held back",
    }[order.action]
    rest = leads - changed
    return f"{changed:,} of {leads:,} leads would be {done}." + (f" {rest:,} are {stays}." if rest else "")


def _tell(services: Services) -> None:
    services.waker.wake("engine")
    services.waker.wake("live")

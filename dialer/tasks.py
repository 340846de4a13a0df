"""Closing touches that people make by hand, or that somebody no longer wants made."""

from dataclasses import dataclass
from datetime import datetime

from dialer.bootstrap import Services
from dialer.leads import may_see
from dialer.refusals import Refused, conflict, missing
from dialer.store import audit, live, tasks
from dialer.store.accounts import Account
from dialer.store.tasks import BY_HAND, Task


@dataclass(frozen=True, slots=True)
class TaskCard:
    """A task as the list shows it."""

    touch_id: int
    lead_id: int
    lead_name: str
    address: str
    channel: str
    label: str
    due_at: datetime
    overdue: bool
    agent: str
    campaign: str


def card(task: Task, now: datetime) -> TaskCard:
    fields = {name: getattr(task, name) for name in Task.__slots__}
    return TaskCard(**fields, overdue=task.due_at < now)


def close(services: Services, by: Account, touch_id: int, state: str, reason: str) -> Refused | None:
    """Marks a planned touch done or cancelled. Texts go out by themselves, so they can only be cancelled."""
    now = services.clock.now()
    with services.db.transaction() as conn:
        touch = tasks.lock(conn, touch_id)
        if touch is None or not may_see(conn, by, touch.lead_id):
            return missing("touch")
        if touch.state != "planned":
            return conflict(f"It is {touch.state} already.")
        if state == "done" and touch.channel not in BY_HAND:
            return conflict("This goes out by itself; it can only be cancelled.")
        tasks.close(conn, touch_id, state, by.id, now, reason)
        live.mark(conn, "lead", touch.lead_id)
        audit.record(conn, now, by.id, f"touch.{state}", "touch", touch_id, {"reason": reason})
    services.waker.wake("live")
    return None

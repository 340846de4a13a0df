"""Touches that people make by hand: judged like those that go out by themselves, then closed or cancelled."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from dialer.bootstrap import Services
from dialer.config import Settings
from dialer.core.compliance import CallRules, Contact, Verdict, may_email, may_mail
from dialer.house_rules import rules_for
from dialer.leads import may_see
from dialer.refusals import Refused, conflict, missing
from dialer.store import audit, live, tasks
from dialer.store.accounts import Account
from dialer.store.campaigns_run import campaign_settings
from dialer.store.contacts import load_contacts, load_number
from dialer.store.tasks import BY_HAND, Task, Touch

UNDO_WITHIN = timedelta(minutes=1)
"""Pages offer it for eight seconds; the rest is for a slow link."""

Judge = Callable[[Contact, CallRules, datetime], Verdict]

JUDGES: Mapping[str, Judge] = {"email": may_email, "letter": may_mail, "door_hanger": may_mail}
"""By channel. Any other task is the team's own business and reaches nobody by itself."""


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
    stop: str
    """Why it must not be done now; empty where nothing stands against it."""


def cards(conn: Connection, settings: Settings, found: Sequence[Task], now: datetime) -> list[TaskCard]:
    stops = _stops(
        conn, settings, [(task.touch_id, task.lead_id, task.campaign_id, task.channel) for task in found], now
    )
    shown = [name for name in Task.__slots__ if name != "campaign_id"]
    return [
        TaskCard(
            **{name: getattr(task, name) for name in shown},
            overdue=task.due_at < now,
            stop=stops.get(task.touch_id, ""),
        )
        for task in found
    ]


def _stops(
    conn: Connection, settings: Settings, touches: Sequence[tuple[int, int, int, str]], now: datetime
) -> dict[int, str]:
    """Why each of these (touch, lead, campaign, channel) must not be made now, by touch."""
    judged = [(*touch, JUDGES[touch[3]]) for touch in touches if touch[3] in JUDGES]
    if not judged:
        return {}
    contacts = _contacts(conn, {lead_id for _, lead_id, *_ in judged}, now)
    rules = {
        campaign_id: rules_for(conn, settings, campaign_settings(conn, campaign_id), now)
        for campaign_id in {campaign_id for _, _, campaign_id, *_ in judged}
    }
    found = {}
    for touch_id, lead_id, campaign_id, _, judge in judged:
        # Whoever refused on one number is not written to on the strength of another.
        verdicts = [judge(contact, rules[campaign_id], now) for contact in contacts[lead_id]]
        sentences = [reason.sentence for verdict in verdicts for reason in verdict.reasons]
        if sentences:
            found[touch_id] = " ".join(dict.fromkeys(sentences))
    return found


def _contacts(conn: Connection, lead_ids: set[int], now: datetime) -> dict[int, list[Contact]]:
    """Each lead with every number it has, or without one."""
    of_lead: dict[int, list[Contact]] = defaultdict(list)
    for (lead_id, _), contact in load_contacts(conn, tasks.numbers_of(conn, sorted(lead_ids)), now).items():
        of_lead[lead_id].append(contact)
    for lead_id in lead_ids - of_lead.keys():
        of_lead[lead_id].append(load_number(conn, "", now, lead_id=lead_id))
    return of_lead


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
        stop = _stop(conn, services.settings, touch, now) if state == "done" else ""
        if stop:
            return conflict(f"This must not be done now: {stop} Cancel it, or leave it until then.")
        tasks.close(conn, touch_id, state, by.id, now, reason)
        live.mark(conn, "lead", touch.lead_id)
        audit.record(conn, now, by.id, f"touch.{state}", "touch", touch_id, {"reason": reason})
    services.waker.wake("live")
    return None


def reopen(services: Services, by: Account, touch_id: int) -> Refused | None:
    """Takes back what whoever asks said of a task a moment ago; it is judged again when it is done."""
    now = services.clock.now()
    with services.db.transaction() as conn:
        touch = tasks.lock(conn, touch_id)
        if touch is None or not may_see(conn, by, touch.lead_id):
            return missing("touch")
        if not tasks.reopen(conn, touch_id, by.id, now - UNDO_WITHIN):
            return conflict("Only whoever closed it takes that back, within a minute.")
        live.mark(conn, "lead", touch.lead_id)
        audit.record(conn, now, by.id, "touch.reopened", "touch", touch_id, {"was": touch.state})
    services.waker.wake("live")
    return None


def _stop(conn: Connection, settings: Settings, touch: Touch, now: datetime) -> str:
    asked = (touch.id, touch.lead_id, touch.campaign_id, touch.channel)
    return _stops(conn, settings, [asked], now).get(touch.id, "")

"""Letters, door hangers and e-mails in their final words, and why some cannot be written."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from sqlalchemy import Connection

from dialer import opt_outs
from dialer.bootstrap import Services
from dialer.core.sequences import home_zone
from dialer.core.texts import MissingFields, Rendered, UnknownFields, render
from dialer.store import paper
from dialer.store.accounts import Account
from dialer.store.paper import Draft
from dialer.tasks import TaskCard
from dialer.texting import fields_of


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page. `address` is where it goes, line by line: a letter to the mailing address, a hanger to the house."""

    touch_id: int
    lead_id: int
    name: str
    address: tuple[str, ...]
    words: str
    campaign: str


@dataclass(frozen=True, slots=True)
class Left:
    """A touch that was not written, and what to do about it."""

    lead_id: int
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Email:
    """What somebody sends with a program of their own. `why` says why it must not or cannot be sent; then there are no
    words."""

    to: str
    subject: str
    body: str
    why: str


def email(services: Services, conn: Connection, by: Account, task: TaskCard, now: datetime) -> Email:
    """An e-mail's task in its template's words. Signed by `by` where no agent has the task."""
    draft = paper.drafts(conn, [task.touch_id])[task.touch_id]
    nowhere = "" if draft.email else "No e-mail address is known. Add it to the lead, or cancel the task."
    why = task.stop or nowhere or _unwritten(draft)
    if why:
        return Email(draft.email, "", "", why)
    subject, body = (_filled(services, draft, part, by, now) for part in (draft.subject, draft.body or ""))
    if isinstance(subject, Rendered) and isinstance(body, Rendered):
        return Email(draft.email, subject.text, body.text, "")
    return Email(draft.email, "", "", next(part for part in (subject, body) if isinstance(part, str)))


def written(
    services: Services, conn: Connection, by: Account, tasks: Sequence[TaskCard], now: datetime
) -> tuple[list[Sheet], list[Left]]:
    """Each task as a sheet, house by house along the streets, or why it is none. Signed by `by` where no agent is."""
    drafts = paper.drafts(conn, [task.touch_id for task in tasks])
    sheets: list[tuple[tuple[str, str, str, int], Sheet]] = []
    left: list[Left] = []
    for task in tasks:
        draft = drafts[task.touch_id]
        address = _address(draft, task.channel)
        words = task.stop or _obstacle(draft, address) or _filled(services, draft, draft.body or "", by, now)
        if isinstance(words, Rendered):
            sheet = Sheet(task.touch_id, task.lead_id, task.lead_name, address, words.text, task.campaign)
            sheets.append((_on_the_way(draft), sheet))
        else:
            left.append(Left(task.lead_id, task.lead_name, words))
    return [sheet for _, sheet in sorted(sheets, key=lambda found: found[0])], left


def _obstacle(draft: Draft, address: tuple[str, ...]) -> str:
    if not address:
        return "No address is known. Add it to the lead, or cancel the task."
    return _unwritten(draft)


def _unwritten(draft: Draft) -> str:
    if draft.body is None:
        wanted = f"The template {draft.wanted} does not exist any more." if draft.wanted else "There is no template."
        return f"{wanted} Write one under Texts and letters."
    return "" if draft.our_number else "No caller ID is set up that it could name as the number to call back."


def _filled(services: Services, draft: Draft, words: str, by: Account, now: datetime) -> Rendered | str:
    fields = fields_of(
        draft.lead,
        agent_name=draft.signer or by.name,
        brokerage=services.settings.brokerage_name,
        our_number=draft.our_number,
        opt_out_link=opt_outs.link(services, draft.lead_id),
    )
    zone = home_zone("", draft.lead.zip or None, draft.lead.state or None)
    match render(words, fields, now=now, zone=zone):
        case Rendered() as done:
            return done
        case MissingFields(names):
            return f"Nothing is known for {', '.join(names)}, and the template has no words to use instead."
        case UnknownFields(names):
            return f"The template uses what does not exist: {', '.join(names)}."
        case other:
            assert_never(other)


def _address(draft: Draft, channel: str) -> tuple[str, ...]:
    """Empty where there is no street to send it to."""
    lead, mail = draft.lead, draft.mailing
    if channel == "letter" and mail.get("street"):
        street = " ".join(str(mail[part]) for part in ("street", "unit") if mail.get(part))
        return _lines(street, *(str(mail.get(part) or "") for part in ("city", "state", "zip")))
    return _lines(lead.street, lead.city, lead.state, lead.zip)


def _lines(street: str, city: str, state: str, zip_code: str) -> tuple[str, ...]:
    """
    >>> _lines("12 Oak St", "Springfield", "IL", "62701")
    ('12 Oak St', 'Springfield, IL 62701')
    """
    town = ", ".join(part for part in (city, f"{state} {zip_code}".strip()) if part)
    return (street, town) if street and town else ()


def _on_the_way(draft: Draft) -> tuple[str, str, str, int]:
    """Sorts by town, street and house, so that nobody walks a street twice."""
    lead = draft.lead
    house = re.match(r"(\d*)\s*(.*)", lead.street)
    number, street = house.groups() if house else ("", lead.street)
    return lead.city.lower(), lead.zip, street.lower(), int(number or 0)

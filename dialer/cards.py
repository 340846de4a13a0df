"""The cards that live screens are made of, each read whole from the database.

A card's `version` is the moment it was read (see store.live.read_version), since it is made of several rows. Whoever
holds two readings of a card keeps the one with the higher version.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from dialer.bootstrap import Services
from dialer.core.metrics import ABANDONED_LIMIT, LEDGER_DAYS, day_start
from dialer.core.transfers import RESULTS
from dialer.core.zones import zones_of
from dialer.engine.claim import terms_of
from dialer.sessions.preview import first_due, shown
from dialer.store import campaigns_run, figures, inbound, listeners, live, notices, queue, snapshot, transfers
from dialer.store.figures import SessionFigures
from dialer.store.inbound import Offer
from dialer.store.listeners import Listener
from dialer.store.notices import Notice
from dialer.store.snapshot import CampaignRow, LineRow, SessionRow
from dialer.store.transfers import Transfer

NEXT_SHOWN = 3
"""So many of the next leads stand on an agent's screen."""


@dataclass(frozen=True, slots=True)
class SessionCard:
    """An agent's session with its figures."""

    id: int
    version: int
    agent_id: int
    agent_name: str
    campaign_id: int
    campaign_name: str
    state: str
    state_since: datetime
    pause_reason: str
    then: str
    started_at: datetime
    ends_at: datetime
    ended_at: datetime | None
    end_reason: str
    lines: float
    goals: dict[str, Any]
    leg_state: str
    leg_kind: str
    leg_problem: str
    current_call_id: str | None
    current_attempt_id: int | None
    current_lead_id: int | None
    on_hold: bool
    muted: bool
    wrap_up_until: datetime | None
    tab: str
    figures: dict[str, Any]
    limited_by: str
    limited_sentence: str
    offer: dict[str, Any] | None
    listeners: list[dict[str, Any]]
    notice: dict[str, Any] | None
    transfer: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class LineCard:
    """One lead's leg."""

    id: str
    version: int
    session_id: int
    campaign_id: int
    attempt_id: int | None
    lead_id: int | None
    lead_name: str
    number: str
    number_kind: str
    state: str
    since: datetime
    rang_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    ending: str
    ending_sentence: str
    agent_session_id: int | None
    machine: bool
    place: str
    zone: str


@dataclass(frozen=True, slots=True)
class CampaignCard:
    """One campaign on the manager's floor."""

    id: int
    version: int
    name: str
    status: str
    halted_because: str
    mode: str
    dials_today: int
    dials_last_hour: int
    answered_today: int
    humans_today: int
    contacts_today: int
    appointments_today: int
    abandoned_today: int
    answered_by_person_30_days: int
    abandoned_30_days: int
    abandoned_limit: float
    ready: int
    waiting: int
    held: dict[str, int]
    why_no_call: str


def session_cards(conn: Connection, ids: Sequence[int]) -> list[SessionCard]:
    version = live.read_version(conn)
    counted = figures.of_sessions(conn, ids)
    offers = inbound.offers(conn, list(ids))
    found = snapshot.sessions(conn, ids)
    here = listeners.of_sessions(conn, ids)
    told = notices.unseen(conn, ids)
    handed = transfers.shown_to(conn, ids)
    return [
        replace(
            _session_card(
                row, version, counted[row.id], offers.get(row.id), [each for each in here if each.session_id == row.id]
            ),
            notice=_notice(told.get(row.id)),
            transfer=_transfer(row.id, handed.get(row.id)),
        )
        for row in found
    ]


def line_cards(conn: Connection, ids: Sequence[str]) -> list[LineCard]:
    version = live.read_version(conn)
    return [_line_card(row, version) for row in snapshot.lines(conn, ids)]


def for_floor(card: LineCard) -> LineCard:
    """The line as managers see it: the middle of the number is nobody's business on a screen for many eyes."""
    return replace(card, number=masked(card.number))


def masked(number: str) -> str:
    """Keeps where a number is from and its end.

    >>> masked("(217) 555-0123")
    '(217) •••-••23'
    """
    head = 6 if number.startswith("(") else 4
    return number[:head] + re.sub(r"\d", "•", number[head:-2]) + number[-2:]


def campaign_cards(conn: Connection, ids: Sequence[int], now: datetime) -> list[CampaignCard]:
    version = live.read_version(conn)
    hour = now - timedelta(hours=1)
    counted = figures.of_campaigns(conn, ids, today=day_start(now), hour=hour, month=now - LEDGER_DAYS)
    return [_campaign_card(conn, row, version, counted[row.id]) for row in snapshot.campaigns(conn, ids)]


def next_leads(
    services: Services, conn: Connection, campaign_id: int, agent_id: int, now: datetime
) -> list[dict[str, Any]]:
    """Who would be called next for this agent, as NextLead; nobody while the campaign does not run."""
    campaign = campaigns_run.find(conn, campaign_id)
    if campaign is None or campaign.status != "running":
        return []
    terms = terms_of(conn, services.settings, campaign, now)
    return first_due(conn, terms, agent_id, NEXT_SHOWN)


def _session_card(
    row: SessionRow, version: int, counted: SessionFigures, offer: Offer | None, here: Sequence[Listener]
) -> SessionCard:
    fields = {name: getattr(row, name) for name in SessionRow.__slots__}
    numbers = {name: getattr(counted, name) for name in SessionFigures.__slots__ if name != "session_id"}
    goals = {name: row.goals.get(name) for name in ("contacts", "appointments", "minutes")}
    return SessionCard(
        **{**fields, "goals": goals},
        version=version,
        figures=numbers,
        offer=_offer(offer),
        listeners=[{"user_id": n.user_id, "name": n.name, "mode": n.mode, "state": n.state} for n in here],
        notice=None,
        transfer=None,
    )


def _notice(told: Notice | None) -> dict[str, Any] | None:
    return None if told is None else {"id": told.id, "by": told.by, "body": told.body, "at": told.at}


def _transfer(session_id: int, found: Transfer | None) -> dict[str, Any] | None:
    """A person being handed over by, or to, the agent of a session, as TransferCard."""
    if found is None:
        return None
    return {
        "id": found.id,
        "side": "from" if found.from_session_id == session_id else "to",
        "state": found.state,
        "way": found.way,
        "to_name": found.to_name,
        "to_number": shown(found.to_number) if found.to_number else "",
        "by": found.from_name,
        "note": found.note,
        "at": found.at,
        "result": found.result,
        "reason": found.reason or RESULTS.get(found.result, ""),
    }


def _offer(offer: Offer | None) -> dict[str, Any] | None:
    """Who is calling, as CallOffer."""
    if offer is None:
        return None
    return {
        "call_id": offer.call_id,
        "lead_id": offer.lead_id,
        "name": offer.lead_name,
        "number": shown(offer.e164) if offer.e164 else "",
        "place": ", ".join(part for part in (offer.city, offer.lead_state) if part),
        "until": offer.until,
        "last_with_you": offer.last_with_agent,
    }


def _line_card(row: LineRow, version: int) -> LineCard:
    here = zones_of(row.e164, row.zip or None, None, property_state=row.lead_state or None).zones
    at_property = zones_of("", row.zip or None, None, property_state=row.lead_state or None).zones
    known = bool(row.zip or row.lead_state)
    return LineCard(
        id=row.id,
        version=version,
        session_id=row.session_id,
        campaign_id=row.campaign_id,
        attempt_id=row.attempt_id,
        lead_id=row.lead_id,
        lead_name=row.lead_name,
        number=shown(row.e164),
        number_kind=row.number_kind,
        state=row.state,
        since=_since(row),
        rang_at=row.rang_at,
        answered_at=row.answered_at,
        ended_at=row.ended_at,
        ending=row.ending,
        ending_sentence=row.ending_sentence,
        agent_session_id=row.agent_session_id,
        machine="machine_at" in row.milestones,
        place=", ".join(part for part in (row.city, row.lead_state) if part),
        zone=min(at_property if known else here, default="UTC"),
    )


# The milestone at which each state begins; the moment of planning stands in for one that is not known.
_BEGINS = {
    "requested": "sent_at",
    "ringing": "rang_at",
    "answered": "answered_at",
    "connecting": "agent_assigned_at",
    "talking": "agent_joined_at",
    "leaving_message": "drop_asked_at",
    "closing": "hang_up_asked_at",
    "ended": "ended_at",
}


def _since(row: LineRow) -> datetime:
    begun = row.milestones.get(_BEGINS.get(row.state, ""))
    return datetime.fromisoformat(begun) if begun else row.answered_at or row.rang_at or row.planned_at


def _campaign_card(conn: Connection, row: CampaignRow, version: int, counted: figures.CampaignFigures) -> CampaignCard:
    states = queue.counts_by_state(conn, row.id)
    numbers = {name: getattr(counted, name) for name in figures.CampaignFigures.__slots__ if name != "campaign_id"}
    return CampaignCard(
        id=row.id,
        version=version,
        name=row.name,
        status=row.status,
        halted_because=row.halted_because,
        mode=row.mode,
        **numbers,
        abandoned_limit=ABANDONED_LIMIT,
        ready=states.get("ready", 0),
        waiting=states.get("waiting", 0),
        held=_held(conn, row.id),
        why_no_call=_why_no_call(row),
    )


def _held(conn: Connection, campaign_id: int) -> dict[str, int]:
    counted: Counter[str] = Counter()
    for each in queue.held_by_reason(conn, campaign_id):
        counted[each.code] += each.count
    return dict(counted)


def _why_no_call(row: CampaignRow) -> str:
    if row.status != "running":
        return "The campaign is paused."
    if row.halted_because:
        return row.halted_because
    if not row.open_sessions:
        return "Nobody has a session in this campaign."
    return "" if row.open_lines else row.limited_sentence

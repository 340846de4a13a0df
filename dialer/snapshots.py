"""What a live screen starts from: every card of its room at one moment."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from dialer import cards, leads
from dialer.bootstrap import Services
from dialer.cards import CampaignCard, LineCard, SessionCard
from dialer.store import snapshot


@dataclass(frozen=True, slots=True)
class AgentRoom:
    """One agent's screen."""

    session: SessionCard
    lines: list[LineCard]
    next: list[dict[str, Any]]
    lead: leads.Page | None


@dataclass(frozen=True, slots=True)
class FloorRoom:
    """The manager's screen."""

    sessions: list[SessionCard]
    lines: list[LineCard]
    campaigns: list[CampaignCard]


def agent_room(services: Services, conn: Connection, session_id: int, now: datetime) -> AgentRoom | None:
    """The room of a session; None where there is no such session."""
    found = cards.session_cards(conn, [session_id])
    if not found:
        return None
    session = found[0]
    going = session.ended_at is None
    return AgentRoom(
        session=session,
        lines=cards.line_cards(conn, snapshot.shown_lines(conn, [session_id])),
        next=cards.next_leads(services, conn, session.campaign_id, session.agent_id, now) if going else [],
        lead=leads.page(services, conn, session.current_lead_id, now) if session.current_lead_id else None,
    )


def floor_room(conn: Connection, now: datetime) -> FloorRoom:
    open_now = snapshot.open_sessions(conn)
    return FloorRoom(
        sessions=cards.session_cards(conn, open_now),
        lines=[cards.for_floor(card) for card in cards.line_cards(conn, snapshot.shown_lines(conn, open_now))],
        campaigns=cards.campaign_cards(conn, snapshot.floor_campaigns(conn), now),
    )

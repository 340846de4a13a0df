"""A lead chosen by the agent instead of the queue."""

from datetime import datetime
from typing import Any

from sqlalchemy import text

from dialer.store.queue import Candidate
from dialer.store.session import Connection


def lock_choice(conn: Connection, campaign_id: int, phone_id: int) -> Candidate | None:
    """The lead of this number in the campaign, locked; None when it is not there, on a line already, or over."""
    row: Any = conn.execute(
        text("""
            SELECT e.id, e.lead_id, p.id, p.e164, e.hours_key, e.priority, e.expired_on, e.tries, e.position,
                   l.name, l.city, l.state
              FROM phone p
              JOIN enrollment e ON e.lead_id = p.lead_id AND e.campaign_id = :campaign_id
              JOIN lead l ON l.id = e.lead_id
             WHERE p.id = :phone_id AND e.state <> 'claimed'
               FOR UPDATE OF e
        """),
        {"campaign_id": campaign_id, "phone_id": phone_id},
    ).first()
    return Candidate(*row) if row else None


def wanting_consent(conn: Connection, campaign_id: int, offset: int, count: int) -> list[Candidate]:
    """Leads held for want of a consent, in the queue's order: some of them may still be dialed by a click."""
    rows: Any = conn.execute(
        text("""
            SELECT e.id, e.lead_id, e.phone_id, p.e164, e.hours_key, e.priority, e.expired_on, e.tries, e.position,
                   l.name, l.city, l.state
              FROM enrollment e
              JOIN phone p ON p.id = e.phone_id
              JOIN lead l ON l.id = e.lead_id
             WHERE e.campaign_id = :campaign_id AND e.state = 'held' AND e.paused_at IS NULL
               AND e.refusal <> '' AND e.refusal = 'consent_needed'
             ORDER BY e.priority, e.expired_on DESC NULLS LAST, e.id
            OFFSET :offset LIMIT :count
        """),
        {"campaign_id": campaign_id, "offset": offset, "count": count},
    )
    return [Candidate(*row) for row in rows]


def put_back(conn: Connection, campaign_id: int, lead_id: int, until: datetime) -> bool:
    """Lets a lead wait that is ready; false where it is not, as when somebody dials it just now."""
    done = conn.execute(
        text("""
            UPDATE enrollment SET state = 'waiting', next_call_at = :until, version = version + 1
             WHERE campaign_id = :campaign_id AND lead_id = :lead_id AND state = 'ready'
        """),
        {"campaign_id": campaign_id, "lead_id": lead_id, "until": until},
    )
    return done.rowcount == 1

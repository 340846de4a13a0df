"""A lead chosen by the agent instead of the queue."""

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

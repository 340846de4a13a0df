"""What the newest dials of a campaign met, and for how long the carrier has put off a call."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, text

from dialer.core.pacing.reach import Dialed, Reach, reach_of
from dialer.store.reading import values

LOOK_BACK = timedelta(minutes=10)
"""Of what was dialed before nobody knows whether it would fare the same today."""

# A call that we took back ourselves tells nothing of the network.
_NEWEST = """
    SELECT CASE WHEN c.rang_at IS NULL AND c.answered_at IS NULL THEN a.ending ELSE '' END AS ending,
           CAST(extract(epoch FROM :now - coalesce(c.rang_at, c.answered_at, c.ended_at)) AS float) AS age_seconds
      FROM (SELECT call_id, ending, id FROM attempt
             WHERE campaign_id = :campaign_id AND opened_at > :since AND NOT inbound
             ORDER BY opened_at DESC LIMIT 60) a
      JOIN call c ON c.id = a.call_id
     WHERE coalesce(c.rang_at, c.answered_at, c.ended_at) IS NOT NULL
       AND NOT (c.rang_at IS NULL AND c.answered_at IS NULL AND a.ending = 'cancelled')
     ORDER BY age_seconds, a.id DESC LIMIT 5
"""

# A call for which our own machine had no time counts as not tried (`outbox.put_off`).
_HELD = text("""
    SELECT coalesce(max(extract(epoch FROM :now - o.created_at)), 0) FROM outbox o JOIN call c ON c.id = o.call_id
     WHERE o.state IN ('pending', 'sending') AND o.kind = 'place_call' AND o.not_before IS NOT NULL AND o.tries > 0
       AND c.campaign_id = :campaign_id AND c.state = 'planned'
""")


def of_campaign(conn: Connection, campaign_id: int, now: datetime) -> Reach:
    newest = values(conn, Dialed, _NEWEST, campaign_id=campaign_id, now=now, since=now - LOOK_BACK)
    held = conn.execute(_HELD, {"campaign_id": campaign_id, "now": now}).scalar_one()
    return reach_of(newest, float(held))

"""Whole tables for people's own files, read in pieces so that half a million rows need no memory."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import text

from dialer.store.session import Connection

QUERIES: Mapping[str, str] = {
    "leads": """
        SELECT l.id, l.name, l.street, l.unit, l.city, l.state, l.zip, l.status, l.hold_reason, l.listing_status,
               l.expired_on, round(l.list_price_cents / 100.0, 2) AS list_price, l.source,
               (SELECT string_agg(p.e164, '; ' ORDER BY p.rank, p.id) FROM phone p WHERE p.lead_id = l.id) AS numbers,
               (SELECT string_agg(e.address, '; ' ORDER BY e.rank, e.id) FROM email e WHERE e.lead_id = l.id) AS emails,
               (SELECT count(*) FROM attempt a WHERE a.lead_id = l.id AND a.counts) AS attempts,
               (SELECT a.outcome FROM attempt a WHERE a.lead_id = l.id ORDER BY a.opened_at DESC LIMIT 1)
                   AS last_outcome,
               (SELECT max(a.opened_at) FROM attempt a WHERE a.lead_id = l.id) AS last_attempt_at
          FROM lead l ORDER BY l.id
    """,
    "attempts": """
        SELECT a.id, a.lead_id, l.name, a.e164, c.name AS campaign, u.name AS agent, a.opened_at, a.answered_at,
               a.ended_at, a.ending, a.disposition, a.outcome, a.human, a.abandoned, a.counts, a.talk_seconds,
               a.connect_ms
          FROM attempt a
          JOIN lead l ON l.id = a.lead_id
          JOIN campaign c ON c.id = a.campaign_id
          LEFT JOIN user_account u ON u.id = a.agent_id
         ORDER BY a.id
    """,
    "texts": """
        SELECT m.id, m.lead_id, m.direction, m.e164, m.body, m.state, m.ending, m.segments, m.created_at, m.settled_at
          FROM message m ORDER BY m.created_at, m.id
    """,
    "suppressions": """
        SELECT s.e164 AS phone, s.created_at AS date, s.reason, s.source, s.scope, s.lead_id, s.removed_at,
               s.removed_because
          FROM suppression s ORDER BY s.id
    """,
}


def rows(conn: Connection, what: str) -> Iterator[tuple[Any, ...]]:
    """The column names, then every row."""
    found = conn.execution_options(yield_per=1000).execute(text(QUERIES[what]))
    yield tuple(found.keys())
    for row in found:
        yield tuple(row)

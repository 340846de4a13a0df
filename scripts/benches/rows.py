"""Rows for benchmarks, many at once."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, text

from dialer.core.campaigns import CampaignSettings
from dialer.store import schema

AREA_CODES = (217, 312, 415, 212, 305, 713, 602, 503, 206, 303, 404, 617, 615, 512, 614, 704, 816, 502, 801, 919)


def campaign_with_session(conn: Connection, now: datetime, settings: CampaignSettings | None = None) -> tuple[int, int]:
    """A running campaign with one agent's paused session."""
    user = _id(
        conn,
        schema.user_account,
        email="bench@example.com",
        name="Bench",
        role="agent",
        password_hash="-",
        created_at=now,
    )
    chosen = (settings or CampaignSettings()).to_json()
    campaign = _id(conn, schema.campaign, name="Bench", settings=chosen, created_at=now)
    session = _id(
        conn,
        schema.session,
        agent_id=user,
        campaign_id=campaign,
        state="paused",
        state_since=now,
        started_at=now,
        ends_at=now + timedelta(hours=8),
        lines=3,
        seen_at=now,
    )
    return campaign, session


def leads(
    conn: Connection, campaign_id: int, count: int, now: datetime, hours_key: str = ""
) -> list[tuple[int, int, int]]:
    """Leads with one number each, ready in the campaign; (lead, phone, enrollment) ids.

    There are only 100 fictional numbers per area code, so numbers repeat beyond 80,000 leads.
    """
    conn.execute(
        text("""
            INSERT INTO lead (name, created_at, street, city, state, zip, listing_status, expired_on)
            SELECT 'Owner ' || n, :now, n || ' Sample St', 'Springfield', 'IL', '62701', 'expired',
                   CAST(:today AS date) - (n % 400)
              FROM generate_series(1, :count) AS n
        """),
        {"now": now, "today": now.date(), "count": count},
    )
    conn.execute(
        text("""
            INSERT INTO phone (lead_id, e164, kind)
            SELECT id, '+1' || (200 + (id / 100) % 800) || '55501' || lpad((id % 100)::text, 2, '0'), 'mobile' FROM lead
        """)
    )
    rows: Any = conn.execute(
        text("""
            INSERT INTO enrollment (campaign_id, lead_id, state, phone_id, hours_key, expired_on, enrolled_at)
            SELECT :campaign_id, l.id, 'ready', p.id, :hours_key, l.expired_on, :now
              FROM lead l JOIN phone p ON p.lead_id = l.id
            RETURNING lead_id, phone_id, id
        """),
        {"campaign_id": campaign_id, "hours_key": hours_key, "now": now},
    )
    return [tuple(row) for row in rows]


def attempts(
    conn: Connection, campaign_id: int, session_id: int, places: list[tuple[int, int, int]], now: datetime
) -> list[tuple[int, str]]:
    """An open attempt for each lead; (attempt id, number)."""
    rows: Any = conn.execute(
        text("""
            INSERT INTO attempt (lead_id, phone_id, campaign_id, enrollment_id, session_id, e164, call_id, opened_at)
            SELECT p.lead_id, p.id, :campaign_id, e.id, :session_id, p.e164,
                   'bench' || lpad((row_number() OVER (ORDER BY p.id) - 1)::text, 6, '0'), :now
              FROM phone p JOIN enrollment e ON e.lead_id = p.lead_id
             WHERE p.lead_id = ANY(:ids)
            RETURNING id, e164, call_id
        """),
        {"campaign_id": campaign_id, "session_id": session_id, "now": now, "ids": [p[0] for p in places]},
    )
    return [(id_, e164) for id_, e164, _ in sorted(rows, key=lambda row: row[2])]


def _id(conn: Connection, table: Any, **values: Any) -> int:
    return int(conn.execute(insert(table).values(**values).returning(table.c.id)).scalar_one())

"""Everything that is stored about one lead: given out as one document, and erased but for what the law keeps."""

from collections.abc import Mapping, Sequence
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import Connection, text

from dialer.store import lead_merges

_PARTS = {
    "people": "SELECT first, last, full_name, role FROM person WHERE lead_id = :lead ORDER BY rank, id",
    "phones": """
        SELECT e164, kind, role, status, vendor_dnc, attempts FROM phone WHERE lead_id = :lead ORDER BY rank, id
    """,
    "emails": "SELECT address, status FROM email WHERE lead_id = :lead ORDER BY rank, id",
    "listing_history": """
        SELECT on_date, kind, price_cents, agent, detail FROM listing_event WHERE lead_id = :lead ORDER BY on_date, id
    """,
    "notes": "SELECT body, created_at, updated_at FROM note WHERE lead_id = :lead ORDER BY id",
    "campaigns": """
        SELECT c.name, e.state, e.enrolled_at, e.stop_reason
          FROM enrollment e JOIN campaign c ON c.id = e.campaign_id WHERE e.lead_id = :lead ORDER BY e.id
    """,
    "calls": """
        SELECT e164, opened_at, answered_at, ended_at, ending, disposition, outcome, answer, talk_seconds, rule_ids
          FROM attempt WHERE lead_id = :lead ORDER BY opened_at, id
    """,
    "texts": """
        SELECT direction, e164, body, state, created_at, sent_at FROM message WHERE lead_id = :lead
         ORDER BY created_at, id
    """,
    "planned": """
        SELECT channel, purpose, label, state, due_at, done_at FROM touch WHERE lead_id = :lead ORDER BY due_at, id
    """,
    "suppressions": """
        SELECT scope, e164, channels, reason, source, created_at, removed_at, removed_because FROM suppression
         WHERE lead_id = :lead OR e164 IN (SELECT e164 FROM phone WHERE lead_id = :lead) ORDER BY created_at, id
    """,
    "consents": """
        SELECT kind, e164, brokerage, proof, since, until, revoked_at FROM consent
         WHERE lead_id = :lead OR e164 IN (SELECT e164 FROM phone WHERE lead_id = :lead) ORDER BY since, id
    """,
}

# The record of what we did is kept, what it was about is not. Each is safe to repeat.
_ERASE = (
    "DELETE FROM person WHERE lead_id = :lead",
    "DELETE FROM email WHERE lead_id = :lead",
    "DELETE FROM note WHERE lead_id = :lead",
    "DELETE FROM listing_event WHERE lead_id = :lead",
    "DELETE FROM import_change WHERE lead_id = :lead",
    "UPDATE message SET body = '' WHERE lead_id = :lead",
    "UPDATE touch SET label = '', detail = '{}', reason = '' WHERE lead_id = :lead",
    "UPDATE attempt SET answer = '{}' WHERE lead_id = :lead",
    "UPDATE enrollment SET refusals = '[]' WHERE lead_id = :lead",
    """
    UPDATE call_event SET body = '{}'
     WHERE call_id IN (SELECT call_id FROM attempt WHERE lead_id = :lead UNION ALL
                       SELECT id FROM message WHERE lead_id = :lead)
    """,
    """
    UPDATE outbox SET body = '{}'
     WHERE state NOT IN ('pending', 'sending') AND message_id IN (SELECT id FROM message WHERE lead_id = :lead)
    """,
    # Numbers that calls or texts point to stay as numbers: those are kept by law, and they are suppressed.
    """
    DELETE FROM phone p WHERE p.lead_id = :lead
       AND NOT EXISTS (SELECT 1 FROM attempt a WHERE a.phone_id = p.id)
       AND NOT EXISTS (SELECT 1 FROM enrollment e WHERE e.phone_id = p.id)
    """,
    "UPDATE phone SET role = '', extension = '', vendor_dnc = false WHERE lead_id = :lead",
    """
    UPDATE lead SET name = 'Erased', status = 'closed', hold_reason = 'The data was erased.', street = '', unit = '',
           city = '', zip = '', county = '', mailing = '{}', mailing_zip = '', apn_key = NULL, address_key = NULL,
           mls_key = NULL, facts = '{}', raw = '{}', list_price_cents = NULL, listed_on = NULL, expired_on = NULL,
           days_on_market = NULL, source = '', version = version + 1
     WHERE id = :lead
    """,
)

_LEAD = """
    SELECT l.*, i.filename AS import_file FROM lead l LEFT JOIN lead_import i ON i.id = l.import_id WHERE l.id = :lead
"""


def everything(conn: Connection, lead_id: int) -> dict[str, Any] | None:
    """All that is stored about the lead and those merged into it, part by part; None where there is no such lead."""
    lead = conn.execute(text(_LEAD), {"lead": lead_id}).first()
    if lead is None:
        return None
    parts = {name: _rows(conn, query, lead_id) for name, query in _PARTS.items()}
    merged = [everything(conn, part) for part in lead_merges.parts(conn, lead_id)]
    return {"lead": dict(lead._mapping), **parts, "ledger": _ledger(conn, lead_id), "merged": merged}


def is_on_a_line(conn: Connection, lead_id: int) -> bool:
    """Whether an attempt at the lead is open; the lead's row is locked, so that it stays as it is answered."""
    conn.execute(text("SELECT 1 FROM lead WHERE id = :lead FOR UPDATE"), {"lead": lead_id})
    query = text("SELECT EXISTS (SELECT 1 FROM attempt WHERE lead_id = :lead AND open)")
    return bool(conn.execute(query, {"lead": lead_id}).scalar_one())


def erase(conn: Connection, lead_id: int) -> None:
    """Erases what says who the lead is and what was said; suppressions, consents and the ledger stay."""
    for statement in _ERASE:
        conn.execute(text(statement), {"lead": lead_id})
    lead_merges.forget(conn, lead_id)


def import_files(conn: Connection, lead_id: int) -> list[str]:
    """Where the files lie from which the lead came, below the data folder."""
    rows = conn.execute(
        text("SELECT i.path FROM lead l JOIN lead_import i ON i.id = l.import_id WHERE l.id = :lead AND i.path <> ''"),
        {"lead": lead_id},
    )
    return list(rows.scalars())


def _rows(conn: Connection, query: str, lead_id: int) -> Sequence[Mapping[str, Any]]:
    return [dict(row._mapping) for row in conn.execute(text(query), {"lead": lead_id})]


def _ledger(conn: Connection, lead_id: int) -> Sequence[Mapping[str, Any]]:
    rows = conn.execute(
        text("SELECT seq, body FROM proof WHERE body @> :whose ORDER BY seq"), {"whose": Jsonb({"lead_id": lead_id})}
    )
    return [{"row": row.seq, **row.body} for row in rows]

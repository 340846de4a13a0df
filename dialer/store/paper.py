"""What letters, door hangers and e-mails that people send are written from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from dialer.store.messages import TextLead


@dataclass(frozen=True, slots=True)
class Draft:
    """A touch that is made by hand, its words not yet filled in. `body` is None where the template is gone."""

    touch_id: int
    lead_id: int
    subject: str
    body: str | None
    wanted: str
    """Name of the template that the step asks for; empty where it asks for none, and any of the channel serves."""
    signer: str
    our_number: str
    lead: TextLead
    mailing: dict[str, Any]
    email: str
    """The first address that is in use, empty where none is known."""


# Without a template of its own a touch is written from the oldest of its channel. Signed by whoever has the task, else
# by whoever spoke with the lead last.
_DRAFTS = text("""
    SELECT t.id AS touch_id, t.lead_id, coalesce(m.subject, '') AS subject, m.body,
           coalesce(t.detail->>'template', '') AS wanted,
           coalesce(u.name, spoke.name, '') AS signer, coalesce(ours.e164, '') AS our_number, l.mailing,
           coalesce((SELECT address FROM email WHERE lead_id = l.id AND status = 'ok' ORDER BY rank, id LIMIT 1), '')
               AS email,
           l.name, coalesce(p.first, '') AS first, coalesce(p.last, '') AS last,
           concat_ws(' ', nullif(l.street, ''), nullif(l.unit, '')) AS street, l.city, l.state, l.zip,
           l.list_price_cents, l.days_on_market, l.facts
      FROM touch t
      JOIN lead l ON l.id = t.lead_id
      LEFT JOIN template m ON m.id = coalesce(t.template_id, (
           SELECT min(id) FROM template WHERE kind = t.channel AND coalesce(t.detail->>'template', '') = ''))
      LEFT JOIN user_account u ON u.id = t.agent_id
      LEFT JOIN LATERAL (SELECT first, last FROM person WHERE lead_id = l.id ORDER BY rank, id LIMIT 1) AS p ON TRUE
      LEFT JOIN LATERAL (SELECT w.name FROM attempt a JOIN user_account w ON w.id = a.agent_id
                          WHERE a.lead_id = l.id AND a.human ORDER BY a.opened_at DESC LIMIT 1) AS spoke ON TRUE
      LEFT JOIN LATERAL (SELECT e164 FROM caller_id
                          WHERE active AND (campaign_id IS NULL OR campaign_id = t.campaign_id)
                          ORDER BY campaign_id NULLS LAST, id LIMIT 1) AS ours ON TRUE
     WHERE t.id = ANY(:ids)
""")

_OF_LEAD = tuple(TextLead.__slots__)


def drafts(conn: Connection, touch_ids: Sequence[int]) -> dict[int, Draft]:
    """By touch."""
    found = conn.execute(_DRAFTS, {"ids": list(touch_ids)}).mappings()
    return {row["touch_id"]: _draft(dict(row)) for row in found}


def _draft(row: dict[str, Any]) -> Draft:
    lead = TextLead(**{name: row.pop(name) for name in _OF_LEAD})
    return Draft(**row, lead=lead)

"""Every contact made or planned with a lead, on any channel, newest first."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from dialer.core.attachments import Group, kind_of, name_of
from dialer.store import attachments, recordings
from dialer.store.reading import values


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the timeline. `direction`: out, in, or empty where nobody contacted anybody."""

    key: str
    at: datetime
    planned: bool
    channel: str
    direction: str
    title: str
    body: str
    state: str
    touch_id: int | None
    attempt_id: int | None
    message_id: str | None
    by: str
    recording: dict[str, Any] | None = None
    """Of a call that can be played: id, seconds, announced, whether it is cut short, and the peaks of each channel."""
    text: dict[str, Any] | None = None
    """Of a text: segments, the carrier's final price (millionths of a dollar) once it is known, and attachments."""


# A call that was made is shown by its attempt and a text by its message: they say more than the plan for them.
# A planned call is a moment of the enrollment, which has no touch of its own until it is made.
_ITEMS = """
    SELECT * FROM (
    SELECT 'attempt:' || a.id AS key, a.opened_at AS at, FALSE AS planned, 'call' AS channel,
           CASE WHEN a.inbound THEN 'in' ELSE 'out' END AS direction,
           CASE WHEN a.ended_at IS NULL THEN 'Call under way' WHEN a.inbound THEN 'They called' ELSE 'Call' END
               AS title,
           concat_ws(E'\n', nullif(coalesce(d.label, ''), ''), nullif(a.ending_sentence, ''),
                     nullif(a.answer ->> 'note', '')) AS body,
           coalesce(nullif(a.outcome, ''), nullif(a.ending, ''), 'open') AS state,
           NULL::bigint AS touch_id, a.id AS attempt_id, NULL::text AS message_id, coalesce(u.name, '') AS by
      FROM attempt a
      LEFT JOIN user_account u ON u.id = a.agent_id
      LEFT JOIN disposition d ON d.name = a.disposition
     WHERE a.lead_id = :id
    UNION ALL
    SELECT 'inbound:' || i.call_id, i.at, FALSE, 'call', 'in',
           CASE WHEN i.closed_at IS NULL THEN 'They are calling' WHEN i.taken_by IS NOT NULL THEN 'They called'
                ELSE 'They called, nobody was free' END, '', i.state, NULL, NULL, NULL, coalesce(u.name, '')
      FROM inbound_call i LEFT JOIN user_account u ON u.id = i.taken_by
     WHERE i.lead_id = :id AND NOT EXISTS (SELECT 1 FROM attempt a WHERE a.call_id = i.call_id)
    UNION ALL
    SELECT 'transfer:' || t.id, coalesce(t.handed_over_at, t.over_at, t.at), FALSE, 'call', '',
           CASE WHEN t.handed_over_at IS NOT NULL THEN 'Handed over to ' || t.to_name
                WHEN t.over_at IS NULL THEN 'Being handed over to ' || t.to_name
                ELSE 'Not handed over to ' || t.to_name END,
           concat_ws(E'\n', nullif(t.note, ''), nullif(t.reason, '')), t.result, NULL, NULL, NULL, u.name
      FROM transfer t JOIN session h ON h.id = t.from_session_id JOIN user_account u ON u.id = h.agent_id
     WHERE t.call_id IN (SELECT a.call_id FROM attempt a WHERE a.lead_id = :id)
        OR t.call_id IN (SELECT i.call_id FROM inbound_call i WHERE i.lead_id = :id)
    UNION ALL
    SELECT 'message:' || m.id, coalesce(m.sent_at, m.created_at), FALSE, 'text', m.direction,
           CASE m.direction WHEN 'in' THEN 'Reply' ELSE 'Text' END, m.body, m.state, NULL, NULL, m.id, ''
      FROM message m WHERE m.lead_id = :id
    UNION ALL
    SELECT 'touch:' || t.id, coalesce(t.done_at, t.due_at), t.state = 'planned', t.channel, 'out',
           coalesce(nullif(t.label, ''), initcap(replace(t.channel, '_', ' '))), t.reason, t.state, t.id, NULL, NULL,
           coalesce(u.name, '')
      FROM touch t LEFT JOIN user_account u ON u.id = coalesce(t.done_by, t.agent_id)
     WHERE t.lead_id = :id AND t.attempt_id IS NULL AND t.message_id IS NULL
    UNION ALL
    SELECT 'next-call:' || e.id, coalesce(e.next_call_at, :now), TRUE, 'call', 'out',
           coalesce(nullif(s.steps -> e.position ->> 'label', ''), 'Call'), c.name, e.state, NULL, NULL, NULL,
           coalesce(u.name, '')
      FROM enrollment e JOIN campaign c ON c.id = e.campaign_id
      LEFT JOIN sequence s ON s.id = c.sequence_id
      LEFT JOIN user_account u ON u.id = e.promised_agent_id
     WHERE e.lead_id = :id AND e.paused_at IS NULL
       AND (e.state = 'ready' OR (e.state = 'waiting' AND e.next_call_at IS NOT NULL))
    UNION ALL
    SELECT 'note:' || n.id, n.updated_at, FALSE, 'note', '', 'Note', n.body, '', NULL, n.attempt_id, NULL,
           coalesce(u.name, '')
      FROM note n LEFT JOIN user_account u ON u.id = n.user_id
     WHERE n.lead_id = :id AND n.body <> ''
    UNION ALL
    SELECT 'listing:' || v.id, v.on_date::timestamptz, FALSE, 'listing', '',
           upper(left(v.kind, 1)) || replace(substr(v.kind, 2), '_', ' '),
           concat_ws(', ', nullif(v.agent, ''), nullif(v.detail, '')), v.kind, NULL, NULL, NULL, ''
      FROM listing_event v WHERE v.lead_id = :id AND v.on_date IS NOT NULL
    UNION ALL
    SELECT 'lead:' || l.id, l.created_at, FALSE, 'system', '', 'Came in', coalesce(i.filename, ''), '', NULL, NULL,
           NULL, coalesce(u.name, '')
      FROM lead l LEFT JOIN lead_import i ON i.id = l.import_id LEFT JOIN user_account u ON u.id = i.user_id
     WHERE l.id = :id
    ) AS items
    ORDER BY at DESC, key DESC
"""


def of_lead(conn: Connection, lead_id: int, now: datetime) -> list[Item]:
    """The lead's timeline; a call that may go out at any moment stands at `now`."""
    items = values(conn, Item, _ITEMS, id=lead_id, now=now)
    played = {each.key: _card(each) for each in recordings.of_lead(conn, lead_id)}
    sent = _texts(conn, lead_id)
    return [replace(item, recording=played.get(item.key), text=sent.get(item.message_id or "")) for item in items]


def _texts(conn: Connection, lead_id: int) -> dict[str, dict[str, Any]]:
    """What more there is to know about each text, by its id."""
    rows = conn.execute(
        text("""
            SELECT m.id, m.direction, m.segments, h.price FROM message m LEFT JOIN charge h ON h.key = m.id
             WHERE m.lead_id = :id
        """),
        {"id": lead_id},
    )
    found: dict[str, dict[str, Any]] = {
        row.id: {
            "segments": row.segments if row.direction == "out" else None,
            "price_microdollars": row.price,
            "attachments": [],
        }
        for row in rows
    }
    for each in attachments.of_lead(conn, lead_id) if found else ():
        kind = kind_of(each.kind)
        found[each.message_id]["attachments"].append(
            {
                "id": each.id,
                "name": name_of(each.kind, each.position),
                "group": kind.group.value if kind else Group.FILE.value,
                "state": each.state,
                "bytes": each.bytes,
            }
        )
    return found


def _card(each: recordings.Shown) -> dict[str, Any]:
    return {
        "id": each.id,
        "seconds": each.seconds,
        "announced": each.announced,
        "is_cut": each.is_cut,
        "peaks": each.peaks,
    }

"""The compliance ledger: rows written in the transaction that settles a call or a text, in one chain, never changed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import Connection, TextClause, text

from dialer.core.proof import GENESIS, Link, chained

_COLUMNS = ("key", "kind", "at", "campaign_id")

PAGE = 2000
"""Rows read at a time: a ledger of years does not fit into memory."""

_ADD = text("""
    INSERT INTO proof (seq, key, kind, at, campaign_id, body, previous, hash)
    VALUES (:seq, :key, :kind, :at, :campaign_id, :body, :previous, :hash)
""")

# What was in force when it was dialed, by the dates on the rows: lists in use, consents given and not taken back.
_WHAT_HELD = """
    (SELECT coalesce(jsonb_agg(v.list || ':' || v.id || ':' || v.obtained_on || ':' || left(v.source_sha256, 16)
                               ORDER BY v.list, v.id), '[]')
       FROM scrub_version v WHERE v.loaded_at <= {at} AND (v.retired_at IS NULL OR v.retired_at > {at})) AS scrubs,
    (SELECT coalesce(jsonb_agg(k.id ORDER BY k.id), '[]')
       FROM consent k WHERE (k.e164 = {row}.e164 OR k.lead_id = {row}.lead_id) AND k.since <= {at}
                        AND (k.until IS NULL OR k.until > {at})
                        AND (k.revoked_at IS NULL OR k.revoked_at > {at})) AS consents
"""

_DIALS = text(f"""
    SELECT a.id AS attempt_id, a.outcome_version, a.lead_id, a.campaign_id, m.name AS campaign, a.agent_id,
           a.session_id, a.e164, a.call_id, a.opened_at, a.answered_at, a.ended_at, a.human, a.abandoned, a.ending,
           a.disposition, a.outcome, a.rule_ids, a.connect_ms, a.talk_seconds,
           coalesce(c.caller_id, '') AS caller_id, coalesce(c.carrier, '') AS carrier,
           coalesce(c.carrier_call_id, '') AS carrier_call_id, c.rang_at,
           c.record -> 'milestones' ->> 'sent_at' AS sent_at,
           c.record -> 'milestones' ->> 'machine_at' AS machine_at,
           c.record -> 'milestones' ->> 'played_at' AS played_at,
           c.record -> 'milestones' ->> 'left_alone_at' AS left_alone_at,
           c.record -> 'milestones' ->> 'opted_out_at' AS opted_out_at,
           c.record ->> 'hang_up_reason' AS hang_up_reason, {_WHAT_HELD.format(at="a.opened_at", row="a")}
      FROM attempt a
      JOIN campaign m ON m.id = a.campaign_id
      LEFT JOIN call c ON c.id = a.call_id
     WHERE a.id = ANY(:ids) AND NOT a.inbound AND a.ended_at IS NOT NULL
     ORDER BY a.ended_at, a.id
""")  # noqa: S608 - made of this file's own words

_TEXTS = text(f"""
    SELECT t.id AS message_id, t.state, t.lead_id, t.campaign_id, coalesce(m.name, '') AS campaign, t.direction, t.e164,
           t.caller_id, t.created_at, t.sent_at, t.settled_at, t.ending, t.segments, t.carrier,
           coalesce(t.carrier_message_id, '') AS carrier_message_id, coalesce(t.reply_kind, '') AS reply_kind,
           {_WHAT_HELD.format(at="t.created_at", row="t")}
      FROM message t LEFT JOIN campaign m ON m.id = t.campaign_id
     WHERE t.id = ANY(:ids) ORDER BY t.created_at, t.id
""")  # noqa: S608 - made of this file's own words

_UNRECORDED = text("""
    SELECT a.id FROM attempt a
     WHERE NOT a.open AND NOT a.inbound AND a.ended_at >= :since
       AND NOT EXISTS (SELECT 1 FROM proof p WHERE p.key = 'dial:' || a.id || ':' || a.outcome_version)
     ORDER BY a.ended_at LIMIT :count
""")


_CHAIN = text("""
    SELECT seq, key, kind, at, campaign_id, body, previous, hash FROM proof
     WHERE seq > :after ORDER BY seq LIMIT :count
""")

_BETWEEN = text("""
    SELECT seq, hash, body FROM proof
     WHERE at >= :start AND at < :end AND (CAST(:campaign AS bigint) IS NULL OR campaign_id = :campaign)
       AND seq > :after
     ORDER BY seq LIMIT :count
""")


def dials(conn: Connection, attempt_ids: Sequence[int]) -> list[dict[str, Any]]:
    """The facts of attempts whose calls are over, in the order of their ends."""
    return [_plain(row) for row in conn.execute(_DIALS, {"ids": list(attempt_ids)})]


def texts(conn: Connection, message_ids: Sequence[str]) -> list[dict[str, Any]]:
    """The facts of texts as they stand; what they say is not among them."""
    return [_plain(row) for row in conn.execute(_TEXTS, {"ids": list(message_ids)})]


def unrecorded(conn: Connection, since: datetime, count: int) -> list[int]:
    """Settled attempts, ended since a moment, whose present outcome is not in the ledger."""
    return list(conn.execute(_UNRECORDED, {"since": since, "count": count}).scalars())


def append(conn: Connection, bodies: Sequence[Mapping[str, Any]]) -> int:
    """Adds rows to the chain, but for those whose key is in it; how many. One transaction at a time extends it.

    A body has at least key, kind, at and campaign_id, which are repeated beside it for searches.
    """
    if not bodies:
        return 0
    conn.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('proof', 0))"))
    keys = [body["key"] for body in bodies]
    known = set(conn.execute(text("SELECT key FROM proof WHERE key = ANY(:keys)"), {"keys": keys}).scalars())
    last = conn.execute(text("SELECT seq, hash FROM proof ORDER BY seq DESC LIMIT 1")).first()
    seq, head = (last.seq, last.hash) if last else (0, GENESIS)
    rows = []
    for body in bodies:
        if body["key"] not in known:
            known.add(body["key"])
            seq, previous = seq + 1, head
            head = chained(previous, seq, body)
            outside = {name: body[name] for name in _COLUMNS}
            rows.append({**outside, "seq": seq, "body": Jsonb(dict(body)), "previous": previous, "hash": head})
    if rows:
        conn.execute(_ADD, rows)
    return len(rows)


def links(conn: Connection) -> Iterator[Link]:
    """The whole chain in its order."""
    for row in _paged(conn, _CHAIN, {}):
        outside = {"key": row.key, "kind": row.kind, "at": _iso(row.at), "campaign_id": row.campaign_id}
        yield Link(row.seq, row.previous, row.hash, row.body, outside)


def between(
    conn: Connection, start: datetime, end: datetime, campaign_id: int | None
) -> Iterator[tuple[int, str, Mapping[str, Any]]]:
    """(number, hash, body) of the rows dialed or written from `start` to before `end`, by their number."""
    asked = {"start": start, "end": end, "campaign": campaign_id}
    for row in _paged(conn, _BETWEEN, asked):
        yield row.seq, row.hash, row.body


def _paged(conn: Connection, query: TextClause, asked: Mapping[str, Any]) -> Iterator[Any]:
    after = 0
    while found := conn.execute(query, {**asked, "after": after, "count": PAGE}).all():
        yield from found
        after = found[-1].seq


def _plain(row: Any) -> dict[str, Any]:
    return {name: _iso(value) if isinstance(value, datetime) else value for name, value in row._mapping.items()}


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()

"""Merges on record: which lead took over which, and taking one back row by row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import text, update

from dialer.store import attempts, schema
from dialer.store.kept_rows import put_back, put_back_unless_changed, put_in
from dialer.store.lead_merging import MOVED, POINTED, Pair, Trace
from dialer.store.reading import value, values
from dialer.store.session import Connection

UNDONE = "The merge of two leads was undone."


@dataclass(frozen=True, slots=True)
class Merge:
    """One merge. `detail` is empty where it can no longer be undone."""

    id: int
    kept_id: int
    gone_id: int
    at: datetime
    undone_at: datetime | None
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MergedLead:
    """A lead that became part of another, as that one's page shows it."""

    merge_id: int
    lead_id: int
    name: str
    address: str
    at: datetime
    by: str
    undoable: bool


_ROOT = text("""
    WITH RECURSIVE way(id, next) AS (
        SELECT id, merged_into FROM lead WHERE id = :id
         UNION ALL SELECT l.id, l.merged_into FROM lead l JOIN way ON l.id = way.next)
    SELECT id FROM way WHERE next IS NULL
""")

_PARTS = text("""
    WITH RECURSIVE parts(id) AS (
        SELECT id FROM lead WHERE merged_into = :id
         UNION ALL SELECT l.id FROM lead l JOIN parts p ON l.merged_into = p.id)
    SELECT id FROM parts ORDER BY id
""")

_SINCE = text("""
    SELECT EXISTS (SELECT 1 FROM attempt WHERE lead_id = :kept AND opened_at >= :at AND NOT id = ANY(:attempts))
        OR EXISTS (SELECT 1 FROM message WHERE lead_id = :kept AND created_at >= :at AND NOT id = ANY(:messages))
        OR EXISTS (SELECT 1 FROM inbound_call WHERE lead_id = :kept AND at >= :at AND NOT call_id = ANY(:calls))
""")

# What somebody asked of the one lead while it was both holds for both.
_WISHES_SINCE = text("""
    INSERT INTO suppression (scope, lead_id, channels, reason, source, created_at, created_by, call_id, message_id)
    SELECT scope, :gone, channels, reason, source, created_at, created_by, call_id, message_id
      FROM suppression WHERE lead_id = :kept AND removed_at IS NULL AND created_at >= :at AND NOT id = ANY(:known)
    ON CONFLICT DO NOTHING
""")


def add(conn: Connection, pair: Pair, user_id: int, trace: Trace, now: datetime) -> int:
    made = conn.execute(
        text("""
            INSERT INTO lead_merge (kept_id, gone_id, user_id, at, detail)
            VALUES (:kept, :gone, :user, :now, :detail) RETURNING id
        """),
        {**pair.ids, "user": user_id, "now": now, "detail": Jsonb(trace.to_json())},
    )
    return int(made.scalar_one())


def load(conn: Connection, merge_id: int) -> Merge | None:
    return value(
        conn,
        Merge,
        "SELECT id, kept_id, gone_id, at, undone_at, detail FROM lead_merge WHERE id = :id FOR UPDATE",
        id=merge_id,
    )


def of_lead(conn: Connection, lead_id: int) -> list[MergedLead]:
    """What was merged into the lead, newest first."""
    return values(
        conn,
        MergedLead,
        """
        SELECT m.id AS merge_id, g.id AS lead_id, g.name, concat_ws(', ', nullif(concat_ws(' ', nullif(g.street, ''),
               nullif(g.unit, '')), ''), nullif(g.city, ''), nullif(g.state, '')) AS address, m.at, u.name AS by,
               m.detail <> '{}' AS undoable
          FROM lead_merge m JOIN lead g ON g.id = m.gone_id JOIN user_account u ON u.id = m.user_id
         WHERE m.kept_id = :lead AND m.undone_at IS NULL ORDER BY m.id DESC
        """,
        lead=lead_id,
    )


def root(conn: Connection, lead_id: int) -> int | None:
    """The lead in which this one's history stands now: itself, unless it was merged. None where there is none."""
    found: int | None = conn.execute(_ROOT, {"id": lead_id}).scalar()
    return found


def parts(conn: Connection, lead_id: int) -> list[int]:
    """The leads that were merged into this one, at any remove."""
    return list(conn.execute(_PARTS, {"id": lead_id}).scalars())


def forget(conn: Connection, lead_id: int) -> None:
    """Drops what undoing needs: it names numbers and people."""
    done = text("UPDATE lead_merge SET detail = '{}' WHERE kept_id = :lead OR gone_id = :lead")
    conn.execute(done, {"lead": lead_id})


def happened_since(conn: Connection, merge: Merge) -> bool:
    """Whether the one lead was called or written to, or called or wrote to us, since it took over the other."""
    pointed = merge.detail["pointed"]
    known = {
        "attempts": [row["id"] for row in pointed["attempt"]],
        "messages": list(merge.detail["moved"]["message"]),
        "calls": [row["call_id"] for row in pointed["inbound_call"]],
    }
    return bool(conn.execute(_SINCE, {"kept": merge.kept_id, "at": merge.at, **known}).scalar_one())


def undo(conn: Connection, merge: Merge, user_id: int, now: datetime) -> None:
    """Puts every row back where it was; the caller has locked both leads and asked `happened_since`."""
    moved, removed, detail = merge.detail["moved"], merge.detail["removed"], merge.detail
    # Places point at numbers, so numbers come first; and the kept lead gives up the parcel and listing that the other
    # one had before that one takes them back.
    put_in(conn, schema.phone, removed["phone"])
    for name in ("lead", "phone", "enrollment"):
        for before, after in reversed(detail["changed"].get(name, [])):
            put_back_unless_changed(conn, schema.metadata.tables[name], before, after)
    for name in ("enrollment", "person", "email", "listing_event"):
        put_in(conn, schema.metadata.tables[name], removed[name])
    for table in MOVED:
        back = update(table).where(table.c.id.in_(moved[table.name]), table.c.lead_id == merge.kept_id)
        conn.execute(back.values(lead_id=merge.gone_id))
    for table, names in POINTED.items():
        for row in detail["pointed"][table.name]:
            put_back(conn, table, row, row.keys() | set(names))
    _give_back_rights(conn, merge, now)
    attempts.mark_latest(conn, [merge.kept_id, merge.gone_id])
    conn.execute(
        text("UPDATE lead_merge SET undone_at = :now, undone_by = :user WHERE id = :id"),
        {"now": now, "user": user_id, "id": merge.id},
    )


def _give_back_rights(conn: Connection, merge: Merge, now: datetime) -> None:
    moved, added = merge.detail["moved"], merge.detail["added"]
    known = [*moved["suppression"], *added["suppression"]]
    whose = {"kept": merge.kept_id, "gone": merge.gone_id}
    conn.execute(_WISHES_SINCE, {**whose, "at": merge.at, "known": known})
    conn.execute(
        text("""
            UPDATE suppression SET removed_at = :now, removed_because = :because
             WHERE id = ANY(:added) AND removed_at IS NULL
        """),
        {"now": now, "because": UNDONE, "added": added["suppression"]},
    )
    back = "UPDATE {} SET lead_id = :to WHERE id = ANY(:ids) AND lead_id = :of"
    conn.execute(
        text(back.format("suppression")), {"to": merge.gone_id, "of": merge.kept_id, "ids": moved["suppression"]}
    )
    conn.execute(
        text(back.format("consent")),
        {"to": merge.gone_id, "of": merge.kept_id, "ids": moved.get("consent", [])},
    )
    conn.execute(
        text(back.format("consent")),
        {"to": merge.kept_id, "of": merge.gone_id, "ids": moved.get("consent_originals", [])},
    )
    conn.execute(text("DELETE FROM consent WHERE id = ANY(:ids)"), {"ids": added["consent"]})

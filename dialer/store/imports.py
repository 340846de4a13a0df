"""Files and what became of their rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from psycopg.types.json import Jsonb
from sqlalchemy import insert, select, text, update

from dialer.core.leadfile import Reject
from dialer.store import live
from dialer.store.bulk import add_rows
from dialer.store.schema import import_mapping, import_reject, lead_import
from dialer.store.session import Connection


@dataclass(frozen=True, slots=True)
class LeadImport:
    """One file on its way into the leads."""

    id: int
    filename: str
    state: str
    source: str
    created_at: datetime
    finished_at: datetime | None
    campaign_id: int | None
    user_id: int | None
    path: str
    date_order: str | None
    rows_total: int
    rows_done: int
    error: str
    mapping: Mapping[str, Any] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)


_LOCK_SPACE = 5021
"""Any number that no other advisory lock of ours begins with."""


class StoredReject(NamedTuple):
    """One line of the report."""

    row_number: int
    column_name: str
    value: str
    code: str


_LOAD = select(
    *(
        lead_import.c[name]
        for name in (
            "id",
            "filename",
            "state",
            "source",
            "created_at",
            "finished_at",
            "campaign_id",
            "user_id",
            "path",
            "date_order",
            "rows_total",
            "rows_done",
            "error",
            "mapping",
            "counts",
        )
    )
)


def add(conn: Connection, **values: Any) -> int:
    """A new import in the state preview; its id."""
    return int(conn.execute(insert(lead_import).values(**values).returning(lead_import.c.id)).scalar_one())


def load(conn: Connection, import_id: int) -> LeadImport | None:
    row = conn.execute(_LOAD.where(lead_import.c.id == import_id)).first()
    return LeadImport(**row._mapping) if row else None


def everything(conn: Connection, count: int = 200) -> list[LeadImport]:
    """The newest imports first."""
    rows = conn.execute(_LOAD.order_by(lead_import.c.id.desc()).limit(count))
    return [LeadImport(**row._mapping) for row in rows]


def any_waits(conn: Connection) -> bool:
    """Whether an import waits for a worker, or was left behind by one that died."""
    query = select(lead_import.c.id).where(lead_import.c.state.in_(("queued", "running"))).limit(1)
    return conn.execute(query).scalar() is not None


def take_queued(conn: Connection) -> LeadImport | None:
    """The oldest import that waits or was left behind, held by this connection until it closes its transaction.

    The advisory lock outlives the commits of the work itself, so that no second worker reads the same file; it goes
    with the connection when the worker dies.
    """
    waiting = _LOAD.where(lead_import.c.state.in_(("queued", "running"))).order_by(lead_import.c.id)
    for row in conn.execute(waiting):
        lock = text("SELECT pg_try_advisory_xact_lock(:space, :id)")
        if conn.execute(lock, {"space": _LOCK_SPACE, "id": row.id}).scalar_one():
            return LeadImport(**row._mapping)
    return None


def change(conn: Connection, import_id: int, **values: Any) -> None:
    """Changes the import and shows it."""
    conn.execute(update(lead_import).where(lead_import.c.id == import_id).values(**values))
    live.mark(conn, "import", import_id)


def known_mapping(conn: Connection, signature: str) -> Mapping[str, Any] | None:
    """How a file with these column names was read the last time."""
    found: Mapping[str, Any] | None = conn.execute(
        select(import_mapping.c.mapping).where(import_mapping.c.header_signature == signature)
    ).scalar()
    return found


def remember_mapping(conn: Connection, signature: str, source: str, mapping: Mapping[str, Any], now: datetime) -> None:
    conn.execute(
        text("""
            INSERT INTO import_mapping (header_signature, source, mapping, updated_at)
            VALUES (:signature, :source, :mapping, :now)
            ON CONFLICT (header_signature) DO UPDATE
               SET mapping = excluded.mapping, source = excluded.source, updated_at = excluded.updated_at
        """),
        {"signature": signature, "source": source, "mapping": Jsonb(dict(mapping)), "now": now},
    )


def add_rejects(conn: Connection, import_id: int, found: list[Reject]) -> None:
    add_rows(
        conn,
        import_reject,
        [
            {
                "import_id": import_id,
                "row_number": one.row_number,
                "column_name": one.column or "",
                "value": one.value_shown,
                "code": one.reason.value,
                "sentence": one.sentence,
                "whole_row": one.reason.refuses_row,
            }
            for one in found
        ],
    )


def rejects(conn: Connection, import_id: int) -> Iterator[StoredReject]:
    """The report in the order of the file, read in pieces."""
    columns = (import_reject.c.row_number, import_reject.c.column_name, import_reject.c.value, import_reject.c.code)
    query = select(*columns).where(import_reject.c.import_id == import_id)
    for row in conn.execute(query.order_by(import_reject.c.row_number, import_reject.c.id)).yield_per(1000):
        yield StoredReject(*row)


def rejects_by_reason(conn: Connection, import_id: int) -> dict[str, int]:
    rows: Any = conn.execute(
        text("SELECT code, count(*) FROM import_reject WHERE import_id = :id GROUP BY code ORDER BY 2 DESC"),
        {"id": import_id},
    )
    return dict(tuple(row) for row in rows)


def forget_report(conn: Connection, import_id: int, from_row: int) -> None:
    """Drops report lines of rows that are about to be read again."""
    conn.execute(
        text("DELETE FROM import_reject WHERE import_id = :id AND row_number >= :row"),
        {"id": import_id, "row": from_row},
    )

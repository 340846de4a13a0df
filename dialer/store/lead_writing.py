"""Leads from a file into the tables: found again by their keys, created, or brought up to date; many at once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Table, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from dialer.store import lead_merges, live
from dialer.store.bulk import add_rows, insert_rows
from dialer.store.schema import email, import_change, lead, listing_event, note, person, phone
from dialer.store.session import Connection

KEYS = ("apn_key", "address_key", "mls_key")
"""Strongest first: the parcel, the address, the MLS number of the source."""

# What a later file may bring up to date. Names, holds lifted by people, and everything that was said on the phone stay.
REFRESHED = (
    "listing_status",
    "expired_on",
    "listed_on",
    "list_price_cents",
    "days_on_market",
    "facts",
    "litigator",
    "do_not_mail",
    "owner_is_agent",
    "relisted",
)
_ONLY_UP = ("litigator", "do_not_mail", "owner_is_agent", "relisted")
"""A vendor's warning can be added by a file, never taken back."""


class Rows(Protocol):
    """One lead's rows before they have ids."""

    @property
    def lead(self) -> dict[str, Any]: ...
    @property
    def people(self) -> tuple[dict[str, Any], ...]: ...
    @property
    def phones(self) -> tuple[dict[str, Any], ...]: ...
    @property
    def emails(self) -> tuple[dict[str, Any], ...]: ...
    @property
    def listing(self) -> tuple[dict[str, Any], ...]: ...
    @property
    def note(self) -> str: ...


@dataclass(slots=True)
class Written:
    """What became of a batch."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    open_lead_ids: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Known:
    """A lead that is there already."""

    id: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Had:
    """Numbers and addresses that the leads of a batch had before it, as (lead id, number or address)."""

    numbers: set[tuple[int, str]]
    addresses: set[tuple[int, str]]

    @classmethod
    def of(cls, conn: Connection, lead_ids: Collection[int]) -> "_Had":
        def pairs(table: Table, column: str) -> set[tuple[int, str]]:
            query = select(table.c.lead_id, table.c[column]).where(table.c.lead_id.in_(lead_ids))
            return {(lead_id, value) for lead_id, value in conn.execute(query)} if lead_ids else set()

        return cls(pairs(phone, "e164"), pairs(email, "address"))


def write(conn: Connection, import_id: int, rows: Sequence[Rows], now: datetime) -> Written:
    """Creates or refreshes one lead per row. Two rows of the same property are one lead, the first of them."""
    known = _find(conn, rows)
    had = _Had.of(conn, {lead.id for lead in known.values()})
    result = Written()
    fresh: list[Rows] = []
    taken: dict[tuple[str, str], int] = {}
    for one in rows:
        match = next((known[key] for key in _keys_of(one) if key in known), None)
        if match is not None:
            changed = _refresh(conn, import_id, match, one, had)
            result.updated += changed
            result.unchanged += not changed
            if one.lead["status"] == "open":
                result.open_lead_ids.append(match.id)
        elif any(key in taken for key in _keys_of(one)):
            result.unchanged += 1
        else:
            taken |= dict.fromkeys(_keys_of(one), len(fresh))
            fresh.append(one)
    ids = _create(conn, import_id, fresh, now)
    result.created = len(ids)
    result.open_lead_ids += [i for i, one in zip(ids, fresh, strict=True) if one.lead["status"] == "open"]
    return result


def _keys_of(one: Rows) -> list[tuple[str, str]]:
    return [(name, one.lead[name]) for name in KEYS if one.lead[name]]


def _find(conn: Connection, rows: Iterable[Rows]) -> dict[tuple[str, str], _Known]:
    """Leads that share a key with one of the rows, by that key; their rows are locked."""
    found: dict[tuple[str, str], _Known] = {}
    wanted = [key for one in rows for key in _keys_of(one)]
    columns = [lead.c.id, lead.c.merged_into, *(lead.c[name] for name in (*KEYS, *REFRESHED))]
    for name in KEYS:
        values = [value for key, value in wanted if key == name]
        if not values:
            continue
        query = select(*columns).where(lead.c[name].in_(values)).with_for_update()
        for row in conn.execute(query):
            found[name, getattr(row, name)] = _Known(row.id, dict(row._mapping))
    return {key: _surviving(conn, one, columns) for key, one in found.items()}


def _surviving(conn: Connection, one: _Known, columns: Sequence[ColumnElement[Any]]) -> _Known:
    """The lead that took this one over, where it was merged; its row is locked."""
    if one.values["merged_into"] is None:
        return one
    query = select(*columns).where(lead.c.id == lead_merges.root(conn, one.id)).with_for_update()
    row = conn.execute(query).one()
    return _Known(row.id, dict(row._mapping))


def _refresh(conn: Connection, import_id: int, known: _Known, one: Rows, had: _Had) -> bool:
    """Brings a lead up to date with a newer file; numbers and people are added, never taken away."""
    changes = {name: one.lead[name] for name in REFRESHED if _is_news(name, known.values[name], one.lead[name])}
    added = {
        "phones": _add_missing(conn, phone, known.id, one.phones, "e164", had.numbers),
        "emails": _add_missing(conn, email, known.id, one.emails, "address", had.addresses),
    }
    if one.lead["status"] == "held" and changes.keys() & {"listing_status", *_ONLY_UP}:
        changes |= {"status": "held", "hold_reason": one.lead["hold_reason"]}
    if not changes and not any(added.values()):
        return False
    before = {name: _plain(known.values.get(name)) for name in changes if name in known.values}
    if changes:
        conn.execute(update(lead).where(lead.c.id == known.id).values(**changes, version=lead.c.version + 1))
    if "listing_status" in changes or "expired_on" in changes:
        _add(conn, listing_event, [known.id], [one.listing[-1:]])
    remembered = upsert(import_change).values(import_id=import_id, lead_id=known.id, before={**before, "added": added})
    conn.execute(remembered.on_conflict_do_nothing())
    live.mark(conn, "lead", known.id)
    return True


def _is_news(name: str, before: Any, after: Any) -> bool:
    if name in _ONLY_UP:
        return bool(after) and not before
    return after not in (None, {}, "unknown") and after != before


def _add_missing(
    conn: Connection,
    table: Table,
    lead_id: int,
    rows: Sequence[dict[str, Any]],
    unique: str,
    had: set[tuple[int, str]],
) -> list[int]:
    """Adds what the lead does not have yet; a number that is there keeps its history and its vendor's warning."""
    missing = [{**row, "lead_id": lead_id} for row in rows if (lead_id, row[unique]) not in had]
    if not missing:
        return []
    had |= {(lead_id, row[unique]) for row in missing}
    return insert_rows(conn, table, missing)


def _create(conn: Connection, import_id: int, rows: Sequence[Rows], now: datetime) -> list[int]:
    if not rows:
        return []
    values = [{**one.lead, "import_id": import_id, "created_at": now} for one in rows]
    ids = insert_rows(conn, lead, values)
    _add(conn, person, ids, [one.people for one in rows])
    _add(conn, phone, ids, [one.phones for one in rows])
    _add(conn, email, ids, [one.emails for one in rows])
    _add(conn, listing_event, ids, [one.listing for one in rows])
    notes = [({"body": one.note, "created_at": now, "updated_at": now},) if one.note else () for one in rows]
    _add(conn, note, ids, notes)
    return ids


def _add(conn: Connection, table: Table, ids: Sequence[int], parts: Sequence[Sequence[dict[str, Any]]]) -> None:
    add_rows(conn, table, [{**part, "lead_id": i} for i, of_lead in zip(ids, parts, strict=True) for part in of_lead])


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


_DROP_UNUSED_PHONES = text("""
    DELETE FROM phone p WHERE p.id = ANY(:ids)
       AND NOT EXISTS (SELECT 1 FROM attempt a WHERE a.phone_id = p.id)
       AND NOT EXISTS (SELECT 1 FROM enrollment e WHERE e.phone_id = p.id)
""")


# A lead that was called, written to, suppressed, or merged with another one.
_WORKED = """
    (EXISTS (SELECT 1 FROM attempt a WHERE a.lead_id = l.id)
     OR EXISTS (SELECT 1 FROM message m WHERE m.lead_id = l.id)
     OR EXISTS (SELECT 1 FROM suppression s WHERE s.lead_id = l.id)
     OR EXISTS (SELECT 1 FROM lead_merge j WHERE j.undone_at IS NULL AND l.id IN (j.kept_id, j.gone_id)))
"""


def undo(conn: Connection, import_id: int) -> tuple[int, int, int]:
    """Takes an import back: (leads removed, leads put back as they were, leads kept because they were worked).

    A lead that was called, texted, written about or merged since is history and stays.
    """
    put_back = _put_back(conn, import_id)
    kept = conn.execute(
        text(f"SELECT count(*) FROM lead l WHERE l.import_id = :id AND {_WORKED}"),  # noqa: S608 - our own words
        {"id": import_id},
    ).scalar_one()
    gone = conn.execute(
        text(f"DELETE FROM lead l WHERE l.import_id = :id AND NOT {_WORKED}"),  # noqa: S608 - our own words
        {"id": import_id},
    )
    return gone.rowcount, put_back, int(kept)


def _put_back(conn: Connection, import_id: int) -> int:
    rows = conn.execute(
        select(import_change.c.lead_id, import_change.c.before).where(import_change.c.import_id == import_id)
    ).all()
    for lead_id, before in rows:
        added = before.pop("added", {})
        if before:
            conn.execute(update(lead).where(lead.c.id == lead_id).values(**_dated(before), version=lead.c.version + 1))
        conn.execute(_DROP_UNUSED_PHONES, {"ids": added.get("phones", [])})
        conn.execute(text("DELETE FROM email WHERE id = ANY(:ids)"), {"ids": added.get("emails", [])})
        live.mark(conn, "lead", lead_id)
    conn.execute(text("DELETE FROM import_change WHERE import_id = :id"), {"id": import_id})
    return len(rows)


def _dated(before: Mapping[str, Any]) -> dict[str, Any]:
    days = ("expired_on", "listed_on")
    return {n: date.fromisoformat(v) if n in days and v else v for n, v in before.items()}

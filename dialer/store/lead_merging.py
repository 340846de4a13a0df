"""Two leads into one: every row of the second moves to the first, and what was there before is kept for an undo.

The second lead stays as an empty record that says where its history went: a file that brings its parcel or listing
again finds the first, and the ledger's rows, which name it and cannot be rewritten, still lead somewhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import Table, select, text, update

from dialer.core.duplicates import KEYS, Standing, goes_on, one_number, united
from dialer.core.metrics import BUSINESS_ZONE
from dialer.store import attempts, kept_rows, schema
from dialer.store.kept_rows import Row, columns_of, rows, take_out
from dialer.store.lead_rights import share_rights
from dialer.store.session import Connection

MOVED = (schema.person, schema.email, schema.phone, schema.listing_event, schema.note, schema.recording, schema.message)
"""Rows that only change hands, after those that both leads have are taken out."""

GONE = "It was merged into another lead."

# Rows of the second lead that say what a row of the first says already.
_TWICE: Mapping[Table, str] = {
    schema.person: "lower(k.full_name) = lower(g.full_name)",
    schema.email: "k.address = g.address",
    schema.listing_event: """
        (k.kind, k.on_date) = (g.kind, g.on_date) AND k.price_cents IS NOT DISTINCT FROM g.price_cents
    """,
}

PLACE = (
    *("state", "next_call_at", "phone_id", "priority", "position", "tries", "quick", "stop_reason"),
    *("promised_agent_id", "promised_at", "paused_at", "refusals", "refused_at", "expired_on", "reached"),
)
POINTED: Mapping[Table, tuple[str, ...]] = {
    schema.attempt: ("id", "lead_id", "phone_id", "enrollment_id", "before"),
    schema.touch: ("id", "lead_id", "enrollment_id"),
    schema.inbound_call: ("call_id", "lead_id", "phone_id", "enrollment_id"),
}
"""Rows that name a lead's number or its place in a campaign too."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The lead that stays and the one that is merged into it, both rows locked."""

    kept: Mapping[str, Any]
    gone: Mapping[str, Any]

    @property
    def ids(self) -> dict[str, int]:
        return {"kept": self.kept["id"], "gone": self.gone["id"]}


@dataclass(slots=True)
class Trace:
    """What undoing puts back, by table."""

    moved: dict[str, list[int]] = field(default_factory=dict)
    """Ids of rows that changed hands."""
    removed: dict[str, list[Row]] = field(default_factory=dict)
    """Rows that both leads had."""
    pointed: dict[str, list[Row]] = field(default_factory=dict)
    changed: dict[str, list[list[Row]]] = field(default_factory=dict)
    """Rows of the first lead before and after."""
    added: dict[str, list[int]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def lock(conn: Connection, kept_id: int, gone_id: int) -> Pair | None:
    """Both leads with their places, locked as everybody locks them: places first. None where one does not exist."""
    ids = {"ids": [kept_id, gone_id]}
    conn.execute(text("SELECT 1 FROM enrollment WHERE lead_id = ANY(:ids) ORDER BY id FOR UPDATE"), ids)
    query = select(schema.lead).where(schema.lead.c.id.in_(ids["ids"])).order_by(schema.lead.c.id).with_for_update()
    found: dict[int, Any] = {row.id: row._mapping for row in conn.execute(query)}
    return Pair(found[kept_id], found[gone_id]) if len(found) == len({kept_id, gone_id}) == 2 else None


def is_on_a_line(conn: Connection, pair: Pair) -> bool:
    """Whether somebody is calling or being called, or has not said yet what came of it."""
    found = text("""
        SELECT EXISTS (SELECT 1 FROM attempt WHERE open AND lead_id IN (:kept, :gone))
            OR EXISTS (SELECT 1 FROM enrollment WHERE state = 'claimed' AND lead_id IN (:kept, :gone))
            OR EXISTS (SELECT 1 FROM inbound_call WHERE closed_at IS NULL AND lead_id IN (:kept, :gone))
    """)
    return bool(conn.execute(found, pair.ids).scalar_one())


def merge(conn: Connection, pair: Pair) -> Trace:
    """Moves everything; the caller has locked both and judged that they may become one."""
    trace = Trace()
    # Rights first: they are worked out from the numbers that each of the two still has.
    moved, added = share_rights(conn, pair.kept["id"], pair.gone["id"])
    trace.moved |= moved
    trace.added |= added
    phones = _one_of_each_number(conn, pair, trace)
    places = _one_place_per_campaign(conn, pair, phones, trace)
    _point(conn, pair, phones, places, trace)
    for name, ids in (("enrollment", list(places)), ("phone", list(phones))):
        trace.removed[name] = take_out(conn, schema.metadata.tables[name], ids)
    for table, same in _TWICE.items():
        trace.removed[table.name] = take_out(conn, table, _twice(conn, table, same, pair))
    for table in MOVED:
        trace.moved[table.name] = _hand_over(conn, table, pair)
    _unite(conn, pair, trace)
    attempts.mark_latest(conn, [pair.kept["id"]])
    sum_anew(conn, pair.kept["id"])
    return trace


def _hand_over(conn: Connection, table: Table, pair: Pair) -> list[int]:
    moved = update(table).where(table.c.lead_id == pair.gone["id"]).values(lead_id=pair.kept["id"])
    return list(conn.execute(moved.returning(table.c.id)).scalars())


def _twice(conn: Connection, table: Table, same: str, pair: Pair) -> list[int]:
    query = (
        f"SELECT g.id FROM {table.name} g JOIN {table.name} k ON k.lead_id = :kept AND {same} WHERE g.lead_id = :gone"  # noqa: S608 - our own words
    )
    return sorted(set(conn.execute(text(query), pair.ids).scalars()))


def _one_of_each_number(conn: Connection, pair: Pair, trace: Trace) -> dict[int, int]:
    """Adds up numbers that both have; the kept row by the id of the one that goes."""
    found: dict[int, dict[str, Any]] = {}
    for row in conn.execute(select(schema.phone).where(schema.phone.c.lead_id.in_(pair.ids.values()))):
        found.setdefault(row.lead_id, {})[row.e164] = row._mapping
    kept, gone = found.get(pair.kept["id"], {}), found.get(pair.gone["id"], {})
    shared = {gone[e164]["id"]: (kept[e164], gone[e164]) for e164 in kept.keys() & gone.keys()}
    for mine, other in shared.values():
        _change(conn, schema.phone, mine["id"], one_number(mine, other), trace)
    return {gone_id: mine["id"] for gone_id, (mine, _) in shared.items()}


def _one_place_per_campaign(conn: Connection, pair: Pair, phones: Mapping[int, int], trace: Trace) -> dict[int, int]:
    """Makes two places in one campaign one; the kept row by the id of the one that goes."""
    table = schema.enrollment
    found: dict[int, dict[int, Any]] = {}
    for row in conn.execute(select(table).where(table.c.lead_id.in_(pair.ids.values()))):
        found.setdefault(row.campaign_id, {})[row.lead_id] = row._mapping
    one: dict[int, int] = {}
    for both in found.values():
        gone, kept = both.get(pair.gone["id"]), both.get(pair.kept["id"])
        if gone is not None and kept is not None:
            _change(conn, table, kept["id"], _joined(kept, gone, phones), trace)
            over = (kept, gone)[1 - goes_on(_standing(kept), _standing(gone))]
            _cancel(conn, over["id"], trace)
            one[gone["id"]] = kept["id"]
        elif gone is not None:
            _change(
                conn,
                table,
                gone["id"],
                {"lead_id": pair.kept["id"], "phone_id": phones.get(gone["phone_id"], gone["phone_id"])},
                trace,
            )
    return one


def _standing(place: Mapping[str, Any]) -> Standing:
    return Standing(place["stop_reason"], place["promised_at"], place["position"], place["tries"])


def _joined(kept: Mapping[str, Any], gone: Mapping[str, Any], phones: Mapping[int, int]) -> dict[str, Any]:
    """The place that goes on; a reply that paused either pauses both, and the furthest point of both counts."""
    over = (kept, gone)[goes_on(_standing(kept), _standing(gone))]
    paused = [place["paused_at"] for place in (kept, gone) if place["paused_at"] is not None]
    joined = {name: over[name] for name in PLACE}
    joined["phone_id"] = phones.get(over["phone_id"], over["phone_id"])
    joined["paused_at"] = min(paused, default=None)
    if paused and joined["state"] == "ready":
        joined |= {"state": "waiting", "next_call_at": over["next_call_at"] or min(paused)}
    joined["priority"] = min(kept["priority"], gone["priority"])
    joined["reached"] = max(kept["reached"], gone["reached"])
    joined["enrolled_at"] = min(kept["enrolled_at"], gone["enrolled_at"])
    return joined


def _cancel(conn: Connection, place_id: int, trace: Trace) -> None:
    """What the place that is over had planned: the other one has its own plan."""
    planned = rows(conn, schema.touch, "t.enrollment_id = :id AND t.state = 'planned'", id=place_id)
    trace.pointed.setdefault("touch", []).extend(columns_of(planned, (*POINTED[schema.touch], "state", "reason")))
    conn.execute(
        text("UPDATE touch SET state = 'cancelled', reason = :why WHERE id = ANY(:ids)"),
        {"ids": [row["id"] for row in planned], "why": "The lead was merged with another one."},
    )


def _point(conn: Connection, pair: Pair, phones: Mapping[int, int], places: Mapping[int, int], trace: Trace) -> None:
    """Rows that name a number or a place that goes name the one that stays. How a place was before an outcome is
    forgotten: putting it back with a correction would undo the merge by halves."""
    for table, names in POINTED.items():
        known = {row["id"] for row in trace.pointed.get(table.name, ()) if "id" in row}
        found = rows(conn, table, "t.lead_id = :gone", gone=pair.gone["id"])
        trace.pointed.setdefault(table.name, []).extend(
            columns_of((row for row in found if row.get("id") not in known), names)
        )
        settings = ["lead_id = :kept", _mapped("enrollment_id", ":places")]
        if "phone_id" in names:
            settings.append(_mapped("phone_id", ":phones"))
        if "before" in names:
            settings.append("before = before || jsonb_build_object('place', NULL, 'others', jsonb_build_array())")
        conn.execute(
            text(f"UPDATE {table.name} SET {', '.join(settings)} WHERE lead_id = :gone"),  # noqa: S608 - our own words
            {**pair.ids, "places": _map(places), **({"phones": _map(phones)} if "phone_id" in names else {})},
        )
    own = rows(conn, schema.attempt, "t.enrollment_id = ANY(:ids) AND t.before ? 'place'", ids=list(places.values()))
    moved = {row["id"] for row in trace.pointed["attempt"]}
    own = [row for row in own if row["id"] not in moved]
    trace.pointed["attempt"] += columns_of(own, POINTED[schema.attempt])
    conn.execute(
        text("UPDATE attempt SET before = before || jsonb_build_object('place', NULL) WHERE id = ANY(:ids)"),
        {"ids": [row["id"] for row in own]},
    )


def _mapped(column: str, mapping: str) -> str:
    return f"{column} = coalesce(CAST(CAST({mapping} AS jsonb) ->> CAST({column} AS text) AS bigint), {column})"


def _map(ids: Mapping[int, int]) -> Jsonb:
    return Jsonb({str(gone): kept for gone, kept in ids.items()})


def _unite(conn: Connection, pair: Pair, trace: Trace) -> None:
    after = united(pair.kept, pair.gone)
    taken = {name: None for name in KEYS if name in after}
    closed = {"status": "closed", "hold_reason": GONE, "merged_into": pair.kept["id"], **taken}
    _change(conn, schema.lead, pair.gone["id"], closed, trace)
    _change(conn, schema.lead, pair.kept["id"], after, trace)


def _change(conn: Connection, table: Table, row_id: int, to: Mapping[str, Any], trace: Trace) -> None:
    more = {"version": table.c.version + 1} if "version" in table.c else {}
    before = rows(conn, table, "t.id = :id", id=row_id)[0]
    conn.execute(update(table).where(table.c.id == row_id).values(**to, **more))
    after = rows(conn, table, "t.id = :id", id=row_id)[0]
    trace.changed.setdefault(table.name, []).append(list(kept_rows.changed(before, after)))


def sum_anew(conn: Connection, *lead_ids: int) -> None:
    """The figures of the days on which these leads were called group their calls by the lead."""
    conn.execute(
        text("""
            UPDATE figures_day f SET stale = TRUE
              FROM (SELECT DISTINCT campaign_id, CAST(opened_at AT TIME ZONE :zone AS date) AS day
                      FROM attempt WHERE lead_id = ANY(:ids)) AS called
             WHERE f.campaign_id = called.campaign_id AND f.day = called.day
        """),
        {"ids": list(lead_ids), "zone": str(BUSINESS_ZONE)},
    )


def history(conn: Connection, pair: Pair) -> Mapping[str, int]:
    """How much the second lead brings, for the preview."""
    counted: Sequence[tuple[str, str]] = (
        ("calls", "attempt"),
        ("texts", "message"),
        ("notes", "note"),
        ("planned", "touch"),
        ("recordings", "recording"),
        ("numbers", "phone"),
        ("people", "person"),
        ("places", "enrollment"),
    )
    parts = ", ".join(f"(SELECT count(*) FROM {table} WHERE lead_id = :gone) AS {name}" for name, table in counted)  # noqa: S608 - our own words
    return dict(conn.execute(text(f"SELECT {parts}"), {"gone": pair.gone["id"]}).one()._mapping)

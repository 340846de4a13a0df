"""The list of leads: filters, search and order in SQL, one page at a time.

A page ends with a key from which the next one starts, so that the last page of half a million leads costs as much as
the first. Details are read for the leads of the page only.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, text

from dialer.store.lead_query import NOT_MERGED, LeadQuery, looked_up, plain, searches
from dialer.store.reading import values
from dialer.store.schema.leads import EXPIRY

MOST_COUNTED = 10_000
PAGE = 50


@dataclass(frozen=True, slots=True)
class Order:
    """One way to sort. `key` is an SQL expression over `source`, never null, of the type `kind`."""

    source: str
    key: str
    kind: str
    row_id: str = "l.id"
    descending: bool = True
    few: str = ""
    """The source for leads that were looked up, with the question whether `lead_id` is among them as {found}."""
    member: str = "TRUE"
    """Whether a lead `l` is in this order at all."""


ORDERS: Mapping[str, Order] = {
    "expired": Order("lead l", EXPIRY, "date"),
    "name": Order("lead l", "lower(l.name)", "text", descending=False),
    "newest": Order("lead l", "l.id", "bigint"),
    # The latest attempt of each lead, newest first; leads that were never tried are not in this order at all.
    "attempted": Order(
        "attempt a JOIN lead l ON l.id = a.lead_id AND a.latest",
        "a.opened_at",
        "timestamptz",
        row_id="a.id",
        # Sorted before the leads are read, so that only those of the page are.
        few="""(SELECT id, lead_id, opened_at FROM attempt WHERE latest AND {found}
                 ORDER BY opened_at DESC, id DESC) AS a JOIN lead l ON l.id = a.lead_id""",
        member="EXISTS (SELECT 1 FROM attempt a WHERE a.lead_id = l.id AND a.latest)",
    ),
}


@dataclass(frozen=True, slots=True)
class LeadLine:
    """One lead as the list shows it. `last_outcome` is the outcome, or while that is open the ending."""

    id: int
    name: str
    place: str
    address: str
    status: str
    hold_reason: str
    listing_status: str
    expired_on: date | None
    list_price_cents: int | None
    phones: int
    attempts: int
    last_attempt_at: datetime | None
    last_outcome: str
    next_action: str
    next_at: datetime | None
    campaign: str


@dataclass(frozen=True, slots=True)
class LeadPageOfList:
    """`total` is exact up to `MOST_COUNTED`, None beyond, and counted for the first page only."""

    rows: list[LeadLine]
    next_cursor: str | None
    total: int | None


class CursorError(ValueError):
    """The cursor was not made by this list in this order."""


def page(conn: Connection, asked: LeadQuery, count: int = PAGE) -> LeadPageOfList:
    """One page; raises CursorError."""
    order = ORDERS[asked.sort]
    wanted = _wanted(conn, asked)
    source, condition = wanted.sorted
    params = dict(wanted.params)
    arrow, direction = ("<", "DESC") if order.descending else (">", "ASC")
    start = "TRUE"
    if asked.cursor:
        start = f"({order.key}, {order.row_id}) {arrow} (CAST(:start_key AS {order.kind}), CAST(:start_id AS bigint))"
        params |= _start(asked.cursor)
    chosen = text(f"""
        SELECT l.id, CAST({order.key} AS text) AS key, {order.row_id} AS row_id
          FROM {source} WHERE {condition} AND {start}
         ORDER BY {order.key} {direction}, {order.row_id} {direction} LIMIT :count
    """)  # noqa: S608 - made of this file's own words
    found = conn.execute(chosen, {**params, "count": count + 1}).all()
    shown = found[:count]
    more = len(found) > count
    return LeadPageOfList(
        rows=_lines(conn, [row.id for row in shown], asked.among),
        next_cursor=cursor_of(shown[-1].key, shown[-1].row_id) if more else None,
        total=None if asked.cursor else _total(conn, wanted),
    )


def some(conn: Connection, ids: Sequence[int]) -> list[LeadLine]:
    """These leads, whatever their place in the list."""
    return _lines(conn, ids, None)


def ids(conn: Connection, asked: LeadQuery, most: int) -> list[int]:
    """The first `most` leads that fit, in the order in which they came in."""
    wanted = _wanted(conn, replace(asked, sort="newest"))
    chosen = text(f"SELECT l.id FROM lead l WHERE {wanted.condition} ORDER BY l.id LIMIT :count")  # noqa: S608 - ours
    return list(conn.execute(chosen, {**wanted.params, "count": most}).scalars())


def count(conn: Connection, asked: LeadQuery) -> int | None:
    """How many fit; None for more than `MOST_COUNTED`."""
    return _total(conn, _wanted(conn, asked))


def lines(conn: Connection, asked: LeadQuery, most: int) -> list[LeadLine]:
    """The first `most` leads of the list, for an export."""
    found: list[LeadLine] = []
    while len(found) < most:
        step = page(conn, asked, min(1000, most - len(found)))
        found += step.rows
        if step.next_cursor is None:
            break
        asked = replace(asked, cursor=step.next_cursor)
    return found


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The leads that are asked for: conditions on a lead `l`, and on its id as {lead} where matches were looked up.
    `many`: a search found too many to be counted."""

    order: Order
    parts: list[str]
    found: list[str]
    params: dict[str, Any]
    many: bool

    @property
    def condition(self) -> str:
        return " AND ".join([*self.parts, *(each.format(lead="l.id") for each in self.found)])

    @property
    def is_one_search(self) -> bool:
        """Whether the matches of one search are all that is asked for."""
        return self.parts == [NOT_MERGED] and len(self.found) == 1

    @property
    def sorted(self) -> tuple[str, str]:
        """Whence the leads come in their order, and the condition on them."""
        if not (self.found and self.order.few):
            return self.order.source, self.condition
        found = " AND ".join(each.format(lead="lead_id") for each in self.found)
        return self.order.few.format(found=found), " AND ".join(self.parts)


def _total(conn: Connection, wanted: _Wanted) -> int | None:
    if wanted.many:
        return None
    chosen = _LOOKED_UP if wanted.is_one_search else f"SELECT 1 FROM lead l WHERE {wanted.condition}"  # noqa: S608 - ours
    counted = text(f"""
        SELECT count(*) FROM ({chosen} AND {wanted.order.member} LIMIT {MOST_COUNTED + 1}) AS found
    """)  # noqa: S608 - made of this file's own words
    total = int(conn.execute(counted, wanted.params).scalar_one())
    return total if total <= MOST_COUNTED else None


# Leads that were merged are few and have an index, so that no lead that was found is read to count it.
_LOOKED_UP = """
    SELECT DISTINCT l.id FROM unnest(CAST(:found_0 AS bigint[])) AS l (id)
     WHERE NOT EXISTS (SELECT 1 FROM lead m WHERE m.id = l.id AND m.merged_into IS NOT NULL)
"""


def _wanted(conn: Connection, asked: LeadQuery) -> _Wanted:
    parts, params = plain(asked)
    if asked.sort == "attempted" and asked.tries == "none":
        # Nobody of this order was never tried, which the database would find out one by one.
        parts.append("FALSE")
    found: list[str] = []
    many = too_many = False
    for nth, search in enumerate(searches(asked)):
        ids = looked_up(conn, search)
        if ids is None:
            parts.append(search.test)
            params |= search.params
            many, too_many = many or search.own, too_many or not search.own
        else:
            # As a list that the database cannot look into while it plans: knowing its length it would walk along the
            # order through half a million leads to meet these.
            found.append(f"{{lead}} = ANY(ARRAY(SELECT unnest(CAST(:found_{nth} AS bigint[]))))")
            params[f"found_{nth}"] = ids
    return _Wanted(ORDERS[asked.sort], parts, found, params, too_many or (many and asked.is_of_all and not found))


_LINES = """
    SELECT l.id, l.name, concat_ws(', ', nullif(l.city, ''), nullif(l.state, '')) AS place,
           concat_ws(' ', nullif(l.street, ''), nullif(l.unit, '')) AS address, l.status, l.hold_reason,
           l.listing_status, l.expired_on, l.list_price_cents, ph.phones, ph.attempts,
           last.opened_at AS last_attempt_at,
           coalesce(nullif(last.outcome, ''), last.ending, '') AS last_outcome,
           coalesce(planned.label, CASE WHEN place.state IN ('ready', 'waiting') THEN 'call' END, '') AS next_action,
           coalesce(planned.due_at, place.next_call_at) AS next_at,
           coalesce(place.name, '') AS campaign
      FROM unnest(CAST(:ids AS bigint[])) WITH ORDINALITY AS asked(id, nth)
      JOIN lead l ON l.id = asked.id
     CROSS JOIN LATERAL (SELECT count(*) AS phones, coalesce(sum(attempts), 0)::int AS attempts
                           FROM phone WHERE lead_id = l.id) AS ph
      LEFT JOIN LATERAL (SELECT opened_at, outcome, ending FROM attempt
                          WHERE lead_id = l.id ORDER BY opened_at DESC LIMIT 1) AS last ON TRUE
      LEFT JOIN LATERAL (SELECT e.state, e.next_call_at, c.name
                           FROM enrollment e JOIN campaign c ON c.id = e.campaign_id
                          WHERE e.lead_id = l.id
                            AND (CAST(:among AS bigint[]) IS NULL OR c.id = ANY(:among))
                          ORDER BY e.state = 'stopped', e.next_call_at NULLS LAST, e.id LIMIT 1) AS place ON TRUE
      LEFT JOIN LATERAL (SELECT coalesce(nullif(t.label, ''), t.channel) AS label, t.due_at FROM touch t
                          WHERE t.lead_id = l.id AND t.state = 'planned'
                            AND (place.next_call_at IS NULL OR t.due_at < place.next_call_at)
                            AND (CAST(:among AS bigint[]) IS NULL OR t.campaign_id = ANY(:among))
                          ORDER BY t.due_at LIMIT 1) AS planned ON TRUE
     ORDER BY asked.nth
"""


def _lines(conn: Connection, ids: Sequence[int], among: Sequence[int] | None) -> list[LeadLine]:
    return values(conn, LeadLine, _LINES, ids=list(ids), among=None if among is None else list(among))


def cursor_of(key: str, row_id: int) -> str:
    """From where the page goes on after the row with this key in the list's order."""
    return base64.urlsafe_b64encode(json.dumps([key, row_id]).encode()).decode()


def _start(cursor: str) -> dict[str, Any]:
    try:
        key, row_id = json.loads(base64.urlsafe_b64decode(cursor))
        return {"start_key": str(key), "start_id": int(row_id)}
    except (ValueError, TypeError) as error:
        raise CursorError("the cursor is not one of ours") from error


def is_visible(conn: Connection, lead_id: int, among: Sequence[int] | None) -> bool:
    """Whether the lead exists and, with `among` given, is in one of these campaigns."""
    found = conn.execute(
        text("""
            SELECT 1 FROM lead l WHERE l.id = :id AND (CAST(:among AS bigint[]) IS NULL OR EXISTS (
                   SELECT 1 FROM enrollment e WHERE e.lead_id = l.id AND e.campaign_id = ANY(:among)))
        """),
        {"id": lead_id, "among": None if among is None else list(among)},
    )
    return found.first() is not None

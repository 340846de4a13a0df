"""Leads that may be the same household, by a shared number, the same house, or the same name at the same house number.

The exact keys of an import never let the same parcel, address or listing in twice; this is what slipped past them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from dialer.store import leads_read
from dialer.store.leads_read import LeadLine
from dialer.store.reading import values
from dialer.store.schema.leads import HOUSE
from dialer.store.session import Connection

WINDOWS = (200, 400, 800, 1_600, *([2_000] * 8))
"""Leads looked through in one go, window by window while nothing is found, so that a look takes as long among half a
million leads as among a few. The first are small: where every lead has its double, two thousand have far more pairs
than anybody is shown."""

MOST = 100
"""Pairs shown at a time."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two leads and what they share: number, address or name. The lower id came in first."""

    lead_id: int
    other_id: int
    because: str


@dataclass(frozen=True, slots=True)
class Alike:
    """The same with both as the list of leads shows them."""

    because: list[str]
    first: LeadLine
    second: LeadLine


# Homes of which both units are known and differ are two homes.
_SAME_UNIT = "(a.unit = '' OR b.unit = '' OR lower(a.unit) = lower(b.unit))"
_BOTH_HERE = "a.merged_into IS NULL AND b.merged_into IS NULL"

_BY_NUMBER = f"""
    SELECT a.id, b.id, 'number' FROM phone p JOIN phone q ON q.e164 = p.e164 AND q.lead_id <> p.lead_id
      JOIN lead a ON a.id = p.lead_id JOIN lead b ON b.id = q.lead_id
     WHERE {{one}} AND {_BOTH_HERE}
"""  # noqa: S608 - made of this file's own words
_BY_HOUSE = f"""
    SELECT a.id, b.id, 'address' FROM lead a JOIN lead b ON {HOUSE.replace("address_key", "b.address_key")}
           = {HOUSE.replace("address_key", "a.address_key")} AND b.id <> a.id
     WHERE {{one}} AND a.address_key IS NOT NULL AND b.address_key IS NOT NULL AND {_BOTH_HERE} AND {_SAME_UNIT}
       AND a.state = b.state AND (a.zip = b.zip OR (lower(a.city) = lower(b.city) AND (a.zip = '' OR b.zip = '')))
"""  # noqa: S608 - made of this file's own words
_BY_NAME = f"""
    SELECT a.id, b.id, 'name' FROM lead a JOIN lead b ON lower(b.name) = lower(a.name) AND b.id <> a.id
     WHERE {{one}} AND a.name <> '' AND {_BOTH_HERE} AND {_SAME_UNIT} AND a.state = b.state
       AND split_part(a.street, ' ', 1) = split_part(b.street, ' ', 1) AND a.street ~ '^[0-9]'
"""  # noqa: S608 - made of this file's own words

_APART = "EXISTS (SELECT 1 FROM leads_apart s WHERE s.lead_id = found.lead_id AND s.other_id = found.other_id)"


def of_lead(conn: Connection, lead_id: int) -> list[Pair]:
    """Who may be the same household as this lead."""
    return _pairs(conn, "a.id = :lead", lead=lead_id)


def newest(conn: Connection, before: int | None) -> tuple[list[Pair], int | None]:
    """Pairs among the leads that came in before the lead `before`, or the latest of all, each with an older one; and
    the lead before which to look next, None when all were looked through."""
    for window in WINDOWS:
        found, before = _in_window(conn, before, window)
        if found or before is None:
            break
    return found, before


def _in_window(conn: Connection, before: int | None, size: int) -> tuple[list[Pair], int | None]:
    window = "SELECT id FROM lead WHERE CAST(:before AS bigint) IS NULL OR id < :before ORDER BY id DESC LIMIT :size"
    ids = list(conn.execute(text(window), {"before": before, "size": size}).scalars())
    if not ids:
        return [], None
    found = _pairs(
        conn,
        "a.id BETWEEN :first AND :last AND b.id < a.id",
        f"ORDER BY other_id DESC, lead_id, because LIMIT {MOST}",
        first=ids[-1],
        last=ids[0],
    )
    if len(found) == MOST and found[-1].other_id != found[0].other_id:
        cut = found[-1].other_id
        return [pair for pair in found if pair.other_id != cut], cut + 1
    return found, ids[-1] if len(ids) == size else None


def _pairs(conn: Connection, one: str, order: str = "ORDER BY 1, 2, 3", **params: int) -> list[Pair]:
    found = " UNION ALL ".join(query.format(one=one) for query in (_BY_NUMBER, _BY_HOUSE, _BY_NAME))
    query = f"""
        SELECT DISTINCT lead_id, other_id, because FROM (
               SELECT least(x, y) AS lead_id, greatest(x, y) AS other_id, because
                 FROM ({found}) AS each(x, y, because)) AS found
         WHERE NOT {_APART} {order}
    """  # noqa: S608 - made of this file's own words
    return values(conn, Pair, text(query), **params)


def shown(conn: Connection, pairs: Sequence[Pair]) -> list[Alike]:
    """One entry for each two leads, with all that they share."""
    because: dict[tuple[int, int], list[str]] = {}
    for pair in pairs:
        because.setdefault((pair.lead_id, pair.other_id), []).append(pair.because)
    lines = {line.id: line for line in leads_read.some(conn, sorted({lead for both in because for lead in both}))}
    return [Alike(words, lines[first], lines[second]) for (first, second), words in because.items()]


def set_apart(conn: Connection, one: int, other: int, user_id: int, now: datetime) -> None:
    """Says that two leads are not the same household; they are not shown as alike any more."""
    conn.execute(
        text("""
            INSERT INTO leads_apart (lead_id, other_id, user_id, at)
            VALUES (least(:one, :other), greatest(:one, :other), :user, :now) ON CONFLICT DO NOTHING
        """),
        {"one": one, "other": other, "user": user_id, "now": now},
    )

"""The list of suppressions as managers keep it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from dialer.store.reading import value, values


@dataclass(frozen=True, slots=True)
class SuppressionLine:
    """One reason in force never to contact somebody; `number` is E.164, empty where it is a whole lead."""

    id: int
    scope: str
    number: str
    lead_id: int | None
    lead_name: str
    channels: list[str]
    reason: str
    source: str
    created_at: datetime
    created_by: str


_LINES = """
    SELECT s.id, s.scope, coalesce(s.e164, '') AS number, s.lead_id, coalesce(l.name, '') AS lead_name, s.channels,
           s.reason, s.source, s.created_at, coalesce(u.name, '') AS created_by
      FROM suppression s
      LEFT JOIN lead l ON l.id = s.lead_id
      LEFT JOIN user_account u ON u.id = s.created_by
     WHERE s.removed_at IS NULL
"""

_PAGE = (
    _LINES
    + """
       AND (:before = 0 OR s.id < :before)
       AND (:q = '' OR strpos(lower(s.reason), lower(:q)) > 0 OR (:digits <> '' AND strpos(s.e164, :digits) > 0))
     ORDER BY s.id DESC LIMIT :count
"""
)

_ADD = text("""
    INSERT INTO suppression (scope, e164, lead_id, reason, source, created_at, created_by)
    SELECT CASE WHEN n.e164 IS NULL THEN 'lead' ELSE 'number' END, n.e164, CAST(:lead_id AS bigint), :reason, :source,
           :now, :user
      FROM unnest(CAST(:numbers AS text[])) AS n(e164)
    ON CONFLICT DO NOTHING RETURNING id
""")


def page(conn: Connection, *, q: str, digits: str, before: int, count: int) -> list[SuppressionLine]:
    """The newest in force whose reason or number has the text in it; `before` is the last id before, or 0."""
    return values(conn, SuppressionLine, _PAGE, q=q, digits=digits, before=before, count=count)


def load(conn: Connection, suppression_id: int) -> SuppressionLine | None:
    return value(conn, SuppressionLine, _LINES + " AND s.id = :id", id=suppression_id)


def add(
    conn: Connection,
    *,
    numbers: Sequence[str],
    lead_id: int | None,
    reason: str,
    source: str,
    user_id: int,
    now: datetime,
) -> list[int]:
    """Suppresses numbers, or with none given a whole lead; the ids of those that were not so already."""
    whole_lead: list[str | None] = [None]
    params = {
        "numbers": [*numbers] or whole_lead,
        "lead_id": lead_id,
        "reason": reason,
        "source": source,
        "user": user_id,
        "now": now,
    }
    return list(conn.execute(_ADD, params).scalars())

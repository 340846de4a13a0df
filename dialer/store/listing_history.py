"""Listing histories that no lead file tells, added to the leads of an import."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, text


class Told(NamedTuple):
    """One event of the lead in this row of the file."""

    row_number: int
    on_date: date
    kind: str
    price_cents: int
    agent: str


_EVENTS = """
    SELECT l.id AS lead_id, f.on_date, f.kind, f.price_cents, f.agent
      FROM unnest(CAST(:row_number AS int[]), CAST(:on_date AS date[]), CAST(:kind AS text[]),
                  CAST(:price_cents AS bigint[]), CAST(:agent AS text[]))
           AS f(row_number, on_date, kind, price_cents, agent)
      JOIN lead l ON l.import_id = :import_id AND l.row_number = f.row_number
"""

_BETTER = text(f"""
    UPDATE listing_event e SET price_cents = t.price_cents, agent = t.agent
      FROM ({_EVENTS}) AS t
     WHERE e.lead_id = t.lead_id AND e.kind = t.kind AND e.on_date = t.on_date
""")  # noqa: S608 - both parts are constants of this file

_MORE = text(f"""
    INSERT INTO listing_event (lead_id, on_date, kind, price_cents, agent)
    SELECT * FROM ({_EVENTS}) AS t
     WHERE NOT EXISTS (SELECT 1 FROM listing_event e
                        WHERE e.lead_id = t.lead_id AND e.kind = t.kind AND e.on_date = t.on_date)
""")  # noqa: S608 - both parts are constants of this file


def complete(conn: Connection, import_id: int, told: Sequence[Told]) -> None:
    """Adds the events that are missing and corrects the prices of those that are there; again changes nothing."""
    values = {name: [getattr(event, name) for event in told] for name in Told._fields}
    for statement in (_BETTER, _MORE):
        conn.execute(statement, {"import_id": import_id, **values})

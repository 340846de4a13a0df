"""Marks on what changed: written with the change, taken by the web process, which shows the thing as it then is."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from sqlalchemy import Connection, text

Entity = Literal["session", "call", "lead", "campaign", "import", "message", "account"]

_MARK = text("""
    INSERT INTO live_mark (entity, entity_id) SELECT * FROM unnest(CAST(:entities AS text[]), CAST(:ids AS text[]))
""")

_TAKE = text("""
    DELETE FROM live_mark
     WHERE id IN (SELECT id FROM live_mark ORDER BY id LIMIT :count FOR UPDATE SKIP LOCKED)
    RETURNING entity, entity_id
""")


def mark(conn: Connection, entity: Entity, *ids: int | str) -> None:
    """Says that these things changed. An "account" mark makes its sockets prove anew that they may listen."""
    mark_all(conn, {entity: ids})


def mark_all(conn: Connection, changed: Mapping[Entity, Iterable[int | str]]) -> None:
    """The same for things of several kinds, in one statement."""
    marks = [(entity, str(each)) for entity, ids in changed.items() for each in ids]
    if marks:
        entities, ids = zip(*marks, strict=True)
        conn.execute(_MARK, {"entities": list(entities), "ids": list(ids)})


def take(conn: Connection, count: int = 5000) -> dict[str, set[str]]:
    """Removes the oldest marks and gives ids by entity; a rollback puts them back.

    Whatever is read afterwards in the same READ COMMITTED transaction contains the marked changes, or newer ones.
    """
    return grouped(conn.execute(_TAKE, {"count": count}))


def grouped(marks: Iterable[Any]) -> dict[str, set[str]]:
    """Each thing once, however often it was marked."""
    found: dict[str, set[str]] = {}
    for entity, entity_id in marks:
        found.setdefault(entity, set()).add(entity_id)
    return found


def read_version(conn: Connection) -> int:
    """A number for cards about to be read: microseconds of the database's clock.

    A card is made of several rows, so no single row's counter can order two readings of it. Taken before the
    reading, the number is never newer than what is read, hence a card with a higher number is never older.
    """
    return int(conn.execute(text("SELECT extract(epoch FROM clock_timestamp()) * 1000000")).scalar_one())

"""Files that came with texts: told of by the carrier, fetched, and deleted when their time is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from dialer.store.reading import value, values
from telephony.media import Media


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file. `lead_id` is None for writers whom we do not know; `kind` is a content type."""

    id: int
    message_id: str
    position: int
    lead_id: int | None
    state: str
    kind: str
    carrier: str
    carrier_message_id: str
    carrier_media_id: str
    bytes: int
    tries: int


@dataclass(frozen=True, slots=True)
class Owner:
    """The text that files came with."""

    lead_id: int | None
    campaign_id: int | None


_COLUMNS = """
    SELECT f.id, f.message_id, f.position, m.lead_id, f.state, f.kind, m.carrier,
           coalesce(m.carrier_message_id, '') AS carrier_message_id, f.carrier_media_id, f.bytes, f.tries
      FROM attachment f JOIN message m ON m.id = f.message_id
"""


def owner(conn: Connection, message_id: str) -> Owner | None:
    return value(conn, Owner, "SELECT lead_id, campaign_id FROM message WHERE id = :id", id=message_id)


def add(conn: Connection, message_id: str, media: Sequence[Media], now: datetime, until: datetime) -> bool:
    """Notes what is to be fetched; whether any of it is news."""
    done = conn.execute(
        text("""
            INSERT INTO attachment (message_id, position, kind, carrier_media_id, at, fetch_at, delete_at)
            SELECT :message, f.position - 1, f.kind, f.media, :now, :now, :until
              FROM unnest(CAST(:kinds AS text[]), CAST(:media AS text[])) WITH ORDINALITY AS f(kind, media, position)
            ON CONFLICT (message_id, position) DO NOTHING
        """),
        {
            "message": message_id,
            "kinds": [each.kind for each in media],
            "media": [each.carrier_media_id for each in media],
            "now": now,
            "until": until,
        },
    )
    return bool(done.rowcount)


def take_ready(conn: Connection, now: datetime, later: datetime, count: int) -> list[Attachment]:
    """Those to be fetched now; whoever else looks finds them again only later."""
    taken = conn.execute(
        text("""
            UPDATE attachment SET fetch_at = :later, tries = tries + 1
             WHERE id IN (SELECT id FROM attachment WHERE state = 'ready' AND fetch_at <= :now
                           ORDER BY fetch_at, id LIMIT :count FOR UPDATE SKIP LOCKED)
            RETURNING id
        """),
        {"now": now, "later": later, "count": count},
    )
    return values(conn, Attachment, f"{_COLUMNS} WHERE f.id = ANY(:ids) ORDER BY f.id", ids=list(taken.scalars()))


def any_waits(conn: Connection, now: datetime) -> bool:
    """Whether something is to be fetched or deleted."""
    found = conn.execute(
        text("""
            SELECT EXISTS (SELECT 1 FROM attachment WHERE state = 'ready' AND fetch_at <= :now)
                OR EXISTS (SELECT 1 FROM attachment WHERE state IN ('ready', 'kept') AND delete_at <= :now)
        """),
        {"now": now},
    )
    return bool(found.scalar_one())


def kept(conn: Connection, attachment_id: int, kind: str, size: int) -> None:
    """We have it, and it is of this kind."""
    conn.execute(
        text("UPDATE attachment SET state = 'kept', kind = :kind, bytes = :size WHERE id = :id AND state = 'ready'"),
        {"id": attachment_id, "kind": kind, "size": size},
    )


def end(conn: Connection, attachment_id: int, state: str) -> None:
    """Refused, lost at the carrier, or deleted by us."""
    conn.execute(text("UPDATE attachment SET state = :state WHERE id = :id"), {"id": attachment_id, "state": state})


def expired(conn: Connection, now: datetime, count: int) -> list[Attachment]:
    """Those whose time is over."""
    where = """
         WHERE f.state IN ('ready', 'kept') AND f.delete_at <= :now
         ORDER BY f.delete_at, f.id LIMIT :count FOR UPDATE OF f SKIP LOCKED
    """
    return values(conn, Attachment, _COLUMNS + where, now=now, count=count)


def let_expire(conn: Connection, lead_id: int, now: datetime) -> None:
    """The files of the lead's texts go with the next sweep."""
    conn.execute(
        text("""
            UPDATE attachment f SET delete_at = least(f.delete_at, :now) FROM message m
             WHERE m.id = f.message_id AND m.lead_id = :lead
        """),
        {"lead": lead_id, "now": now},
    )


def load(conn: Connection, attachment_id: int) -> Attachment | None:
    return value(conn, Attachment, f"{_COLUMNS} WHERE f.id = :id", id=attachment_id)


def of_lead(conn: Connection, lead_id: int) -> list[Attachment]:
    """All files of the lead's texts, also those that are gone, so that the thread can say so."""
    return values(conn, Attachment, f"{_COLUMNS} WHERE m.lead_id = :id ORDER BY f.message_id, f.position", id=lead_id)

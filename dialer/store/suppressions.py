"""Wishes not to be contacted: written once however often they are made, lifted by whoever may, never deleted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from psycopg.types.json import Jsonb
from sqlalchemy import Connection, text

from dialer.core.compliance import Scope, Why
from dialer.core.subjects import organisation
from dialer.store.contacts import stored_reason, subjects_of

ALL_CHANNELS = ("call", "text", "email", "mail")


@dataclass(frozen=True, slots=True)
class Wish:
    """One suppression: of a number, of a lead, or of a household or organisation by its key in `core.subjects`.

    `source`: agent, text, key, link, import, manual or carrier.
    """

    reason: Why
    source: str
    e164: str | None = None
    lead_id: int | None = None
    channels: tuple[str, ...] = ALL_CHANNELS
    call_id: str | None = None
    message_id: str | None = None
    created_by: int | None = None
    subject: str = ""
    words: str = ""
    """The reason in somebody's own words, kept in place of the plain one."""

    @property
    def scope(self) -> str:
        if self.e164:
            return "number"
        return self.subject.partition(":")[0] or "lead"


_ADD = text("""
    INSERT INTO suppression (scope, e164, lead_id, subject, channels, reason, source, created_at, created_by,
                             call_id, message_id)
    VALUES (:scope, :e164, :lead_id, :subject, :channels, :reason, :source, :now, :created_by, :call_id, :message_id)
    ON CONFLICT DO NOTHING
    RETURNING id
""")


def add(conn: Connection, wish: Wish, now: datetime) -> int | None:
    """Writes the wish; None when the same is in force already."""
    found: int | None = conn.execute(
        _ADD,
        {
            "scope": wish.scope,
            "e164": wish.e164,
            "lead_id": wish.lead_id,
            "subject": wish.subject,
            "channels": Jsonb(list(wish.channels)),
            "reason": wish.words or stored_reason(wish.reason),
            "source": wish.source,
            "now": now,
            "created_by": wish.created_by,
            "call_id": wish.call_id,
            "message_id": wish.message_id,
        },
    ).scalar()
    return found


_OF_LEAD = text("""
    SELECT l.name, l.street, l.unit, l.city, l.state, l.zip, l.mailing,
           (SELECT coalesce(array_agg(p.e164 ORDER BY p.e164), '{}') FROM phone p WHERE p.lead_id = l.id) AS numbers
      FROM lead l WHERE l.id = :lead
""")


def suppress(conn: Connection, wish: Wish, scope: Scope, now: datetime) -> list[int]:
    """Writes everything that a wish of this reach means; the ids of what was not in force already.

    The wish names its number for `NUMBER`, its lead for every wider scope, which takes in the lead's numbers, so that
    the person stays out of reach where the same number comes back with another lead. A household is everyone at the
    lead's addresses and an organisation every lead of its name, those included that are imported later.
    """
    if scope is Scope.NUMBER:
        return _written(conn, [wish], now)
    row = conn.execute(_OF_LEAD, {"lead": wish.lead_id}).one()
    wishes = [replace(wish, e164=None), *(replace(wish, e164=number, lead_id=None) for number in row.numbers)]
    own = organisation(row.name)
    match scope:
        case Scope.HOUSEHOLD:
            keys = subjects_of(dict(row._mapping)) - {own}
        case Scope.ORGANISATION:
            keys = frozenset({own} if own else ())
        case _:
            keys = frozenset()
    wishes += [replace(wish, e164=None, lead_id=None, subject=key) for key in sorted(keys)]
    return _written(conn, wishes, now)


def _written(conn: Connection, wishes: Sequence[Wish], now: datetime) -> list[int]:
    return [made for wish in wishes if (made := add(conn, wish, now)) is not None]


def lift(conn: Connection, ids: Sequence[int], because: str, user_id: int | None, now: datetime) -> None:
    """Takes wishes out of force; they stay on record with who lifted them and why."""
    if ids:
        conn.execute(
            text("""
                UPDATE suppression SET removed_at = :now, removed_by = :user, removed_because = :because
                 WHERE id = ANY(:ids) AND removed_at IS NULL
            """),
            {"ids": list(ids), "now": now, "user": user_id, "because": because},
        )


def made_by_call(conn: Connection, call_id: str) -> list[int]:
    """The wishes in force that an agent put down in one call, not those that reached us without the agent."""
    rows = conn.execute(
        text("SELECT id FROM suppression WHERE call_id = :call AND source = 'agent' AND removed_at IS NULL"),
        {"call": call_id},
    )
    return list(rows.scalars())


def made_with(conn: Connection, suppression_id: int) -> list[int]:
    """The suppression and those in force that came of the same wish, as a lead's numbers do."""
    rows = conn.execute(
        text("""
            SELECT o.id FROM suppression s
              JOIN suppression o ON (o.created_at, o.source, o.reason) = (s.created_at, s.source, s.reason)
               AND o.created_by IS NOT DISTINCT FROM s.created_by AND o.removed_at IS NULL
             WHERE s.id = :id AND (o.id = s.id OR (s.scope <> 'number' AND s.source <> 'import'))
        """),
        {"id": suppression_id},
    )
    return list(rows.scalars())


def allow_texts(conn: Connection, e164: str, now: datetime) -> int:
    """A person who wrote START may be texted again; a wish made by text stays in force for every other channel.

    Wishes told to an agent, imported or entered by the operator are not lifted by a word in a text.
    """
    rows = conn.execute(
        text("""
            SELECT id, reason, channels FROM suppression
             WHERE e164 = :e164 AND source = 'text' AND removed_at IS NULL AND channels ? 'text' FOR UPDATE
        """),
        {"e164": e164},
    ).all()
    lift(conn, [row.id for row in rows], "the person wrote an opt-in word", None, now)
    for row in rows:
        rest = tuple(channel for channel in row.channels if channel != "text")
        if rest:
            add(conn, Wish(Why[row.reason.upper()], "text", e164=e164, channels=rest), now)
    return len(rows)

"""What operators set against the shipped rules, append-only, and emergencies that authorities declared."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import Connection, text

from dialer.core.rules import (
    Channel,
    Effect,
    Override,
    Overrides,
    Parameter,
    value_from_json,
    value_to_json,
)
from dialer.store.reading import value, values


@dataclass(frozen=True, slots=True)
class StoredOverride:
    """An override in force with its trail."""

    id: int
    at: datetime
    by: str
    effect: Effect
    override: Override


@dataclass(frozen=True, slots=True)
class Emergency:
    """A declared emergency. `until` is None while nobody knows its end."""

    id: int
    state: str
    since: datetime
    until: datetime | None
    source: str


@dataclass(frozen=True, slots=True)
class HouseLaw:
    """What this installation adds to the shipped rules at a moment."""

    overrides: Overrides = ()
    emergencies: frozenset[str] = frozenset()


_IN_FORCE = """
    SELECT o.id, o.at, coalesce(u.name, '') AS by_name, o.jurisdiction, o.parameter, o.channels, o.value, o.effect,
           o.reason, o.user_id
      FROM rule_override o LEFT JOIN user_account u ON u.id = o.user_id
     WHERE o.withdraws IS NULL AND NOT EXISTS (SELECT 1 FROM rule_override w WHERE w.withdraws = o.id)
     ORDER BY o.id
"""

_ADD = text("""
    INSERT INTO rule_override (at, user_id, jurisdiction, parameter, channels, value, effect, reason)
    VALUES (:now, :user, :jurisdiction, :parameter, :channels, :value, :effect, :reason) RETURNING id
""")

_WITHDRAW = text("""
    INSERT INTO rule_override (at, user_id, jurisdiction, parameter, effect, reason, withdraws)
    SELECT :now, :user, jurisdiction, parameter, :effect, :reason, id FROM rule_override WHERE id = :id
""")

_EMERGENCIES = "SELECT id, state, since, until, source FROM emergency"


def house_law(conn: Connection, now: datetime) -> HouseLaw:
    """The overrides in force and the states with an emergency now."""
    rows = conn.execute(
        text("SELECT DISTINCT state FROM emergency WHERE since <= :now AND (until IS NULL OR until > :now)"),
        {"now": now},
    )
    return HouseLaw(tuple(stored.override for stored in overrides(conn)), frozenset(rows.scalars()))


def overrides(conn: Connection) -> list[StoredOverride]:
    """Those in force, in the order in which they were set; the later one wins."""
    return [
        StoredOverride(row.id, row.at, row.by_name, Effect(row.effect), _override(row))
        for row in conn.execute(text(_IN_FORCE))
    ]


def lock_overrides(conn: Connection) -> None:
    """One change at a time: whether an override loosens depends on those before it."""
    conn.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('rule_override', 0))"))


def add_override(conn: Connection, override: Override, effect: Effect, user_id: int | None, now: datetime) -> int:
    row = {
        "now": now,
        "user": user_id,
        "jurisdiction": override.jurisdiction,
        "parameter": override.parameter.value,
        "channels": Jsonb(sorted(channel.value for channel in override.channels)),
        "value": Jsonb(value_to_json(override.value)),
        "effect": effect.value,
        "reason": override.reason,
    }
    return int(conn.execute(_ADD, row).scalar_one())


def withdraw(
    conn: Connection, override_id: int, effect: Effect, reason: str, user_id: int | None, now: datetime
) -> None:
    """Takes an override out of force by a row of its own; both stay."""
    row = {"id": override_id, "effect": effect.value, "reason": reason, "user": user_id, "now": now}
    conn.execute(_WITHDRAW, row)


def emergencies(conn: Connection) -> list[Emergency]:
    return values(conn, Emergency, _EMERGENCIES + " ORDER BY since, id")


def declare(
    conn: Connection, state: str, since: datetime, until: datetime | None, source: str, user_id: int | None
) -> int:
    found: int = conn.execute(
        text("""
            INSERT INTO emergency (state, since, until, source, entered_by)
            VALUES (:state, :since, :until, :source, :user) RETURNING id
        """),
        {"state": state, "since": since, "until": until, "source": source, "user": user_id},
    ).scalar_one()
    return found


def end_emergency(conn: Connection, emergency_id: int, until: datetime) -> Emergency | None:
    """Gives an emergency its end; None where there is no such emergency."""
    conn.execute(text("UPDATE emergency SET until = :until WHERE id = :id"), {"id": emergency_id, "until": until})
    return value(conn, Emergency, _EMERGENCIES + " WHERE id = :id", id=emergency_id)


def _override(row: Any) -> Override:
    """As it was stored; it was readable then, so a value that is not raises ValueError and stops what asks."""
    parameter = Parameter(row.parameter)
    return Override(
        jurisdiction=row.jurisdiction,
        parameter=parameter,
        channels=frozenset(Channel(word) for word in row.channels),
        value=value_from_json(parameter, row.value),
        reason=row.reason,
        by=str(row.user_id or ""),
    )

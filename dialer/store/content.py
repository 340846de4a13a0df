"""What campaigns say and do: sequences, templates, scripts, dispositions and the numbers we call from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, text, update

from dialer.core.number_health import dials_allowed
from dialer.store.reading import value, values
from dialer.store.schema import caller_id, disposition, script, sequence, template


@dataclass(frozen=True, slots=True)
class SequenceRow:
    """`steps` are core.sequences.Step as JSON; `in_use` counts the leads under way in it."""

    id: int
    name: str
    version: int
    steps: list[dict[str, Any]]
    in_use: int


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """`kind`: text, email, letter or door_hanger; only e-mails have a subject."""

    id: int
    name: str
    kind: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class ScriptRow:
    """`body`: {"steps": [{"title", "text"}], "objections": [{"title", "text"}]}."""

    id: int
    name: str
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class DispositionRow:
    """`flags` are core.dispositions.Flags as JSON; `key` is the number key that gives it."""

    id: int
    name: str
    label: str
    key: str
    flags: dict[str, Any]
    active: bool
    position: int


@dataclass(frozen=True, slots=True)
class CallerId:
    """A number we call from, and how it fares: the share of its dials of the last 7 days that were answered."""

    id: int
    e164: str
    label: str
    campaign_id: int | None
    active: bool
    dials_today: int
    daily_limit: int
    answer_rate_7_days: float | None
    warm_from: date | None
    rest_until: datetime | None
    health: dict[str, Any]
    """As core.number_health has it; empty before the first look."""
    allowed_today: int


_SEQUENCES = """
    SELECT s.id, s.name, s.version, s.steps,
           (SELECT count(*) FROM enrollment e JOIN campaign c ON c.id = e.campaign_id
             WHERE c.sequence_id = s.id AND e.state <> 'stopped') AS in_use
      FROM sequence s
"""

_CALLER_IDS = """
    SELECT n.id, n.e164, n.label, n.campaign_id, n.active, n.daily_limit,
           count(c.id) FILTER (WHERE c.planned_at >= :today) AS dials_today,
           avg(CASE WHEN c.id IS NULL THEN NULL WHEN c.answered_at IS NULL THEN 0 ELSE 1 END)::float8
               AS answer_rate_7_days, n.warm_from, n.rest_until, n.health, n.daily_limit AS allowed_today
      FROM caller_id n
      LEFT JOIN call c ON c.caller_id = n.e164 AND c.role = 'lead' AND c.carrier_call_id IS NOT NULL
                      AND c.planned_at >= :week
     GROUP BY n.id ORDER BY n.label, n.id
"""

_STEPS = text("""
    SELECT s.steps FROM campaign c JOIN sequence s ON s.id = c.sequence_id WHERE c.id = :campaign_id
""")

_TABLES: Mapping[type, Table] = {SequenceRow: sequence, TemplateRow: template, ScriptRow: script}


def sequences(conn: Connection) -> list[SequenceRow]:
    return values(conn, SequenceRow, _SEQUENCES + " ORDER BY lower(s.name)")


def load_sequence(conn: Connection, sequence_id: int) -> SequenceRow | None:
    return value(conn, SequenceRow, _SEQUENCES + " WHERE s.id = :id", id=sequence_id)


def steps_of_campaign(conn: Connection, campaign_id: int) -> list[dict[str, Any]]:
    """The steps of the campaign's sequence; none where it has no sequence."""
    return conn.execute(_STEPS, {"campaign_id": campaign_id}).scalar() or []


def templates(conn: Connection) -> list[TemplateRow]:
    return values(conn, TemplateRow, "SELECT id, name, kind, subject, body FROM template ORDER BY kind, lower(name)")


def load_template(conn: Connection, template_id: int) -> TemplateRow | None:
    return value(conn, TemplateRow, "SELECT id, name, kind, subject, body FROM template WHERE id = :id", id=template_id)


def scripts(conn: Connection) -> list[ScriptRow]:
    return values(conn, ScriptRow, "SELECT id, name, body FROM script ORDER BY lower(name)")


def load_script(conn: Connection, script_id: int) -> ScriptRow | None:
    return value(conn, ScriptRow, "SELECT id, name, body FROM script WHERE id = :id", id=script_id)


def dispositions(conn: Connection) -> list[DispositionRow]:
    return values(
        conn,
        DispositionRow,
        "SELECT id, name, label, key, flags, active, position FROM disposition ORDER BY position, id",
    )


def save_dispositions(conn: Connection, rows: list[DispositionRow]) -> None:
    """Makes these the dispositions; one that is missing stays for the attempts that carry it, out of use."""
    conn.execute(update(disposition).where(disposition.c.name.not_in([row.name for row in rows])).values(active=False))
    known = set(conn.execute(select(disposition.c.name)).scalars())
    for row in rows:
        stored = {
            "label": row.label,
            "key": row.key,
            "flags": row.flags,
            "active": row.active,
            "position": row.position,
        }
        if row.name in known:
            conn.execute(update(disposition).where(disposition.c.name == row.name).values(**stored))
        else:
            conn.execute(insert(disposition).values(name=row.name, **stored))


def caller_ids(conn: Connection, today: datetime, week: datetime) -> list[CallerId]:
    """Our numbers with their figures since the two moments."""
    found = values(conn, CallerId, _CALLER_IDS, today=today, week=week)
    day = today.date()
    return [replace(each, allowed_today=dials_allowed(each.daily_limit, each.warm_from, day)) for each in found]


def name_taken(conn: Connection, kind: type, name: str, but_for: int = 0) -> bool:
    """Whether another thing of this kind has the name, in whatever case."""
    table = _TABLES[kind]
    same = select(table.c.id).where(func.lower(table.c.name) == name.lower(), table.c.id != but_for)
    return conn.execute(same).first() is not None


def add(conn: Connection, kind: type, now: datetime, fields: Mapping[str, Any]) -> int:
    table = _TABLES[kind]
    return int(conn.execute(insert(table).values(updated_at=now, **fields).returning(table.c.id)).scalar_one())


def change(conn: Connection, kind: type, row_id: int, now: datetime, fields: Mapping[str, Any]) -> bool:
    """Whether there is such a row."""
    table = _TABLES[kind]
    done = conn.execute(update(table).where(table.c.id == row_id).values(updated_at=now, **fields))
    return bool(done.rowcount)


def save_sequence(
    conn: Connection, sequence_id: int, version: int, now: datetime, name: str, steps: list[dict[str, Any]]
) -> bool:
    """Writes the sequence if nobody changed it since `version` was read."""
    wanted = update(sequence).where(sequence.c.id == sequence_id, sequence.c.version == version)
    done = conn.execute(wanted.values(name=name, steps=steps, updated_at=now, version=sequence.c.version + 1))
    return bool(done.rowcount)


def add_caller_id(conn: Connection, **fields: Any) -> int | None:
    """The new number's id, or None where we have that number already."""
    if conn.execute(select(caller_id.c.id).where(caller_id.c.e164 == fields["e164"])).first():
        return None
    return int(conn.execute(insert(caller_id).values(**fields).returning(caller_id.c.id)).scalar_one())


def change_caller_id(conn: Connection, caller_id_id: int, **fields: Any) -> bool:
    return bool(conn.execute(update(caller_id).where(caller_id.c.id == caller_id_id).values(**fields)).rowcount)

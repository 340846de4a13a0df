"""Calls as the campaign's figures count them, the sums of past days, and how far each lead has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import Connection, text

from dialer.core.campaign_figures import Heading, Try, bounds_of, callable_from
from dialer.core.sequences import LeadClock, home_zone
from dialer.store.attempts import Attempt
from dialer.store.campaigns_run import campaign_settings
from dialer.store.reading import values

NEWEST = list(Heading)[-1].value
"""Days that were summed before there was this heading are summed again."""


@dataclass(frozen=True, slots=True)
class DueDay:
    """A past day whose calls are to be summed."""

    campaign_id: int
    day: date


@dataclass(frozen=True, slots=True)
class Call:
    """One call behind a figure. `outcome` is the agent's word, else ours, else how the call ended."""

    id: int
    lead_id: int
    lead_name: str
    opened_at: datetime
    agent: str
    outcome: str
    talk_seconds: float


_TRIES = """
    SELECT a.id, a.lead_id, a.opened_at, a.e164, l.zip, l.state, l.created_at, a.step + 1, l.source, a.agent_id,
           c.carrier_call_id IS NOT NULL AND NOT a.inbound, a.answered_at IS NOT NULL AND NOT a.inbound,
           a.human AND NOT a.inbound, a.abandoned, said.contact,
           said.contact AND coalesce(a.talk_seconds, 0) >= g.conversation_seconds, said.appointment,
           coalesce(a.talk_seconds, 0),
           c.carrier_call_id IS NOT NULL AND NOT a.inbound AND NOT EXISTS (
               SELECT 1 FROM attempt b JOIN call bc ON bc.id = b.call_id AND bc.carrier_call_id IS NOT NULL
                WHERE b.lead_id = a.lead_id AND (b.opened_at, b.id) < (a.opened_at, a.id) AND NOT b.inbound)
      FROM attempt a
      JOIN call c ON c.id = a.call_id
      JOIN lead l ON l.id = a.lead_id
      LEFT JOIN disposition d ON d.name = a.disposition
     CROSS JOIN LATERAL (SELECT coalesce((d.flags ->> 'counts_as_contact')::boolean, FALSE) AS contact,
                                coalesce((d.flags ->> 'appointment')::boolean, FALSE) AS appointment) AS said
     CROSS JOIN (SELECT coalesce((settings ->> 'conversation_seconds')::float8, 60) AS conversation_seconds
                   FROM campaign WHERE id = :campaign_id) AS g
     WHERE a.campaign_id = :campaign_id AND a.opened_at >= :since AND a.opened_at < :until AND {narrowed}
     ORDER BY a.opened_at DESC, a.id DESC
"""

CLOCKS = (*range(-12, -3), 9, 10, 11)
"""Hours that the clocks of the United States and its islands are ahead of UTC, with one to spare."""

# The first day after the last that is summed, by a look into the index of attempts; days without calls are skipped.
_NEXT = text("""
    SELECT g.id AS campaign_id, CAST(CAST(first.opened_at AS timestamptz) AT TIME ZONE :zone AS date) AS day
      FROM campaign g
     CROSS JOIN LATERAL (SELECT max(day) AS day FROM figures_day f WHERE f.campaign_id = g.id) AS last
     CROSS JOIN LATERAL (
           SELECT min(a.opened_at) AS opened_at FROM attempt a
            WHERE a.campaign_id = g.id AND a.opened_at < :until
              AND (last.day IS NULL OR a.opened_at >= CAST(last.day + 1 AS timestamp) AT TIME ZONE :zone)) AS first
     WHERE first.opened_at IS NOT NULL
     ORDER BY day LIMIT :count
""")

_LEVEL = """
    CASE WHEN (d.flags ->> 'appointment')::boolean THEN 4
         WHEN (d.flags ->> 'counts_as_contact')::boolean THEN 3
         WHEN a.human THEN 2
         WHEN c.carrier_call_id IS NOT NULL THEN 1 ELSE 0 END
"""

_REACHED = text(f"""
    UPDATE enrollment e SET reached = now_at.level
      FROM (SELECT coalesce(max({_LEVEL}), 0) AS level
              FROM attempt a JOIN call c ON c.id = a.call_id LEFT JOIN disposition d ON d.name = a.disposition
             WHERE a.lead_id = :lead_id AND a.enrollment_id = :enrollment_id) AS now_at
     WHERE e.id = :enrollment_id AND e.reached <> now_at.level
""")  # noqa: S608 - made of this file's own words

_FUNNEL = text("""
    SELECT reached, count(*) FROM enrollment WHERE campaign_id = :campaign_id GROUP BY reached
""")


def tries(
    conn: Connection,
    campaign_id: int,
    since: datetime,
    until: datetime,
    near: tuple[Heading, str] | None = None,
) -> list[Try]:
    """The campaign's calls in the period, the latest first. With a group `near`, only those that may be in it: every
    one that is, and few others."""
    narrowed, params = ("TRUE", {}) if near is None else _narrowed(*near)
    asked = {"campaign_id": campaign_id, "since": since, "until": until, **params}
    rows: Any = conn.execute(text(_TRIES.format(narrowed=narrowed)), asked).all()
    settings = campaign_settings(conn, campaign_id)
    clock = LeadClock("UTC", settings.open_minute, settings.close_minute, frozenset(settings.weekdays))
    return [
        _try(clock, id_, lead_id, at, _zone(e164, zip_code, state), rest)
        for id_, lead_id, at, e164, zip_code, state, *rest in rows
    ]


def _narrowed(heading: Heading, group: str) -> tuple[str, dict[str, Any]]:
    """A condition on a call, which every call of the group meets."""
    match heading:
        case Heading.HOUR:
            hour = group.rpartition("-")[2]
            utc = [(int(hour) - ahead) % 24 for ahead in CLOCKS] if hour.isdecimal() else []
            return "extract(hour FROM a.opened_at AT TIME ZONE 'UTC') = ANY(:hours)", {"hours": utc}
        case Heading.TOUCH:
            return "CAST(a.step + 1 AS text) = :touch", {"touch": group}
        case Heading.SOURCE:
            return "l.source = :source", {"source": group}
        case Heading.AGENT:
            return "coalesce(CAST(a.agent_id AS text), '') = :agent", {"agent": group}
        case Heading.AGE | Heading.SPEED:
            low, high = bounds_of(heading, group)
            return (
                """
                (CAST(:low AS interval) IS NULL OR a.opened_at - l.created_at >= :low)
                AND (CAST(:high AS interval) IS NULL OR a.opened_at - l.created_at < :high)
                """,
                {"low": low, "high": high},
            )


def _try(clock: LeadClock, id_: int, lead_id: int, at: datetime, zone: str, rest: Sequence[Any]) -> Try:
    arrived_at, *_, first = rest
    one = Try(id_, lead_id, at, zone, *rest)
    opened = callable_from(replace(clock, zone=zone), arrived_at) if first else None
    return one if opened is None else replace(one, callable_from=opened)


def _zone(e164: str, zip_code: str, state: str) -> str:
    """The number decides only where nothing is known of the place, so that neighbours share one look-up."""
    return _home("" if zip_code or state else e164, zip_code, state)


@lru_cache(maxsize=1 << 16)
def _home(e164: str, zip_code: str, state: str) -> str:
    return home_zone(e164, zip_code or None, state or None)


def kept(conn: Connection, campaign_id: int, first: date, last: date) -> dict[date, dict[str, Any]]:
    """The sums of past days that are up to date."""
    rows: Any = conn.execute(
        text("""
            SELECT day, figures FROM figures_day
             WHERE campaign_id = :campaign_id AND day BETWEEN :first AND :last AND NOT stale AND figures ? :newest
        """),
        {"campaign_id": campaign_id, "first": first, "last": last, "newest": NEWEST},
    )
    return dict(rows.all())


def due_days(conn: Connection, until: datetime, zone: str, count: int) -> list[DueDay]:
    """Days to be summed: those that changed since, then for each campaign the first one that never was."""
    stale: Any = conn.execute(
        text("SELECT campaign_id, day FROM figures_day WHERE stale OR NOT figures ? :newest ORDER BY day LIMIT :count"),
        {"count": count, "newest": NEWEST},
    ).all()
    fresh: Any = conn.execute(_NEXT, {"until": until, "zone": zone, "count": count}).all()
    return [DueDay(row.campaign_id, row.day) for row in (*stale, *fresh)][:count]


def open_day(conn: Connection, due: DueDay) -> None:
    """Makes the day's row. Committed before the day is summed, so that whoever corrects a call meanwhile finds it."""
    conn.execute(
        text("INSERT INTO figures_day (campaign_id, day) VALUES (:campaign_id, :day) ON CONFLICT DO NOTHING"),
        {"campaign_id": due.campaign_id, "day": due.day},
    )


def lock_day(conn: Connection, due: DueDay) -> None:
    """Whoever corrects a call of this day waits until it is summed, and then has it summed again."""
    conn.execute(
        text("SELECT 1 FROM figures_day WHERE campaign_id = :campaign_id AND day = :day FOR UPDATE"),
        {"campaign_id": due.campaign_id, "day": due.day},
    )


def keep(conn: Connection, due: DueDay, figures: Mapping[str, Any]) -> None:
    conn.execute(
        text("""
            UPDATE figures_day SET figures = :figures, stale = FALSE
             WHERE campaign_id = :campaign_id AND day = :day
        """),
        {"campaign_id": due.campaign_id, "day": due.day, "figures": Jsonb(dict(figures))},
    )


def outdated(conn: Connection, attempt: Attempt, day: date) -> None:
    """An outcome was given, corrected or taken back: how far the lead has come, and the sums of the call's day."""
    conn.execute(_REACHED, {"lead_id": attempt.lead_id, "enrollment_id": attempt.enrollment_id})
    conn.execute(
        text("UPDATE figures_day SET stale = TRUE WHERE campaign_id = :campaign_id AND day = :day"),
        {"campaign_id": attempt.campaign_id, "day": day},
    )


def leads_by_reach(conn: Connection, campaign_id: int) -> dict[int, int]:
    """How many leads have come just so far: 0 loaded, 1 dialed, 2 a person answered, 3 contact, 4 appointment."""
    rows: Any = conn.execute(_FUNNEL, {"campaign_id": campaign_id}).all()
    return dict(rows)


def calls(conn: Connection, attempt_ids: Sequence[int]) -> list[Call]:
    """What a list of calls shows, the latest first."""
    return values(
        conn,
        Call,
        """
        SELECT a.id, a.lead_id, l.name AS lead_name, a.opened_at, coalesce(u.name, '') AS agent,
               coalesce(d.label, nullif(a.outcome, ''), a.ending, '') AS outcome,
               coalesce(a.talk_seconds, 0) AS talk_seconds
          FROM attempt a JOIN lead l ON l.id = a.lead_id
          LEFT JOIN user_account u ON u.id = a.agent_id
          LEFT JOIN disposition d ON d.name = a.disposition
         WHERE a.id = ANY(:ids) ORDER BY a.opened_at DESC, a.id DESC
        """,
        ids=list(attempt_ids),
    )

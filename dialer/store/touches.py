"""Touches: planned with the outcome that caused them, done or cancelled later. One row per effect and cause."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import Connection, text

from dialer.store.reading import value


@dataclass(frozen=True, slots=True)
class NewTouch:
    """A touch to be planned. `cause` marks the version of the outcome that asks for it."""

    enrollment_id: int
    lead_id: int
    campaign_id: int
    cause: str
    step: int
    channel: str
    purpose: str
    label: str
    due_at: datetime
    attempt_id: int | None
    template: str = ""
    """Name of the template; empty for none."""
    agent_id: int | None = None

    @property
    def key(self) -> str:
        return f"{self.enrollment_id}:{self.cause}:{self.step}:{self.channel}:{self.purpose}"


@dataclass(frozen=True, slots=True)
class DueText:
    """A text whose time has come, with what sending it asks."""

    id: int
    enrollment_id: int
    lead_id: int
    campaign_id: int
    step: int
    purpose: str
    label: str
    due_at: datetime
    agent_id: int | None
    template_id: int | None
    detail: dict[str, Any]


# `attempt_id` stays empty: it is for the call that a touch turned out to be, while `detail` keeps the cause.
_INSERT = text("""
    INSERT INTO touch (enrollment_id, lead_id, campaign_id, key, step, channel, purpose, label, due_at, agent_id,
                       template_id, detail)
    VALUES (:enrollment_id, :lead_id, :campaign_id, :key, :step, :channel, :purpose, :label, :due_at, :agent_id,
            (SELECT id FROM template WHERE lower(name) = lower(:template)), :detail)
    ON CONFLICT (key) DO NOTHING
""")

# A paused sequence sends nothing by itself; a text that a person wrote goes out all the same.
_DUE = text("""
    SELECT t.id FROM touch t
      JOIN enrollment e ON e.id = t.enrollment_id
      JOIN campaign c ON c.id = t.campaign_id
     WHERE t.state = 'planned' AND t.channel = 'text' AND t.due_at <= :now
       AND e.paused_at IS NULL AND c.status = 'running'
     ORDER BY t.due_at, t.id LIMIT :count
""")


def plan(conn: Connection, touches: Sequence[NewTouch]) -> None:
    """Plans touches; one that is planned already under the same cause stays as it is."""
    for touch in touches:
        detail = {"cause": touch.cause, "attempt": touch.attempt_id}
        conn.execute(
            _INSERT,
            {
                "enrollment_id": touch.enrollment_id,
                "lead_id": touch.lead_id,
                "campaign_id": touch.campaign_id,
                "key": touch.key,
                "step": touch.step,
                "channel": touch.channel,
                "purpose": touch.purpose,
                "label": touch.label,
                "due_at": touch.due_at,
                "agent_id": touch.agent_id,
                "template": touch.template,
                "detail": Jsonb(detail | ({"template": touch.template} if touch.template else {})),
            },
        )


def clear(conn: Connection, enrollment_ids: Sequence[int], why: str, cause: str = "", channel: str = "") -> int:
    """Cancels what is planned and not done, on every channel or on one; how many. `cause` lets it be taken back."""
    done = conn.execute(
        text("""
            UPDATE touch SET state = 'cancelled', reason = :why,
                   detail = detail || jsonb_build_object('cleared_by', CAST(:cause AS text))
             WHERE enrollment_id = ANY(:ids) AND state = 'planned' AND (:channel = '' OR channel = :channel)
        """),
        {"ids": list(enrollment_ids), "why": why, "cause": cause, "channel": channel},
    )
    return done.rowcount


def take_back(conn: Connection, enrollment_ids: Sequence[int], cause: str, why: str) -> None:
    """Undoes a cause: what it planned is cancelled, what it cleared is planned again. What has left stays."""
    ids = list(enrollment_ids)
    conn.execute(
        text("""
            UPDATE touch SET state = 'planned', reason = ''
             WHERE enrollment_id = ANY(:ids) AND state = 'cancelled' AND detail ->> 'cleared_by' = :cause
        """),
        {"ids": ids, "cause": cause},
    )
    conn.execute(
        text("""
            UPDATE touch SET state = 'cancelled', reason = :why
             WHERE enrollment_id = ANY(:ids) AND state = 'planned' AND detail ->> 'cause' = :cause
        """),
        {"ids": ids, "cause": cause, "why": why},
    )


def due_texts(conn: Connection, now: datetime, count: int) -> list[int]:
    """Texts whose time has come in running campaigns and sequences, oldest first."""
    return list(conn.execute(_DUE, {"now": now, "count": count}).scalars())


def take_text(conn: Connection, touch_id: int) -> DueText | None:
    """A text that is still planned, its row locked; None when somebody else has it or it is no longer wanted."""
    return value(
        conn,
        DueText,
        """
        SELECT id, enrollment_id, lead_id, campaign_id, step, purpose, label, due_at, agent_id, template_id, detail
          FROM touch WHERE id = :id AND state = 'planned' AND channel = 'text' FOR UPDATE SKIP LOCKED
        """,
        id=touch_id,
    )


def finish(
    conn: Connection, touch_id: int, state: str, now: datetime, *, reason: str = "", message_id: str = ""
) -> None:
    """Ends a planned touch: done with its message, refused or failed with the reason."""
    conn.execute(
        text("""
            UPDATE touch SET state = :state, done_at = :now, reason = :reason, message_id = nullif(:message, '')
             WHERE id = :id AND state = 'planned'
        """),
        {"id": touch_id, "state": state, "now": now, "reason": reason, "message": message_id},
    )


def put_off(conn: Connection, touch_id: int, due_at: datetime, reason: str) -> None:
    """Keeps a touch planned for a later moment, with the reason."""
    conn.execute(
        text("UPDATE touch SET due_at = :due_at, reason = :reason WHERE id = :id AND state = 'planned'"),
        {"id": touch_id, "due_at": due_at, "reason": reason},
    )


def explain(conn: Connection, touch_ids: Sequence[int], reason: str) -> list[int]:
    """Says why touches that are due have not left yet; the leads of those of which this was not said before."""
    changed = conn.execute(
        text("""
            UPDATE touch SET reason = :reason WHERE id = ANY(:ids) AND state = 'planned' AND reason <> :reason
            RETURNING lead_id
        """),
        {"ids": list(touch_ids), "reason": reason},
    )
    return sorted(set(changed.scalars()))


def template_named(conn: Connection, name: str) -> int | None:
    found: int | None = conn.execute(
        text("SELECT id FROM template WHERE lower(name) = lower(:name) AND kind = 'text'"), {"name": name}
    ).scalar()
    return found


def done_with(conn: Connection, message_id: str, state: str, reason: str) -> None:
    """What became of the text of a touch."""
    conn.execute(
        text("UPDATE touch SET state = :state, reason = :reason WHERE message_id = :message"),
        {"message": message_id, "state": state, "reason": reason},
    )

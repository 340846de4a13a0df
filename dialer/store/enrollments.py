"""A lead's place in a campaign: locked, moved on, paused, stopped and put back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Self

from sqlalchemy import Connection, select, update

from dialer.core.picking import Priority
from dialer.core.sequences import Progress, StopReason
from dialer.store.schema import enrollment


@dataclass(frozen=True, slots=True)
class Place:
    """The row of an enrollment, as far as the sequence moves it."""

    id: int
    campaign_id: int
    lead_id: int
    state: str
    next_call_at: datetime | None
    phone_id: int | None
    hours_key: str
    priority: int
    position: int
    tries: int
    quick: int
    stop_reason: str
    promised_agent_id: int | None
    promised_at: datetime | None
    paused_at: datetime | None

    @property
    def progress(self) -> Progress:
        return Progress(self.position, self.tries, self.quick)

    def at(self, progress: Progress) -> Self:
        return replace(self, position=progress.position, tries=progress.tries, quick=progress.quick)

    def to_json(self) -> dict[str, Any]:
        values = ((item.name, getattr(self, item.name)) for item in fields(self))
        return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Reads what `to_json` wrote."""
        moments = {name: datetime.fromisoformat(data[name]) if data[name] else None for name in _MOMENTS}
        return cls(**{**data, **moments})


_NAMES = tuple(item.name for item in fields(Place))
_MOMENTS = ("next_call_at", "promised_at", "paused_at")
_LOAD = select(*(enrollment.c[name] for name in _NAMES))


def load(conn: Connection, enrollment_id: int) -> Place | None:
    return _first(conn, _LOAD.where(enrollment.c.id == enrollment_id))


def lock(conn: Connection, enrollment_id: int) -> Place | None:
    """The place with its row locked until the transaction's end."""
    return _first(conn, _LOAD.where(enrollment.c.id == enrollment_id).with_for_update())


def lock_of_leads(conn: Connection, lead_ids: Sequence[int], *, but_for: int = 0) -> list[Place]:
    """The running places of leads in every campaign, locked in the order of their ids."""
    running = _LOAD.where(
        enrollment.c.lead_id.in_(lead_ids), enrollment.c.state != "stopped", enrollment.c.id != but_for
    )
    rows = conn.execute(running.order_by(enrollment.c.id).with_for_update())
    return [Place(*row) for row in rows]


def save(conn: Connection, place: Place) -> None:
    """Writes back a place whose row this transaction has locked."""
    values = {name: getattr(place, name) for name in _NAMES if name not in ("id", "campaign_id", "lead_id")}
    done = update(enrollment).where(enrollment.c.id == place.id)
    conn.execute(done.values(**values, version=enrollment.c.version + 1))


def stopped(place: Place, reason: StopReason) -> Place:
    """The same place at its end. A call in progress is left to finish; its settlement finds the reason."""
    return replace(
        place,
        state=place.state if place.state == "claimed" else "stopped",
        stop_reason=reason.value,
        next_call_at=None,
        promised_agent_id=None,
        promised_at=None,
    )


def paused(place: Place, now: datetime, priority: int) -> Place:
    """Nothing goes out by itself until somebody resumes it; the place and the planned time are kept."""
    return replace(
        place,
        state="waiting" if place.state == "ready" else place.state,
        next_call_at=place.next_call_at or now,
        paused_at=place.paused_at or now,
        priority=min(place.priority, priority),
    )


def running(place: Place) -> Place:
    """The same place without a pause and without an end."""
    return replace(place, paused_at=None, stop_reason="", priority=Priority.NORMAL)


def _first(conn: Connection, query: Any) -> Place | None:
    row = conn.execute(query).first()
    return Place(*row) if row else None

"""The append-only log of what people changed; written in the same transaction as the change."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select

from dialer.store.schema import audit_log, user_account


class Entry(NamedTuple):
    """One line of the log; `user` is empty for what the machine did."""

    id: int
    at: datetime
    user: str
    action: str
    entity: str
    entity_id: str
    detail: dict[str, Any]


def record(
    conn: Connection,
    now: datetime,
    user_id: int | None,
    action: str,
    entity: str,
    entity_id: int | str,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Adds a line. `action` is a stable name such as campaign.changed; `detail` holds nothing secret."""
    conn.execute(
        insert(audit_log).values(
            at=now,
            user_id=user_id,
            action=action,
            entity=entity,
            entity_id=str(entity_id),
            detail=dict(detail or {}),
        )
    )


def page(conn: Connection, before_id: int | None, count: int = 100) -> list[Entry]:
    """The newest lines, or those before the line `before_id`."""
    chosen = (
        select(
            audit_log.c.id,
            audit_log.c.at,
            user_account.c.name,
            audit_log.c.action,
            audit_log.c.entity,
            audit_log.c.entity_id,
            audit_log.c.detail,
        )
        .outerjoin(user_account, user_account.c.id == audit_log.c.user_id)
        .order_by(audit_log.c.id.desc())
        .limit(count)
    )
    if before_id is not None:
        chosen = chosen.where(audit_log.c.id < before_id)
    return [Entry(row.id, row.at, row.name or "", *row[3:]) for row in conn.execute(chosen)]

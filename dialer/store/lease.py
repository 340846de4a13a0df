"""Leases: exactly one process does a thing, and whoever was frozen in the meantime finds out before acting."""

from datetime import datetime

from sqlalchemy import Connection, text

_TAKE = text("""
    INSERT INTO process_lease AS l (name, holder, epoch, expires_at) VALUES (:name, :holder, 1, :until)
    ON CONFLICT (name) DO UPDATE
       SET holder = excluded.holder, expires_at = excluded.expires_at,
           epoch = l.epoch + CASE WHEN l.holder = excluded.holder THEN 0 ELSE 1 END
     WHERE l.holder = excluded.holder OR l.expires_at < :now
    RETURNING epoch
""")


def take(conn: Connection, name: str, holder: str, now: datetime, until: datetime) -> int | None:
    """Takes or renews a lease; its epoch, which grows with every new holder, or None while another one has it."""
    epoch: int | None = conn.execute(_TAKE, {"name": name, "holder": holder, "now": now, "until": until}).scalar()
    return epoch


def hold(conn: Connection, name: str, epoch: int) -> bool:
    """Whether this epoch is still the current one; the row stays locked so that nobody can take it meanwhile."""
    found = conn.execute(text("SELECT epoch FROM process_lease WHERE name = :name FOR SHARE"), {"name": name}).scalar()
    return found == epoch


def wait_for(conn: Connection, name: str) -> None:
    """Waits for the work that is being done under a lease, and keeps any more from beginning until the commit."""
    conn.execute(text("SELECT 1 FROM process_lease WHERE name = :name FOR UPDATE"), {"name": name})


def give_up(conn: Connection, name: str, holder: str) -> None:
    """Lets the next process start at once instead of after the lease's time."""
    conn.execute(
        text("UPDATE process_lease SET expires_at = '-infinity' WHERE name = :name AND holder = :holder"),
        {"name": name, "holder": holder},
    )

"""Which jobs have work waiting in the database."""

from datetime import datetime

from dialer.followup.settle import SETTLES_AFTER
from dialer.queues import Job
from dialer.store import attempts, imports, touches
from dialer.store.session import Connection


def due(conn: Connection, now: datetime) -> tuple[Job, ...]:
    """The jobs whose work is due; asking costs three look-ups in partial indexes."""
    settles = attempts.due(conn, now - SETTLES_AFTER, 1) or touches.due_texts(conn, now, 1)
    found = ((Job.FOLLOWUP, bool(settles)), (Job.IMPORTS, imports.any_waits(conn)))
    return tuple(job for job, waits in found if waits)

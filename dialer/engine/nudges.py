"""Which jobs have work waiting in the database."""

from datetime import datetime

from dialer import smart_lists
from dialer.followup.settle import SETTLES_AFTER
from dialer.queues import Job
from dialer.store import attachments, attempts, imports, lead_lists, recordings, touches
from dialer.store.session import Connection


def due(conn: Connection, now: datetime) -> tuple[Job, ...]:
    """The jobs whose work is due; asking costs a few look-ups in partial indexes."""
    fetches = recordings.any_waits(conn, now) or attachments.any_waits(conn, now)
    settles = fetches or attempts.due(conn, now - SETTLES_AFTER, 1) or touches.due_texts(conn, now, 1)
    feeds = settles or lead_lists.any_due(conn, now - smart_lists.EVERY)
    found = ((Job.FOLLOWUP, bool(feeds)), (Job.IMPORTS, imports.any_waits(conn)))
    return tuple(job for job, waits in found if waits)

"""A few words from a manager on an agent's screen, until the agent has seen them."""

from dialer.bootstrap import Services
from dialer.refusals import Refused, conflict, invalid, missing
from dialer.store import audit, live, notices, sessions
from dialer.store.accounts import Account


def tell(services: Services, by: Account, session_id: int, body: str) -> int | Refused:
    """Shows the words to the agent of a running session; the message's id."""
    if not body.strip():
        return invalid("body", "Write what the agent should read.")
    now = services.clock.now()
    with services.db.transaction() as conn:
        session = sessions.lock(conn, session_id)
        if session is None:
            return missing("session")
        if session.ended_at is not None:
            return conflict("The session is over; nobody would see it.")
        made = notices.add(conn, session_id, by.id, body.strip(), now)
        audit.record(conn, now, by.id, "session.told", "session", session_id, {"characters": len(body.strip())})
        live.mark(conn, "session", session_id)
    services.waker.wake("live")
    return made


def seen(services: Services, session_id: int, notice_id: int) -> Refused | None:
    """Takes the words off the agent's screen; managers see that they were read."""
    with services.db.transaction() as conn:
        if not notices.seen(conn, session_id, notice_id, services.clock.now()):
            return missing("message")
        live.mark(conn, "session", session_id)
    services.waker.wake("live")
    return None

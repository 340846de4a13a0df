"""How far a fresh installation is on its way to the first call."""

from dataclasses import dataclass

from sqlalchemy import Connection

from dialer.store.reading import value


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """Each is what must be there before the one after it is of use."""

    caller_id: bool
    agent: bool
    campaign: bool
    leads: bool
    running: bool
    called: bool


_STEPS = """
    SELECT EXISTS (SELECT FROM caller_id WHERE active) AS caller_id,
           EXISTS (SELECT FROM user_account WHERE active AND role = 'agent') AS agent,
           EXISTS (SELECT FROM campaign WHERE status <> 'archived') AS campaign,
           EXISTS (SELECT FROM enrollment) AS leads,
           EXISTS (SELECT FROM campaign WHERE status = 'running') AS running,
           EXISTS (SELECT FROM attempt) AS called
"""


def taken(conn: Connection) -> FirstSteps:
    found = value(conn, FirstSteps, _STEPS)
    assert found is not None
    return found

"""What happened to a campaign's calls, as far as the pacer learns from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from dialer.store.reading import values

KEPT = 2000
"""So many of the latest tries are read anew after a restart; the learning windows reach no further."""


@dataclass(frozen=True, slots=True)
class Try:
    """One try as it stands now; moments are aware."""

    id: int
    opened_at: datetime
    state: str
    """The lead's."""
    step: int
    """Of the sequence."""
    dialed: bool
    """Whether a carrier took the call."""
    rings_since: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    human: bool
    abandoned: bool
    ending: str
    with_agent: bool
    disposed_at: datetime | None
    next_call_at: datetime | None
    """When the agent who had this call got another one."""
    open: bool
    """Whether a result is still waited for."""

    @property
    def segment(self) -> str:
        return segment_of(self.state, self.step)


_TRIES = """
    SELECT a.id, a.opened_at, l.state, a.step, c.carrier_call_id IS NOT NULL AS dialed,
           coalesce(c.rang_at, c.planned_at) AS rings_since, c.answered_at, c.ended_at, a.human, a.abandoned, a.ending,
           c.agent_session_id IS NOT NULL AS with_agent, a.disposed_at, a.open,
           (SELECT min(n.answered_at) FROM call n
             WHERE n.agent_session_id = c.agent_session_id AND n.answered_at > c.answered_at) AS next_call_at
      FROM attempt a
      JOIN call c ON c.id = a.call_id
      JOIN lead l ON l.id = a.lead_id
     WHERE a.campaign_id = :campaign_id AND NOT a.inbound AND (a.id > :after OR a.id = ANY(:pending))
     ORDER BY a.id
"""

_START = text("""
    SELECT id FROM attempt WHERE campaign_id = :campaign_id ORDER BY opened_at DESC, id DESC OFFSET :kept LIMIT 1
""")

_MODE_SINCE = text("""
    SELECT max(at) FROM audit_log
     WHERE entity = 'campaign' AND entity_id = :id AND action = 'campaign.changed' AND detail ? 'mode'
""")


def segment_of(state: str, step: int) -> str:
    """The group that a try belongs to. Answer rates differ most between fresh leads and those called before, and a
    state has about one clock.

    >>> segment_of("IL", 0), segment_of("", 3)
    ('IL, first call', 'elsewhere, later')
    """
    return f"{state or 'elsewhere'}, {'later' if step else 'first call'}"


def start_of(conn: Connection, campaign_id: int, kept: int = KEPT) -> int:
    """The id of the last try that is too old to be learned from; 0 where there are not so many."""
    return conn.execute(_START, {"campaign_id": campaign_id, "kept": kept}).scalar() or 0


def tries(conn: Connection, campaign_id: int, after: int, pending: Sequence[int]) -> list[Try]:
    """Tries opened after the one with the id `after`, and those in `pending`, in the order of their opening."""
    return values(conn, Try, _TRIES, campaign_id=campaign_id, after=after, pending=list(pending))


def mode_since(conn: Connection, campaign_id: int) -> datetime | None:
    """When the campaign's way of dialing was last changed; None where it never was."""
    found: datetime | None = conn.execute(_MODE_SINCE, {"id": str(campaign_id)}).scalar()
    return found

"""Somebody calls us: which agent is asked first, and for how long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

OFFER_LASTS = timedelta(seconds=12)
"""How long one agent is asked: two rings' worth more than it takes to read a name and press a key."""

AGENTS_ASKED = 3
"""So many agents are asked one after the other; then the caller has waited long enough and may leave a message."""


@dataclass(frozen=True, slots=True)
class Free:
    """A session whose agent could take the call now."""

    session_id: int
    agent_id: int
    campaign_id: int
    since: datetime


def next_to_ask(
    free: Sequence[Free], *, tried: Sequence[int], last_agent: int | None, campaign_id: int | None
) -> Free | None:
    """Who is asked next: the agent who worked the lead last, then the team of its campaign, then everybody else, among
    equals who has waited longest. None when enough were asked or nobody is left.

    >>> from datetime import UTC
    >>> at = datetime(2026, 3, 12, 16, tzinfo=UTC)
    >>> floor = [Free(1, 11, 5, at), Free(2, 12, 5, at)]
    >>> next_to_ask(floor, tried=[], last_agent=12, campaign_id=5).session_id
    2
    >>> next_to_ask(floor, tried=[2], last_agent=12, campaign_id=5).session_id
    1
    """
    if len(tried) >= AGENTS_ASKED:
        return None
    left = [each for each in free if each.session_id not in tried]
    return min(
        left,
        key=lambda each: (each.agent_id != last_agent, each.campaign_id != campaign_id, each.since, each.session_id),
        default=None,
    )

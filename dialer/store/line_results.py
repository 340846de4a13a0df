"""What came of a campaign's dials in the last minutes, as a trunk's health shows first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from dialer.store.reading import value

MINUTES = (1, 5, 15, 60)

# By the words of telephony.endings. What a person did comes first: an answered call is no fault of the trunk's.
_KINDS: Mapping[str, Sequence[str]] = {
    "no_answer": ("no_answer", "cancelled"),
    "busy": ("busy", "rejected"),
    "congestion": ("congestion", "our_limit"),
    "blocked": ("blocked_by_carrier", "analytics_blocked", "unwanted"),
    "dead": ("invalid_number", "unreachable"),
}

_COUNTED = """
    SELECT CAST(:minutes AS int) AS minutes, count(*) AS dials,
           count(*) FILTER (WHERE a.answered_at IS NOT NULL) AS answered,
           count(*) FILTER (WHERE a.answered_at IS NULL AND a.ending = ANY(:no_answer)) AS no_answer,
           count(*) FILTER (WHERE a.answered_at IS NULL AND a.ending = ANY(:busy)) AS busy,
           count(*) FILTER (WHERE a.answered_at IS NULL AND a.ending = ANY(:congestion)) AS congestion,
           count(*) FILTER (WHERE a.answered_at IS NULL AND a.ending = ANY(:blocked)) AS blocked,
           count(*) FILTER (WHERE a.answered_at IS NULL AND a.ending = ANY(:dead)) AS dead,
           count(*) FILTER (WHERE a.answered_at IS NULL AND a.ended_at IS NOT NULL AND NOT a.ending = ANY(:known))
               AS failed
      FROM attempt a
     WHERE a.campaign_id = :campaign_id AND a.opened_at > :since AND NOT a.inbound
"""


@dataclass(frozen=True, slots=True)
class Results:
    """Dials opened in the last so many minutes and what came of them; those that still ring are only in `dials`."""

    minutes: int
    dials: int
    answered: int
    no_answer: int
    busy: int
    congestion: int
    blocked: int
    dead: int
    failed: int


def of_campaign(conn: Connection, campaign_id: int, now: datetime) -> list[Results]:
    kinds = {name: list(endings) for name, endings in _KINDS.items()}
    asked = {"campaign_id": campaign_id, "known": [word for words in kinds.values() for word in words], **kinds}
    found = (
        value(conn, Results, _COUNTED, minutes=minutes, since=now - timedelta(minutes=minutes), **asked)
        for minutes in MINUTES
    )
    return [each for each in found if each is not None]

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

KINDS: Mapping[str, list[str]] = {
    **{name: list(endings) for name, endings in _KINDS.items()},
    "known": [word for words in _KINDS.values() for word in words],
}
"""The parameters of `CONDITIONS`."""

CONDITIONS: Mapping[str, str] = {
    "answered": "a.answered_at IS NOT NULL",
    **{name: f"a.answered_at IS NULL AND a.ending = ANY(:{name})" for name in _KINDS},
    "failed": "a.answered_at IS NULL AND a.ended_at IS NOT NULL AND NOT a.ending = ANY(:known)",
}
"""Which attempts `a` each result counts."""

_COUNTED = f"""
    SELECT CAST(:minutes AS int) AS minutes, count(*) AS dials,
           {", ".join(f"count(*) FILTER (WHERE {condition}) AS {name}" for name, condition in CONDITIONS.items())}
      FROM attempt a
     WHERE a.campaign_id = :campaign_id AND a.opened_at >= :since AND NOT a.inbound
"""  # noqa: S608 - made of this file's own words


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
    found = (
        value(
            conn, Results, _COUNTED, minutes=each, since=now - timedelta(minutes=each), campaign_id=campaign_id, **KINDS
        )
        for each in MINUTES
    )
    return [each for each in found if each is not None]

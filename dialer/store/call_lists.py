"""The calls behind a figure: whatever is counted on the floor, of a session or of the lines, call by call."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from dialer.store.line_results import CONDITIONS, KINDS
from dialer.store.reading import values

PAGE = 100


class What(StrEnum):
    """Which calls a figure counts; the words are those of `core.metrics` and of `line_results`."""

    OPENED = "opened"
    """Also those that no carrier took."""
    DIAL = "dial"
    ANSWERED = "answered"
    HUMAN = "human"
    ABANDONED = "abandoned"
    CONTACT = "contact"
    CONVERSATION = "conversation"
    APPOINTMENT = "appointment"
    PICKED_UP = "picked_up"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    CONGESTION = "congestion"
    BLOCKED = "blocked"
    DEAD = "dead"
    FAILED = "failed"


# What the agent says counts for whoever talked, whoever's line it was, and on calls to us as well.
_SAID = {
    What.CONTACT: "(d.flags ->> 'counts_as_contact')::boolean",
    What.CONVERSATION: """(d.flags ->> 'counts_as_contact')::boolean
        AND a.talk_seconds >= coalesce((g.settings ->> 'conversation_seconds')::float8, 60)""",
    What.APPOINTMENT: "(d.flags ->> 'appointment')::boolean",
}
_DIALED = {
    What.OPENED: "TRUE",
    What.DIAL: "c.carrier_call_id IS NOT NULL",
    What.ANSWERED: "a.answered_at IS NOT NULL",
    What.HUMAN: "a.human",
    What.ABANDONED: "a.abandoned",
    What.PICKED_UP: CONDITIONS["answered"],
    **{What(name): condition for name, condition in CONDITIONS.items() if name != "answered"},
}


@dataclass(frozen=True, slots=True)
class Asked:
    """`since` is of the call's beginning, with `by_answer` of its answer. `agent` 0 stands for nobody."""

    what: What = What.DIAL
    campaign: int | None = None
    session: int | None = None
    agent: int | None = None
    since: datetime | None = None
    by_answer: bool = False
    before: int | None = None
    """The call after which the list goes on."""


@dataclass(frozen=True, slots=True)
class Call:
    """One line of the list. `outcome` is the agent's word, else ours, else how the call ended."""

    id: int
    lead_id: int
    lead_name: str
    campaign: str
    opened_at: datetime
    agent: str
    outcome: str
    talk_seconds: float


def page(conn: Connection, asked: Asked, count: int = PAGE) -> tuple[list[Call], int | None]:
    """The latest calls, and the one after which there are more."""
    found = values(conn, Call, _query(asked), count=count + 1, **_params(asked))
    more = found[count - 1].id if len(found) > count else None
    return found[:count], more


def every(conn: Connection, asked: Asked, most: int) -> Iterator[Call]:
    """The latest calls for a file."""
    yield from values(conn, Call, _query(asked), count=most, **_params(asked))


def _query(asked: Asked) -> str:
    conditions = [_SAID[asked.what] if asked.what in _SAID else f"NOT a.inbound AND {_DIALED[asked.what]}"]
    if asked.campaign is not None:
        conditions.append("a.campaign_id = :campaign")
    if asked.session is not None:
        whose = (
            "c.agent_session_id = :session AND c.role = 'lead'" if asked.what in _SAID else "a.session_id = :session"
        )
        conditions.append(whose)
    if asked.agent is not None:
        conditions.append("a.agent_id = :agent" if asked.agent else "a.agent_id IS NULL")
    if asked.since is not None:
        conditions.append("a.answered_at >= :since" if asked.by_answer else "a.opened_at >= :since")
    if asked.before is not None:
        conditions.append("(a.opened_at, a.id) < (SELECT opened_at, id FROM attempt WHERE id = :before)")
    return f"""
        SELECT a.id, a.lead_id, l.name AS lead_name, g.name AS campaign, a.opened_at, coalesce(u.name, '') AS agent,
               coalesce(d.label, nullif(a.outcome, ''), a.ending, '') AS outcome,
               coalesce(a.talk_seconds, 0) AS talk_seconds
          FROM attempt a JOIN call c ON c.id = a.call_id JOIN lead l ON l.id = a.lead_id
          JOIN campaign g ON g.id = a.campaign_id
          LEFT JOIN user_account u ON u.id = a.agent_id
          LEFT JOIN disposition d ON d.name = a.disposition
         WHERE {" AND ".join(conditions)}
         ORDER BY a.opened_at DESC, a.id DESC LIMIT :count
    """  # noqa: S608 - made of this file's own words


def _params(asked: Asked) -> Mapping[str, object]:
    named = {"campaign": asked.campaign, "session": asked.session, "agent": asked.agent, "since": asked.since}
    return {**named, "before": asked.before, **KINDS}

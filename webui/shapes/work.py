"""What helps an agent on: the next best action for a lead, and the report after a session."""

from typing import Literal, TypedDict

from webui.shapes.leads import TaskCard
from webui.shapes.live import SessionCard


class Advice(TypedDict):
    """`at` is when to call back; `words` say what, `why` gives the reason."""

    kind: Literal["appointment", "callback", "dial", "text", "letter"]
    words: str
    why: str
    phone_id: int | None
    at: str | None


class AverageFigures(TypedDict):
    """Means over the agent's earlier sessions, with the fields of SessionFigures; null where none was measured."""

    attempts: float | None
    dials: float | None
    answered: float | None
    humans: float | None
    contacts: float | None
    conversations: float | None
    appointments: float | None
    abandoned: float | None
    talk_seconds: float | None
    waiting_seconds: float | None
    connect_ms_median: float | None
    connect_ms_p95: float | None


class OutcomeCount(TypedDict):
    label: str
    count: int


class PastSession(TypedDict):
    """One line of the history; a session that still runs has no end yet."""

    id: int
    agent_id: int
    agent_name: str
    campaign_id: int
    campaign_name: str
    started_at: str
    ended_at: str | None
    end_reason: str
    dials: int
    humans: int
    contacts: int
    conversations: int
    appointments: int
    talk_seconds: float


class SessionHistory(TypedDict):
    """`next` is the session before which to go on, null at the end."""

    rows: list[PastSession]
    next: int | None


class SessionReport(TypedDict):
    session: SessionCard
    average: AverageFigures | None
    outcomes: list[OutcomeCount]
    callbacks: list[TaskCard]
    handed_over: int
    """People whom the agent handed over to somebody else."""


class TransferContact(TypedDict):
    """Somebody to whom the office hands people over."""

    id: int
    name: str
    about: str
    number: str


class TransferColleague(TypedDict):
    """An agent with a session in the same campaign."""

    session_id: int
    name: str
    state: str
    free: bool


class TransferTargets(TypedDict):
    colleagues: list[TransferColleague]
    contacts: list[TransferContact]

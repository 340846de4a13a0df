"""A campaign's figures over a period."""

from typing import Literal, TypedDict


class FiguresRow(TypedDict):
    """`key` is the group's own, `label` what people read. Rates are left to the page, which has both numbers."""

    key: str
    label: str
    dials: int
    answered: int
    humans: int
    abandoned: int
    contacts: int
    conversations: int
    appointments: int
    contact_seconds: float


class FunnelStep(TypedDict):
    """`reached` finds the leads of the step in the list of leads."""

    reached: int
    label: str
    leads: int


class CampaignReport(TypedDict):
    """`hour` has the keys "0-0", Monday at midnight, to "6-23"; groups without a call are left out."""

    campaign_id: int
    name: str
    days: int
    first: str
    last: str
    total: FiguresRow
    hour: list[FiguresRow]
    touch: list[FiguresRow]
    age: list[FiguresRow]
    source: list[FiguresRow]
    agent: list[FiguresRow]
    speed: list[FiguresRow]
    """First calls of leads by their wait; the key ends in "/hours" where only the hours held them up, else in "/us"."""
    funnel: list[FunnelStep]


FiguresHeading = Literal["hour", "touch", "age", "source", "agent", "speed"]


class LineResults(TypedDict):
    """What came of the dials of the last so many minutes; those that still ring are only in `dials`."""

    minutes: int
    dials: int
    answered: int
    no_answer: int
    busy: int
    congestion: int
    blocked: int
    dead: int
    failed: int


class CallBehind(TypedDict):
    id: int
    lead_id: int
    lead_name: str
    opened_at: str
    agent: str
    outcome: str
    talk_seconds: float


class CallRow(CallBehind):
    campaign: str


class CallList(TypedDict):
    """The calls that a figure counts, the latest first; `next` is the one after which there are more."""

    title: str
    rows: list[CallRow]
    next: int | None

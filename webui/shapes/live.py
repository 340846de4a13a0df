"""What the console keeps live: a snapshot of small cards, and events that replace one card each."""

from typing import Any, Literal, NotRequired, TypedDict

SessionState = Literal["starting", "ready", "talking", "wrap_up", "paused", "ended"]
LegState = Literal["down", "dialing", "up"]
LineState = Literal[
    "planned",
    "requested",
    "ringing",
    "answered",
    "connecting",
    "talking",
    "leaving_message",
    "closing",
    "ended",
]


class Goals(TypedDict):
    contacts: int | None
    appointments: int | None
    minutes: int | None


class SessionFigures(TypedDict):
    """Counts of this session so far; definitions are printed beside them (see /api/definitions)."""

    attempts: int
    dials: int
    answered: int
    humans: int
    contacts: int
    conversations: int
    appointments: int
    abandoned: int
    talk_seconds: float
    waiting_seconds: float
    connect_ms_median: int | None
    connect_ms_p95: int | None


class ListenerCard(TypedDict):
    """A manager on this agent's calls, or on the way there."""

    user_id: int
    name: str
    mode: Literal["listen", "whisper", "barge"]
    state: Literal["dialing", "there"]


class CallOffer(TypedDict):
    """Somebody who is calling us and waits for this agent to take the call or let it pass."""

    call_id: str
    lead_id: int | None
    """None for somebody whom we do not know."""
    name: str
    number: str
    """Empty where the caller withholds it."""
    place: str
    until: str
    last_with_you: bool


class TransferCard(TypedDict):
    """A person whom this agent hands over, or is asked to take."""

    id: int
    side: Literal["from", "to"]
    state: Literal["calling", "speaking", "together", "handed_over", "over"]
    way: Literal["warm", "blind"]
    to_name: str
    to_number: str
    """Empty where it is a colleague with a session."""
    by: str
    note: str
    at: str
    result: str
    reason: str
    """Why it came to nothing, in words."""


class NoticeCard(TypedDict):
    id: int
    by: str
    body: str
    at: str


class Stopped(TypedDict):
    """What the kill switch did."""

    campaigns: int
    """Paused."""
    calls: int
    """Taken back, unanswered."""


class SessionCard(TypedDict):
    id: int
    version: int
    agent_id: int
    agent_name: str
    campaign_id: int
    campaign_name: str
    state: SessionState
    state_since: str
    pause_reason: str
    then: Literal["", "pause", "end"]
    started_at: str
    ends_at: str
    ended_at: str | None
    end_reason: str
    lines: float
    goals: Goals
    leg_state: LegState
    leg_kind: str
    leg_problem: str
    """Why the agent's leg is down, in words; empty while it is not."""
    current_call_id: str | None
    current_attempt_id: int | None
    current_lead_id: int | None
    on_hold: bool
    muted: bool
    wrap_up_until: str | None
    tab: str
    figures: SessionFigures
    limited_by: str
    """Why no further line goes out just now: a word of core.pacing.Limit, empty while lines are opening."""
    limited_sentence: str
    offer: CallOffer | None
    listeners: list[ListenerCard]
    notice: NoticeCard | None
    """What a manager wrote and the agent has not seen yet, the oldest."""
    transfer: TransferCard | None


class LineCard(TypedDict):
    """One lead's leg."""

    id: str
    version: int
    session_id: int
    campaign_id: int
    attempt_id: int | None
    lead_id: int | None
    lead_name: str
    number: str
    """As shown to people, such as (217) 555-0123; on the manager's floor the middle is masked."""
    number_kind: str
    state: LineState
    since: str
    rang_at: str | None
    answered_at: str | None
    ended_at: str | None
    ending: str
    ending_sentence: str
    agent_session_id: int | None
    machine: bool
    place: str
    """City and state, and the local time zone name for the clock."""
    zone: str


class NextLead(TypedDict):
    lead_id: int
    name: str
    place: str
    number: str
    why: str
    """Why this lead stands here, in words: 'expired today, first try'."""


class QueueLead(TypedDict):
    """A lead that the agent may dial by hand, with the verdict of this moment."""

    lead_id: int
    phone_id: int
    name: str
    place: str
    number: str
    why: str
    way: Literal["preview", "click"]
    """Shown by us to be dialed, or picked by the agent; the law may allow one and not the other."""
    allowed: bool
    reasons: list[str]
    not_before: str | None


class SessionQueue(TypedDict):
    """Whom the agent of a session may dial by hand. `by_click_only`: those that the law keeps from the other modes."""

    mode: str
    preview_seconds: int
    leads: list[QueueLead]
    by_click_only: list[QueueLead]


class CampaignFigures(TypedDict):
    """Card of one campaign on the floor."""

    id: int
    version: int
    name: str
    status: str
    halted_because: str
    mode: str
    dials_today: int
    dials_last_hour: int
    answered_today: int
    humans_today: int
    contacts_today: int
    appointments_today: int
    abandoned_today: int
    answered_by_person_30_days: int
    abandoned_30_days: int
    abandoned_limit: float
    ready: int
    waiting: int
    held: dict[str, int]
    """Leads that may not be called now, counted by the code of the first reason."""
    why_no_call: str
    """One sentence; empty while calls go out."""


class Snapshot(TypedDict):
    epoch: str
    seq: int
    at: str
    """The server's time, so that the page can measure its clock's offset."""
    sessions: list[SessionCard]
    lines: list[LineCard]
    campaigns: list[CampaignFigures]
    next: list[NextLead]
    lead: NotRequired["dict[str, Any] | None"]
    """On the agent's room: the whole LeadPage of the current lead, null while there is none."""


class LiveEvent(TypedDict):
    room: str
    epoch: str
    seq: int
    at: str
    entity: Literal["session", "line", "campaign", "next", "lead", "message", "import", "gone"]
    id: str
    version: int
    data: Any
    """The whole card; null with entity 'gone' semantics when the thing left the room."""

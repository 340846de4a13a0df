"""What managers set up: campaigns, sequences, texts, dispositions, people; and the check before a session."""

from typing import Any, Literal, TypedDict


class Me(TypedDict):
    id: int
    name: str
    email: str
    role: str
    preferences: dict[str, Any]
    csrf: str
    socket_token: str
    brokerage: str
    carrier: str
    practice_any_hour: bool
    version: str


class CampaignPage(TypedDict):
    id: int
    version: int
    name: str
    status: str
    settings: dict[str, Any]
    """core.campaigns.CampaignSettings as JSON."""
    lead_filter: dict[str, Any]
    sequence_id: int | None
    script_id: int | None
    caller_ids: list[int]
    counts: dict[str, int]
    """ready, waiting, held, stopped, claimed."""
    leaves_messages: bool
    """Whether agents may leave a recorded message on a machine."""


class VoicemailCard(TypedDict):
    """A recorded message, left from this attempt at a lead on until one of a later attempt takes its place."""

    id: int
    campaign_id: int
    from_attempt: int
    label: str
    seconds: float
    peaks: list[list[int]]
    made_at: str
    by: str


class ChangePreview(TypedDict):
    """What a change would do to leads already under way, before it is saved."""

    sentences: list[str]
    leads_affected: int
    examples: list[dict[str, Any]]


class SessionPreview(TypedDict):
    campaign_id: int
    ready: int
    waiting: int
    held: list[dict[str, Any]]
    """[{code, rule_id, sentence, count}] ordered by count."""
    modes: list[str]
    first: list[dict[str, Any]]
    """The first five as NextLead."""
    caller_ids: list[dict[str, Any]]
    order: str
    """The order of the queue, in words."""
    ring_policy: str
    warnings: list[str]


class PaceAccount(TypedDict):
    """The law's ratio over its 30 days; `share` is null while nobody has answered."""

    abandoned: int
    answered: int
    share: float | None
    target: float
    limit: float
    sentence: str
    definition: str


class Estimate(TypedDict):
    """A learned number, where it lies nine times in ten, and how many cases it rests on."""

    value: float
    low: float
    high: float
    cases: int


class PaceSegment(TypedDict):
    name: str
    answer_rate: float
    cases: int


class PacePlan(TypedDict):
    """`risk` is the chance that one more call finds no agent; null where it is not computed."""

    lines: int
    limited_by: str
    sentence: str
    risk: float | None


class TeamFigures(TypedDict):
    """What the simulator is asked with."""

    agents: int
    answer_rate: float
    talk_seconds: float
    wrap_seconds: float


class HeldByRule(TypedDict):
    code: str
    rule_id: str
    sentence: str
    count: int


class PacePage(TypedDict):
    campaign_id: int
    mode: str
    lines_per_agent: float
    account: PaceAccount
    answer_rate: Estimate
    talk_seconds: Estimate
    wrap_seconds: Estimate
    segments: list[PaceSegment]
    free_agents: int
    busy_agents: int
    ringing: int
    now: PacePlan
    one_more: PacePlan
    one_fewer: PacePlan | None
    on_board: str
    """What the engine last said that keeps it from opening one line more."""
    held: list[HeldByRule]
    figures: TeamFigures


class ModeResult(TypedDict):
    """What a team may expect of one mode: talk for each agent; contacts and dials for the whole team."""

    mode: str
    talk_minutes_per_hour: float
    contacts_per_hour: float
    dials_per_hour: float
    abandoned_share: float


class DispositionCard(TypedDict):
    id: int
    name: str
    label: str
    key: str
    """The number key, 1 to 9, or empty."""
    consequence: str
    """What it does, in words: 'removes this number; the other two stay'."""
    flags: dict[str, Any]
    active: bool
    position: int


class SequenceCard(TypedDict):
    id: int
    name: str
    version: int
    steps: list[dict[str, Any]]
    in_use: int


class TemplateCard(TypedDict):
    id: int
    name: str
    kind: str
    subject: str
    body: str


class ScriptCard(TypedDict):
    id: int
    name: str
    body: dict[str, Any]
    """{"steps": [{"title", "text", "answers": [{"says", "to"}]}], "objections": [{"title", "text"}]}

    An answer leads to the step of that title. Scripts of before have steps without answers.
    """


class CallerIdCard(TypedDict):
    id: int
    e164: str
    label: str
    campaign_id: int | None
    active: bool
    dials_today: int
    daily_limit: int
    answer_rate_7_days: float | None
    allowed_today: int
    """The daily limit, or less in the first days of a number."""
    warm_from: str | None
    rest_until: str | None
    health: dict[str, Any]
    """core.number_health: state, reasons, dials, answered, people, short, spam; empty before the first look."""


class UserCard(TypedDict):
    id: int
    name: str
    email: str
    role: str
    active: bool
    last_seen_at: str | None
    desk_phone: Literal["none", "away", "registered"]
    """Their own SIP phone: whether it has an account with us, and whether it is there now."""


class DiskCard(TypedDict):
    """The disk of the data folder, on which the database and the recordings are."""

    free_mb: int
    is_short: bool


class SipCard(TypedDict):
    """How the SIP processes do."""

    processes: int
    living: int
    resting: list[str]
    """Trunks out of rotation."""
    is_unrecorded: bool
    """Whether of late a call could not be recorded, or only in part."""
    turned_away: int
    """What strangers sent since the processes started."""


class DeskPhoneAccount(TypedDict):
    """What a phone is set up with, shown this once."""

    username: str
    password: str
    server: str


class AuditRow(TypedDict):
    id: int
    at: str
    user: str
    action: str
    entity: str
    entity_id: str
    detail: dict[str, Any]


class SuppressionCard(TypedDict):
    """A reason never to contact a number or a whole lead."""

    id: int
    scope: str
    number: str
    lead_id: int | None
    lead_name: str
    channels: list[str]
    reason: str
    source: str
    created_at: str
    created_by: str


class SuppressionList(TypedDict):
    rows: list[SuppressionCard]
    next_cursor: str | None
    total: int | None


class AuditList(TypedDict):
    rows: list[AuditRow]
    next_cursor: str | None
    total: int | None


class FilledTemplate(TypedDict):
    """A template filled for one lead; `text` is empty while `missing` or `unknown` fields stand in the way."""

    text: str
    segments: int
    encoding: str
    missing: list[str]
    unknown: list[str]


class Problem(TypedDict):
    """RFC 9457 problem details, the body of every refused request."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, str]]


class ScreenCard(TypedDict):
    """A screen on the wall that is in use."""

    id: int
    name: str
    by: str
    created_at: str


class NewScreen(TypedDict):
    """`address` holds the only key and is shown this once."""

    id: int
    address: str


class FirstSteps(TypedDict):
    """What of the way to the first call is done."""

    caller_id: bool
    agent: bool
    campaign: bool
    leads: bool
    running: bool
    called: bool

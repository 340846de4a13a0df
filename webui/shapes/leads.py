"""Leads, their page with one timeline, and the files they come from."""

from typing import Any, Literal, TypedDict


class Reason(TypedDict):
    code: str
    rule_id: str
    sentence: str


class PhoneCard(TypedDict):
    id: int
    e164: str
    number: str
    kind: str
    role: str
    status: Literal["ok", "bad"]
    vendor_dnc: bool
    attempts: int
    last_attempt_at: str | None
    last_ending: str
    zone: str
    may_call: bool
    reasons: list[Reason]
    not_before: str | None


class PersonCard(TypedDict):
    id: int
    full_name: str
    role: str


class ListingEventCard(TypedDict):
    on_date: str | None
    kind: str
    price_cents: int | None
    agent: str
    detail: str


class RecordingCard(TypedDict):
    """A recording that can be played; `peaks` holds loudnesses from 0 to 100, one list per channel."""

    id: int
    seconds: float
    announced: bool
    is_cut: bool
    """Whether it ended before the conversation did."""
    peaks: list[list[int]]


class AttachmentCard(TypedDict):
    """A file that came with a text."""

    id: int
    name: str
    group: Literal["picture", "video", "sound", "file"]
    state: Literal["ready", "kept", "refused", "lost", "deleted"]
    """'ready' while it is being fetched; 'refused' for a kind or size that is not kept."""
    bytes: int


class TextFacts(TypedDict):
    """What more there is to know about a text. `segments` is null for one that came in, the price until the carrier
    has settled it."""

    segments: int | None
    price_microdollars: int | None
    attachments: list[AttachmentCard]


class TimelineItem(TypedDict):
    """One contact made or planned, on any channel."""

    key: str
    at: str
    planned: bool
    channel: Literal["call", "text", "email", "letter", "door_hanger", "task", "note", "listing", "system"]
    direction: Literal["out", "in", ""]
    title: str
    body: str
    state: str
    touch_id: int | None
    attempt_id: int | None
    message_id: str | None
    by: str
    recording: RecordingCard | None
    text: TextFacts | None


class EnrollmentCard(TypedDict):
    id: int
    campaign_id: int
    campaign_name: str
    state: str
    next_call_at: str | None
    position: int
    steps: int
    step_label: str
    paused: bool
    stop_reason: str
    refusals: list[Reason]


class LeadRow(TypedDict):
    id: int
    name: str
    place: str
    address: str
    status: str
    hold_reason: str
    listing_status: str
    expired_on: str | None
    list_price_cents: int | None
    phones: int
    attempts: int
    last_attempt_at: str | None
    last_outcome: str
    next_action: str
    next_at: str | None
    campaign: str


class MergedLead(TypedDict):
    """A lead that became part of another one, on that one's page."""

    merge_id: int
    lead_id: int
    name: str
    address: str
    at: str
    by: str
    undoable: bool


class LeadPage(TypedDict):
    id: int
    version: int
    name: str
    people: list[PersonCard]
    phones: list[PhoneCard]
    emails: list[str]
    status: str
    hold_reason: str
    listing_status: str
    address: str
    city: str
    state: str
    zip: str
    mailing: str
    facts: dict[str, Any]
    expired_on: str | None
    list_price_cents: int | None
    days_on_market: int | None
    listing_history: list[ListingEventCard]
    flags: list[str]
    """Words for litigator, do not mail, owner is a licensee, relisted."""
    zone: str
    recording_rule: str
    """'one-party' or 'all-party', from the property's state."""
    enrollments: list[EnrollmentCard]
    timeline: list[TimelineItem]
    notes: str
    merged_into: int | None
    """The lead in which this one's history stands now."""
    merged: list[MergedLead]
    current_phone_id: int | None
    current_attempt_id: int | None


class LeadList(TypedDict):
    rows: list[LeadRow]
    next_cursor: str | None
    total: int | None
    """Exact up to 10,000, else null: counting further would be slower than the page."""


class ColumnChoice(TypedDict):
    index: int
    header: str
    field: str | None
    confidence: float
    samples: list[str]


class RejectCount(TypedDict):
    """How often something was not taken over for one reason."""

    code: str
    sentence: str
    whole_row: bool
    """Whether the row was refused; else the lead came without the cell."""
    rows: int


class RejectLine(TypedDict):
    """One line of an import's report."""

    row: int
    column: str
    value: str
    sentence: str
    whole_row: bool


class ImportCard(TypedDict):
    id: int
    filename: str
    state: Literal["preview", "queued", "running", "done", "failed", "undone"]
    source: str
    created_at: str
    finished_at: str | None
    rows_total: int
    rows_done: int
    counts: dict[str, int]
    """created, updated, unchanged, held, refused, cell_warnings …"""
    error: str
    columns: list[ColumnChoice]
    fields: list[dict[str, str]]
    """What a column may be mapped to: key and label."""
    date_order: str | None
    date_order_needed: bool
    campaign_id: int | None
    rejects: list[RejectCount]
    """The most frequent first."""


class TaskCard(TypedDict):
    touch_id: int
    lead_id: int
    lead_name: str
    address: str
    channel: str
    label: str
    due_at: str
    overdue: bool
    agent: str
    campaign: str
    stop: str


class EmailWords(TypedDict):
    """An e-mail to send by hand. `why` says why it must not or cannot be sent; then there are no words."""

    to: str
    subject: str
    body: str
    why: str


class PileDone(TypedDict):
    """How many of a pile of letters or door hangers are done, and how many stay on the list."""

    done: int
    left: int


class CallbackCard(TypedDict):
    """A promised call. `stop` says why it must not be made now; `zone` is the lead's."""

    enrollment_id: int
    lead_id: int
    lead_name: str
    address: str
    phone_id: int | None
    number: str
    zone: str
    due_at: str
    overdue: bool
    agent: str
    campaign_id: int
    campaign: str
    on_line: bool
    stop: str
    not_before: str | None


class LeadsAlike(TypedDict):
    """Two leads that may be the same household; the first came in first."""

    because: list[Literal["number", "address", "name"]]
    first: LeadRow
    second: LeadRow


class DuplicatePage(TypedDict):
    """`next` is the lead before which to look further, null when all were looked through."""

    pairs: list[LeadsAlike]
    next: int | None


class MergePreview(TypedDict):
    """What the second lead brings; `changes` names columns of the first."""

    calls: int
    texts: int
    notes: int
    planned: int
    recordings: int
    numbers: int
    shared_numbers: int
    people: int
    places: int
    same_place: int
    wishes: int
    consents: int
    changes: list[str]


class MergeDone(TypedDict):
    """`merge_id` undoes it."""

    merge_id: int
    lead_id: int


class SavedList(TypedDict):
    """Filters under a name; `count` is null beyond 10,000. `campaign_id` is the campaign that the list feeds."""

    id: int
    name: str
    query: dict[str, str]
    count: int | None
    campaign_id: int | None


class BulkPreview(TypedDict):
    leads: int
    changed: int
    sentence: str


class BulkDone(TypedDict):
    """`batch_id` undoes it."""

    batch_id: int
    changed: int


class CallerCard(TypedDict):
    """Somebody who called us and whom somebody has to look at. `message_state`: ready while their message is fetched,
    kept when it can be played, lost; empty where none was left."""

    call_id: str
    number: str
    """Empty where the caller withheld it."""
    our_number: str
    at: str
    calls: int
    lead_id: int | None
    lead_name: str
    taken_by: str
    recording: RecordingCard | None
    message_state: str

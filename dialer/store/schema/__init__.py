"""The tables, by noun, with the indexes that enforce what a prior read cannot.

Rows and their names stay inside `dialer.store`; the rest of the product sees the frozen values of `dialer.core`.
All moments are `timestamptz` in UTC, all money whole cents, all ids of calls and texts our own opaque text, because
they travel to carriers and come back in their callbacks.
"""

from dialer.store.schema.attachments import attachment
from dialer.store.schema.base import metadata
from dialer.store.schema.calls import attempt, call, call_event, message, outbox, session, session_command
from dialer.store.schema.campaigns import (
    caller_id,
    campaign,
    disposition,
    enrollment,
    script,
    sequence,
    template,
    touch,
)
from dialer.store.schema.desk_phones import desk_phone
from dialer.store.schema.figures import figures_day
from dialer.store.schema.inbound import inbound_call
from dialer.store.schema.law import emergency, rule_override
from dialer.store.schema.leads import (
    email,
    import_change,
    import_mapping,
    import_reject,
    lead,
    lead_import,
    listing_event,
    note,
    person,
    phone,
)
from dialer.store.schema.listeners import listener
from dialer.store.schema.lists import lead_batch, lead_list, lead_merge, leads_apart
from dialer.store.schema.money import charge
from dialer.store.schema.notices import notice
from dialer.store.schema.people import audit_log, user_account
from dialer.store.schema.proof import proof
from dialer.store.schema.recordings import recording
from dialer.store.schema.rules import consent, suppression
from dialer.store.schema.screenings import screening
from dialer.store.schema.screens import screen
from dialer.store.schema.scrub import reassigned_answer, scrub_version
from dialer.store.schema.transfers import transfer, transfer_contact
from dialer.store.schema.voicemails import voicemail
from dialer.store.schema.work import carrier_state, live_mark, practice_due, practice_page, process_lease, robot_seat

__all__ = [
    "attachment",
    "attempt",
    "audit_log",
    "call",
    "call_event",
    "caller_id",
    "campaign",
    "carrier_state",
    "charge",
    "consent",
    "desk_phone",
    "disposition",
    "email",
    "emergency",
    "enrollment",
    "figures_day",
    "import_change",
    "import_mapping",
    "import_reject",
    "inbound_call",
    "lead",
    "lead_batch",
    "lead_import",
    "lead_list",
    "lead_merge",
    "leads_apart",
    "listener",
    "listing_event",
    "live_mark",
    "message",
    "metadata",
    "note",
    "notice",
    "outbox",
    "person",
    "phone",
    "practice_due",
    "practice_page",
    "process_lease",
    "proof",
    "reassigned_answer",
    "recording",
    "robot_seat",
    "rule_override",
    "screen",
    "screening",
    "script",
    "scrub_version",
    "sequence",
    "session",
    "session_command",
    "suppression",
    "template",
    "touch",
    "transfer",
    "transfer_contact",
    "user_account",
    "voicemail",
]

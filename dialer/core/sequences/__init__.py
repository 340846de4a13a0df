"""What comes after each outcome: a lead's way through the steps of its campaign's sequence.

Steps are data: what to do, how long to wait, how often to try, what each outcome leads to. The place of a lead is
always a call step, since only an outcome moves it on; the texts, letters and tasks between two calls get their dates
together with the second call, so that a letter nobody ticked off never holds up the next call.
"""

from dialer.core.sequences.actions import (
    Action,
    Advance,
    CallAt,
    EmailAt,
    MailAt,
    Progress,
    Purpose,
    Stop,
    StopReason,
    TaskAt,
    TextAt,
)
from dialer.core.sequences.advance import Situation, advance, after_promise, begin, place_after_edit, resume
from dialer.core.sequences.ready_made import (
    DEFAULT_SEQUENCE,
    DEFAULT_SEQUENCE_NAME,
    DEFAULT_TEMPLATES,
    ReadyTemplate,
)
from dialer.core.sequences.steps import Branch, Go, Step, StepKind, problems, steps_from_json, steps_to_json
from dialer.core.sequences.times import LeadClock, fresh_time, home_zone

__all__ = [
    "DEFAULT_SEQUENCE",
    "DEFAULT_SEQUENCE_NAME",
    "DEFAULT_TEMPLATES",
    "Action",
    "Advance",
    "Branch",
    "CallAt",
    "EmailAt",
    "Go",
    "LeadClock",
    "MailAt",
    "Progress",
    "Purpose",
    "ReadyTemplate",
    "Situation",
    "Step",
    "StepKind",
    "Stop",
    "StopReason",
    "TaskAt",
    "TextAt",
    "advance",
    "after_promise",
    "begin",
    "fresh_time",
    "home_zone",
    "place_after_edit",
    "problems",
    "resume",
    "steps_from_json",
    "steps_to_json",
]

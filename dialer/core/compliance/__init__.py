"""May we call, text, e-mail or write to this person now; every reason why not, and when to ask again."""

from dialer.core.compliance.calls import lawful_modes, may_call, may_leave_recording, must_announce_recording
from dialer.core.compliance.contact import (
    Consent,
    Contact,
    LineKind,
    Scope,
    ScrubStatus,
    Suppression,
    Why,
)
from dialer.core.compliance.failed_hours import REMEMBERED_DAYS
from dialer.core.compliance.messages import TextPurpose, may_email, may_mail, may_text
from dialer.core.compliance.modes import DialMode
from dialer.core.compliance.settings import CallRules, cautious
from dialer.core.compliance.verdict import Reason, ReasonCode, Verdict
from dialer.core.compliance.window import hours_key, next_open, open_now
from dialer.core.rules import Channel, ConsentKind

__all__ = [
    "REMEMBERED_DAYS",
    "CallRules",
    "Channel",
    "Consent",
    "ConsentKind",
    "Contact",
    "DialMode",
    "LineKind",
    "Reason",
    "ReasonCode",
    "Scope",
    "ScrubStatus",
    "Suppression",
    "TextPurpose",
    "Verdict",
    "Why",
    "cautious",
    "hours_key",
    "lawful_modes",
    "may_call",
    "may_email",
    "may_leave_recording",
    "may_mail",
    "may_text",
    "must_announce_recording",
    "next_open",
    "open_now",
]

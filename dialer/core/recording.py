"""May this conversation be recorded, and must the people on it be told?"""

from datetime import datetime
from enum import StrEnum

from dialer.core.campaigns import Recorded
from dialer.core.compliance import CallRules, Contact, must_announce_recording


class How(StrEnum):
    """What is done with one conversation."""

    NOT = "not"
    """It is not recorded."""
    SILENTLY = "silently"
    """It is recorded; no law under which the person may live wants them told."""
    AFTER_NOTICE = "after_notice"
    """Everybody hears that it is recorded, then it is."""


def how_to_record(wanted: Recorded, contact: Contact | None, rules: CallRules, now: datetime) -> How:
    """A caller whom we do not know may be anywhere, so they are told."""
    if wanted is Recorded.OFF:
        return How.NOT
    if contact is not None and not must_announce_recording(contact, rules, now):
        return How.SILENTLY
    return How.AFTER_NOTICE if wanted is Recorded.ANNOUNCED else How.NOT

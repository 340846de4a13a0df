"""What happens after a call: its outcome is settled, the lead moves on, and a correction can take that back."""

from dialer.followup.dispose import Disposed, correct, dispose, dispose_in, undo
from dialer.followup.places import pause, resume, settle_promise, stop
from dialer.followup.settle import SETTLES_AFTER, settle, settle_due

__all__ = [
    "SETTLES_AFTER",
    "Disposed",
    "correct",
    "dispose",
    "dispose_in",
    "pause",
    "resume",
    "settle",
    "settle_due",
    "settle_promise",
    "stop",
    "undo",
]

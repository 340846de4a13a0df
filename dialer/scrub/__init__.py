"""Loading lists of numbers, so that nobody is called who is on them."""

from dialer.scrub.load import Loaded, load_changes, load_full, load_wireless, versions
from dialer.scrub.records import TakenIn, take_in_internal, take_in_reassigned

__all__ = [
    "Loaded",
    "TakenIn",
    "load_changes",
    "load_full",
    "load_wireless",
    "take_in_internal",
    "take_in_reassigned",
    "versions",
]

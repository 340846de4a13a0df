"""Tennessee: reviewed 20 November 2026; not legal advice."""

from dialer.core.rules.hours import hours
from dialer.core.rules.rows import M, state_list, window

RULES = (
    window("TN", hours("08:00-21:00"), "TCA 65-4-401 ff.", M, note="Texts are included since July 2023."),
    state_list("TN"),
)

"""Indiana: reviewed 20 November 2026; not legal advice."""

from dialer.core.rules.hours import hours
from dialer.core.rules.rows import U, state_list, window

RULES = (
    window("IN", hours("09:00-20:00"), "an old chart (a dialer's preset)", U),
    state_list("IN"),
)

"""Michigan: reviewed 20 November 2026; not legal advice."""

from dialer.core.rules.hours import hours
from dialer.core.rules.rows import M, recording, window

RULES = (
    window("MI", hours("09:00-21:00"), "compiled charts", M),
    recording("MI", "The statutes are mixed, so it is treated as all-party."),
)

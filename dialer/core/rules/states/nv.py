"""Nevada: reviewed 20 November 2026; not legal advice."""

from dialer.core.rules.hours import hours
from dialer.core.rules.rows import M, recording, window

RULES = (
    window("NV", hours("09:00-20:00"), "compiled charts", M),
    recording("NV"),
)

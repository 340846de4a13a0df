"""Massachusetts: reviewed 20 November 2026; not legal advice."""

from dialer.core.rules.hours import hours
from dialer.core.rules.rows import M, recording, state_list, window

RULES = (
    window("MA", hours("08:00-20:00"), "compiled charts", M),
    state_list("MA"),
    recording("MA"),
)

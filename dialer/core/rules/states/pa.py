"""Pennsylvania: reviewed 20 November 2026; not legal advice."""

from dialer.core.rules.hours import hours
from dialer.core.rules.rows import M, U, no_holidays, recording, state_list, window

LAW = "73 PS 2241 ff."

RULES = (
    window("PA", hours("08:00-21:00", sun="13:30-21:00"), LAW, U, note="The charts disagree on Sunday."),
    no_holidays("PA", LAW, M),
    state_list("PA"),
    recording("PA"),
)

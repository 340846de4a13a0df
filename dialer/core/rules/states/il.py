"""Illinois: reviewed 20 November 2026; not legal advice."""

from dialer.core.rules.hours import hours
from dialer.core.rules.rows import RECORDED, U, recording, window

RULES = (
    window("IL", hours("08:00-21:00"), "compiled charts", U),
    window("IL", hours("09:00-21:00"), "compiled charts", U, on=RECORDED),
    recording("IL"),
)

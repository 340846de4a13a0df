"""Rhode Island: reviewed 20 November 2026; not legal advice."""

from dialer.core.rules.hours import hours
from dialer.core.rules.rows import M, no_holidays, window

LAW = "RIGL 5-61"

RULES = (
    window("RI", hours("09:00-18:00", sat="10:00-17:00", sun=None), LAW, M),
    no_holidays("RI", LAW, M),
)

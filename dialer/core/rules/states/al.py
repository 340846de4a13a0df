"""Alabama: reviewed 20 November 2026; not legal advice."""

from dialer.core.rules.hours import hours
from dialer.core.rules.rows import H, M, no_holidays, window

RULES = (
    window("AL", hours("08:00-20:00", sun=None), "Ala. Public Service Commission rules", H),
    no_holidays(
        "AL", "Ala. Code 1-3-8", M, "One that falls on a Saturday also closes Friday, on a Sunday also Monday."
    ),
)

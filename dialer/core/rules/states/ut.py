"""Utah: reviewed 20 November 2026; not legal advice."""

from dialer.core.rules.hours import hours
from dialer.core.rules.rows import U, no_holidays, window

RULES = (
    window("UT", hours("09:00-20:00", sun=None), "compiled charts", U, note="Old charts, Sunday closed to be safe."),
    no_holidays("UT", "compiled charts", U),
)

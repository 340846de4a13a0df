"""Nebraska: reviewed 20 November 2026; not legal advice."""

from dialer.core.rules.hours import hours
from dialer.core.rules.rows import RECORDED, M, window

RULES = (window("NE", hours("08:00-21:00", sun="13:00-21:00"), "Neb. Public Service Commission", M, on=RECORDED),)

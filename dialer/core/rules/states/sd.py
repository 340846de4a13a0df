"""South Dakota: reviewed 20 November 2026; not legal advice."""

from dialer.core.rules.hours import hours
from dialer.core.rules.rows import U, window

RULES = (window("SD", hours("09:00-21:00", sun=None), "a dialer's preset", U),)

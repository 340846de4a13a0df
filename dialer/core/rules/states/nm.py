"""New Mexico: reviewed 20 November 2026; not legal advice."""

from dialer.core.rules.hours import hours
from dialer.core.rules.rows import M, window

RULES = (window("NM", hours("09:00-21:00"), "compiled charts", M),)

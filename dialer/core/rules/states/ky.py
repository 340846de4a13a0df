"""Kentucky: reviewed 20 November 2026; not legal advice."""

from dialer.core.rules.hours import hours
from dialer.core.rules.rows import H, window

RULES = (window("KY", hours("10:00-21:00"), "three charts agree", H),)

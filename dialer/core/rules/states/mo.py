"""Missouri: reviewed 20 November 2026; not legal advice."""

from dialer.core.rules.rows import state_list

RULES = (state_list("MO"),)

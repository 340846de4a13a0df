"""New Hampshire: reviewed 20 November 2026; not legal advice."""

from dialer.core.rules.rows import recording

RULES = (recording("NH"),)

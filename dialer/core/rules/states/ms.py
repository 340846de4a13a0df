"""Mississippi: reviewed 20 November 2026; not legal advice."""

from dialer.core.rules.hours import hours
from dialer.core.rules.rows import M, no_holidays, window

LAW = "Miss. Code 77-3-701 ff."

RULES = (
    window("MS", hours("08:00-20:00", sun=None), LAW, M, note="The hours are Central time."),
    no_holidays("MS", LAW, M, "The charts disagree on holidays, so they are closed."),
)

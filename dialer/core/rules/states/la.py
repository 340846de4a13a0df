"""Louisiana: reviewed 20 November 2026; not legal advice."""

from dialer.core.rules.hours import hours
from dialer.core.rules.rows import H, M, emergency, no_holidays, state_list, window

LAW = "La. RS 45:844.11 ff.; Public Service Commission"

RULES = (
    window("LA", hours("08:00-20:00", sun=None), LAW, H),
    no_holidays("LA", LAW, M, "The commission and the governor set the list; section 844.11 is unverified."),
    emergency("LA", LAW),
    state_list("LA"),
)

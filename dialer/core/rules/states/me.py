"""Maine: reviewed 20 November 2026; not legal advice."""

from dialer.core.rules.hours import hours
from dialer.core.rules.rows import RECORDED, U, window

RULES = (
    window(
        "ME",
        hours("09:00-17:00", sat=None, sun=None),
        "compiled charts",
        U,
        note="For announcing devices, at most one call in eight hours.",
        on=RECORDED,
    ),
)

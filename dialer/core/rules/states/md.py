"""Maryland: reviewed 20 November 2026; not legal advice."""

from datetime import date

from dialer.core.rules.hours import hours
from dialer.core.rules.model import Gate, Parameter
from dialer.core.rules.rows import BY_CONSENT, RECORDED, H, cap, gate, recording, row, window

LAW = "Com. Law 14-4501, 14-4502"

RULES = (
    window("MD", hours("08:00-20:00"), LAW, H),
    cap("MD", 3, LAW, H, since=date(2024, 1, 1)),
    gate(
        "MD",
        Gate.SELECT_OR_DIAL,
        LAW,
        H,
        "Maryland wants written consent where a system selects or dials numbers, or plays a recording.",
        since=date(2024, 1, 1),
    ),
    row(
        "MD-recorded",
        Parameter.RECORDED_CONSENT,
        True,
        LAW,
        H,
        "Maryland wants written consent for a recorded message.",
        on=RECORDED,
        exempt_if=BY_CONSENT,
        since=date(2024, 1, 1),
    ),
    recording("MD"),
)

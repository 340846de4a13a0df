"""New York: reviewed 20 November 2026; not legal advice."""

from dialer.core.rules.hours import hours
from dialer.core.rules.rows import BY_RELATIONSHIP, VOICE, H, duty, emergency, window

RULES = (
    window("NY", hours("08:00-21:00"), "GBL 399-z, 399-pp", H),
    emergency("NY", "GBL 399-z", exempt_if=BY_RELATIONSHIP),
    duty(
        "NY-opening",
        "GBL 399-z, 399-pp",
        H,
        "Say name and seller first, then offer the company's do-not-call list, then whether the call is recorded, "
        "then the purpose; goods and services include real property; register; up to $20,000.",
        on=VOICE,
    ),
)

"""New Jersey: reviewed 20 November 2026; not legal advice."""

from dialer.core.rules.hours import hours
from dialer.core.rules.model import Condition, Gate, Parameter
from dialer.core.rules.rows import BY_RELATIONSHIP, H, duty, gate, seconds, window

RULES = (
    window("NJ", hours("08:00-21:00"), "NJSA 56:8-128", H),
    gate(
        "NJ",
        Gate.ANY,
        "NJSA 56:8-130",
        H,
        "New Jersey bars unsolicited sales calls to mobiles, except to existing customers or by written request.",
        exempt_if=BY_RELATIONSHIP,
        applies_if=Condition.MOBILE,
    ),
    seconds(
        "NJ-identify",
        Parameter.IDENTIFY_SECONDS,
        30,
        "NJSA 56:8-128",
        H,
        "Say the caller's name, the seller with a number, and the purpose.",
    ),
    duty("NJ-register", "NJSA 56:8-128", H, "Telemarketers register with the state."),
)

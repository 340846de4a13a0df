"""Texas: reviewed 20 November 2026; not legal advice."""

from datetime import date

from dialer.core.rules.hours import hours
from dialer.core.rules.rows import H, duty, state_list, window

RULES = (
    window("TX", hours("09:00-21:00", sun="12:00-21:00"), "Bus. & Com. Code 301.051", H, note="Texts are calls."),
    state_list("TX", "It is renewed each quarter; a licensee is exempt only without an autodialer."),
    duty(
        "TX-register",
        "Bus. & Com. Code 302; SB 140",
        H,
        "Register ($200 and $10,000 security) unless exempt; texts count as calls.",
        since=date(2025, 9, 1),
    ),
)

"""Connecticut: reviewed 20 November 2026; not legal advice."""

from datetime import date

from dialer.core.rules.hours import hours
from dialer.core.rules.model import Gate, Parameter
from dialer.core.rules.rows import H, duty, gate, recording, seconds, window

CGS = "CGS 42-284 ff., 42-288a (PA 23-98)"

RULES = (
    window("CT", hours("09:00-20:00"), CGS, H),
    gate(
        "CT",
        Gate.ANY,
        CGS,
        H,
        "Connecticut wants written consent for any telephonic sales call or text, however it is dialed.",
        since=date(2023, 10, 1),
    ),
    seconds("CT-identify", Parameter.IDENTIFY_SECONDS, 10, CGS, H, "Say who calls and why, and ask to go on."),
    seconds("CT-release", Parameter.RELEASE_SECONDS, 10, CGS, H, "End the call once the person says no."),
    duty("CT-presumption", CGS, H, "An area code of Connecticut is presumed to mean a resident; up to $20,000."),
    recording("CT", "By telephone it is treated as all-party."),
)

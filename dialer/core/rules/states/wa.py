"""Washington: reviewed 20 November 2026; not legal advice."""

from dialer.core.rules.hours import hours
from dialer.core.rules.model import Parameter
from dialer.core.rules.rows import H, duty, recording, row, seconds, window

LAW = "RCW 80.36.390, 19.158 (HB 1497)"

RULES = (
    window("WA", hours("08:00-20:00"), LAW, H),
    seconds("WA-identify", Parameter.IDENTIFY_SECONDS, 30, LAW, H, "Say who calls, for whom and why."),
    seconds("WA-release", Parameter.RELEASE_SECONDS, 10, LAW, H, "End the call once the person refuses."),
    row(
        "WA-refusal",
        Parameter.REFUSAL_REST_DAYS,
        366,
        LAW,
        H,
        "After a refusal the person is not called again for at least a year, a leap year included.",
    ),
    duty("WA-presumption", LAW, H, "An area code of Washington is presumed to mean a resident."),
    recording("WA"),
)

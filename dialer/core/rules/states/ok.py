"""Oklahoma: reviewed 20 November 2026; not legal advice."""

from datetime import date

from dialer.core.rules.hours import hours
from dialer.core.rules.model import Gate, Parameter
from dialer.core.rules.rows import BY_CONSENT, RECORDED, H, cap, duty, gate, row, state_list, window

LAW = "15 OS 775C.1 to 775C.6"

RULES = (
    window("OK", hours("08:00-20:00"), LAW, H),
    cap("OK", 3, LAW, H, since=date(2022, 11, 1)),
    gate(
        "OK",
        Gate.SELECT_OR_DIAL,
        LAW,
        H,
        "Oklahoma wants written consent where a system selects or dials numbers, or plays a recording; sales that "
        "are presented and completed face to face may be exempt, which counsel has to clear.",
        since=date(2022, 11, 1),
    ),
    row(
        "OK-recorded",
        Parameter.RECORDED_CONSENT,
        True,
        LAW,
        H,
        "Oklahoma wants written consent for a recorded message.",
        on=RECORDED,
        exempt_if=BY_CONSENT,
        since=date(2022, 11, 1),
    ),
    state_list("OK"),
    duty("OK-presumption", LAW, H, "An area code of Oklahoma is presumed to mean a resident; no masking of voices."),
)

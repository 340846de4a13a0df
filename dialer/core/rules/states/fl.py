"""Florida: reviewed 20 November 2026; not legal advice."""

from dialer.core.rules.hours import hours
from dialer.core.rules.model import Gate, Parameter
from dialer.core.rules.rows import BY_CONSENT, RECORDED, TEXT, H, cap, duty, gate, recording, row, state_list, window

RULES = (
    window("FL", hours("08:00-20:00"), "FS 501.616(6), (7)", H, note="It binds even sellers who are otherwise exempt."),
    cap("FL", 3, "FS 501.616(6), (7)", H),
    gate(
        "FL",
        Gate.SELECT_AND_DIAL,
        "FS 501.059",
        H,
        "Florida wants written consent where a system selects and dials numbers, or plays a recording.",
    ),
    row(
        "FL-recorded",
        Parameter.RECORDED_CONSENT,
        True,
        "FS 501.059",
        H,
        "Florida wants written consent for a recorded message, left on voicemail too.",
        on=RECORDED,
        exempt_if=BY_CONSENT,
    ),
    state_list("FL"),
    recording("FL"),
    duty("FL-presumption", "FS 501.059", H, "An area code of Florida is presumed to mean a resident; $500 to $1,500."),
    duty("FL-stop", "FS 501.059", H, "A suit over texts needs a STOP that was not honoured in 15 days.", on=TEXT),
)

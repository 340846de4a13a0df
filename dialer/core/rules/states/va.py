"""Virginia: reviewed 20 November 2026; not legal advice."""

from datetime import date

from dialer.core.rules.hours import hours
from dialer.core.rules.model import Parameter
from dialer.core.rules.rows import TEXT, VOICE, M, duty, row, window

LAW = "Va. Code 59.1-510 ff."

RULES = (
    window("VA", hours("08:00-21:00"), LAW, M, note="Texts are included."),
    row(
        "VA-opt-out",
        Parameter.OPT_OUT_YEARS,
        10,
        "SB 1339",
        M,
        "A STOP or UNSUBSCRIBE by text is honoured for ten years.",
        on=TEXT,
        since=date(2026, 1, 1),
    ),
    duty("VA-abandoned", LAW, M, "A person whom no agent can take hears a message within two seconds.", on=VOICE),
)

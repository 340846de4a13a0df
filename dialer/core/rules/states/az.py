"""Arizona: reviewed 20 November 2026; not legal advice."""

from dialer.core.rules.model import Parameter
from dialer.core.rules.rows import BY_CONSENT, TEXT, M, row

RULES = (
    row(
        "AZ-text-list",
        Parameter.DNC_LIST,
        "national",
        "Arizona HB 2498",
        M,
        "Arizona bars texts to numbers on the national do-not-call list.",
        on=TEXT,
        exempt_if=BY_CONSENT,
    ),
)

"""Rules of the real-estate trade: reviewed 20 November 2026; not legal advice."""

from dialer.core.rules.model import Parameter
from dialer.core.rules.rows import EVERY, H, M, U, duty, row

# No exemption is coded for investors who offer to buy (contested), nor for owners who sell by themselves.
RULES = (
    row(
        "US-listing",
        Parameter.LISTING_STATUS,
        ("expired", "cancelled", "unknown"),
        "NAR Code of Ethics art. 16; NVAR",
        H,
        "Owners of expired and cancelled listings may be approached; withdrawn ones are still under contract.",
        on=EVERY,
    ),
    duty(
        "US-expired",
        "FCC order of 18 Feb 2005",
        H,
        "An expired listing is no exemption: a registered number needs consent or a relationship.",
    ),
    duty(
        "US-former-firm",
        "NVAR; Oregon Realtors",
        H,
        "Only the former listing firm has a relationship, for 18 months after its agreement ends.",
    ),
    duty(
        "US-fsbo",
        "FCC order of 18 Feb 2005",
        H,
        "A registered owner who sells alone may be called only for a buyer one represents, about that sale.",
    ),
    duty("US-brokerage", "16 CFR 310.2", U, "The relationship belongs to the brokerage, not to the agent."),
    duty("US-office", "GAAR and NAR material", M, "A written and monitored office policy earns the safe harbor."),
)

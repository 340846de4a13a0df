"""What carriers and the industry's practice demand of texts: reviewed 20 November 2026; not legal advice."""

from dialer.core.rules.model import Parameter
from dialer.core.rules.rows import TEXT, H, M, duty, row

# The union of 47 CFR 64.1200(a)(10) and the lists of Twilio, AWS and Telnyx.
OPT_OUT_WORDS = (
    "STOP",
    "STOPALL",
    "STOP ALL",
    "UNSUBSCRIBE",
    "CANCEL",
    "END",
    "QUIT",
    "REVOKE",
    "OPTOUT",
    "OPT-OUT",
    "OPT OUT",
    "REMOVE",
    "ARRET",
    "TD",
)
OPT_IN_WORDS = ("START", "UNSTOP", "YES")
HELP_WORDS = ("HELP", "INFO")

PROVIDERS = "47 CFR 64.1200(a)(10); Twilio, AWS and Telnyx documentation"

RULES = (
    row(
        "US-stop-words",
        Parameter.OPT_OUT_WORDS,
        OPT_OUT_WORDS,
        PROVIDERS,
        H,
        "These replies always stop texts; other wording counts as a reasonable person would understand it.",
        on=TEXT,
    ),
    row("US-start-words", Parameter.OPT_IN_WORDS, OPT_IN_WORDS, PROVIDERS, H, "These allow texts again.", on=TEXT),
    row("US-help-words", Parameter.HELP_WORDS, HELP_WORDS, PROVIDERS, H, "These ask who is writing.", on=TEXT),
    duty("US-10dlc", "Telnyx, AWS, Bird documentation", H, "Brand and campaign are registered first.", on=TEXT),
    duty("US-toll-free", "AWS documentation", M, "On toll-free senders the carrier itself handles STOP.", on=TEXT),
)

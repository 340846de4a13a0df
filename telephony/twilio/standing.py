"""What an account at Twilio can do, by its own resource. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Standing:
    """`problems` say what is wrong and what to do; `dials` whether the account places calls all the same."""

    problems: tuple[str, ...] = ()
    dials: bool = True


NOT_ACTIVE = "The Twilio account is not active: its console says why and how to reactivate it."
TRIAL = (
    "This is a trial account of Twilio: it calls and texts verified numbers only, says so to whoever answers, and has "
    "few calls at once. Upgrade it before a session."
)
UNKNOWN_TO_TWILIO = "Twilio refuses us ({code}): check TWILIO_ACCOUNT_SID, the token and the API key."


def standing_of(account: Mapping[str, Any]) -> Standing:
    active = account.get("status") == "active"
    problems = [] if active else [NOT_ACTIVE]
    if account.get("type") == "Trial":
        problems.append(TRIAL)
    return Standing(tuple(problems), active)


def refused(code: str | None) -> Standing:
    """Our credentials are not taken."""
    return Standing((UNKNOWN_TO_TWILIO.format(code=code),), dials=False)

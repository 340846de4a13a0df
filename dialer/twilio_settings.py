"""What is wrong with the settings of a Twilio account, as far as they tell it by themselves. Pure."""

import re
from collections.abc import Callable

from telephony.twilio.account import API_URL

_SIDS = {
    "TWILIO_ACCOUNT_SID": ("AC", "copy the Account SID from the first page of Twilio's console"),
    "TWILIO_API_KEY_SID": ("SK", "copy the SID of a standard API key from Account, API keys in Twilio's console"),
    "TWILIO_MESSAGING_SERVICE_SID": ("MG", "copy the service's SID from Messaging, Services in Twilio's console"),
}

_TOGETHER = (
    (
        "TWILIO_API_KEY_SID",
        "TWILIO_API_KEY_SECRET",
        "the secret that Twilio showed when the key was made; make a new key",
    ),
    (
        "TWILIO_API_KEY_SECRET",
        "TWILIO_API_KEY_SID",
        "the SID of the same key, from Account, API keys in Twilio's console",
    ),
)


def twilio_problems(given: Callable[[str], str]) -> list[str]:
    """Every problem, each with the next step; `given` tells a variable's value, empty where it is not set.

    Only Twilio itself has its forms of names: a compatible service, under another address, may have others.
    """
    problems = [
        f"{name} is missing: {other} is set, which is of no use without it. Set it to {what}, or leave both out."
        for other, name, what in _TOGETHER
        if given(other) and not given(name)
    ]
    if given("TWILIO_API_URL").rstrip("/") not in ("", API_URL):
        return problems
    problems += [
        f"{name} cannot be used: it has {start} and 32 letters and digits; {what}."
        for name, (start, what) in _SIDS.items()
        if given(name) and not re.fullmatch(start + r"[0-9a-zA-Z]{32}", given(name))
    ]
    problems += [
        f"{name} cannot be used: it has 32 letters and digits; copy it from the first page of Twilio's console."
        for name in ("TWILIO_AUTH_TOKEN", "TWILIO_SECONDARY_TOKEN")
        if given(name) and not re.fullmatch(r"[0-9a-zA-Z]{32}", given(name))
    ]
    if given("TWILIO_AUTH_TOKEN") and given("TWILIO_AUTH_TOKEN") == given("TWILIO_SECONDARY_TOKEN"):
        problems.append(
            "TWILIO_SECONDARY_TOKEN is the same as TWILIO_AUTH_TOKEN: leave it out unless the tokens are being rotated."
        )
    return problems

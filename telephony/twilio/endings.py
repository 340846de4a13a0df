"""Twilio's call and message statuses and error codes as endings.

Codes are from Twilio's error dictionary. New ones appear there without notice, so an unknown code is
`failed_unclassified`, with the code kept for whoever investigates.
"""

from collections.abc import Mapping
from typing import NamedTuple

from telephony.endings import Ending, EndingKind, ending
from telephony.sip.endings import ending_from_sip

K = EndingKind

CALL_STATUSES: Mapping[str, EndingKind] = {
    "completed": K.completed,
    "busy": K.busy,
    "no-answer": K.no_answer,
    "canceled": K.cancelled,
}

MESSAGE_STATUSES: Mapping[str, EndingKind] = {
    "delivered": K.completed,
    "read": K.completed,
    "canceled": K.cancelled,
}


class Meaning(NamedTuple):
    """What an error code makes of a call or text, and what the operator can do about it."""

    kind: EndingKind
    advice: str


DOCTOR = "Run `relist doctor --carrier twilio`; it says what to set."
REACH = f"Twilio could not reach this server or read its answer. {DOCTOR}"
FEWER = "Lower TWILIO_CONCURRENT_CALLS, or get a Business profile approved in Twilio's console."
WAIT = "Nothing to do; it is tried again."
NEVER_AGAIN = "Nothing to do; this number is not tried again."
NO_TEXTS = "Call this number instead; it gets no more texts."
INCIDENT = "Twilio had a fault of its own; status.twilio.com says whether it lasts."
OTHER_WORDS = "Reword the text, without link shorteners and with your name, and check the registration of your sender."

ERROR_CODES: Mapping[int, Meaning] = {
    10001: Meaning(K.our_settings, "The Twilio account is not active: its console says how to reactivate it."),
    10004: Meaning(K.our_limit, FEWER),
    11200: Meaning(K.line_lost, REACH),
    11205: Meaning(K.line_lost, REACH),
    12100: Meaning(K.line_lost, REACH),
    12200: Meaning(K.line_lost, REACH),
    13224: Meaning(K.invalid_number, NEVER_AGAIN),
    13240: Meaning(K.wrong_state, "The agent's line had just changed; listen in again."),
    16021: Meaning(K.our_limit, FEWER),
    16025: Meaning(K.wrong_state, "The line was in its room already; nothing to do."),
    20003: Meaning(K.our_settings, f"Check TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and the API key. {DOCTOR}"),
    20404: Meaning(K.wrong_state, "It was long over; nothing to do."),
    20429: Meaning(K.our_limit, WAIT),
    20500: Meaning(K.line_lost, INCIDENT),
    21210: Meaning(K.our_settings, "Buy or verify the caller ID in Twilio's console, or take it out under Caller IDs."),
    21211: Meaning(K.invalid_number, NEVER_AGAIN),
    21214: Meaning(K.unreachable, WAIT),
    21215: Meaning(K.our_settings, "Allow this country under Voice, Geographic Permissions in Twilio's console."),
    21216: Meaning(K.blocked_by_carrier, "Twilio blocks this number; ask its support with the code if that is wrong."),
    21217: Meaning(K.invalid_number, NEVER_AGAIN),
    21219: Meaning(K.our_settings, "A trial account calls verified numbers only: upgrade it, or verify this number."),
    21220: Meaning(K.wrong_state, "The call was over already; nothing to do."),
    21262: Meaning(K.line_lost, f"The machine detection had nowhere to report to. {DOCTOR}"),
    21606: Meaning(K.our_settings, "The number that writes cannot send texts: choose one of the account's that can."),
    21608: Meaning(K.our_settings, "A trial account texts verified numbers only: upgrade it, or verify this number."),
    21610: Meaning(K.opted_out, "The person replied STOP; only their own START allows texts again."),
    21612: Meaning(K.not_textable, "Write from another of your numbers, or call; this pair cannot exchange texts."),
    21614: Meaning(K.not_textable, NO_TEXTS),
    22005: Meaning(K.our_limit, "Lower TWILIO_CALLS_PER_SECOND to what the account allows."),
    30003: Meaning(K.unreachable, "The phone is off or out of reach; try another time."),
    30004: Meaning(K.filtered, "The person or their carrier blocks this sender; call instead."),
    30005: Meaning(K.invalid_number, NEVER_AGAIN),
    30006: Meaning(K.not_textable, NO_TEXTS),
    30007: Meaning(K.filtered, OTHER_WORDS),
    30008: Meaning(K.unreachable, "The carrier gave no reason; if it happens often, reword the text."),
    30034: Meaning(
        K.our_settings, "Register the brand and campaign (A2P 10DLC) in Twilio's console before more texts."
    ),
    30450: Meaning(K.filtered, "Twilio took it for artificial traffic; ask its support with the code."),
    30610: Meaning(
        K.our_settings, "It is quiet time at the person's place by Twilio's rules: narrow the texting hours."
    ),
    30640: Meaning(K.blocked_by_carrier, "The number is listed as a litigator's; leave it alone."),
    31205: Meaning(
        K.line_lost, "The browser phone's access ran out: reload the page, and check this computer's clock."
    ),
    32203: Meaning(K.blocked_by_carrier, "Twilio took the call for fraud; ask its support with the code."),
}
"""Twilio's error dictionary, as far as it concerns calls and texts of ours."""

UNKNOWN = "Look the code up at twilio.com/docs/api/errors."


def ending_from_twilio(status: str, error_code: int | None = None, sip_code: int | None = None) -> Ending:
    """How a call ended, from its final status and whichever codes came with it; an error code says most."""
    if error_code is not None:
        return ending_from_error(error_code)
    if status in CALL_STATUSES:
        return ending(CALL_STATUSES[status])
    if sip_code is not None:
        return ending_from_sip(sip_code)
    return ending(K.failed_unclassified, f"Twilio status {status}")


def text_ending_from_twilio(status: str, error_code: int | None = None) -> Ending:
    """How a text ended, from its status and error code."""
    if error_code is not None:
        return ending_from_error(error_code)
    return ending(MESSAGE_STATUSES.get(status, K.failed_unclassified), f"Twilio status {status}")


def ending_from_error(error_code: int) -> Ending:
    kind, advice = ERROR_CODES.get(error_code, Meaning(K.failed_unclassified, UNKNOWN))
    return ending(kind, f"Twilio {error_code}", advice)


NO_SUCH = frozenset({"Twilio 20404", "Twilio HTTP 404"})
"""How an answer says that there is no such call or text."""

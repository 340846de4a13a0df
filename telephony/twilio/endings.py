"""Twilio's call and message statuses and error codes as endings.

Codes are from Twilio's error dictionary. New ones appear there without notice, so an unknown code is
`failed_unclassified`, with the code kept for whoever investigates.
"""

from collections.abc import Mapping

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

ERROR_CODES: Mapping[int, EndingKind] = {
    10001: K.our_settings,  # account not active
    10004: K.our_limit,  # concurrent calls
    16021: K.our_limit,  # concurrent conference participants
    20003: K.our_settings,  # credentials
    20404: K.wrong_state,  # no such call: it is long over
    20429: K.our_limit,  # API concurrency; the request was never processed
    21210: K.our_settings,  # caller ID not verified
    21211: K.invalid_number,
    21214: K.unreachable,  # "to" cannot be reached
    21215: K.our_settings,  # geographic permission
    21216: K.blocked_by_carrier,  # "to" is blocked by Twilio
    21217: K.invalid_number,
    21220: K.wrong_state,
    21608: K.our_settings,  # trial account, number not verified
    21610: K.opted_out,
    21612: K.not_textable,  # no route for texts between these two numbers
    21614: K.not_textable,  # not a mobile number
    22005: K.our_limit,  # the queue before the calls-per-second limit is full
    30003: K.unreachable,
    30004: K.filtered,  # blocked on the recipient's side
    30005: K.invalid_number,
    30006: K.not_textable,  # landline or unreachable carrier
    30007: K.filtered,
    30034: K.our_settings,  # sender not registered for 10DLC
    30450: K.filtered,  # text-pumping protection
    30610: K.our_settings,  # quiet hours
    30640: K.blocked_by_carrier,  # known litigator
    32203: K.blocked_by_carrier,  # trunk call blocked as fraud
    13224: K.invalid_number,  # number not supported
}


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
    return ending(ERROR_CODES.get(error_code, K.failed_unclassified), f"Twilio {error_code}")


NO_SUCH = frozenset({"Twilio 20404", "Twilio HTTP 404"})
"""How an answer says that there is no such call or text."""

"""SIP responses and Q.850 causes as endings.

The same code means different things in different mouths, so the most telling evidence is read first:

1. a carrier's own words for a limit or a block (livekit/sip's error table; Telnyx on caller IDs and channels);
2. 607 and 608, which say more than any cause beside them (RFC 8197, RFC 8688), and their forerunner "603+";
3. a `Reason: Q.850` header, which outranks the SIP code as in Asterisk's res_pjsip_rfc3326;
4. the SIP code.

A code that stands nowhere here is `failed_unclassified`, which is meant to be noticed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from telephony.endings import Ending, EndingKind, ending

_NO_HEADERS: Mapping[str, str] = {}
_Q850_CAUSE = re.compile(r"Q\.850\s*;[^,]*?cause\s*=\s*(\d+)", re.IGNORECASE)

K = EndingKind


@dataclass(frozen=True, slots=True)
class Wording:
    """A carrier's words, in lower case, that change what codes in this range mean."""

    first_code: int
    last_code: int
    words: str
    kind: EndingKind


WORDINGS = (
    Wording(500, 599, "cps limit exceeded", K.our_limit),
    Wording(500, 599, "concurrent call limit exceeded", K.our_limit),
    Wording(403, 403, "channel limit exceeded", K.our_limit),
    Wording(403, 403, "caller origination number is invalid", K.our_settings),
    # A fraud block by Twilio's trunk, told apart from a person's decline only by its error header.
    Wording(603, 603, "32203", K.blocked_by_carrier),
    # "603+" of ATIS-1000099: blocked by analytics, in networks that do not speak 608 yet.
    Wording(603, 603, "network blocked", K.analytics_blocked),
    Wording(603, 603, "v=analytics", K.analytics_blocked),
)

MOST_TELLING_CODES: Mapping[int, EndingKind] = {607: K.unwanted, 608: K.analytics_blocked}

# Causes 16, 31 and 127 say nothing that the SIP code does not say better, so they are left to it.
Q850: Mapping[int, EndingKind] = {
    1: K.invalid_number,  # unallocated
    2: K.unreachable,  # no route to the transit network
    3: K.unreachable,  # no route to the destination
    17: K.busy,
    18: K.no_answer,  # no user responding
    19: K.no_answer,
    20: K.unreachable,  # subscriber absent
    21: K.rejected,
    22: K.invalid_number,  # number changed
    27: K.unreachable,  # destination out of order
    28: K.invalid_number,  # invalid format
    29: K.rejected,  # facility rejected
    34: K.congestion,  # no circuit
    38: K.congestion,  # network out of order
    41: K.congestion,  # temporary failure
    42: K.congestion,  # switching congestion
    44: K.congestion,  # circuit not available
    47: K.congestion,  # resource not available
    50: K.our_settings,  # facility not subscribed
    57: K.our_settings,  # bearer capability not authorised
    58: K.media_failed,  # bearer capability not available
    65: K.media_failed,  # bearer capability not implemented
    79: K.media_failed,  # service not implemented
    88: K.media_failed,  # incompatible destination
    102: K.unreachable,  # recovery on timer expiry
}

SIP_CODES: Mapping[int, EndingKind] = {
    200: K.completed,
    **dict.fromkeys((300, 301, 302, 305, 380), K.unreachable),  # a redirect, which is never followed
    401: K.our_settings,  # our credentials were not accepted
    402: K.our_settings,  # the account has to be paid
    403: K.rejected,
    404: K.invalid_number,
    407: K.our_settings,  # our credentials were not accepted
    406: K.media_failed,  # also the library's own word for an answer without sound
    408: K.unreachable,
    410: K.invalid_number,  # gone for good
    415: K.media_failed,
    480: K.no_answer,
    483: K.congestion,  # too many hops: a loop on the way
    484: K.invalid_number,  # digits are missing
    485: K.invalid_number,  # ambiguous
    486: K.busy,
    487: K.cancelled,
    488: K.media_failed,
    500: K.congestion,
    502: K.congestion,
    503: K.congestion,
    504: K.congestion,
    600: K.busy,
    603: K.rejected,
    604: K.invalid_number,
    606: K.media_failed,
    **MOST_TELLING_CODES,
}


def ending_from_sip(code: int, phrase: str = "", headers: Mapping[str, str] = _NO_HEADERS) -> Ending:
    """The ending behind a final SIP response.

    >>> ending_from_sip(503, "Trunk CPS limit exceeded").kind
    <EndingKind.our_limit: 'our_limit'>
    >>> ending_from_sip(480, headers={"Reason": "Q.850;cause=17"}).kind
    <EndingKind.busy: 'busy'>
    """
    kind = _from_words(code, phrase, headers) or MOST_TELLING_CODES.get(code)
    if kind is not None:
        return ending(kind, f"SIP {code}")
    cause = _cause(headers)
    if cause in Q850:
        return ending(Q850[cause], f"SIP {code}, Q.850 {cause}")
    return ending(SIP_CODES.get(code, K.failed_unclassified), f"SIP {code}")


def _from_words(code: int, phrase: str, headers: Mapping[str, str]) -> EndingKind | None:
    said = " ".join((phrase, *headers.values())).lower()
    for wording in WORDINGS:
        if wording.first_code <= code <= wording.last_code and wording.words in said:
            return wording.kind
    return None


def _cause(headers: Mapping[str, str]) -> int:
    """The Q.850 cause in the Reason header, or 0, which is no cause. Header names come in any case."""
    reason = next((value for name, value in headers.items() if name.lower() == "reason"), "")
    found = _Q850_CAUSE.search(reason)
    return int(found[1]) if found else 0

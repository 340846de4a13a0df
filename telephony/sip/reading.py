"""What the last message about a call says: its code and phrase, and the headers that endings are read from."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from telephony.endings import Ending, EndingKind, ending
from telephony.sip.endings import ending_from_sip

TELLING = ("reason", "x-", "call-info", "warning", "retry-after")
"""Beginnings of the names of headers that say why."""


@dataclass(frozen=True, slots=True)
class Last:
    """How a call's signalling came to its end."""

    code: int
    phrase: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    was_heard: bool = True
    """Whether the far side said so; otherwise our own timer or socket did."""

    by_us: bool = False
    """Whether the last message of it was a goodbye of ours."""
    picked_up: bool = False
    """Whether the last exchange shows that the call had been answered, if only for an instant."""

    @property
    def says_nothing_of_the_number(self) -> bool:
        """A failure of the server itself (RFC 3261, 21.5), or a message that never left us. Another way may work.

        408 and silence are not among them: such an INVITE may have rung somebody.
        """
        return 500 <= self.code <= 599

    @property
    def complains_of_rate(self) -> bool:
        return "cps limit" in self.phrase.lower()

    @property
    def complains_of_channels(self) -> bool:
        return self._is_our_limit and not self.complains_of_rate

    @property
    def _is_our_limit(self) -> bool:
        return ending_from_sip(self.code, self.phrase, self.headers).kind is EndingKind.our_limit


def read_headers(message: str) -> dict[str, str]:
    """The telling headers of a SIP message; names in lower case, the body left out."""
    head = message.replace("\r\n", "\n").partition("\n\n")[0]
    found: dict[str, str] = {}
    for line in head.split("\n")[1:]:
        name, colon, value = line.partition(":")
        if colon and name.strip().lower().startswith(TELLING):
            found[name.strip().lower()] = value.strip()
    return found


_VIA = re.compile(r"(?im)^(?:via|v)[ \t]*:[ \t]*SIP/2\.0/\w+[ \t]+([^\s;,:]+)([^\r\n,]*)")
_RECEIVED = re.compile(r";\s*received\s*=\s*([^\s;,]+)", re.IGNORECASE)
_CODEC = re.compile(r"(?im)^a=rtpmap:\d+ ([\w.-]+)/")
_PLAIN = {"0": "PCMU", "8": "PCMA", "9": "G722", "18": "G729"}
"""Codecs that an offer may name by their number alone (RFC 3551, 6)."""


def seen_at(answer: str) -> tuple[str, str] | None:
    """Where we said that we are and where the far side saw us, where it says that these differ (RFC 3261, 18.2.1)."""
    via = _VIA.search(answer)
    received = _RECEIVED.search(via[2]) if via is not None else None
    if via is None or received is None or received[1] == via[1]:
        return None
    return via[1], received[1]


def codecs_of(answer: str) -> frozenset[str]:
    """The codecs, in capitals, that an answer to OPTIONS names (RFC 3261, 11.2); none where it has nothing to say."""
    body = answer.replace("\r\n", "\n").partition("\n\n")[2]
    audio = re.search(r"(?m)^m=audio \d+ \S+((?: \d+)+)", body)
    if audio is None:
        return frozenset()
    plain = {_PLAIN[number] for number in audio[1].split() if number in _PLAIN}
    return frozenset(plain | {name.upper() for name in _CODEC.findall(body)} - {"TELEPHONE-EVENT"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What had become of a leg when it ended."""

    answered: bool = False
    had_sound: bool = False
    rang_out: bool = False
    cancelled: bool = False
    unheard: bool = False
    """The trunk said nothing at all, and we gave it up."""
    hung_up: bool = False
    """Whether somebody on our side wanted it to end."""
    lost: str = ""
    """Why it could not go on, where neither side wanted it to end."""


def ending_of(course: Course, last: Last) -> Ending:
    """Why a leg is over. What the far side said outranks what we had wished for."""
    if course.answered:
        return _ending_of_answered(course, last)
    if course.unheard:
        return ending(EndingKind.congestion, "the trunk gave no answer")
    if course.rang_out and last.code in (0, 487):
        return ending(EndingKind.no_answer, "ring limit")
    if course.cancelled and last.code in (0, 487):
        return ending(EndingKind.cancelled, f"SIP {last.code}" if last.code else None)
    return ending_from_sip(last.code, last.phrase, last.headers)


def _ending_of_answered(course: Course, last: Last) -> Ending:
    # An answer that crossed our CANCEL never gets as far as sound.
    if not course.had_sound and not course.cancelled:
        return ending(EndingKind.media_failed, f"SIP {last.code}")
    if course.lost:
        return ending(EndingKind.line_lost, course.lost)
    if last.by_us and not course.hung_up:
        # The library says goodbye by itself where a session is not refreshed (RFC 4028, 10).
        return ending(EndingKind.line_lost, "the far end did not keep the session up")
    return ending(EndingKind.completed, f"SIP {last.code}")

"""TwiML as Twilio documents it: a program of verbs. What is not documented is an error, not a shrug."""

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

VERBS: Mapping[str, frozenset[str]] = {
    "Say": frozenset({"voice", "language", "loop"}),
    "Play": frozenset({"loop", "digits"}),
    "Pause": frozenset({"length"}),
    "Redirect": frozenset({"method"}),
    "Hangup": frozenset(),
    "Dial": frozenset({"action", "method", "timeout", "timeLimit", "hangupOnStar", "record"}),
    "Record": frozenset(
        {
            "action",
            "method",
            "timeout",
            "finishOnKey",
            "maxLength",
            "playBeep",
            "trim",
            "recordingStatusCallback",
            "recordingStatusCallbackMethod",
            "recordingStatusCallbackEvent",
        }
    ),
    "Gather": frozenset(
        {"input", "timeout", "speechTimeout", "numDigits", "action", "method", "actionOnEmptyResult", "finishOnKey"}
    ),
}

CONFERENCE = frozenset(
    {
        "participantLabel",
        "beep",
        "muted",
        "startConferenceOnEnter",
        "endConferenceOnExit",
        "waitUrl",
        "waitMethod",
        "maxParticipants",
        "record",
        "region",
        "coach",
        "jitterBufferSize",
        "statusCallback",
        "statusCallbackMethod",
        "statusCallbackEvent",
    }
)
CONFERENCE_EVENTS = frozenset({"start", "end", "join", "leave", "mute", "hold", "modify", "speaker", "announcement"})


class TwimlError(Exception):
    """Twilio would end the call with "an application error has occurred"."""


@dataclass(frozen=True)
class Verb:
    name: str
    attributes: Mapping[str, str]
    text: str = ""
    room: str = ""
    """For a Dial into a conference, its name; the attributes are then the conference's."""
    inside: tuple["Verb", ...] = ()
    """What is heard while a Gather listens."""


def parse(text: str) -> list[Verb]:
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as problem:
        raise TwimlError(f"12100: {problem}") from problem
    if root.tag != "Response":
        raise TwimlError(f"12100: the root is {root.tag}")
    return [_verb(element) for element in root]


def _verb(element: ElementTree.Element) -> Verb:
    known = VERBS.get(element.tag)
    if known is None:
        raise TwimlError(f"12200: no verb {element.tag}")
    _check(element, known)
    if element.tag == "Gather":
        inside = tuple(_verb(each) for each in element)
        if {each.name for each in inside} - {"Say", "Play", "Pause"}:
            raise TwimlError("12200: a Gather holds only Say, Play and Pause")
        return Verb("Gather", dict(element.attrib), inside=inside)
    if element.tag != "Dial":
        return Verb(element.tag, dict(element.attrib), element.text or "")
    (conference,) = element
    if conference.tag != "Conference":
        raise TwimlError(f"12200: this double dials into conferences only, not into {conference.tag}")
    _check(conference, CONFERENCE)
    events = set(conference.get("statusCallbackEvent", "").split())
    if events - CONFERENCE_EVENTS:
        raise TwimlError(f"12200: no conference events {events - CONFERENCE_EVENTS}")
    return Verb("Dial", dict(conference.attrib), room=conference.text or "")


def _check(element: ElementTree.Element, known: frozenset[str]) -> None:
    if set(element.attrib) - known:
        raise TwimlError(f"12200: {element.tag} has no attributes {set(element.attrib) - known}")

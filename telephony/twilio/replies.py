"""TwiML: what we answer when Twilio asks what a call is to do. Built as a tree, so that no text can become markup."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, tostring

from telephony.events import KEY_SECONDS
from telephony.orders import CallRole, Hearing
from telephony.twilio.account import Account, room_of

LEAD = CallRole.lead
LEG = CallRole.agent_leg

WAIT_SECONDS = 5
"""How long a call waits before it asks again; whoever has news for it interrupts the wait."""

BEEP_SILENCE_SECONDS = 2
GREETING_SECONDS = 20
MESSAGE_SECONDS = 90
"""How long a caller's message may be."""


def hang_up() -> str:
    response = Element("Response")
    SubElement(response, "Hangup")
    return _xml(response)


def nothing() -> str:
    """For requests that ask nothing of us, such as a text: no answer of our own."""
    return _xml(Element("Response"))


def agent_room(account: Account, leg_id: str) -> str:
    """The agent's leg opens its conference; first in, it sets the callbacks for everybody (TwiML <Conference>).

    When it leaves, the conference ends, and whoever else is there goes on with what stands after their own <Dial>.
    """
    response = Element("Response")
    attributes = {
        "participantLabel": leg_id,
        "startConferenceOnEnter": "true",
        "endConferenceOnExit": "true",
        "statusCallback": account.of_room(leg_id),
        "statusCallbackMethod": "POST",
        "statusCallbackEvent": "join leave end",
    }
    _conference(response, leg_id, attributes)
    SubElement(response, "Hangup")
    return _xml(response)


def hear(
    account: Account,
    agent_leg_id: str,
    listener_leg_id: str,
    agent_sid: str,
    hearing: Hearing,
    *,
    comes_back: bool = False,
) -> str:
    """A manager, or somebody to whom a person is to be handed over, joins an agent's conference. A coach is heard by
    the coached alone, and a muted one by nobody (TwiML <Conference>, `coach`, `muted`). The room neither begins with
    them nor ends without them. With `comes_back` the leg goes to its own room when that one is over."""
    response = Element("Response")
    attributes = {
        "participantLabel": listener_leg_id,
        "startConferenceOnEnter": "false",
        "endConferenceOnExit": "false",
        "muted": "true" if hearing is Hearing.listen else "false",
    }
    if hearing is not Hearing.barge:
        attributes["coach"] = agent_sid
    _conference(response, agent_leg_id, attributes)
    if comes_back:
        _redirect(response, account.of_call(LEG, listener_leg_id, "room"))
    else:
        SubElement(response, "Hangup")
    return _xml(response)


def ask_agent(account: Account, leg_id: str) -> str:
    """An agent's own phone confirms by a key that it is a person, since a mailbox would pick up as well."""
    response = Element("Response")
    address = account.of_call(LEG, leg_id, "answer")
    gather = SubElement(response, "Gather", {"numDigits": "1", "timeout": "10", "action": address, "method": "POST"})
    _say(gather, "This is your calling session. Press any key to begin.")
    SubElement(response, "Hangup")
    return _xml(response)


def bridge(account: Account, call_id: str, leg_id: str, digits: str = "") -> str:
    """A person joins the agent's conference, after touch tones where the agent sends some.

    A conference that holds no agent never starts, so two people called by us could not even hear each other in one.
    """
    response = Element("Response")
    if digits:
        SubElement(response, "Play", {"digits": digits})
    attributes = {"participantLabel": call_id, "startConferenceOnEnter": "false", "endConferenceOnExit": "false"}
    _conference(response, leg_id, attributes)
    _redirect(response, account.of_call(LEAD, call_id, "after"))
    return _xml(response)


def wait(account: Account, call_id: str, seconds: int = WAIT_SECONDS, words: str = "") -> str:
    """Silence, after words where there are any, then the question again."""
    response = Element("Response")
    if words:
        _say(response, words)
    SubElement(response, "Pause", {"length": str(seconds)})
    _redirect(response, account.of_call(LEAD, call_id, "next"))
    return _xml(response)


def say(account: Account, call_id: str, which: str, text: str, offer: str = "") -> str:
    """Words for a person, then the report that they were spoken; `which` tells one message from another."""
    response = Element("Response")
    heard = _while_keys_count(response, account, call_id, which, offer)
    _say(heard, text)
    if offer:
        _say(heard, offer)
    _redirect(response, account.of_call(LEAD, call_id, f"played/{which}"))
    return _xml(response)


def play(
    account: Account, call_id: str, which: str, file_url: str, offer: str = "", *, wait_for_greeting: bool = False
) -> str:
    """A recording, then the report that it was played; for a machine, when its greeting has come to a pause.

    <Gather> listens for speech and goes on when it stops, without recording anybody; it goes on too when it hears
    nothing. (TwiML <Gather>, `input`, `speechTimeout`, `actionOnEmptyResult`.)
    """
    response = Element("Response")
    if wait_for_greeting:
        attributes = {
            "input": "speech",
            "speechTimeout": str(BEEP_SILENCE_SECONDS),
            "timeout": str(GREETING_SECONDS),
            "actionOnEmptyResult": "true",
            "action": account.of_call(LEAD, call_id, "greeted"),
            "method": "POST",
        }
        SubElement(response, "Gather", attributes)
    heard = _while_keys_count(response, account, call_id, which, offer)
    SubElement(heard, "Play").text = file_url
    if offer:
        _say(heard, offer)
    _redirect(response, account.of_call(LEAD, call_id, f"played/{which}"))
    return _xml(response)


def take_message(account: Account, call_id: str, which: str, words: str) -> str:
    """A greeting, a beep, and what the caller says after it. Silence ends it (TwiML <Record>, `timeout`)."""
    response = Element("Response")
    _say(response, words)
    attributes = {
        "maxLength": str(MESSAGE_SECONDS),
        "timeout": "5",
        "playBeep": "true",
        "action": account.of_call(LEAD, call_id, f"played/{which}"),
        "method": "POST",
        "recordingStatusCallback": account.of_call(LEAD, call_id, "recorded"),
        "recordingStatusCallbackMethod": "POST",
    }
    SubElement(response, "Record", attributes)
    _redirect(response, account.of_call(LEAD, call_id, f"played/{which}"))
    return _xml(response)


def notice(words: str) -> str:
    """Said into a conference."""
    response = Element("Response")
    _say(response, words)
    return _xml(response)


def sorry(text: str) -> str:
    """For moments at which the database cannot be asked: words, and the end."""
    response = Element("Response")
    _say(response, text)
    SubElement(response, "Hangup")
    return _xml(response)


def _conference(response: Element, leg_id: str, attributes: Mapping[str, str]) -> None:
    shared = {
        # Without this a person hears a beep on joining.
        "beep": "false",
        # The default buffer adds up to a second of delay (TwiML <Conference>, jitterBufferSize).
        "jitterBufferSize": "small",
        # Empty: silence instead of music until both are there.
        "waitUrl": "",
    }
    dial = SubElement(response, "Dial")
    SubElement(dial, "Conference", {**attributes, **shared}).text = room_of(leg_id)


def _while_keys_count(response: Element, account: Account, call_id: str, which: str, offer: str) -> Element:
    """What is put into it is heard, and a key pressed meanwhile is told to us. After words that offer a key there is
    time to press it. Without a key the call goes on (TwiML <Gather>, `numDigits`, `timeout`)."""
    attributes = {
        "input": "dtmf",
        "numDigits": "1",
        "timeout": str(KEY_SECONDS if offer else 1),
        "action": account.of_call(LEAD, call_id, f"key/{which}"),
        "method": "POST",
    }
    return SubElement(response, "Gather", attributes)


def _say(parent: Element, text: str) -> None:
    SubElement(parent, "Say").text = text


def _redirect(response: Element, url: str) -> None:
    SubElement(response, "Redirect", {"method": "POST"}).text = url


def _xml(response: Element) -> str:
    return '<?xml version="1.0" encoding="UTF-8"?>' + tostring(response, encoding="unicode")

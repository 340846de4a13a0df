"""Twilio's webhooks as events. Pure: the form and the time of arrival in, events out.

The time of an event is the time it arrived: Twilio's own times come from many machines, and order is not promised.
Keys are made from what a report says, not from its delivery, so that a delivery under another token is recognised.

"answered" is deliberately no event of the status callback: a lead's call is answered where it asks what to do, because
only there the reply can bridge it. The status callback of the same moment would race it.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from telephony.events import (
    OPT_OUT_KEY,
    Accepted,
    AgentJoined,
    AgentLost,
    Answered,
    CallArrived,
    CallEvent,
    Ended,
    Human,
    Machine,
    MessageEvent,
    OptedOut,
    Played,
    Rang,
    RecordingReady,
    TextDelivered,
    TextFailed,
    TextReceived,
    TextSent,
)
from telephony.media import Media
from telephony.numbers import NumberError, PhoneNumber
from telephony.twilio.endings import ending_from_twilio, text_ending_from_twilio

Params = Mapping[str, str]

OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
MACHINES = frozenset({"machine_start", "machine_end_beep", "machine_end_silence", "machine_end_other", "fax"})
# "other" is also what Twilio says when its time was over while the greeting was still playing.
RECORDING_NOW = frozenset({"machine_end_beep", "machine_end_silence"})

MOST_MEDIA = 10
"""A text brings at most ten files (docs, "Messaging webhooks", NumMedia)."""

_MEDIA_SID = re.compile(r"ME[0-9a-fA-F]{32}$")


class WebhookError(ValueError):
    """A webhook without a field that it must have. The message names the field, never a value."""


def required(params: Params, name: str) -> str:
    value = params.get(name)
    if not value:
        raise WebhookError(f"the webhook lacks {name}")
    return value


def id_of_caller(sid: str) -> str:
    """Our own id of a call that came to us: the same for every webhook about it."""
    return uuid5(NAMESPACE_URL, f"twilio:{sid}").hex


def call_arrived(params: Params, now: datetime) -> CallArrived:
    """Somebody rings one of our numbers. A withheld number comes as a word or as digits that are no number
    (docs, "Inbound calls from anonymous callers")."""
    sid = required(params, "CallSid")
    try:
        caller = PhoneNumber.parse(params.get("From", ""))
    except NumberError:
        caller = None
    return CallArrived(
        call_id=id_of_caller(sid),
        at=now,
        event_key=f"{sid}:arrived",
        carrier_call_id=sid,
        from_=caller,
        to=PhoneNumber.parse(required(params, "To")),
    )


def call_status(call_id: str, params: Params, now: datetime) -> tuple[CallEvent, ...]:
    """A status callback. A status that is unknown here moves nothing."""
    sid, status = required(params, "CallSid"), required(params, "CallStatus")
    return status_events(call_id, sid, status, params, now)


def leg_status(leg_id: str, params: Params, now: datetime) -> tuple[CallEvent, ...]:
    """A status callback of an agent's own leg, which only its room can prove to be up."""
    return tuple(event for event in call_status(leg_id, params, now) if not isinstance(event, Answered))


def status_events(call_id: str, sid: str, status: str, params: Params, now: datetime) -> tuple[CallEvent, ...]:
    """What a status means, whether a callback or a look-up told it. `params` may hold CallDuration (seconds),
    ErrorCode and SipResponseCode."""
    match status:
        case "queued" | "initiated":
            return (Accepted(call_id=call_id, at=now, event_key=f"{sid}:initiated", carrier_call_id=sid),)
        case "ringing" | "in-progress":
            return (Rang(call_id=call_id, at=now, event_key=f"{sid}:ringing", carrier_call_id=sid),)
        case _ if status in OVER:
            codes = _number(params, "ErrorCode"), _number(params, "SipResponseCode")
            why = ending_from_twilio(status, *codes)
            ended = Ended(call_id=call_id, at=now, event_key=f"{sid}:ended", carrier_call_id=sid, ending=why)
            # A call that took time was answered, even where its question to us was lost.
            was_answered = status == "completed" and (_number(params, "CallDuration") or 0) > 0
            return (*answered(call_id, sid, now), ended) if was_answered else (ended,)
        case _:
            return ()


def answered(call_id: str, sid: str, now: datetime) -> tuple[CallEvent, ...]:
    """The call asks what to do."""
    return (Answered(call_id=call_id, at=now, event_key=f"{sid}:answered", carrier_call_id=sid),)


def verdict(call_id: str, params: Params, now: datetime) -> tuple[CallEvent, ...]:
    """The asynchronous machine detection. "unknown" says nothing: on doubt it is a person."""
    sid, by = required(params, "CallSid"), required(params, "AnsweredBy")
    key = f"{sid}:{by}"
    if by == "human":
        return (Human(call_id=call_id, at=now, event_key=key, carrier_call_id=sid),)
    if by in MACHINES:
        recording = by in RECORDING_NOW
        return (Machine(call_id=call_id, at=now, event_key=key, carrier_call_id=sid, greeting_ended=recording),)
    return ()


def recording_ready(call_id: str, params: Params, now: datetime) -> tuple[RecordingReady, ...]:
    """A recording status callback. A recording made by our request is of the conversation; one made by TwiML's <Record>
    is the message of a caller (RecordingSource)."""
    if required(params, "RecordingStatus") != "completed":
        return ()
    sid = required(params, "RecordingSid")
    return (
        RecordingReady(
            call_id=call_id,
            at=now,
            event_key=f"{sid}:completed",
            carrier_call_id=params.get("CallSid") or None,
            recording_id=sid,
            seconds=float(_number(params, "RecordingDuration") or 0),
            of_conversation=params.get("RecordingSource") != "RecordVerb",
        ),
    )


def left_room(call_id: str, params: Params, now: datetime) -> tuple[CallEvent, ...]:
    """A person's call left the conference and is still there: the agent is gone."""
    sid = required(params, "CallSid")
    return (AgentLost(call_id=call_id, at=now, event_key=f"{sid}:after", carrier_call_id=sid),)


def played(call_id: str, which: str, params: Params, now: datetime) -> tuple[CallEvent, ...]:
    """A message came to its end; `which` tells one message of a call from another."""
    sid = required(params, "CallSid")
    return (Played(call_id=call_id, at=now, event_key=f"{sid}:played:{which}", carrier_call_id=sid),)


def key_pressed(call_id: str, params: Params, now: datetime) -> tuple[CallEvent, ...]:
    """Somebody pressed a key while a message played; only one key means something."""
    sid = required(params, "CallSid")
    if required(params, "Digits") != OPT_OUT_KEY:
        return ()
    return (OptedOut(call_id=call_id, at=now, event_key=f"{sid}:opted_out", carrier_call_id=sid),)


def room_event(leg_id: str, params: Params, now: datetime) -> tuple[CallEvent, ...]:
    """A conference callback. Who joined is told by the label, which is our own call id.

    The agent's leg counts as answered only when it is in its room: before that nobody could be put through to it.
    """
    if required(params, "StatusCallbackEvent") != "participant-join":
        return ()
    sid, call_id = required(params, "CallSid"), required(params, "ParticipantLabel")
    if call_id == leg_id:
        return answered(leg_id, sid, now)
    return joined(call_id, sid, required(params, "ConferenceSid"), leg_id, now)


def joined(call_id: str, sid: str, conference: str, leg_id: str, now: datetime) -> tuple[CallEvent, ...]:
    """A person is in the agent's room."""
    key = f"{conference}:{sid}:join"
    return (AgentJoined(call_id=call_id, at=now, event_key=key, carrier_call_id=sid, agent_leg_id=leg_id),)


def text_status(message_id: str, params: Params, now: datetime) -> tuple[MessageEvent, ...]:
    """A text's status callback; what only says that Twilio still has it moves nothing."""
    sid, status = required(params, "MessageSid"), required(params, "MessageStatus")
    return text_events(message_id, sid, status, _number(params, "ErrorCode"), now)


def text_events(
    message_id: str, sid: str, status: str, error_code: int | None, now: datetime
) -> tuple[MessageEvent, ...]:
    key = f"{sid}:{status}"
    match status:
        case "sent":
            return (TextSent(message_id=message_id, at=now, event_key=key, carrier_message_id=sid),)
        case "delivered" | "read":
            return (TextDelivered(message_id=message_id, at=now, event_key=key, carrier_message_id=sid),)
        case "undelivered" | "failed" | "canceled":
            why = text_ending_from_twilio(status, error_code)
            return (TextFailed(message_id=message_id, at=now, event_key=key, carrier_message_id=sid, ending=why),)
        case _:
            return ()


def text_received(params: Params, now: datetime) -> TextReceived:
    """Somebody wrote to us. Raises NumberError for senders that are no phone numbers, such as short codes."""
    sid = required(params, "MessageSid")
    media = _number(params, "NumMedia") or 0
    wordless = f"[{media} attachment{'s' if media > 1 else ''}]" if media else ""
    return TextReceived(
        carrier_message_id=sid,
        from_=PhoneNumber.parse(required(params, "From")),
        to=PhoneNumber.parse(required(params, "To")),
        body=params.get("Body") or wordless,
        at=now,
        event_key=f"{sid}:received",
        opt_out_type=params.get("OptOutType") or None,
    )


def media_of(params: Params) -> tuple[Media, ...]:
    """The files that came with a text. Of their addresses only the SID counts: what is fetched is fetched from our own
    account at Twilio, wherever an address points."""
    told = range(min(_number(params, "NumMedia") or 0, MOST_MEDIA))
    named = ((_MEDIA_SID.search(params.get(f"MediaUrl{n}", "")), params.get(f"MediaContentType{n}", "")) for n in told)
    return tuple(Media(sid.group(), kind) for sid, kind in named if sid)


def _number(params: Params, name: str) -> int | None:
    text = params.get(name) or ""
    return int(text) if text.isdigit() else None

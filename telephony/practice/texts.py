"""What becomes of a text on the practice network: pure functions, like the ones for calls."""

from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from telephony.endings import EndingKind, ending
from telephony.events import MessageEvent, TextDelivered, TextFailed, TextReceived, TextSent
from telephony.numbers import PhoneNumber
from telephony.orders import SendText
from telephony.practice.profile import Profile
from telephony.words import Word


class TextHappening(Word):
    """What can happen to a text."""

    sent = "sent", "The network passes it on."
    delivered = "delivered", "The handset has it."
    failed = "failed", "The number is a landline."
    interested = "interested", "The owner is interested."
    stop = "stop", "The owner wants no more texts."
    who_is_this = "who_is_this", "The owner asks who writes."


REPLIES = {
    TextHappening.interested: (
        "Yes still thinking about selling. What would you do differently?",
        "Maybe. Call me after 5",
        "We might list again in spring, send me some info",
    ),
    TextHappening.stop: ("STOP", "Stop", "stop."),
    TextHappening.who_is_this: ("Who is this?", "who dis", "How did you get my number?"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text that was handed to the practice network."""

    message_id: str
    to: PhoneNumber
    from_: PhoneNumber
    reply: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """A text and its future: what happens after how many seconds."""

    text: Text
    plans: tuple[tuple[float, TextHappening], ...]


def carrier_id_of(message_id: str) -> str:
    return f"practice-text-{message_id}"


def is_landline(number: PhoneNumber, profile: Profile) -> bool:
    return Random(f"{profile.seed}:{number}:landline").random() < profile.texts.landline


def course_of(order: SendText, texts_before: int, profile: Profile) -> Course:
    """What will become of this text; `texts_before` is the count of earlier texts to the same number."""
    delays = profile.delays_at_speed
    rng = Random(f"{profile.seed}:{order.to}:{texts_before}:text")
    sent_after = delays.text_sent.drawn(rng)
    settled_after = sent_after + delays.text_delivered.drawn(rng)
    text = Text(message_id=order.message_id, to=order.to, from_=order.from_)
    if is_landline(order.to, profile):
        return Course(text, ((sent_after, TextHappening.sent), (settled_after, TextHappening.failed)))
    plans = ((sent_after, TextHappening.sent), (settled_after, TextHappening.delivered))
    reply = _reply(profile, rng)
    if reply is None:
        return Course(text, plans)
    text = replace(text, reply=rng.choice(REPLIES[reply]))
    return Course(text, (*plans, (settled_after + delays.text_reply.drawn(rng), reply)))


def _reply(profile: Profile, rng: Random) -> TextHappening | None:
    shares = profile.texts
    fate = rng.random()
    if fate < shares.interested:
        return TextHappening.interested
    if fate < shares.interested + shares.stop:
        return TextHappening.stop
    if fate < shares.interested + shares.stop + shares.who_is_this:
        return TextHappening.who_is_this
    return None


def told_of(text: Text, what: TextHappening, now: datetime) -> MessageEvent:
    """The event that reports this."""
    theirs = carrier_id_of(text.message_id)
    key = f"{theirs}:{what}"
    match what:
        case TextHappening.sent:
            return TextSent(message_id=text.message_id, at=now, event_key=key, carrier_message_id=theirs)
        case TextHappening.delivered:
            return TextDelivered(message_id=text.message_id, at=now, event_key=key, carrier_message_id=theirs)
        case TextHappening.failed:
            return TextFailed(
                message_id=text.message_id,
                at=now,
                event_key=key,
                carrier_message_id=theirs,
                ending=ending(EndingKind.not_textable),
            )
        case _:
            return TextReceived(
                carrier_message_id=f"{theirs}-reply",
                from_=text.to,
                to=text.from_,
                body=text.reply,
                at=now,
                event_key=key,
                # Like a carrier with opt-out handling of its own, the network has classified and answered it.
                opt_out_type="STOP" if what is TextHappening.stop else None,
            )

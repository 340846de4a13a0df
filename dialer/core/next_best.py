"""The one thing to do next with the lead at hand, with the reason, for an agent who may take it with one key.

Fixed rules in a fixed order, no score: the reason shown is the rule that chose.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

CONVERSATION_SECONDS = 60.0
"""A talk of that length has earned the question for an appointment."""

FIRST_HOUR, LAST_HOUR = 9, 19
"""Hours on the lead's clock at which a call back is suggested; others may be chosen by hand."""


class Kind(StrEnum):
    """What taking the advice does."""

    APPOINTMENT = "appointment"
    """Opens the choice of a time for an appointment."""
    CALLBACK = "callback"
    """Opens the choice of a time to call back, at the time advised."""
    DIAL = "dial"
    """Dials another number of the lead."""
    TEXT = "text"
    """Opens the texts with the number chosen."""
    LETTER = "letter"
    """Puts a letter on the list of tasks."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the lead with what is allowed now."""

    phone_id: int
    shown: str
    kind: str
    attempts: int
    may_call: bool
    """Now; `ever` also counts a number that only has to wait for its time."""
    ever: bool
    may_text: bool


@dataclass(frozen=True, slots=True)
class Situation:
    """The lead at the end of a call. `local_now` and `reached_at` are on the lead's clock."""

    called: int
    """The number of this call."""
    over: bool
    """False while they still talk, when nothing else can be dialed."""
    talked_seconds: float
    numbers: Sequence[Number]
    reached_at: Sequence[datetime]
    """When a person answered in earlier calls."""
    local_now: datetime
    may_mail: bool
    letter_planned: bool


@dataclass(frozen=True, slots=True)
class Advice:
    """`at` is on the lead's clock, and only a call back has it."""

    kind: Kind
    words: str
    why: str
    phone_id: int | None = None
    at: datetime | None = None


def advise(case: Situation) -> Advice | None:
    """The first rule that fits; None where nothing better is known than the sequence's own next step."""
    if case.talked_seconds >= CONVERSATION_SECONDS:
        return _after_a_talk(case)
    if not case.over:
        return _call_back(case)
    return _other_number(case) or _text(case) or _letter(case) or _call_back(case)


def _after_a_talk(case: Situation) -> Advice:
    minutes, seconds = divmod(int(case.talked_seconds), 60)
    return Advice(Kind.APPOINTMENT, "Set the appointment", f"you have talked for {minutes}:{seconds:02d} min")


def _other_number(case: Situation) -> Advice | None:
    """The least tried of the others; mobiles first, since they are with their owner."""
    others = [each for each in case.numbers if each.may_call and each.phone_id != case.called]
    if not others:
        return None
    best = min(others, key=lambda each: (each.attempts, each.kind != "mobile"))
    tried = "untried" if best.attempts == 0 else f"tried {best.attempts} times, the least of all"
    kind = "" if best.kind in ("", "unknown") else f"{best.kind}, "
    return Advice(Kind.DIAL, f"Dial {best.shown}", f"{kind}{tried}, may be called now", best.phone_id)


def _text(case: Situation) -> Advice | None:
    able = [each for each in case.numbers if each.may_text]
    if not able:
        return None
    best = min(able, key=lambda each: (each.phone_id != case.called, each.kind != "mobile"))
    return Advice(Kind.TEXT, f"Text {best.shown}", "may be texted now, and no number is left to dial", best.phone_id)


def _letter(case: Situation) -> Advice | None:
    if any(each.ever for each in case.numbers) or not case.may_mail or case.letter_planned:
        return None
    return Advice(Kind.LETTER, "Mail a letter", "no number of this lead may be called or texted")


def _call_back(case: Situation) -> Advice | None:
    """The hour at which this lead answered most often, the earlier of two; on the next day it comes round."""
    hours = Counter(at.hour for at in case.reached_at if FIRST_HOUR <= at.hour <= LAST_HOUR)
    if not hours:
        return None
    hour, times = max(hours.items(), key=lambda item: (item[1], -item[0]))
    at = datetime.combine(case.local_now.date(), time(hour, 30), case.local_now.tzinfo)
    if at <= case.local_now + timedelta(hours=1):
        at = datetime.combine(case.local_now.date() + timedelta(days=1), time(hour, 30), case.local_now.tzinfo)
    often = "once" if times == 1 else f"{times} times"
    return Advice(Kind.CALLBACK, "Call back", f"answered {often} between {hour}:00 and {hour + 1}:00 before", at=at)

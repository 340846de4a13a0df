"""What a practice agent does next: it sees no more than an agent's screen shows, and takes an agent's time for it.

    decide(view, habits, now, rng)  →  an act, or None to wait

A robot keeps nothing in its head. The same situation with the same `rng` gives the same intention however often it is
asked, so `rng` must be made anew for every look, from `View.situation`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from random import Random
from typing import Any, Self, assert_never
from zoneinfo import ZoneInfo

from dialer.core.agents import State, Then

Span = tuple[float, float]
"""From and to, in seconds."""

RESULTS: Mapping[str, float] = {
    "not_interested": 0.34,
    "contact": 0.22,
    "callback": 0.15,
    "appointment": 0.07,
    "no_contact_next_lead": 0.08,
    "wrong_number": 0.06,
    "no_contact_next_number": 0.04,
    "dnc_number": 0.03,
    "dnc_lead": 0.01,
}
"""What comes of talks with people, as shares of all talks."""

SHORT_TALK = timedelta(seconds=8)
"""Nobody makes an appointment in less."""

SHORT_RESULTS: Mapping[str, float] = {"not_interested": 0.5, "no_contact_next_lead": 0.35, "wrong_number": 0.15}

PAUSES = ("Coffee", "Break", "Paperwork")


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How one practice agent works."""

    lines: float = 3.0
    minutes: int = 60
    """Length of a session."""
    hears_machine: Span = (3.0, 6.0)
    """How long it listens to a machine before it hangs up."""
    talks_at_most: Span = (60.0, 240.0)
    thinks: Span = (4.0, 20.0)
    """From the end of a call to its result."""
    pauses: Span = (30.0, 120.0)
    pause_share: float = 0.04
    """How often it takes a pause instead of waiting for the next call."""
    rests: Span = (20.0, 60.0)
    """Between two sessions."""
    results: Mapping[str, float] = field(default_factory=lambda: RESULTS)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Reads a stored seat; unknown names are ignored and missing ones take their default."""
        known = {each.name for each in fields(cls)} & data.keys()
        stored: dict[str, Any] = {}
        for name in known:
            stored[name] = tuple(data[name]) if isinstance(data[name], list) else data[name]
        return cls(**stored)


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """The call in hand. `attempt_id` is None for a call that nobody can give a result to."""

    attempt_id: int | None
    is_open: bool
    joined_at: datetime | None
    machine_at: datetime | None
    """When the detector heard a machine."""
    ended_at: datetime | None
    zone: str
    """The lead's, by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """An agent's screen. Without a session `state` is None and `since` the end of the last one, if there was one."""

    state: State | None
    since: datetime | None
    situation: str
    """Names this moment of this agent's work: other sessions, calls and turns have other names."""
    then: Then = Then.NOTHING
    talk: Talk | None = None


@dataclass(frozen=True, slots=True)
class Start:
    """Start a session."""

    minutes: int
    lines: float


@dataclass(frozen=True, slots=True)
class HangUp:
    """End the call in hand."""


@dataclass(frozen=True, slots=True)
class Dispose:
    """Say what came of the call; `answer` as `followup.dispose` takes it."""

    attempt_id: int
    disposition: str
    answer: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pause:
    """Take a pause once nothing is in the air."""

    reason: str


@dataclass(frozen=True, slots=True)
class Resume:
    """Come back from a pause."""


Act = Start | HangUp | Dispose | Pause | Resume


def decide(view: View, habits: Habits, now: datetime, rng: Random, *, speed: float = 1.0) -> Act | None:
    """The next act, or None to wait. `speed` is the practice network's: at 10, a minute's thought takes six seconds."""
    passed = (now - view.since).total_seconds() * speed if view.since is not None else float("inf")
    match view.state:
        case None | State.ENDED:
            return Start(habits.minutes, habits.lines) if passed >= rng.uniform(*habits.rests) else None
        case State.STARTING:
            return None
        case State.READY:
            takes_pause = rng.random() < habits.pause_share
            return Pause(rng.choice(PAUSES)) if takes_pause and view.then is Then.NOTHING else None
        case State.PAUSED:
            return Resume() if passed >= rng.uniform(*habits.pauses) else None
        case State.TALKING:
            return _listen(view.talk, habits, now, rng, speed) if view.talk is not None else None
        case State.WRAP_UP:
            thought = passed >= rng.uniform(*habits.thinks)
            return _result(view.talk, habits, now, rng, speed) if thought and view.talk is not None else None
        case _:
            assert_never(view.state)


def _listen(talk: Talk, habits: Habits, now: datetime, rng: Random, speed: float) -> HangUp | None:
    """A machine is left after a few seconds, a person after a long talk; people mostly hang up first."""
    if not talk.is_open:
        return None
    heard, limit = (
        (talk.machine_at, rng.uniform(*habits.hears_machine))
        if talk.machine_at is not None
        else (talk.joined_at, rng.uniform(*habits.talks_at_most))
    )
    if heard is None or (now - heard).total_seconds() * speed < limit:
        return None
    return HangUp()


def _result(talk: Talk, habits: Habits, now: datetime, rng: Random, speed: float) -> Dispose | None:
    if talk.attempt_id is None:
        return None
    if talk.machine_at is not None:
        return Dispose(talk.attempt_id, "voicemail")
    shares = SHORT_RESULTS if _length(talk) * speed < SHORT_TALK else habits.results
    (said,) = rng.choices(tuple(shares), weights=tuple(shares.values()))
    return Dispose(talk.attempt_id, said, _answer(said, talk, now, rng))


def _length(talk: Talk) -> timedelta:
    if talk.joined_at is None or talk.ended_at is None:
        return timedelta()
    return talk.ended_at - talk.joined_at


def _answer(said: str, talk: Talk, now: datetime, rng: Random) -> dict[str, Any]:
    match said:
        case "callback":
            return {"callback_at": _in_their_day(talk.zone, now, rng), "note": "Asked for a call at this time."}
        case "appointment":
            return {"appointment_at": _in_their_day(talk.zone, now, rng), "note": "Wants to see the marketing plan."}
        case _:
            return {}


def _in_their_day(zone: str, now: datetime, rng: Random) -> datetime:
    """A quarter hour between ten and six by the lead's clock, on one of the next three days."""
    local = now.astimezone(ZoneInfo(zone)) + timedelta(days=rng.randint(1, 3))
    return local.replace(hour=rng.randint(10, 17), minute=rng.choice((0, 15, 30, 45)), second=0, microsecond=0)

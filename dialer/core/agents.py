"""An agent's timed run in a campaign: its states, and the moves between them.

    starting ──leg up──► ready ──given a call──► talking ──call over──► wrap-up ──disposed──► ready
                           │  ▲                                                    │
                           └──┴── paused (asked for at any time, done when no line rings and no call runs)

A wish to pause or to end waits in `then` until the lines that ring for this agent have come to their own end and the
running call and its wrap-up are over: nobody who answers within the lawful ring time finds an empty seat because of
it. The agent's own leg is not a state: `leg_up` says whether there is anybody to bridge to, and nothing is dialed
for an agent without one.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

UNSEEN_STOPS_DIALING = timedelta(seconds=15)
"""A browser silent for so long gets no new lines: nobody could see who answers."""

UNSEEN_ENDS = timedelta(seconds=60)
"""The grace time of a lost browser; then the session is brought to a safe end."""


LONGEST = timedelta(hours=12)
"""How long a session may last, with all that is added to it: carriers end every call, the agent's own leg too, when it
is a day old."""


class State(StrEnum):
    """Where an agent's session stands."""

    STARTING = "starting"
    """The agent's own leg is not up yet."""
    READY = "ready"
    """Free for the next person who answers."""
    TALKING = "talking"
    """Has a call, from the moment the answer was given to this agent."""
    WRAP_UP = "wrap_up"
    """The call is over and its disposition is open."""
    PAUSED = "paused"
    """Away; nothing is dialed."""
    ENDED = "ended"
    """Over; never leaves this state."""


class Then(StrEnum):
    """What follows when the agent becomes free."""

    NOTHING = ""
    """Go on with the next lead."""
    PAUSE = "pause"
    """Pause."""
    END = "end"
    """End the session."""


@dataclass(frozen=True, slots=True)
class Session:
    """One agent's run. `current_call_id` is the lead's leg in hand, kept until the wrap-up is over."""

    id: int
    agent_id: int
    campaign_id: int
    state: State
    state_since: datetime
    started_at: datetime
    ends_at: datetime
    seen_at: datetime
    lines: float
    leg_call_id: str | None = None
    leg_state: str = "down"
    leg_kind: str = "browser"
    leg_address: str = ""
    leg_good_until: datetime | None = None
    """Until when a call may begin on this leg and be over before the carrier ends the leg."""
    current_call_id: str | None = None
    then: Then = Then.NOTHING
    pause_reason: str = ""
    end_reason: str = ""
    wrap_up_until: datetime | None = None
    typing_until: datetime | None = None
    ended_at: datetime | None = None
    tab: str = ""
    on_hold: bool = False
    muted: bool = False
    rounds: int = 0
    """How often the agent became free; spreads fractional lines over the turns."""
    waiting_seconds: float = 0.0
    """Time spent free for a call in this session, up to the last change of state."""

    @property
    def leg_up(self) -> bool:
        return self.leg_state == "up"

    def may_be_given_a_call(self) -> bool:
        """Whether a person who answers now may be put through to this agent."""
        return self.state is State.READY and self.leg_up and self.current_call_id is None

    def wants_lines(self, now: datetime) -> bool:
        """Whether new lines may be opened for this agent."""
        seen = now - self.seen_at < UNSEEN_STOPS_DIALING
        wanted = self.may_be_given_a_call() and self.then is Then.NOTHING and seen and now < self.ends_at
        return wanted and not self.leg_runs_out(now)

    def leg_runs_out(self, now: datetime) -> bool:
        """Whether the carrier might end the agent's leg, and with it the conference, in the middle of the next call."""
        return self.leg_up and self.leg_good_until is not None and now >= self.leg_good_until


def leg_changed(session: Session, leg_state: str, now: datetime) -> Session:
    """The agent's leg came up, is being dialed again, or is gone."""
    changed = replace(session, leg_state=leg_state)
    if leg_state == "up" and session.state is State.STARTING:
        return _enter(changed, State.READY, now)
    if leg_state != "up" and session.state is State.READY:
        return _enter(changed, State.STARTING, now)
    return changed


def with_leg(session: Session, leg_call_id: str, good_until: datetime) -> Session:
    """The session with its leg on the way."""
    return replace(session, leg_call_id=leg_call_id, leg_state="dialing", leg_good_until=good_until)


def given_call(session: Session, call_id: str, now: datetime) -> Session:
    """The arbiter gave this agent a call that was answered."""
    return _enter(replace(session, current_call_id=call_id), State.TALKING, now)


def asked_in(session: Session, now: datetime) -> Session:
    """A colleague speaks with this agent before handing a person over: nobody else is put through meanwhile."""
    return _enter(session, State.TALKING, now)


def held(session: Session, *, on_hold: bool) -> Session:
    """The person in hand hears music, or is back."""
    return replace(session, on_hold=on_hold)


def call_over(session: Session, now: datetime, *, wrap_up_seconds: int, disposed: bool) -> Session:
    """The call in hand ended; with its disposition already given there is nothing to wrap up."""
    if session.state is not State.TALKING:
        return session
    if disposed:
        return freed(session, now)
    until = now + timedelta(seconds=wrap_up_seconds) if wrap_up_seconds else None
    return _enter(replace(session, wrap_up_until=until), State.WRAP_UP, now)


def freed(session: Session, now: datetime) -> Session:
    """Call and wrap-up are over: on to the next lead, unless a pause or the end was asked for or is due."""
    free = replace(session, current_call_id=None, wrap_up_until=None, typing_until=None, on_hold=False)
    if session.then is Then.END or now >= session.ends_at:
        return ended(free, now, session.end_reason or "time_over")
    if session.then is Then.PAUSE:
        return _enter(replace(free, then=Then.NOTHING), State.PAUSED, now)
    return _enter(free, State.READY if free.leg_up else State.STARTING, now)


def wrap_up_is_over(session: Session, now: datetime) -> bool:
    """Whether the wrap-up's time is over; it waits while the agent types.

    Both limits are moments in the database, so a page that stops reporting cannot hold a session for ever.
    """
    if session.state is not State.WRAP_UP or session.wrap_up_until is None:
        return False
    typing = session.typing_until is not None and session.typing_until > now
    return now >= session.wrap_up_until and not typing


def pause_asked(session: Session, reason: str, now: datetime, *, lines_out: int) -> Session:
    """Pauses at once when nothing is in the air, else as soon as that is so."""
    asked = replace(session, pause_reason=reason)
    if session.state in (State.READY, State.STARTING) and lines_out == 0:
        return _enter(replace(asked, then=Then.NOTHING), State.PAUSED, now)
    if session.state in (State.PAUSED, State.ENDED) or session.then is Then.END:
        return session
    return replace(asked, then=Then.PAUSE)


def resumed(session: Session, now: datetime) -> Session:
    """Takes a pause back, whether it has begun or was only asked for."""
    if session.state is State.PAUSED:
        return _enter(replace(session, pause_reason=""), State.READY if session.leg_up else State.STARTING, now)
    if session.then is Then.PAUSE:
        return replace(session, then=Then.NOTHING, pause_reason="")
    return session


def end_asked(session: Session, reason: str, now: datetime, *, lines_out: int) -> Session:
    """Ends at once when nothing is in the air, else as soon as that is so."""
    if session.state is State.ENDED:
        return session
    if session.state in (State.TALKING, State.WRAP_UP) or (session.state is State.READY and lines_out):
        return replace(session, then=Then.END, end_reason=reason)
    return ended(session, now, reason)


def lines_settled(session: Session, now: datetime) -> Session:
    """No line rings for this agent any more: a pause or an end that waited for that happens now."""
    if session.state not in (State.READY, State.STARTING):
        return session
    if session.then is Then.END or now >= session.ends_at:
        return ended(session, now, session.end_reason or "time_over")
    if session.then is Then.PAUSE:
        return _enter(replace(session, then=Then.NOTHING), State.PAUSED, now)
    return session


def ended(session: Session, now: datetime, reason: str) -> Session:
    """Over; the leg is hung up by whoever stores this."""
    over = replace(session, ended_at=now, end_reason=reason, then=Then.NOTHING, current_call_id=None)
    return _enter(over, State.ENDED, now)


def _enter(session: Session, state: State, now: datetime) -> Session:
    if session.state is State.ENDED:
        return session
    if session.state is state:
        return session
    waited = max(0.0, (now - session.state_since).total_seconds()) if session.state is State.READY else 0.0
    return replace(
        session,
        state=state,
        state_since=now,
        rounds=session.rounds + (state is State.READY),
        waiting_seconds=session.waiting_seconds + waited,
    )

"""People who call us back: drawn with the call that they missed, so that a network of one seed has the same callers."""

from dataclasses import dataclass
from random import Random

from telephony.numbers import PhoneNumber
from telephony.orders import CallRole, PlaceCall
from telephony.practice.lines import Line, LineState
from telephony.practice.profile import Behaviour, Profile
from telephony.practice.script import Clockwork, Script

LONGEST_SECONDS = 3600.0
HOLDS_SECONDS = 45.0
"""How long somebody who calls back waits for one of us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Somebody who will ring us when the call that they missed is over; `after` counts in seconds from its end."""

    call_id: str
    from_: PhoneNumber
    to: PhoneNumber
    after: float
    script: Script


def caller_of(order: PlaceCall, calls_before: int, script: Script, profile: Profile) -> Caller | None:
    """Who of this call will call back; a chance of its own, so that the rest of the script does not depend on it."""
    missed = script.behaviour is Behaviour.voicemail or not script.answers_in_time
    if order.role is CallRole.agent_leg or not isinstance(order.to, PhoneNumber) or not (script.rings and missed):
        return None
    rng = Random(f"{profile.seed}:{order.to}:{calls_before}:back")
    if rng.random() >= profile.calls_back:
        return None
    after = profile.delays_at_speed.call_back.drawn(rng)
    return a_caller(f"{order.call_id}-back", order.to, order.from_, profile, after=after)


def a_caller(call_id: str, from_: PhoneNumber, to: PhoneNumber, profile: Profile, *, after: float = 0.0) -> Caller:
    """Somebody who rings us, holds for a while, and has something to say."""
    delays = profile.delays_at_speed
    clockwork = Clockwork(
        ring_limit=0.0,
        length_limit=LONGEST_SECONDS / profile.speed,
        join_after=delays.join_seconds,
        record=delays.voicemail_record_seconds,
        message=delays.message_seconds,
        voicemail_message=delays.voicemail_message_seconds,
    )
    script = Script(
        behaviour=Behaviour.person,
        clockwork=clockwork,
        accept_after=0.0,
        ring_after=0.0,
        answer_after=0.0,
        patience=HOLDS_SECONDS / profile.speed,
        talk=delays.talk_mean_seconds,
    )
    return Caller(call_id=call_id, from_=from_, to=to, after=after, script=script)


def line_of(caller: Caller, carrier_call_id: str) -> Line:
    """The caller's own call, which waits for what we do with it."""
    return Line(
        carrier_call_id=carrier_call_id,
        call_id=caller.call_id,
        script=caller.script,
        is_screened=False,
        state=LineState.up,
    )

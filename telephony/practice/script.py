"""Who is at the far end of a practice call, drawn from seed, number and the count of calls to that number.

All chance of a call is drawn here at once, before it is placed, so that the rest of the network is a
clockwork whose course depends only on the script and on what we order.
"""

from dataclasses import dataclass
from random import Random

from telephony.numbers import AgentAddress, PhoneNumber
from telephony.orders import CallRole, PlaceCall
from telephony.practice.profile import Behaviour, Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Clockwork:
    """The times that no chance decides."""

    ring_limit: float
    length_limit: float
    join_after: float
    record: float
    message: float
    voicemail_message: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """The far end of one call. All times in seconds as they will pass, at the profile's speed.

    `accept_after`, `ring_after` and `refuse_after` count from the order, `answer_after` and the ring limit
    from the first ring, `greeting`, `verdict_after` and the length limit from the answer, the others from
    what they follow.
    """

    behaviour: Behaviour
    clockwork: Clockwork
    accept_after: float
    ring_after: float
    answer_after: float
    refuse_after: float = 0.0
    greeting: float = 0.0
    patience: float = 0.0
    talk: float = 0.0
    verdict_after: float = 0.0
    taken_for_human: bool = True
    presses_key: bool = False  # while a recorded message plays

    @property
    def rings(self) -> bool:
        return self.behaviour not in (Behaviour.busy, Behaviour.dead, Behaviour.congestion)

    @property
    def answers_in_time(self) -> bool:
        """Whether it is picked up before the ring limit."""
        answers = self.behaviour in (Behaviour.person, Behaviour.voicemail, Behaviour.agent)
        return answers and self.answer_after < self.clockwork.ring_limit


def script_of(order: PlaceCall, calls_before: int, profile: Profile) -> Script:
    """The script of this call; `calls_before` is the count of earlier calls to the same number."""
    rng = Random(f"{profile.seed}:{order.to}:{calls_before}")
    if order.role is CallRole.agent_leg or isinstance(order.to, AgentAddress):
        return _agent_script(order, profile, rng)
    return _lead_script(order, behaviour_of(order.to, calls_before, profile), profile, rng)


def behaviour_of(number: PhoneNumber, calls_before: int, profile: Profile) -> Behaviour:
    """A dead number stays dead; what else happens is drawn afresh for each call among the other shares."""
    if Random(f"{profile.seed}:{number}:dead").random() < profile.shares.get(Behaviour.dead, 0.0):
        return Behaviour.dead
    living = {each: share for each, share in profile.shares.items() if each is not Behaviour.dead}
    rng = Random(f"{profile.seed}:{number}:{calls_before}:behaviour")
    (drawn,) = rng.choices(tuple(living), weights=tuple(living.values()))
    return drawn


def _clockwork(order: PlaceCall, profile: Profile) -> Clockwork:
    delays = profile.delays_at_speed
    return Clockwork(
        ring_limit=order.ring_seconds / profile.speed,
        length_limit=order.max_seconds / profile.speed,
        join_after=delays.join_seconds,
        record=delays.voicemail_record_seconds,
        message=delays.message_seconds,
        voicemail_message=delays.voicemail_message_seconds,
    )


def _agent_script(order: PlaceCall, profile: Profile, rng: Random) -> Script:
    """A browser answers at once; a phone takes as long as a person who expects the call."""
    delays = profile.delays_at_speed
    in_browser = isinstance(order.to, AgentAddress)
    return Script(
        behaviour=Behaviour.agent,
        accept_after=0.0 if in_browser else delays.accept.drawn(rng),
        ring_after=0.0 if in_browser else delays.first_ring.drawn(rng),
        answer_after=0.0 if in_browser else delays.agent_answer.drawn(rng),
        clockwork=_clockwork(order, profile),
    )


def _lead_script(order: PlaceCall, behaviour: Behaviour, profile: Profile, rng: Random) -> Script:
    delays = profile.delays_at_speed
    machine = behaviour is Behaviour.voicemail
    # A gamma of shape 3 rises from nought, peaks before its mean and has the long tail of people looking for
    # their phone.
    person_answer = rng.gammavariate(3.0, delays.person_answer_mean_seconds / 3.0)
    voicemail_answer = delays.voicemail_answer.drawn(rng)
    brushes_off = rng.random() < profile.brush_off
    talk_mean = delays.brush_off_mean_seconds if brushes_off else delays.talk_mean_seconds
    mislabelled = rng.random() < profile.mislabelled
    return Script(
        behaviour=behaviour,
        accept_after=delays.accept.drawn(rng),
        ring_after=delays.first_ring.drawn(rng),
        refuse_after=delays.refusal.drawn(rng),
        answer_after=voicemail_answer if machine else person_answer,
        greeting=delays.greeting.drawn(rng),
        patience=delays.patience.drawn(rng),
        talk=rng.gammavariate(2.0, talk_mean / 2.0),
        verdict_after=(delays.machine_verdict if machine else delays.human_verdict).drawn(rng),
        taken_for_human=machine == mislabelled,
        presses_key=behaviour is Behaviour.person and rng.random() < profile.opts_out,
        clockwork=_clockwork(order, profile),
    )

"""What the practice network is like: how often people answer, how long things take, what goes wrong on the
way.

The figures are settings for a believable afternoon of expired listings, not measurements.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from random import Random

from telephony.words import Word


class ProfileError(ValueError):
    """Shares or delays that describe no possible network."""


class Behaviour(Word):
    """What the far end of a number does with one call."""

    person = "person", "A person picks up."
    voicemail = "voicemail", "A voicemail picks up."
    no_answer = "no_answer", "It rings out."
    busy = "busy", "The line is busy."
    dead = "dead", "The number is not in service. That is true of the number, not of one call."
    congestion = "congestion", "The network has no room."
    agent = "agent", "One of our own agents picks up."


# In the order in which the shares are laid end to end; a dead number is drawn once, the others for each call.
USUAL_SHARES: Mapping[Behaviour, float] = {
    Behaviour.dead: 0.07,
    Behaviour.person: 0.18,
    Behaviour.voicemail: 0.44,
    Behaviour.no_answer: 0.26,
    Behaviour.busy: 0.03,
    Behaviour.congestion: 0.02,
}


@dataclass(frozen=True, slots=True)
class Range:
    """A delay drawn evenly between two bounds, in seconds."""

    low_seconds: float
    high_seconds: float

    def __post_init__(self) -> None:
        if not 0 <= self.low_seconds <= self.high_seconds:
            raise ProfileError("a range of delays must start at 0 or later and not end before it starts")

    def drawn(self, rng: Random) -> float:
        return rng.uniform(self.low_seconds, self.high_seconds)

    def __truediv__(self, speed: float) -> "Range":
        return Range(self.low_seconds / speed, self.high_seconds / speed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delays:
    """How long things take, in seconds. Times to the answer count from the first ring."""

    accept: Range = Range(0.05, 0.15)
    first_ring: Range = Range(0.8, 2.5)
    refusal: Range = Range(0.6, 2.5)
    person_answer_mean_seconds: float = 9.0
    voicemail_answer: Range = Range(16.0, 22.0)
    agent_answer: Range = Range(2.0, 4.0)
    greeting: Range = Range(4.0, 12.0)
    human_verdict: Range = Range(1.5, 3.5)
    machine_verdict: Range = Range(3.0, 4.5)
    patience: Range = Range(4.5, 7.5)  # how long a person listens to silence
    talk_mean_seconds: float = 95.0
    brush_off_mean_seconds: float = 12.0
    voicemail_record_seconds: float = 90.0
    join_seconds: float = 0.15
    message_seconds: float = 8.0
    voicemail_message_seconds: float = 20.0
    text_sent: Range = Range(0.2, 0.8)
    text_delivered: Range = Range(1.0, 6.0)
    text_reply: Range = Range(20.0, 240.0)
    call_back: Range = Range(20.0, 180.0)  # from the end of the call that was missed

    def __truediv__(self, speed: float) -> "Delays":
        """All of these delays, that much shorter."""
        return Delays(**{each.name: getattr(self, each.name) / speed for each in fields(self)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """Which share of the events reaches us late, twice, after its successor, or never."""

    late: float = 0.0
    repeated: float = 0.0
    reordered: float = 0.0
    lost: float = 0.0

    def __post_init__(self) -> None:
        shares = (self.late, self.repeated, self.reordered, self.lost)
        if min(shares) < 0 or self.late + self.reordered + self.lost > 1 or self.repeated > 1:
            raise ProfileError("fault shares must not be negative, and late, reordered and lost at most 1 together")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextShares:
    """What becomes of texts: `landline` is a share of the numbers, the replies are shares of delivered texts."""

    landline: float = 0.12
    interested: float = 0.05
    stop: float = 0.03
    who_is_this: float = 0.07

    def __post_init__(self) -> None:
        shares = tuple(getattr(self, each.name) for each in fields(self))
        if min(shares) < 0 or self.landline > 1 or sum(shares[1:]) > 1:
            raise ProfileError("text shares must not be negative, and the replies at most 1 together")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One practice network. The same profile does the same to the same number, call for call.

    `speed` divides every delay: at 20, a minute of calls takes three seconds. `brush_off` is the share of
    people who end the talk soon, `mislabelled` that of answered calls which the detector gets wrong, `calls_back` that
    of missed calls which are returned, `opts_out` that of people who press the key against further calls while a
    recorded message plays.
    """

    seed: int = 1
    shares: Mapping[Behaviour, float] = field(default_factory=lambda: USUAL_SHARES)
    delays: Delays = Delays()
    speed: float = 1.0
    faults: Faults = Faults()
    texts: TextShares = TextShares()
    brush_off: float = 0.55
    mislabelled: float = 0.04
    calls_back: float = 0.0
    opts_out: float = 0.0

    @property
    def delays_at_speed(self) -> Delays:
        return self.delays / self.speed

    def __post_init__(self) -> None:
        if abs(sum(self.shares.values()) - 1) > 1e-6 or min(self.shares.values()) < 0:
            raise ProfileError("the shares of the far ends must not be negative and must add up to 1")
        if Behaviour.agent in self.shares:
            raise ProfileError("leads are not agents: leave 'agent' out of the shares")
        if self.speed < 1:
            raise ProfileError("speed must be 1 (real time) or more")

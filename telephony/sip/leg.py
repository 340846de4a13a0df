"""One leg: what was ordered, what became of it, and the events that tell of it."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, TypedDict

from telephony.endings import Ending
from telephony.events import Accepted, AgentJoined, Answered, CallEvent, Ended, Human, Machine, OptedOut, Played, Rang
from telephony.orders import CallRole, Hearing, PlaceCall
from telephony.sip.reading import Course, Last
from telephony.sip.screening import Verdict
from telephony.sip.trunks import Trunk
from telephony.sip.wiring import Ears

Tell = Callable[[CallEvent], None]


# What `Ears` takes from a leg: by the same names, and what is played to it alone.
_ALIKE = tuple(each.name for each in fields(Ears) if each.name not in ("id", "hears_message"))
_OF_EARS = frozenset({*_ALIKE, "message"})


class _Ids(TypedDict):
    call_id: str
    at: datetime
    event_key: str
    carrier_call_id: str


@dataclass(slots=True, kw_only=True)
class Leg:
    """Owned by the thread that owns the endpoint. Each event is told once, and kept for whoever asks later."""

    order: PlaceCall
    carrier_call_id: str
    tell: Tell
    ways: tuple[Trunk, ...] = ()
    """The trunks that may carry it."""
    agent_uri: str | None = None
    """Where the agent's own phone is, of a call to it."""
    trunk: Trunk | None = None
    tried: list[str] = field(default_factory=list)
    call: int | None = None
    """The handle of the current try's call."""
    media: Any = None
    """Its port on the bridge while it has sound."""
    dialed_at: float = 0.0
    heard: bool = False
    """Whether the trunk has said anything at all about this try."""
    accepted: bool = False
    rang: bool = False
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    had_sound: bool = False
    cancelled: bool = False
    rang_out: bool = False
    unheard: bool = False
    hung_up: bool = False
    """Whether somebody here wanted it to end."""
    lost: str = ""
    """Why it could not go on, where neither side wanted it to end."""
    with_agent: str | None = None
    message: str | None = None
    notice: str | None = None
    music: str | None = None
    beside: str | None = None
    """The agent's leg beside which this manager's is."""
    hearing: Hearing | None = None
    comes_back: bool = False
    """Whether it has a room of its own to go back to when the other's is over."""
    is_taped: bool = False
    on_hold: bool = False
    muted: bool = False
    joined: bool = False
    is_metered: bool = False
    hangs_up_after_message: bool = False
    packets: int | None = None
    packets_at: float = 0.0
    history: list[CallEvent] = field(default_factory=list)
    _ears: Ears | None = None

    def __setattr__(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)
        if name in _OF_EARS:
            object.__setattr__(self, "_ears", None)

    @property
    def id(self) -> str:
        return self.order.call_id

    @property
    def is_lead(self) -> bool:
        return self.order.role is CallRole.lead

    @property
    def is_up(self) -> bool:
        return self.answered_at is not None and self.ended_at is None

    @property
    def ears(self) -> Ears:
        """Made anew only when something of it has changed: all legs are asked whenever anything happens to one."""
        if self._ears is None:
            self._ears = Ears(id=self.id, hears_message=self.message, **{name: getattr(self, name) for name in _ALIKE})
        return self._ears

    @property
    def course(self) -> Course:
        return Course(
            answered=self.answered_at is not None,
            had_sound=self.had_sound,
            rang_out=self.rang_out,
            cancelled=self.cancelled,
            unheard=self.unheard,
            hung_up=self.hung_up,
            lost=self.lost,
        )

    def may_go_elsewhere(self, last: Last) -> bool:
        """Only where the INVITE cannot have reached anyone."""
        return last.says_nothing_of_the_number and not (self.rang or self.cancelled or self.answered_at)

    def tell_accepted(self, now: datetime) -> None:
        if not self.accepted:
            self.accepted = True
            self._tell(Accepted(**self._ids(now)))

    def tell_rang(self, now: datetime) -> None:
        self.accepted = True
        if not self.rang:
            self.rang = True
            self._tell(Rang(**self._ids(now)))

    def tell_answered(self, now: datetime) -> None:
        if self.answered_at is None:
            self.answered_at = now
            self._tell(Answered(**self._ids(now)))

    def tell_verdict(self, verdict: Verdict, now: datetime) -> None:
        if verdict.is_person:
            self._tell(Human(**self._ids(now)))
        else:
            self._tell(Machine(**self._ids(now)))

    def tell_joined(self, agent_leg_id: str, now: datetime) -> None:
        self._tell(AgentJoined(agent_leg_id=agent_leg_id, **self._ids(now)))

    def tell_played(self, now: datetime) -> None:
        self._tell(Played(**self._ids(now)))

    def tell_opted_out(self, now: datetime) -> None:
        self._tell(OptedOut(**self._ids(now)))

    def tell_ended(self, why: Ending, now: datetime) -> None:
        if self.ended_at is None:
            self.ended_at = now
            self._tell(Ended(ending=why, **self._ids(now)))

    def _tell(self, event: CallEvent) -> None:
        self.history.append(event)
        self.tell(event)

    def _ids(self, now: datetime) -> _Ids:
        return {
            "call_id": self.id,
            "at": now,
            "event_key": f"{self.carrier_call_id}:{len(self.history)}",
            "carrier_call_id": self.carrier_call_id,
        }

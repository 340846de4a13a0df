"""Which trunk takes the next call: the first in order that is well, has a channel free and is not called too fast."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from telephony.capacity import Capacity
from telephony.sip.trunks import Trunk

FIRST_REST = timedelta(seconds=5)
LONGEST_REST = timedelta(minutes=2)

QUESTION_SECONDS = 32.0
"""How long an OPTIONS waits for its answer (RFC 3261, timer F)."""


@dataclass(slots=True)
class _Seat:
    """One trunk and how it does."""

    trunk: Trunk
    capacity: Capacity
    live: set[str] = field(default_factory=set)
    failures: int = 0
    rests_until: datetime | None = None
    heard_at: float = float("-inf")
    is_known: bool = True
    """Whether it takes our registration; always so where there is none."""
    answers_questions: bool = False
    """Whether it has ever answered an OPTIONS."""
    is_trusted: bool = True
    """Whether it has said anything since it failed last."""
    trial: str | None = None
    """The call that tries a trunk which is not trusted."""


@dataclass(frozen=True, slots=True)
class Full:
    """No trunk takes a call now; ask again after so many seconds."""

    after_seconds: float


@dataclass(frozen=True, slots=True)
class TrunkState:
    """For the floor page and the doctor."""

    name: str
    in_rotation: bool
    live_calls: int
    failures: int


class Rotation:
    """Not safe for several threads: the thread that owns the endpoint owns this too."""

    def __init__(self, trunks: Sequence[Trunk]) -> None:
        self._seats = {
            trunk.name: _Seat(trunk, Capacity(trunk.calls_per_second, trunk.channels), is_known=not trunk.registers)
            for trunk in trunks
        }

    def take(self, call_id: str, now: datetime, among: Collection[str]) -> Trunk | Full | None:
        """A trunk for this call, which then holds a channel of it until `give_back`; None: no trunk is well."""
        waits = []
        for seat in self._seats.values():
            if seat.trunk.name not in among or not self._is_well(seat, now):
                continue
            # One call tries whether a trunk is back; if it is not, no more than that one is lost.
            is_tried = not seat.is_trusted and seat.trial in seat.live
            if is_tried or len(seat.live) >= seat.capacity.channels(now):
                waits.append(1.0)
                continue
            wait = seat.capacity.seconds_until_free(now)
            if wait == 0:
                seat.live.add(call_id)
                seat.trial = call_id
                return seat.trunk
            waits.append(wait)
        return Full(min(waits)) if waits else None

    def give_back(self, name: str, call_id: str) -> None:
        """Nothing for a way that is no trunk."""
        seat = self._seats.get(name)
        if seat is not None:
            seat.live.discard(call_id)

    def failed(self, name: str, now: datetime, *, was_asked: bool = False) -> timedelta | None:
        """The trunk did not do its part: it rests, twice as long each time. Calls that fail while it rests left before,
        in the same trouble, and change nothing; that it still does not answer when it is asked does."""
        seat = self._seats[name]
        if seat.rests_until is not None and now < seat.rests_until and not was_asked:
            return None
        rest: timedelta = min(FIRST_REST * 2**seat.failures, LONGEST_REST)
        seat.failures = min(seat.failures + 1, 10)
        seat.rests_until = now + rest
        seat.is_trusted, seat.trial = False, None
        return rest

    def worked(self, name: str, *, has_answered: bool = False) -> None:
        """A call got through, or it `has_answered` when it was asked whether it is there."""
        seat = self._seats[name]
        seat.answers_questions = seat.answers_questions or has_answered
        seat.failures, seat.rests_until, seat.is_trusted = 0, None, True

    def means_silence(self, name: str) -> bool:
        """Whether it tells anything that this trunk does not answer when it is asked: some carriers never do."""
        return self._seats[name].answers_questions

    def heard(self, name: str, at: float) -> None:
        """The trunk said something of a call; `at` is a monotonic clock's time."""
        seat = self._seats[name]
        seat.heard_at, seat.is_trusted = at, True

    def was_heard(self, name: str, since: float) -> bool:
        return self._seats[name].heard_at > since

    def refresh(self, name: str) -> None:
        """As if nothing had ever come of it."""
        seat = self._seats[name]
        seat.capacity = Capacity(seat.trunk.calls_per_second, seat.trunk.channels)
        seat.heard_at, seat.answers_questions = float("-inf"), False
        self.worked(name)

    def too_fast(self, name: str, now: datetime) -> None:
        self._seats[name].capacity.too_fast(now)

    def too_many(self, name: str, now: datetime) -> None:
        self._seats[name].capacity.too_many(now)

    def registered(self, name: str, *, is_known: bool) -> None:
        self._seats[name].is_known = is_known

    def is_registered(self, name: str) -> bool:
        return self._seats[name].is_known

    def states(self, now: datetime) -> tuple[TrunkState, ...]:
        return tuple(
            TrunkState(seat.trunk.name, self._is_well(seat, now), len(seat.live), seat.failures)
            for seat in self._seats.values()
        )

    @staticmethod
    def _is_well(seat: _Seat, now: datetime) -> bool:
        return seat.is_known and (seat.rests_until is None or now >= seat.rests_until)

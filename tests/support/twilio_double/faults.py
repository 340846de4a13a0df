"""What can go wrong between Twilio and us."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from random import Random


class Fault(Enum):
    """What happens to one request to the REST API."""

    TOO_MANY = "429: never processed"
    BROKEN_BEFORE = "500, not carried out"
    BROKEN_AFTER = "500, carried out"
    SILENT_BEFORE = "no answer, not carried out"
    SILENT_AFTER = "no answer, carried out"
    GARBLED = "malformed JSON, carried out"
    NO_CONNECTION = "the connection is refused"

    @property
    def is_carried_out(self) -> bool:
        return self in {Fault.BROKEN_AFTER, Fault.SILENT_AFTER, Fault.GARBLED}


Hook = tuple[str, dict[str, str]]
"""A webhook's address and form."""


def no_fault(method: str, path: str) -> Fault | None:
    return None


def on_time(hook: Hook) -> Sequence[float]:
    return (0.05,)


def at_once(hook: Hook) -> float:
    return 0.0


@dataclass
class Faults:
    """`of_request` gives a request's fault; `of_callback` after how many seconds a callback is delivered, each time;
    `of_reply` how many seconds our server thinks before its reply leaves."""

    of_request: Callable[[str, str], Fault | None] = no_fault
    of_callback: Callable[[Hook], Sequence[float]] = on_time
    of_reply: Callable[[Hook], float] = at_once
    wrong_signatures: bool = False
    seen: list[Fault] = field(default_factory=list)


def next_creates(*planned: Fault | None, what: str = "/Calls.json") -> Callable[[str, str], Fault | None]:
    """These faults for the next creations, in this order, and none afterwards."""
    left = list(planned)

    def of_request(method: str, path: str) -> Fault | None:
        return left.pop(0) if left and method == "POST" and path.endswith(what) else None

    return of_request


def weather(rng: Random, *, requests: float, callbacks: float) -> Faults:
    """Random faults: a share of requests, and of callbacks that are lost, repeated, delayed or out of order."""

    def of_request(method: str, path: str) -> Fault | None:
        return rng.choice(list(Fault)) if rng.random() < requests else None

    def of_callback(hook: Hook) -> Sequence[float]:
        if rng.random() >= callbacks:
            return (0.05,)
        return rng.choice([(), (0.05, 0.4), (0.05, 4.0), (rng.uniform(0.5, 8.0),)])

    return Faults(of_request, of_callback)

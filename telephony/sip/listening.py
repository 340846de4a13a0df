"""Listens to answered calls by the level meter: who answered, and when a greeting is over."""

from collections.abc import Callable
from dataclasses import dataclass, field

from telephony.sip.leg import Leg
from telephony.sip.screening import Decision, Screening, level_of
from telephony.sip.screening_drop import GreetingEnd, GreetingWatch

LOOK_SECONDS = 0.02
"""One frame of the bridge; its meter knows nothing finer."""


@dataclass(slots=True)
class _Heard:
    leg: Leg
    since: float
    screening: Screening | None = None
    watch: GreetingWatch | None = None
    on_greeting_end: Callable[[GreetingEnd], None] | None = None


@dataclass(slots=True)
class Listening:
    """All calls that are listened to now."""

    on_decision: Callable[[Leg, Decision], None]
    _heard: dict[str, _Heard] = field(default_factory=dict)
    _next_look: float = 0.0

    def screen(self, leg: Leg, now: float) -> None:
        """From the 200 OK on: before it there are only the network's own sounds."""
        self._hear_from_now(_Heard(leg, now, screening=Screening()))

    def await_greeting_end(self, leg: Leg, then: Callable[[GreetingEnd], None], now: float) -> None:
        self._hear_from_now(_Heard(leg, now, watch=GreetingWatch(), on_greeting_end=then))

    def forget(self, leg: Leg) -> None:
        self._heard.pop(leg.id, None)
        leg.is_metered = False

    def _hear_from_now(self, heard: _Heard) -> None:
        self._heard[heard.leg.id] = heard
        heard.leg.is_metered = True

    def look(self, now: float) -> None:
        """Reads every meter, if it is time."""
        if now < self._next_look:
            return
        self._next_look = now + LOOK_SECONDS
        for heard in list(self._heard.values()):
            self._hear(heard, now)

    def _hear(self, heard: _Heard, now: float) -> None:
        at_ms = int((now - heard.since) * 1000)
        # The meter's names are from the port's view: what it transmits into the bridge is what the far end says.
        level = level_of(heard.leg.media.getTxLevel()) if heard.leg.media is not None else 0
        if heard.screening is not None and (decision := heard.screening.hear(at_ms, level)):
            self.forget(heard.leg)
            self.on_decision(heard.leg, decision)
        elif heard.watch is not None and (end := heard.watch.hear(at_ms, level)):
            self.forget(heard.leg)
            if heard.on_greeting_end is not None:
                heard.on_greeting_end(end)

"""Listens to answered calls by the level meter: who answered, and when a greeting is over."""

from collections.abc import Callable
from dataclasses import dataclass, field

from telephony.orders import Detection
from telephony.sip.leg import Leg
from telephony.sip.screening import LONGEST_MS, Decision, Parameters, Screening, Trace, level_of
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
    trace: list[tuple[int, int]] = field(default_factory=list)
    decision: Decision | None = None


@dataclass(slots=True)
class Listening:
    """All calls that are listened to now. `on_decision` hears of a verdict at once, `on_trace` of the levels it came
    from: all that were heard until the longest time is over, so that other parameters can be tried on them."""

    on_decision: Callable[[Leg, Decision], None]
    on_trace: Callable[[Leg, Decision, Trace], None]
    _heard: dict[str, _Heard] = field(default_factory=dict)
    _next_look: float = 0.0

    def screen(self, leg: Leg, now: float) -> None:
        """From the 200 OK on: before it there are only the network's own sounds."""
        parameters = parameters_of(leg.order.detection) if leg.order.detection is not None else None
        self._hear_from_now(_Heard(leg, now, screening=Screening(parameters)))

    def await_greeting_end(self, leg: Leg, then: Callable[[GreetingEnd], None], now: float) -> None:
        self.forget(leg)
        self._hear_from_now(_Heard(leg, now, watch=GreetingWatch(), on_greeting_end=then))

    def forget(self, leg: Leg) -> None:
        heard = self._heard.pop(leg.id, None)
        leg.is_metered = False
        if heard is not None and heard.decision is not None:
            self.on_trace(leg, heard.decision, tuple(heard.trace))

    def look(self, now: float) -> bool:
        """Reads every meter, if it is time; whether one of them is needed no more."""
        if now < self._next_look:
            return False
        self._next_look = now + LOOK_SECONDS
        before = len(self._heard)
        for heard in list(self._heard.values()):
            self._hear(heard, now)
        return len(self._heard) < before

    def _hear_from_now(self, heard: _Heard) -> None:
        self._heard[heard.leg.id] = heard
        heard.leg.is_metered = True

    def _hear(self, heard: _Heard, now: float) -> None:
        at_ms = int((now - heard.since) * 1000)
        # The meter's names are from the port's view: what it transmits into the bridge is what the far end says.
        level = level_of(heard.leg.media.getTxLevel()) if heard.leg.media is not None else 0
        if heard.screening is not None:
            self._screen(heard, heard.screening, at_ms, level)
        elif heard.watch is not None and (end := heard.watch.hear(at_ms, level)):
            self.forget(heard.leg)
            if heard.on_greeting_end is not None:
                heard.on_greeting_end(end)

    def _screen(self, heard: _Heard, screening: Screening, at_ms: int, level: int) -> None:
        heard.trace.append((at_ms, level))
        if heard.decision is None and (decision := screening.hear(at_ms, level)):
            heard.decision = decision
            self.on_decision(heard.leg, decision)
        if at_ms >= LONGEST_MS:
            self.forget(heard.leg)


def parameters_of(detection: Detection) -> Parameters:
    """What a campaign has chosen, and our own values for the rest."""
    ours = Parameters()
    return Parameters(
        decide_within_ms=detection.decide_ms or ours.decide_within_ms,
        long_greeting_ms=detection.greeting_ms or ours.long_greeting_ms,
        pause_after_greeting_ms=detection.pause_ms or ours.pause_after_greeting_ms,
    )

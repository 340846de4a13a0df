"""The phone: carries out orders on real SIP calls and tells what becomes of them. One thread owns all of it.

`step` handles what has come in and what is due; `carry_out` takes one order. Nothing here blocks.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from telephony.carrier import Receipt, Refused, TryLater
from telephony.endings import Ending, EndingKind, ending
from telephony.events import OPT_OUT_KEY, CallEvent, Ended
from telephony.numbers import AgentAddress, may_carry
from telephony.orders import HangUp, LiveCallOrder, LookUpCall, PlaceCall, Screening, SendDigits
from telephony.sip.dialing import request
from telephony.sip.endpoint import CannotDial, Endpoint, NoRoom
from telephony.sip.leg import Leg, Tell
from telephony.sip.notes import Shelf
from telephony.sip.own_objects import Sound
from telephony.sip.reading import Last, ending_of
from telephony.sip.registrations import Registrations
from telephony.sip.rotation import QUESTION_SECONDS, Full, Rotation
from telephony.sip.shares import call_name
from telephony.sip.talk import Talk
from telephony.sip.timers import Timers
from telephony.sip.trunks import HOUSE, SipConfig, Trunk
from telephony.sip.watch import Clock, Counters

TRUNK_PATIENCE = 4.0
"""Seconds within which a trunk says something to an INVITE. One that is there answers 100 at once (RFC 3261, 17.2.1),
so silence means that nobody is; the protocol's own timer would wait for 32 s."""

GOODBYE_PATIENCE = 5.0
"""Seconds within which a far end confirms CANCEL or BYE; then the call is over for us, whatever it thinks."""

REMEMBERED = timedelta(minutes=10)
"""A leg that is over can be looked up for so long."""

Complain = Callable[[str, str | None], None]
"""Takes what went wrong and the leg it concerns, for the log."""


class Phone:
    """Every leg, from its order until after the library has said that it is over."""

    def __init__(
        self, config: SipConfig, most_calls: int, tell: Tell, clock: Clock, boot: str, complain: Complain, shelf: Shelf
    ) -> None:
        self.config = config
        self.counters = Counters()
        self.rotation = Rotation(config.trunks)
        self._most_calls = most_calls
        self._tell = tell
        self._clock = clock
        self._boot = boot
        self._complain = complain
        self._legs: dict[str, Leg] = {}
        self._over: dict[str, Leg] = {}
        self._timers = Timers(clock)
        # The library may tell of the first ones before it is there.
        self._registrations = Registrations(
            self.rotation, self._timers, lambda trunk: self.endpoint.register(trunk), complain
        )
        self.endpoint = Endpoint(config, most_calls, self, lambda where: complain(f"library: {where}", None))
        packets = self.endpoint.packets_received
        self._talk = Talk(self._legs, clock, self._hang_up, complain, self._fell_silent, packets, shelf)
        for trunk in config.trunks:
            self._timers.after(config.probe_seconds, partial(self._probe, trunk))

    # What the shell asks

    def step(self, milliseconds: int) -> None:
        """Handles what comes in within so many milliseconds, and what is due."""
        self.endpoint.handle_events(milliseconds)
        self._timers.run_due()
        self._talk.step()

    def carry_out(
        self, order: PlaceCall | LiveCallOrder, recording: Path | None = None, agent_uri: str | None = None
    ) -> Receipt:
        """One order; raises `Refused` or `TryLater`. `recording` holds its message, `agent_uri` the agent's phone."""
        if isinstance(order, PlaceCall):
            return self._place(order, agent_uri)
        if isinstance(order, LookUpCall):
            known = self._legs.get(order.call_id) or self._over.get(order.call_id)
            return Receipt(carrier_call_id=known.carrier_call_id if known else None, news=self.look_up(order.call_id))
        leg = self._legs.get(order.call_id)
        if isinstance(order, HangUp):
            if leg is not None:
                self._hang_up(leg)
            return Receipt()
        if leg is None or not leg.is_up:
            raise Refused(ending(EndingKind.wrong_state))
        if isinstance(order, SendDigits):
            self.endpoint.send_digits(leg.call, order.digits)
        else:
            self._talk.obey(leg, order, recording)
        return Receipt(carrier_call_id=leg.carrier_call_id)

    def look_up(self, call_id: str) -> tuple[CallEvent, ...]:
        """All that was told about a call. One that this process does not know was lost with an earlier one."""
        leg = self._legs.get(call_id) or self._over.get(call_id)
        if leg is not None:
            return tuple(leg.history)
        lost = ending(EndingKind.line_lost, "the SIP process knows no such call")
        return (Ended(call_id=call_id, at=self._clock.now(), event_key=f"{call_id}:unknown:{self._boot}", ending=lost),)

    @property
    def live(self) -> int:
        """Calls that take a place in the library."""
        return self.endpoint.live

    @property
    def players(self) -> int:
        """Messages and music that are played, and tapes that run; the library has room for few."""
        return self._talk.players

    def packets(self) -> Sound:
        """Of all calls that are up."""
        handles = [leg.call for leg in self._legs.values() if leg.is_up and leg.call is not None and leg.media]
        return sum((self.endpoint.sound_of(handle) or Sound() for handle in handles), Sound())

    def close(self) -> None:
        """Hangs up everything and ends the library."""
        for leg in list(self._legs.values()):
            self._over_now(leg, ending(EndingKind.line_lost, "the SIP process was stopped"))
        self._talk.close()
        self._over.clear()
        self.endpoint.close()

    # Orders

    def _place(self, order: PlaceCall, agent_uri: str | None) -> Receipt:
        known = self._legs.get(order.call_id) or self._over.get(order.call_id)
        if known is not None:
            return Receipt(carrier_call_id=known.carrier_call_id)
        if self.live >= self._most_calls:
            raise TryLater(1.0)
        leg = Leg(
            order=order,
            carrier_call_id=call_name(self._boot, order.call_id),
            tell=self._tell,
            ways=self._ways(order, agent_uri),
            agent_uri=agent_uri,
        )
        self._dial(leg)
        self._legs[leg.id] = leg
        self.counters.calls += 1
        self._timers.after(order.ring_seconds, partial(self._ring_limit, leg))
        self._timers.after(order.max_seconds, partial(self._hang_up, leg))
        return Receipt(carrier_call_id=leg.carrier_call_id)

    def _ways(self, order: PlaceCall, agent_uri: str | None) -> tuple[Trunk, ...]:
        if isinstance(order.to, AgentAddress):
            if agent_uri is None:
                raise Refused(ending(EndingKind.our_settings, "it is not known where the agent's phone is"))
            return self.config.ways_to(agent_uri)
        # A trunk on this machine carries only fictional numbers, and every other one only real ones.
        ways = tuple(trunk for trunk in self.config.trunks if may_carry(trunk.network, order.to))
        if not ways:
            raise Refused(ending(EndingKind.wrong_network))
        return ways

    def _dial(self, leg: Leg) -> None:
        """Sends the INVITE over the first trunk that takes it. Raises `Refused` or `TryLater` when none does."""
        while True:
            now = self._clock.now()
            trunk = self._take_way(leg, now)
            if isinstance(trunk, Full):
                raise TryLater(trunk.after_seconds)
            if trunk is None:
                raise Refused(ending(EndingKind.congestion, "no SIP trunk is in rotation"))
            leg.tried.append(trunk.name)
            dialed_at = self._clock.monotonic()
            try:
                leg.call = self.endpoint.dial(leg.id, trunk, request(leg.order, trunk, leg.agent_uri))
            except NoRoom:
                self.rotation.give_back(trunk.name, leg.id)
                raise TryLater(1.0) from None
            except CannotDial as problem:
                self._complain(f"dialing: {problem}", leg.id)
                self._rest(trunk, leg.id)
                continue
            leg.trunk, leg.heard = trunk if trunk.name != HOUSE else None, False
            leg.dialed_at = dialed_at
            self._timers.after(TRUNK_PATIENCE, partial(self._unheard, leg, leg.call, self._clock.monotonic()))
            return

    def _take_way(self, leg: Leg, now: datetime) -> Trunk | Full | None:
        left = [way for way in leg.ways if way.name not in leg.tried]
        # An agent's phone has no channels that could be full, and another agent's is no worse for its silence.
        if left and left[0].name == HOUSE:
            return left[0]
        return self.rotation.take(leg.id, now, [way.name for way in left])

    def _hang_up(self, leg: Leg) -> None:
        if leg.call is None or leg.ended_at is not None:
            return
        leg.hung_up, leg.cancelled = True, leg.cancelled or leg.answered_at is None
        if leg.cancelled:
            # Early sound ends with our CANCEL.
            leg.media = None
        self.endpoint.hang_up(leg.call)
        self._timers.after(GOODBYE_PATIENCE, partial(self._let_go, leg, leg.call))

    # News from the library

    def heard(self, leg_id: str, call: int) -> None:
        leg = self._current(leg_id, call)
        if leg is not None and not leg.heard:
            self._hear(leg)
            leg.tell_accepted(self._clock.now())

    def ringing(self, leg_id: str, call: int, code: int) -> None:
        leg = self._current(leg_id, call)
        if leg is not None:
            self._hear(leg)
            # 183 is how announcements come, too: only 180 says that a phone rings.
            if code == 180:
                leg.tell_rang(self._clock.now())
            else:
                leg.tell_accepted(self._clock.now())

    def confirmed(self, leg_id: str, call: int) -> None:
        leg = self._current(leg_id, call)
        if leg is None:
            # It came to life after we had given it up.
            self.endpoint.hang_up(call)
            return
        self._hear(leg)
        leg.tell_answered(self._clock.now())
        self.counters.answered += 1
        self.counters.setup_ms.append(1000 * (self._clock.monotonic() - leg.dialed_at))
        if leg.trunk is not None:
            self.rotation.worked(leg.trunk.name)
        if leg.cancelled:
            self.endpoint.hang_up(call)
            return
        if leg.is_lead and leg.order.screening is not Screening.off:
            self._talk.screen(leg)
        self._talk.follow()

    def sound(self, leg_id: str, call: int, media: Any) -> None:
        leg = self._current(leg_id, call)
        if leg is not None:
            leg.media, leg.had_sound = media, leg.had_sound or media is not None
            self._talk.follow()

    def pressed(self, leg_id: str, call: int, key: str) -> None:
        """A key counts while a recorded message plays, which is where one is offered."""
        leg = self._current(leg_id, call)
        if leg is not None and leg.is_lead and leg.message is not None and key == OPT_OUT_KEY:
            leg.tell_opted_out(self._clock.now())
            # 47 CFR 64.1200(b)(3): at once. After this callback, in which nothing may be hung up.
            self._timers.after(0.0, partial(self._hang_up, leg))

    def unconfirmed(self, leg_id: str, call: int) -> None:
        leg = self._current(leg_id, call)
        if leg is not None:
            # After this callback, in which nothing may be hung up.
            self._timers.after(0.0, partial(self._lose, leg, "the far end never confirmed our answer"))

    def disconnected(self, leg_id: str, call: int, last: Last) -> None:
        leg = self._current(leg_id, call)
        if leg is None:
            return
        self._learn(leg.trunk, last)
        if last.picked_up:
            leg.tell_answered(self._clock.now())
        if leg.may_go_elsewhere(last):
            self._give_back(leg)
            leg.call = leg.media = None
            self._timers.after(0.0, partial(self._dial_again, leg, last))
        else:
            self._over_now(leg, ending_of(leg.course, last))

    def registered(self, trunk: str, *, is_known: bool, code: int) -> None:
        self._registrations.told(trunk, is_known=is_known, code=code)

    def probed(self, trunk: str, *, answers: bool) -> None:
        # Not every carrier answers. One that speaks of calls is there, and where there are none silence is no news from
        # one that never answers: it would be kept from the very calls that show it to be there.
        if answers or self.rotation.was_heard(trunk, self._clock.monotonic() - QUESTION_SECONDS):
            self.rotation.worked(trunk, has_answered=answers)
        elif self.rotation.means_silence(trunk):
            self.rotation.failed(trunk, self._clock.now(), was_asked=True)
            self._complain(f"trunk {trunk} does not answer", None)

    def answered(self, trunk: str, message: str) -> None:
        """What it says beside its answer is for `relist doctor`."""

    def refused_caller(self) -> None:
        self.counters.refused_callers += 1

    def failed(self, where: str, leg_id: str | None) -> None:
        """An exception in a callback: counted, and its call ended in an orderly way."""
        self.counters.callback_failures += 1
        self._complain(f"callback: {where}", leg_id)
        leg = self._legs.get(leg_id) if leg_id is not None else None
        if leg is not None:
            self._timers.after(0.0, partial(self._hang_up, leg))

    # What follows from it

    def _current(self, leg_id: str, call: int) -> Leg | None:
        """The leg whose present try this call is; None for a try that was given up."""
        leg = self._legs.get(leg_id)
        return leg if leg is not None and leg.call == call else None

    def _hear(self, leg: Leg) -> None:
        """The trunk has said something."""
        leg.heard = True
        if leg.trunk is not None:
            self.rotation.heard(leg.trunk.name, self._clock.monotonic())

    def _dial_again(self, leg: Leg, last: Last) -> None:
        if leg.ended_at is not None:
            return
        if leg.cancelled:
            self._over_now(leg, ending(EndingKind.cancelled))
            return
        try:
            self._dial(leg)
            self.counters.failovers += 1
        except (Refused, TryLater):
            self._over_now(leg, ending_of(leg.course, last))

    def _learn(self, trunk: Trunk | None, last: Last) -> None:
        if trunk is None:
            return
        now = self._clock.now()
        if last.complains_of_rate:
            self.rotation.too_fast(trunk.name, now)
        elif last.complains_of_channels:
            self.rotation.too_many(trunk.name, now)
        elif last.says_nothing_of_the_number and not last.was_heard:
            self._rest(trunk, None)

    def _rest(self, trunk: Trunk, leg_id: str | None) -> None:
        if trunk.name == HOUSE:
            self._complain("an agent's phone could not be reached", leg_id)
            return
        if leg_id is not None:
            self.rotation.give_back(trunk.name, leg_id)
        if (rest := self.rotation.failed(trunk.name, self._clock.now())) is not None:
            self._complain(f"trunk {trunk.name} could not be reached; it rests for {rest.total_seconds():g} s", leg_id)

    def _unheard(self, leg: Leg, call: int, since: float) -> None:
        if leg.call != call or leg.heard or leg.ended_at is not None:
            return
        if self.endpoint.has_unread:
            # Its words may be among those that wait: then we are slow, and not the trunk.
            self._timers.after(0.0, partial(self._unheard, leg, call, since))
            return
        leg.unheard = True
        # A trunk that has spoken since then, about whatever call, is there: only this INVITE was lost.
        if leg.trunk is not None and not self.rotation.was_heard(leg.trunk.name, since):
            self._rest(leg.trunk, None)
        self._let_go(leg, call)

    def _let_go(self, leg: Leg, call: int) -> None:
        """The call is over for us; the library may still wait for words of the far end."""
        if leg.call == call and leg.ended_at is None:
            # Over first: whatever the library says of it while it hangs up is no news of this leg any more.
            self._over_now(leg, ending_of(leg.course, Last(0)))
            self.endpoint.let_go(call)

    def _ring_limit(self, leg: Leg) -> None:
        if leg.answered_at is None and not leg.cancelled:
            leg.rang_out = True
            self._hang_up(leg)

    def _over_now(self, leg: Leg, why: Ending) -> None:
        if leg.ended_at is not None:
            return
        self._give_back(leg)
        self._talk.ended(leg)
        leg.call = leg.media = None
        leg.tell_ended(why, self._clock.now())
        self._over[leg.id] = self._legs.pop(leg.id)
        self._timers.after(REMEMBERED.total_seconds(), partial(self._over.pop, leg.id, None))
        self._talk.follow()

    def _give_back(self, leg: Leg) -> None:
        if leg.trunk is not None:
            self.rotation.give_back(leg.trunk.name, leg.id)

    def _fell_silent(self, leg: Leg) -> None:
        self.counters.silent_calls += 1
        self._lose(leg, "no sound came any more")

    def _lose(self, leg: Leg, why: str) -> None:
        leg.lost = why
        self._hang_up(leg)

    def _probe(self, trunk: Trunk) -> None:
        self.endpoint.probe(trunk)
        self._timers.after(self.config.probe_seconds, partial(self._probe, trunk))

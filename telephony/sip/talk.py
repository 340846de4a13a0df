"""What is heard on the legs: who talks with whom, recorded messages, and who is thought to have answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path

from telephony.carrier import Refused
from telephony.endings import EndingKind, ending
from telephony.sip.board import Board, Unplayable
from telephony.sip.leg import Leg
from telephony.sip.listening import Listening
from telephony.sip.screening import Decision
from telephony.sip.screening_drop import GreetingEnd
from telephony.sip.watch import Clock, SoundWatch


@dataclass(slots=True)
class Talk:
    """The sound of all legs. The legs themselves belong to the phone."""

    legs: Mapping[str, Leg]
    clock: Clock
    hang_up: Callable[[Leg], None]
    complain: Callable[[str, str | None], None]
    fell_silent: Callable[[Leg], None]
    packets: Callable[[int], int | None]
    board: Board = field(default_factory=Board)
    _listening: Listening = field(init=False)
    _sound: SoundWatch = field(init=False)
    _serial: "count[int]" = field(default_factory=count)

    def __post_init__(self) -> None:
        self._listening = Listening(self._decided)
        self._sound = SoundWatch(self.packets, self.fell_silent)

    def step(self) -> None:
        """What time brings: messages that are over, verdicts, calls without sound."""
        now = self.clock.monotonic()
        self._end_messages(now)
        self._listening.look(now)
        self._sound.look(self.legs.values(), now)

    def follow(self) -> None:
        """Connects what belongs together now, and tells of agents who have joined by that."""
        self.board.follow(self.legs)
        for leg in list(self.legs.values()):
            agent = self.legs.get(leg.with_agent) if leg.with_agent is not None else None
            if agent is not None and not leg.joined and leg.media is not None and agent.media is not None:
                leg.joined = True
                leg.tell_joined(agent.id, self.clock.now())

    def screen(self, leg: Leg) -> None:
        self._listening.screen(leg, self.clock.monotonic())

    def bridge(self, leg: Leg, agent_leg_id: str) -> None:
        agent = self.legs.get(agent_leg_id)
        if agent is None or not agent.is_up:
            raise Refused(ending(EndingKind.wrong_state, "the agent's leg is not up"))
        for other in self.legs.values():
            if other.with_agent == agent_leg_id:
                other.with_agent = None
        leg.with_agent, leg.joined, leg.message = agent_leg_id, False, None

    def play(self, leg: Leg, recording: Path | None, *, then_hang_up: bool) -> None:
        """Nobody is left in silence: a message that cannot be played ends the call at once."""
        self._listening.forget(leg)
        leg.with_agent, leg.hangs_up_after_message = None, then_hang_up
        name = f"message:{next(self._serial)}:{leg.id}"
        try:
            if recording is None:
                raise Unplayable("there is no recording of this message")
            self.board.play(name, recording, self.clock.monotonic())
        except Unplayable as problem:
            self.complain(f"message: {problem}", leg.id)
            self.hang_up(leg)
            return
        leg.message = name

    def play_after_greeting(self, leg: Leg, recording: Path | None) -> None:
        leg.with_agent = None
        then = partial(self._greeting_over, leg, recording)
        self._listening.await_greeting_end(leg, then, self.clock.monotonic())

    def ended(self, leg: Leg) -> None:
        self._listening.forget(leg)

    def close(self) -> None:
        self.board.close()

    def _greeting_over(self, leg: Leg, recording: Path | None, end: GreetingEnd) -> None:
        if end is GreetingEnd.GAVE_UP:
            self.hang_up(leg)
        else:
            self.play(leg, recording, then_hang_up=True)
            self.follow()

    def _end_messages(self, now: float) -> None:
        ended = self.board.over(now)
        if not ended:
            return
        for leg in list(self.legs.values()):
            if leg.message in ended:
                leg.message = None
                leg.tell_played(self.clock.now())
                if leg.hangs_up_after_message:
                    self.hang_up(leg)
        self.follow()
        self.board.forget(ended)

    def _decided(self, leg: Leg, decision: Decision) -> None:
        leg.tell_verdict(decision.verdict, self.clock.now())
        self.follow()

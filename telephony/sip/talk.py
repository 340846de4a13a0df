"""What is heard on the legs: who talks with whom, recorded messages, and who is thought to have answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path

from telephony.carrier import Refused
from telephony.endings import EndingKind, ending
from telephony.events import RecordingReady
from telephony.orders import (
    BridgeToAgent,
    GoToRoom,
    Hear,
    Hearing,
    Hold,
    LeaveVoicemail,
    LiveCallOrder,
    Mute,
    PlayMessage,
    StartRecording,
    Unhold,
    Unmute,
)
from telephony.sip.board import Board, Unplayable
from telephony.sip.leg import Leg
from telephony.sip.listening import Listening
from telephony.sip.notes import Screened, Shelf, Unrecorded
from telephony.sip.screening import Decision, Trace
from telephony.sip.screening_drop import GreetingEnd
from telephony.sip.tapes import CannotTape, Tapes
from telephony.sip.watch import Clock, SoundWatch

TIDY_SECONDS = 0.02


@dataclass(slots=True)
class Talk:
    """The sound of all legs. The legs themselves belong to the phone."""

    legs: Mapping[str, Leg]
    clock: Clock
    hang_up: Callable[[Leg], None]
    complain: Callable[[str, str | None], None]
    fell_silent: Callable[[Leg], None]
    packets: Callable[[int], int | None]
    shelf: Shelf
    board: Board = field(default_factory=Board)
    _listening: Listening = field(init=False)
    _sound: SoundWatch = field(init=False)
    _tapes: Tapes = field(init=False)
    _serial: "count[int]" = field(default_factory=count)
    _next_tidy: float = 0.0

    def __post_init__(self) -> None:
        self._listening = Listening(self._decided, self._traced)
        self._sound = SoundWatch(self.packets, self.fell_silent)
        self._tapes = Tapes(self.shelf.folder, self._taped, self.complain, self.clock)

    def step(self) -> None:
        """What time brings: messages that are over, verdicts, calls without sound."""
        now = self.clock.monotonic()
        self._end_messages(now)
        if self._listening.look(now):
            self.follow()
        self._sound.look(self.legs.values(), now)
        if now >= self._next_tidy:
            self._next_tidy = now + TIDY_SECONDS
            self._tidy(now)

    def follow(self) -> None:
        """Connects what belongs together now, and tells of agents who have joined by that."""
        self.board.follow(self.legs, self._tapes.ears)
        for leg in list(self.legs.values()):
            agent = self.legs.get(leg.with_agent) if leg.with_agent is not None else None
            if agent is not None and not leg.joined and leg.media is not None and agent.media is not None:
                leg.joined = True
                leg.tell_joined(agent.id, self.clock.now())

    def screen(self, leg: Leg) -> None:
        self._listening.screen(leg, self.clock.monotonic())

    def obey(self, leg: Leg, order: LiveCallOrder, recording: Path | None) -> None:
        """An order about what is heard; raises `Refused`. `recording` is what it wants played."""
        match order:
            case BridgeToAgent():
                self._bridge(leg, order.agent_leg_id)
            case PlayMessage():
                self._play(leg, recording, then_hang_up=order.then_hang_up)
            case LeaveVoicemail(wait_for_greeting=True):
                self._play_after_greeting(leg, recording)
            case LeaveVoicemail():
                self._play(leg, recording, then_hang_up=True)
            case Hold():
                leg.on_hold, leg.music = True, self._music(leg, recording)
            case Unhold():
                leg.on_hold, leg.music = False, None
            case Mute() | Unmute():
                leg.muted = isinstance(order, Mute)
            case StartRecording():
                self._record(leg, recording, announced=order.announced)
            case Hear():
                self._put_beside(leg, order.agent_leg_id, order.hearing)
            case GoToRoom() if order.room_leg_id == leg.id:
                leg.beside = leg.hearing = None
            case GoToRoom():
                self._put_beside(leg, order.room_leg_id, Hearing.barge)
                leg.comes_back = True
            case _:
                raise AssertionError("this order is about no sound")
        self.follow()

    def ended(self, leg: Leg) -> None:
        self._listening.forget(leg)

    @property
    def players(self) -> int:
        return self.board.players + len(self._tapes.ears)

    def close(self) -> None:
        self._tapes.close()
        self.board.close()

    def _tidy(self, now: float) -> None:
        """What must not be done while the library tells us something: recorders, music and managers that nobody needs
        any more go. An agent's room ends with the agent's leg."""
        self._cut_tapes(now)
        self._tapes.keep([leg.id for leg in self.legs.values() if leg.is_taped], now)
        self.board.tidy({leg.music for leg in self.legs.values()}, now)
        for leg in list(self.legs.values()):
            if leg.beside is not None and leg.beside not in self.legs:
                leg.beside = None
                if not leg.comes_back:
                    self.hang_up(leg)

    def _cut_tapes(self, now: float) -> None:
        """The conversation goes on without its recording."""
        cut = self._tapes.unwritable(now)
        for leg_id in cut:
            self.legs[leg_id].is_taped = False
            self.complain("the recording is cut short: the disk takes no more", leg_id)
        if cut:
            self.follow()

    def _agent(self, leg_id: str) -> Leg:
        agent = self.legs.get(leg_id)
        if agent is None or not agent.is_up:
            raise Refused(ending(EndingKind.wrong_state, "the agent's leg is not up"))
        return agent

    def _put_beside(self, leg: Leg, agent_leg_id: str, hearing: Hearing) -> None:
        """Whoever has been given a person meanwhile stays with them: they are to hear nobody else's."""
        if any(other.with_agent == leg.id for other in self.legs.values()):
            raise Refused(ending(EndingKind.wrong_state, "this leg has a person of its own"))
        leg.beside, leg.hearing = self._agent(agent_leg_id).id, hearing

    def _bridge(self, leg: Leg, agent_leg_id: str) -> None:
        self._agent(agent_leg_id)
        for other in self.legs.values():
            if other.with_agent == agent_leg_id:
                other.with_agent = None
        leg.with_agent, leg.joined, leg.message = agent_leg_id, False, None
        leg.on_hold, leg.music = False, None

    def _music(self, leg: Leg, recording: Path | None) -> str | None:
        """Hold is hold, with or without music."""
        try:
            return self.board.music(recording) if recording is not None else None
        except Unplayable as problem:
            self.complain(f"hold music: {problem}", leg.id)
            return None

    def _say(self, what: str, leg: Leg, recording: Path | None) -> str:
        """Begins to play a recording; the name of the mouth that says it."""
        if recording is None:
            raise Unplayable("there is no recording of this message")
        name = f"{what}:{next(self._serial)}:{leg.id}"
        self.board.play(name, recording, self.clock.monotonic())
        return name

    def _play(self, leg: Leg, recording: Path | None, *, then_hang_up: bool) -> None:
        """Nobody is left in silence: a message that cannot be played ends the call at once."""
        self._listening.forget(leg)
        leg.with_agent, leg.hangs_up_after_message = None, then_hang_up
        try:
            leg.message = self._say("message", leg, recording)
        except Unplayable as problem:
            self.complain(f"message: {problem}", leg.id)
            self.hang_up(leg)

    def _play_after_greeting(self, leg: Leg, recording: Path | None) -> None:
        leg.with_agent = None
        then = partial(self._greeting_over, leg, recording)
        self._listening.await_greeting_end(leg, then, self.clock.monotonic())

    def _greeting_over(self, leg: Leg, recording: Path | None, end: GreetingEnd) -> None:
        if end is GreetingEnd.GAVE_UP:
            self.hang_up(leg)
        else:
            self._play(leg, recording, then_hang_up=True)
            self.follow()

    def _record(self, leg: Leg, notice: Path | None, *, announced: bool) -> None:
        """What has to be announced is recorded once it has been; what cannot be announced is not recorded at all."""
        try:
            if announced:
                leg.notice = self._say("notice", leg, notice)
            else:
                self._tape(leg)
        except (Unplayable, CannotTape) as problem:
            self.shelf.hear(Unrecorded(call_id=leg.id, at=self.clock.now()))
            raise Refused(ending(EndingKind.our_settings, f"the call is not recorded: {problem}")) from problem

    def _tape(self, leg: Leg) -> None:
        self._tapes.start(leg.id)
        leg.is_taped = True

    def _end_messages(self, now: float) -> None:
        ended = self.board.over(now)
        if not ended:
            return
        for leg in list(self.legs.values()):
            if leg.notice in ended:
                self._notice_over(leg)
            if leg.message in ended:
                leg.message = None
                leg.tell_played(self.clock.now())
                if leg.hangs_up_after_message:
                    self.hang_up(leg)
        self.follow()
        self.board.forget(ended, now)

    def _notice_over(self, leg: Leg) -> None:
        leg.notice = None
        # Whoever has been taken out of the conversation meanwhile may not have heard it.
        if leg.with_agent is None:
            return
        try:
            self._tape(leg)
        except CannotTape as problem:
            self.shelf.hear(Unrecorded(call_id=leg.id, at=self.clock.now()))
            self.complain(f"the call is not recorded: {problem}", leg.id)

    def _taped(self, leg_id: str, seconds: float | None, is_cut: bool) -> None:
        now, key = self.clock.now(), f"{leg_id}:taped"
        if seconds is None:
            self.shelf.hear(Unrecorded(call_id=leg_id, at=now))
            return
        ready = RecordingReady(
            call_id=leg_id, at=now, event_key=key, recording_id=leg_id, seconds=seconds, is_cut=is_cut
        )
        self.shelf.hear(ready)

    def _decided(self, leg: Leg, decision: Decision) -> None:
        leg.tell_verdict(decision.verdict, self.clock.now())

    def _traced(self, leg: Leg, decision: Decision, trace: Trace) -> None:
        self.shelf.hear(Screened(call_id=leg.id, at=self.clock.now(), decision=decision, trace=trace))

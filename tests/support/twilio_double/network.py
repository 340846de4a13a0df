"""Calls from the queue to their end, and the TwiML that they do in between."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from urllib.parse import urldefrag

from tests.support.twilio_double.clockwork import Clockwork
from tests.support.twilio_double.hooks import Hooks, Reply
from tests.support.twilio_double.leg import Leg
from tests.support.twilio_double.rooms import Room, Rooms
from tests.support.twilio_double.twiml import TwimlError, Verb, parse

SAYS_WORDS_PER_SECOND = 2.5
PLAY_SECONDS = 5.0
RECORDING_READY_AFTER = 2.0
TIMEOUT_BUFFER = 1.0
"""Twilio may add up to five seconds to the ring limit."""

LONGEST_PROGRAM = 200


class Network:
    """Moves legs through their lives."""

    def __init__(self, clockwork: Clockwork, hooks: Hooks, rooms: Rooms, new_sid: Callable[[str], str]) -> None:
        self.new_sid = new_sid
        self._clock = clockwork
        self._hooks = hooks
        self._rooms = rooms
        self.errors: list[str] = []
        self.on_ring: Callable[[Leg], None] = lambda leg: None
        """A leg begins to ring; whoever is there may pick it up."""
        self.keep: Callable[[str], None] = lambda sid: None
        """A caller's message is whole."""
        self.on_end: Callable[[Leg], None] = lambda leg: None
        rooms.on_left = self._go_on
        rooms.on_start = self._conversation

    # The life of a call

    def ring_us(self, leg: Leg, voice_url: str, status_url: str) -> None:
        """A call that comes in: the number's own addresses are asked and told."""
        leg.form = {"StatusCallback": status_url, "StatusCallbackEvent": ["completed"]}
        leg.status, leg.answered_at = "in-progress", self._clock.now
        self._clock.after(leg.far.patience, lambda: self._lose_patience(leg))
        self._fetch(leg, voice_url)

    def dial(self, leg: Leg, in_seconds: float) -> None:
        self._later(leg, in_seconds, lambda: self._start(leg))

    def end(self, leg: Leg, status: str) -> None:
        if not leg.is_live:
            return
        leg.status, leg.ended_at = status, self._clock.now
        leg.stage += 1
        self._rooms.leave(leg)
        self.on_end(leg)
        self._tell(leg, "completed", **self._codes(leg))
        for sid, callback in leg.recordings:
            form = leg.webhook(
                RecordingSid=sid,
                RecordingStatus="completed",
                RecordingDuration=str(leg.seconds),
                RecordingChannels="2",
                RecordingSource="StartCallRecordingAPI",
            )
            self._clock.after(RECORDING_READY_AFTER, partial(self._hooks.notify, callback, form))

    def pick_up(self, leg: Leg) -> None:
        """By somebody who is asked, and not by the plan for the far end."""
        if leg.status == "ringing":
            leg.stage += 1
            self._answer(leg)

    def hang_up(self, leg: Leg) -> None:
        """By us: whatever was answered is completed, whatever was not is canceled."""
        self.end(leg, "completed" if leg.answered_at else "canceled")

    def announce(self, room: Room, url: str) -> None:
        """What the address answers is said to everybody in the room."""

        def heard(reply: Reply) -> None:
            for verb in parse(reply.body):
                for seat in room.seats.values():
                    seat.leg.heard.append(verb.text)

        self._hooks.ask(url, {"ConferenceSid": room.sid, "FriendlyName": room.name}, heard)

    def redirect(self, leg: Leg, url: str) -> None:
        """Out of whatever it does, and on with what the address says."""
        leg.stage += 1
        leg.program = []
        self._rooms.leave(leg)
        self._fetch(leg, url)

    def _start(self, leg: Leg) -> None:
        self._tell(leg, "initiated", CallStatus="initiated")
        if leg.far.final is not None:
            leg.sip_code = leg.far.sip_code
            final = leg.far.final
            self._later(leg, leg.far.ring_after, lambda: self.end(leg, final))
            return
        self._later(leg, leg.far.ring_after, lambda: self._ring(leg))

    def _ring(self, leg: Leg) -> None:
        leg.status = "ringing"
        self._tell(leg, "ringing")
        self.on_ring(leg)
        limit = float(leg.form.get("Timeout", 60)) + TIMEOUT_BUFFER
        answers = leg.far.answers_after
        if answers is not None and answers < limit:
            self._later(leg, answers, lambda: self._answer(leg))
        else:
            self._later(leg, limit, lambda: self.end(leg, "no-answer"))

    def _answer(self, leg: Leg) -> None:
        leg.status, leg.answered_at = "in-progress", self._clock.now
        self._tell(leg, "answered")
        # Not bound to a stage: the length limit and the detector run whatever the call does meanwhile.
        self._clock.after(float(leg.form.get("TimeLimit", 14_400)), lambda: self.hang_up(leg))
        if "MachineDetection" in leg.form and leg.far.verdict is not None:
            self._clock.after(leg.far.verdict_after, lambda: self._verdict(leg))
        self._clock.after(leg.far.patience, lambda: self._lose_patience(leg))
        self._fetch(leg, leg.url("Url"), fallback=leg.url("FallbackUrl"))

    def _verdict(self, leg: Leg) -> None:
        if leg.is_live:
            leg.answered_by = leg.far.verdict
            form = leg.webhook(AnsweredBy=str(leg.far.verdict), MachineDetectionDuration="3900")
            self._hooks.notify(leg.url("AsyncAmdStatusCallback"), form)

    def _lose_patience(self, leg: Leg) -> None:
        if not leg.met_agent:
            self.end(leg, "completed")

    def _conversation(self, leg: Leg) -> None:
        self._clock.after(leg.far.talk, lambda: self.end(leg, "completed"))

    def _codes(self, leg: Leg) -> dict[str, str]:
        codes = {"CallDuration": str(leg.seconds), "Duration": str(-(-leg.seconds // 60))}
        return codes | ({"SipResponseCode": str(leg.sip_code)} if leg.sip_code else {})

    def _tell(self, leg: Leg, event: str, **more: str) -> None:
        if event in leg.form.get("StatusCallbackEvent", ()):
            self._hooks.notify(leg.url("StatusCallback"), leg.webhook(**more), sequence=leg.sid)

    # What a call does

    def _fetch(self, leg: Leg, url: str, *, fallback: str = "", **more: str) -> None:
        stage = leg.stage
        leg.redirects += 1
        if leg.redirects > LONGEST_PROGRAM:
            self._fail(leg, "it goes round in circles")
            return

        def heard(reply: Reply) -> None:
            if leg.stage != stage or not leg.is_live:
                return
            if reply.ok:
                self._run(leg, reply.body)
            elif fallback:
                self._fetch(leg, fallback, ErrorCode="11200", ErrorUrl=urldefrag(url).url)
            else:
                self.end(leg, "completed")

        self._hooks.ask(url, leg.webhook(**more), heard)

    def _run(self, leg: Leg, text: str) -> None:
        try:
            leg.program = parse(text)
        except TwimlError as problem:
            self._fail(leg, str(problem))
            return
        self._go_on(leg)

    def _fail(self, leg: Leg, problem: str) -> None:
        self.errors.append(f"{leg.sid}: {problem}")
        self.end(leg, "completed")

    def _go_on(self, leg: Leg) -> None:
        """The next verb; after the last one Twilio hangs up."""
        if not leg.is_live:
            return
        leg.stage += 1
        if not leg.program:
            self.end(leg, "completed")
            return
        self._do(leg, leg.program.pop(0))

    def _do(self, leg: Leg, verb: Verb) -> None:
        match verb.name:
            case "Say" | "Play" | "Pause":
                self._next_in(leg, _hear(leg, verb))
            case "Redirect":
                self._fetch(leg, verb.text)
            case "Hangup":
                self.end(leg, "completed")
            case "Gather":
                self._gather(leg, verb)
            case "Record":
                self._record(leg, verb)
            case _:
                if not self._rooms.join(leg, verb):
                    self._go_on(leg)

    def _record(self, leg: Leg, verb: Verb) -> None:
        """The caller speaks for a while; then the action is asked, and the recording is ready a little later."""
        leg.heard.append("a beep")
        spoken = min(leg.far.speaks, float(verb.attributes.get("maxLength", 3600)))
        told = {"RecordingSid": self.new_sid("RE"), "RecordingDuration": str(round(spoken))}

        def ready() -> None:
            self.keep(told["RecordingSid"])
            form = leg.webhook(**told, RecordingStatus="completed", RecordingChannels="1", RecordingSource="RecordVerb")
            self._hooks.notify(verb.attributes.get("recordingStatusCallback", ""), form)

        def over() -> None:
            self._clock.after(RECORDING_READY_AFTER, ready)
            self._fetch(leg, verb.attributes["action"], **told)

        self._later(leg, spoken, over)

    def _gather(self, leg: Leg, verb: Verb) -> None:
        """A key is pressed, a machine's greeting comes to its pause, or nothing is said."""
        action = verb.attributes.get("action", "")
        if verb.attributes.get("input", "dtmf") == "dtmf":
            self._keys(leg, verb, action)
            return
        assert leg.answered_at is not None
        over = leg.answered_at + timedelta(seconds=leg.far.greeting) - self._clock.now
        silence = float(verb.attributes.get("speechTimeout", 1))
        wait = over.total_seconds() + silence if over > timedelta() else float(verb.attributes.get("timeout", 5))
        self._later(leg, wait, lambda: self._fetch(leg, action, SpeechResult=""))

    def _keys(self, leg: Leg, verb: Verb, action: str) -> None:
        """Without a key the call goes on with the next verb (documented: unless actionOnEmptyResult is set)."""
        heard = sum(_hear(leg, each) for each in verb.inside)
        keys = ("1",) if "/legs/" in action and leg.far.confirms else leg.far.presses[leg.pressed :]
        if keys:
            leg.pressed += 1
            self._later(leg, 1.0, lambda: self._fetch(leg, action, Digits=keys[0]))
        else:
            self._next_in(leg, heard + float(verb.attributes.get("timeout", 5)))

    def _next_in(self, leg: Leg, seconds: float) -> None:
        self._later(leg, seconds, lambda: self._go_on(leg))

    def _later(self, leg: Leg, seconds: float, work: Callable[[], None]) -> None:
        stage = leg.stage

        def if_still_so() -> None:
            if leg.stage == stage and leg.is_live:
                work()

        self._clock.after(seconds, if_still_so)


def _hear(leg: Leg, verb: Verb) -> float:
    """Notes what is said and played; the seconds it takes."""
    match verb.name:
        case "Say":
            leg.heard.append(verb.text)
            return len(verb.text.split()) / SAYS_WORDS_PER_SECOND
        case "Play":
            leg.heard.append(verb.attributes.get("digits") or verb.text)
            return 0.5 if "digits" in verb.attributes else PLAY_SECONDS
        case _:
            return float(verb.attributes.get("length", 1))

"""Conferences: who is in, when they start and end, and what is told about it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.support.twilio_double.hooks import Hooks
from tests.support.twilio_double.leg import Leg
from tests.support.twilio_double.twiml import Verb


@dataclass
class Seat:
    leg: Leg
    label: str
    starts: bool
    ends: bool
    muted: bool = False
    hold: bool = False
    coach: str = ""
    """SID of the only participant who hears this one; empty: everybody does."""


@dataclass
class Room:
    """A running conference. Its callbacks are those of the first participant who named any."""

    sid: str
    name: str
    seats: dict[str, Seat] = field(default_factory=dict)
    started: bool = False
    callback: str = ""
    events: frozenset[str] = frozenset()

    def people(self) -> list[Seat]:
        return [seat for seat in self.seats.values() if not seat.leg.is_agent]

    def heard(self) -> set[tuple[str, str]]:
        """Who is heard by whom, by the numbers or names that were called."""
        return {
            (speaker.leg.to, hearer.leg.to)
            for speaker in self.seats.values()
            for hearer in self.seats.values()
            if speaker is not hearer
            and self.started
            and not (speaker.muted or speaker.hold or hearer.hold)
            and speaker.coach in ("", hearer.leg.sid)
        }


class Rooms:
    """The account's conferences by name."""

    def __init__(self, hooks: Hooks, new_sid: Callable[[str], str]) -> None:
        self._hooks = hooks
        self._new_sid = new_sid
        self.open: dict[str, Room] = {}
        self.crowded: list[str] = []
        """Every moment at which two people we had called were in one room."""
        self.on_left: Callable[[Leg], None] = lambda leg: None
        """A leg is put out of its room by the room's end, and goes on."""
        self.on_start: Callable[[Leg], None] = lambda leg: None
        """Two people begin to hear each other."""

    def join(self, leg: Leg, verb: Verb) -> bool:
        """False: not added (16025), the call goes on with its next verb."""
        attributes = verb.attributes
        room = self.open.get(verb.room)
        if room is None:
            room = self.open[verb.room] = Room(self._new_sid("CF"), verb.room)
        label = attributes.get("participantLabel", "")
        if label and any(seat.label == label for seat in room.seats.values()):
            return False
        if not room.callback and attributes.get("statusCallback"):
            room.callback = attributes["statusCallback"]
            room.events = frozenset(attributes.get("statusCallbackEvent", "").split())
        starts = attributes.get("startConferenceOnEnter", "true") == "true"
        ends = attributes.get("endConferenceOnExit", "false") == "true"
        coach = attributes.get("coach", "")
        if coach and coach not in room.seats:
            return False
        room.seats[leg.sid] = Seat(leg, label, starts, ends, muted=attributes.get("muted") == "true", coach=coach)
        leg.room = verb.room
        if len(room.people()) > 1:
            self.crowded.append(f"{room.name}: {[seat.label for seat in room.people()]}")
        self._tell(room, "join", leg, label)
        self._start(room)
        return True

    def leave(self, leg: Leg) -> None:
        room = self.open.get(leg.room or "")
        leg.room = None
        if room is None or leg.sid not in room.seats:
            return
        seat = room.seats.pop(leg.sid)
        self._tell(room, "leave", leg, seat.label)
        if seat.ends or not room.seats:
            self.end(room)

    def end(self, room: Room) -> None:
        self.open.pop(room.name, None)
        others = list(room.seats.values())
        room.seats.clear()
        self._tell(room, "end", None, "")
        for seat in others:
            seat.leg.room = None
            self.on_left(seat.leg)

    def by_sid(self, sid: str) -> Room | None:
        return next((room for room in self.open.values() if room.sid == sid), None)

    def _start(self, room: Room) -> None:
        ready = len(room.seats) >= 2 and any(seat.starts for seat in room.seats.values())
        if not (ready or room.started):
            return
        if not room.started:
            room.started = True
            self._tell(room, "start", None, "")
        for seat in room.people():
            if not seat.leg.met_agent:
                seat.leg.met_agent = True
                self.on_start(seat.leg)

    def _tell(self, room: Room, event: str, leg: Leg | None, label: str) -> None:
        if event not in room.events:
            return
        name = f"participant-{event}" if leg is not None else f"conference-{event}"
        form = {"ConferenceSid": room.sid, "FriendlyName": room.name, "StatusCallbackEvent": name}
        if leg is not None:
            form |= {"CallSid": leg.sid, "ParticipantLabel": label, "Muted": "false", "Hold": "false"}
        self._hooks.notify(room.callback, form, sequence=room.sid)

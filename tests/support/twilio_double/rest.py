"""The part of Twilio's REST API that the product uses: routes, filters and error codes."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.support.twilio_double.leg import Leg
from tests.support.twilio_double.rooms import Room, Seat
from tests.support.twilio_double.texts import Message

if TYPE_CHECKING:
    from tests.support.twilio_double.double import Double

Pairs = list[tuple[str, str]]
MANY = {"StatusCallbackEvent"}

ACCOUNT_PATH = re.compile(r"^/2010-04-01/Accounts/AC\w{32}/?")


@dataclass(frozen=True)
class Answer:
    status: int
    body: dict[str, Any] = field(default_factory=dict)


def refusal(code: int, status: int = 400) -> Answer:
    return Answer(status, {"code": code, "status": status, "message": f"error {code}"})


NOT_FOUND = refusal(20404, 404)


class Rest:
    """Carries out requests on the double."""

    def __init__(self, double: "Double") -> None:
        self._double = double
        self._routes: list[tuple[str, re.Pattern[str], Callable[..., Answer]]] = [
            ("POST", re.compile(r"Calls\.json"), self._create_call),
            ("GET", re.compile(r"Calls\.json"), self._list_calls),
            ("GET", re.compile(r"Calls/(\w+)\.json"), self._show_call),
            ("POST", re.compile(r"Calls/(\w+)\.json"), self._update_call),
            ("POST", re.compile(r"Calls/(\w+)/Recordings\.json"), self._record),
            ("DELETE", re.compile(r"Recordings/(\w+)\.json"), self._forget),
            ("GET", re.compile(r"Conferences\.json"), self._list_rooms),
            ("GET", re.compile(r"Conferences/(\w+)/Participants\.json"), self._list_seats),
            ("POST", re.compile(r"Conferences/(\w+)/Participants/(\w+)\.json"), self._update_seat),
            ("POST", re.compile(r"Conferences/(\w+)\.json"), self._update_room),
            ("POST", re.compile(r"Messages\.json"), self._create_text),
            ("GET", re.compile(r"Messages\.json"), self._list_texts),
            ("GET", re.compile(r"Messages/(\w+)\.json"), self._show_text),
            ("DELETE", re.compile(r"Messages/\w+/Media/(\w+)\.json"), self._forget_media),
            ("GET", re.compile(r"IncomingPhoneNumbers\.json"), self._list_numbers),
            ("GET", re.compile(r"OutgoingCallerIds\.json"), self._list_verified),
        ]
        self.numbers: list[dict[str, Any]] = []
        self.verified: list[dict[str, Any]] = []
        self.account = {"status": "active", "type": "Full"}

    def carry_out(self, method: str, path: str, pairs: Pairs) -> Answer:
        rest = ACCOUNT_PATH.sub("", path)
        if rest in {"", ".json"}:
            return Answer(200, dict(self.account))
        for verb, pattern, act in self._routes:
            found = pattern.fullmatch(rest)
            if found and verb == method:
                return act(_form(pairs), *found.groups())
        return NOT_FOUND

    # Calls

    def _create_call(self, form: dict[str, Any]) -> Answer:
        waits = self._double.queue_seconds()
        made = self._double.create(form)
        if isinstance(made, int):
            return refusal(made)
        made.queue_ms = round(waits * 1000)
        return Answer(201, made.resource())

    def _list_calls(self, form: dict[str, Any]) -> Answer:
        wanted = {"To": "to", "From": "from_", "Status": "status"}
        legs = _filtered(reversed(self._double.legs.values()), form, wanted)
        return Answer(200, {"calls": [leg.resource() for leg in legs]})

    def _show_call(self, form: dict[str, Any], sid: str) -> Answer:
        leg = self._double.legs.get(sid)
        return Answer(200, leg.resource()) if leg else NOT_FOUND

    def _update_call(self, form: dict[str, Any], sid: str) -> Answer:
        leg = self._double.legs.get(sid)
        if leg is None:
            return NOT_FOUND
        if "Status" in form:
            return self._set_status(leg, form["Status"])
        if leg.status != "in-progress":
            return refusal(21220)
        self._double.network.redirect(leg, form["Url"])
        return Answer(200, leg.resource())

    def _set_status(self, leg: Leg, status: str) -> Answer:
        if not leg.is_live:
            return refusal(21220)
        # Documented: canceled leaves answered calls alone, completed ends ringing and answered ones.
        reaches = {"canceled": ("queued", "ringing"), "completed": ("ringing", "in-progress")}[status]
        if leg.status in reaches:
            self._double.network.hang_up(leg)
        return Answer(200, leg.resource())

    def _record(self, form: dict[str, Any], sid: str) -> Answer:
        leg = self._double.legs.get(sid)
        if leg is None or leg.status != "in-progress":
            return refusal(21220)
        leg.heard.append(f"recorded {form.get('RecordingChannels', 'mono')}")
        made = self._double.new_sid("RE")
        leg.recordings.append((made, str(form.get("RecordingStatusCallback", ""))))
        self._double.recordings.add(made)
        return Answer(201, {"sid": made, "call_sid": sid})

    def _forget(self, form: dict[str, Any], sid: str) -> Answer:
        if sid not in self._double.recordings:
            return NOT_FOUND
        self._double.recordings.remove(sid)
        return Answer(204)

    # Conferences

    def _list_rooms(self, form: dict[str, Any]) -> Answer:
        rooms = [room for room in self._double.rooms.open.values() if form.get("FriendlyName") in (None, room.name)]
        shown = [self._room(room) for room in rooms]
        return Answer(200, {"conferences": [each for each in shown if form.get("Status") in (None, each["status"])]})

    def _room(self, room: Room) -> dict[str, Any]:
        status = "in-progress" if room.started else "init"
        return {"sid": room.sid, "friendly_name": room.name, "status": status}

    def _list_seats(self, form: dict[str, Any], sid: str) -> Answer:
        room = self._double.rooms.by_sid(sid)
        seats = room.seats.values() if room else ()
        return Answer(200, {"participants": [_seat(seat) for seat in seats]})

    def _update_seat(self, form: dict[str, Any], sid: str, call_sid: str) -> Answer:
        room = self._double.rooms.by_sid(sid)
        seat = room.seats.get(call_sid) if room else None
        if seat is None:
            return NOT_FOUND
        seat.hold = form.get("Hold", str(seat.hold).lower()) == "true"
        seat.muted = form.get("Muted", str(seat.muted).lower()) == "true"
        if "Coaching" in form:
            coached = form.get("CallSidToCoach", "") if form["Coaching"] == "true" else ""
            if coached and coached not in room.seats:
                return refusal(13248)
            seat.coach = coached
        return Answer(200, _seat(seat))

    def _update_room(self, form: dict[str, Any], sid: str) -> Answer:
        room = self._double.rooms.by_sid(sid)
        if room is None:
            return NOT_FOUND
        if "AnnounceUrl" in form:
            self._double.network.announce(room, form["AnnounceUrl"])
        else:
            self._double.rooms.end(room)
        return Answer(200, self._room(room))

    # Texts and numbers

    def _create_text(self, form: dict[str, Any]) -> Answer:
        made = self._double.texts.create(form)
        return refusal(made) if isinstance(made, int) else Answer(201, made.resource())

    def _list_texts(self, form: dict[str, Any]) -> Answer:
        found = _filtered(reversed(self._double.texts.all.values()), form, {"To": "to", "From": "from_"})
        return Answer(200, {"messages": [message.resource() for message in found]})

    def _show_text(self, form: dict[str, Any], sid: str) -> Answer:
        message = self._double.texts.all.get(sid)
        return Answer(200, message.resource()) if message else NOT_FOUND

    def _forget_media(self, form: dict[str, Any], sid: str) -> Answer:
        return Answer(204) if self._double.texts.media.pop(sid, None) is not None else NOT_FOUND

    def _list_numbers(self, form: dict[str, Any]) -> Answer:
        return Answer(200, {"incoming_phone_numbers": self.numbers})

    def _list_verified(self, form: dict[str, Any]) -> Answer:
        return Answer(200, {"outgoing_caller_ids": self.verified})


def _form(pairs: Pairs) -> dict[str, Any]:
    form: dict[str, Any] = {}
    for name, value in pairs:
        if name in MANY:
            form.setdefault(name, []).append(value)
        else:
            form[name] = value
    return form


def _seat(seat: Seat) -> dict[str, Any]:
    return {"call_sid": seat.leg.sid, "label": seat.label, "muted": seat.muted, "hold": seat.hold}


def _filtered(items: Iterable[Leg | Message], form: dict[str, Any], wanted: dict[str, str]) -> Iterable[Leg | Message]:
    for item in items:
        if all(getattr(item, attribute) == form[name] for name, attribute in wanted.items() if name in form):
            yield item

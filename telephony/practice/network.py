"""The practice network: a whole phone network that knows only fictional numbers.

It keeps no state of its own and reads no clock. All it knows is in its exchange, so that any process may hold it,
a restart loses nothing, and the same profile with the same orders at the same times gives the same events.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from telephony.carrier import Receipt, Refused
from telephony.endings import EndingKind, ending
from telephony.events import CallArrived, CallEvent, Ended, Event, MessageEvent, RecordingReady
from telephony.numbers import Address, Network, may_carry
from telephony.orders import HangUp, LiveCallOrder, PlaceCall, SendText
from telephony.practice import lines
from telephony.practice.callers import Caller, caller_of, line_of
from telephony.practice.exchange import Books, DueEvent, Exchange, Page
from telephony.practice.faults import arrivals
from telephony.practice.lines import Happening, Line, LineState, Next, Turn
from telephony.practice.profile import Profile
from telephony.practice.script import script_of
from telephony.practice.texts import Text, TextHappening, carrier_id_of, course_of, told_of
from telephony.wire import call_event_from_json, event_from_json, message_event_from_json, read, to_json

# Between an order and the news of what it did.
ANSWER_SECONDS = 0.05
RECORDING_SECONDS = 1.0
"""From the end of a call until its recording is whole."""


class PracticeNetwork:
    """Takes orders, lets time pass, and tells what happened."""

    def __init__(self, profile: Profile, exchange: Exchange) -> None:
        self._profile = profile
        self._exchange = exchange

    def place(self, order: PlaceCall, now: datetime) -> Receipt:
        """Dials. The same call ordered again is not dialed again, but counted on its page as `placements`."""
        _only_fictional(order.to, order.from_)
        key = _line_key(order.call_id)
        with self._exchange.open() as books:
            page = books.get(key)
            if page is not None:
                books.put(key, {**page, "placements": page["placements"] + 1})
            else:
                calls_before = _count(books, order.to, "calls")
                script = script_of(order, calls_before, self._profile)
                caller = caller_of(order, calls_before, script, self._profile)
                known = {"caller": to_json(caller)} if caller is not None else {}
                self._write(books, {"placements": 1, "history": [], **known}, lines.place(order, key, script), now)
        return Receipt(carrier_call_id=key)

    def obey(self, order: LiveCallOrder, now: datetime) -> Receipt:
        """Carries out an order about a call. Raises `Refused` for a call that does not exist or is in no state for
        it; a hang-up is never refused."""
        key = _line_key(order.call_id)
        with self._exchange.open() as books:
            page = books.get(key)
            if page is None:
                return _unknown(order)
            turn = lines.obey(read(Line, page["line"]), order, now)
            self._write(books, page, turn, now)
            self._send_later(books, turn.events, now)
        return Receipt(carrier_call_id=key)

    def send_text(self, order: SendText, now: datetime) -> Receipt:
        """Takes a text. Raises `Refused` for a number that has answered STOP to us before."""
        _only_fictional(order.to, order.from_)
        key = carrier_id_of(order.message_id)
        with self._exchange.open() as books:
            if (books.get(_number_key(order.to)) or {}).get("stopped"):
                raise Refused(ending(EndingKind.opted_out))
            if books.get(key) is None:
                course = course_of(order, _count(books, order.to, "texts"), self._profile)
                books.put(key, {"text": to_json(course.text), "history": []})
                books.plan(_due(key, now, after, {"what": what}) for after, what in course.plans)
        return Receipt(carrier_message_id=key)

    def ring_us(self, caller: Caller, now: datetime) -> None:
        """Lets somebody call us; `deliver_due` then tells of it."""
        _only_fictional(caller.from_, caller.to)
        with self._exchange.open() as books:
            books.plan([_due(f"back:{caller.call_id}", now, caller.after, {"caller": to_json(caller)})])

    def deliver_due(self, now: datetime, limit: int = 500) -> list[Event]:
        """Lets happen what is due by now, at most so many things, and returns the events that arrive.

        Events carry the time at which their cause was due. Call it again at once while it fills the limit.
        """
        arrived: list[Event] = []
        with self._exchange.open() as books:
            for due in books.take_due(now, limit):
                if "arrives" in due.body:
                    arrived.append(event_from_json(due.body["arrives"]))
                elif "caller" in due.body:
                    arrived.append(self._call_back(books, read(Caller, due.body["caller"]), due.due_at))
                else:
                    arrived.extend(self._sent_now(books, self._happen(books, due), now))
        return arrived

    def next_due(self) -> datetime | None:
        """When `deliver_due` will next have something to do."""
        with self._exchange.open() as books:
            return books.next_due()

    def look_up(self, call_id: str, now: datetime) -> tuple[CallEvent, ...]:
        """The whole truth about a call so far, whatever became of the events that told it."""
        key = _line_key(call_id)
        with self._exchange.open() as books:
            page = books.get(key)
        if page is not None:
            return tuple(call_event_from_json(told) for told in page["history"])
        never = ending(EndingKind.never_placed)
        return (Ended(call_id=call_id, at=now, event_key=f"{key}:never", ending=never),)

    def look_up_text(self, message_id: str) -> tuple[MessageEvent, ...]:
        """The whole truth about a text so far; empty if it never reached the network."""
        with self._exchange.open() as books:
            page = books.get(carrier_id_of(message_id))
        return tuple(message_event_from_json(told) for told in page["history"]) if page else ()

    def _happen(self, books: Books, due: DueEvent) -> tuple[Event, ...]:
        page = books.get(due.key)
        assert page is not None, "a page is written in the same transaction as the plans for it"
        if "text" in page:
            return self._text_happens(books, page, due)
        happening = Happening(due.body["what"])
        turn = lines.happen(read(Line, page["line"]), happening, due.body.get("stage"), due.due_at)
        self._write(books, page, turn, due.due_at)
        return turn.events

    def _call_back(self, books: Books, caller: Caller, now: datetime) -> CallArrived:
        """A call of somebody else's making: the line is there before we know of it."""
        key = _line_key(caller.call_id)
        line = line_of(caller, key)
        patience = Next(line.script.patience, Happening.leaves, line.stage)
        self._write(books, {"placements": 1, "history": []}, Turn(replace(line, told=1), plans=(patience,)), now)
        return CallArrived(
            call_id=caller.call_id,
            at=now,
            event_key=f"{key}:0",
            carrier_call_id=key,
            from_=caller.from_,
            to=caller.to,
        )

    def _text_happens(self, books: Books, page: Page, due: DueEvent) -> tuple[Event, ...]:
        text, what = read(Text, page["text"]), TextHappening(due.body["what"])
        told = told_of(text, what, due.due_at)
        books.put(due.key, {**page, "history": [*page["history"], to_json(told)]})
        if what is TextHappening.stop:
            number = _number_key(text.to)
            books.put(number, {**(books.get(number) or {}), "stopped": True})
        return (told,)

    def _write(self, books: Books, page: Page, turn: Turn, now: datetime) -> None:
        line = turn.line
        key = line.carrier_call_id
        history = [*page["history"], *(to_json(event) for event in turn.events)]
        books.put(key, {**page, "line": to_json(line), "history": history})
        if line.state is LineState.over:
            books.cancel_pending(key)
            if line.recorded_from is not None:
                books.plan([_arrival(_recording_of(line, line.recorded_from, now), now, RECORDING_SECONDS)])
            if "caller" in page and line.agent_leg_id is None:
                after = page["caller"]["after"]
                books.plan([_due(f"back:{key}", now, after, {"caller": page["caller"]})])
        else:
            books.plan(
                _due(key, now, plan.after_seconds, {"what": plan.what, "stage": plan.stage}) for plan in turn.plans
            )

    def _sent_now(self, books: Books, events: Iterable[Event], now: datetime) -> list[Event]:
        """Sends events on their way to us; returns those that arrive at once."""
        at_once: list[Event] = []
        for event in events:
            for after in arrivals(event, self._profile):
                if after == 0:
                    at_once.append(event)
                else:
                    books.plan([_arrival(event, now, after)])
        return at_once

    def _send_later(self, books: Books, events: Iterable[Event], now: datetime) -> None:
        """Sends the events that an order caused; they come after the receipt."""
        latency = ANSWER_SECONDS / self._profile.speed
        for event in events:
            for after in arrivals(event, self._profile):
                books.plan([_arrival(event, now, after + latency)])


def _recording_of(line: Line, since: datetime, now: datetime) -> RecordingReady:
    seconds = max((now - since).total_seconds(), 1.0)
    return RecordingReady(
        call_id=line.call_id,
        at=now,
        event_key=f"{line.carrier_call_id}:recorded",
        carrier_call_id=line.carrier_call_id,
        # The name says how long it is, so that the sound can be made when somebody asks for it.
        recording_id=f"{line.carrier_call_id}:{seconds:.0f}",
        seconds=seconds,
        of_conversation=not line.records_message,
    )


def _only_fictional(*addresses: Address) -> None:
    if not all(may_carry(Network.practice, address) for address in addresses):
        raise Refused(ending(EndingKind.wrong_network, "the practice network carries only 555-0100 to 555-0199"))


def _unknown(order: LiveCallOrder) -> Receipt:
    if isinstance(order, HangUp):
        return Receipt()
    raise Refused(ending(EndingKind.wrong_state))


def _count(books: Books, address: Address, what: str) -> int:
    """How many calls or texts to this address there were before; counts this one."""
    key = _number_key(address)
    page = books.get(key) or {}
    before: int = page.get(what, 0)
    books.put(key, {**page, what: before + 1})
    return before


def _due(key: str, now: datetime, after_seconds: float, body: dict[str, Any]) -> DueEvent:
    return DueEvent(key, now + timedelta(seconds=after_seconds), body)


def _arrival(event: Event, now: datetime, after_seconds: float) -> DueEvent:
    return _due(f"arrival:{event.event_key}", now, after_seconds, {"arrives": to_json(event)})


def _line_key(call_id: str) -> str:
    return f"practice-{call_id}"


def _number_key(address: Address) -> str:
    return f"practice-number-{address}"

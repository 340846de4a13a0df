"""Twilio behind the same seam as every carrier: one order, one request, and an answer that says what is certain.

What the product knows about a call, and the money, come in as two small protocols, so that no database is seen here.
"""

from datetime import datetime, timedelta
from typing import assert_never

from telephony.capacity import Capacity
from telephony.carrier import CarrierError, Receipt, Refused, TryLater, Uncertain
from telephony.endings import EndingKind, ending
from telephony.events import CallEvent
from telephony.limits import Limits
from telephony.money import Purse
from telephony.numbers import Address
from telephony.orders import (
    BridgeToAgent,
    CallRole,
    GoToRoom,
    HangUp,
    Hear,
    Hearing,
    Hold,
    LeaveVoicemail,
    LiveCallOrder,
    LookUpCall,
    LookUpText,
    Mute,
    Order,
    PlaceCall,
    PlayMessage,
    SendDigits,
    SendText,
    StartRecording,
    Unhold,
    Unmute,
)
from telephony.twilio import prices, requests
from telephony.twilio.account import Account, room_of
from telephony.twilio.api import Api, Json
from telephony.twilio.endings import NO_SUCH
from telephony.twilio.lookup import Bill, Lookup
from telephony.twilio.needs import Clock, Records
from telephony.twilio.standing import Standing, refused, standing_of

LONGEST_QUEUE = timedelta(seconds=2)
"""A call that Twilio would dial later than this is taken back: it would ring when nobody is there for it."""


class TwilioCarrier:
    """Sends orders. Everything that happens by itself comes in through webhooks and `look_up`."""

    name = "twilio"
    coaches = True

    def __init__(
        self,
        account: Account,
        api: Api,
        limits: Limits,
        capacity: Capacity,
        records: Records,
        purse: Purse,
        clock: Clock,
    ) -> None:
        self.account = account
        self.capacity = capacity
        self._api = api
        self._limits = limits
        self._records = records
        self._purse = purse
        self._clock = clock
        self._lookup = Lookup(account, api)

    def carry_out(self, order: Order) -> Receipt:
        match order:
            case PlaceCall():
                return self._place(order)
            case SendText():
                return self._send(order)
            case LookUpText():
                now = self._clock.now()
                known = self._records.text(order.message_id)
                return Receipt(news=self._lookup.text(order.message_id, order.carrier_message_id, known, now))
            case LookUpCall():
                return Receipt(news=self.look_up(order.call_id, order.carrier_call_id))
            case _:
                return self._obey(order)

    def look_up(self, call_id: str, carrier_call_id: str | None = None) -> tuple[CallEvent, ...]:
        """What Twilio says now; that it has no such call once it would have to have it."""
        return self._lookup.call(call_id, carrier_call_id, self._records.call(call_id), self._clock.now())

    def live_calls(self) -> list[str]:
        """The SIDs of calls that are not over at Twilio, other applications' calls included."""
        return self._lookup.live_calls()

    def end(self, sid: str) -> None:
        """Ends a call by its SID."""
        self._end(sid)

    def bill_of(self, sid: str, *, is_call: bool) -> Bill | None:
        """The final price; None while Twilio does not know it."""
        return self._lookup.bill("Calls" if is_call else "Messages", sid)

    def standing(self) -> Standing:
        """What our account can do; raises CarrierError where Twilio does not say."""
        try:
            return standing_of(self._api.get(self.account.path()))
        except Refused as no:
            return refused(no.ending.code)

    def close(self) -> None:
        self._api.close()

    # New calls and texts

    def _place(self, order: PlaceCall) -> Receipt:
        self._check(order.to)
        now = self._clock.now()
        wait = self.capacity.seconds_until_free(now)
        if wait > 0:
            raise TryLater(wait)
        cost = prices.of_call(order)
        if not self._purse.reserve(order.call_id, cost, now):
            raise Refused(ending(EndingKind.our_limit, "the day's spending cap (RELIST_DAILY_SPEND_CAP)"))
        try:
            made = self._api.post(self.account.path("Calls"), requests.place_call(self.account, order))
        except (Refused, TryLater) as no:
            self._purse.release(order.call_id)
            self._learn(no, now)
            raise
        sid = _sid(made)
        self._refuse_queue(made, sid, now)
        return Receipt(carrier_call_id=sid, reserved_microdollars=cost.microdollars)

    def _learn(self, no: CarrierError, now: datetime) -> None:
        if isinstance(no, Refused) and no.ending.code in {"Twilio 10004", "Twilio 16021"}:
            self.capacity.too_many(now)
        elif isinstance(no, Refused) and no.ending.code == "Twilio 22005":
            self.capacity.too_fast(now)

    def _refuse_queue(self, made: Json, sid: str, now: datetime) -> None:
        """Takes back a call that waits in Twilio's own queue, where calls above the rate go, for up to a day."""
        queued = timedelta(milliseconds=int(made.get("queue_time") or 0))
        if queued <= LONGEST_QUEUE:
            return
        self.capacity.too_fast(now)
        try:
            self._api.post(self.account.path("Calls", sid), [("Status", "canceled")])
        except CarrierError as problem:
            raise Uncertain("the call waits in Twilio's queue and could not be taken back: look it up") from problem
        raise Refused(ending(EndingKind.our_limit, "Twilio would have dialed it later; lower TWILIO_CALLS_PER_SECOND"))

    def _send(self, order: SendText) -> Receipt:
        self._check(order.to)
        cost = prices.of_text(order)
        if not self._purse.reserve(order.message_id, cost, self._clock.now()):
            raise Refused(ending(EndingKind.our_limit, "the day's spending cap (RELIST_DAILY_SPEND_CAP)"))
        try:
            made = self._api.post(self.account.path("Messages"), requests.send_text(self.account, order))
        except (Refused, TryLater):
            self._purse.release(order.message_id)
            raise
        return Receipt(carrier_message_id=_sid(made), reserved_microdollars=cost.microdollars)

    def _check(self, to: Address) -> None:
        no = self._limits.refusal(self.account.network, to)
        if no is not None:
            raise Refused(no)

    # Running calls

    def _obey(self, order: LiveCallOrder) -> Receipt:
        sid = order.carrier_call_id or self._lookup.sid_of(self._records.call(order.call_id))
        if sid is None:
            raise Refused(ending(EndingKind.wrong_state, "Twilio has no such call, or not yet"))
        match order:
            case HangUp():
                self._end(sid)
            case BridgeToAgent() | PlayMessage() | LeaveVoicemail():
                self._update(sid, requests.go_to(self.account, order.call_id))
            case SendDigits():
                self._update(
                    sid, requests.go_to(self.account, order.call_id, f"digits/{order.digits.replace('#', 'h')}")
                )
            case Hold() | Unhold():
                self._participant(order.call_id, sid, ("Hold", _yes(isinstance(order, Hold))))
            case Mute() | Unmute():
                self._participant(order.call_id, sid, ("Muted", _yes(isinstance(order, Mute))))
            case StartRecording():
                if order.announced:
                    self._announce(order.call_id)
                path = self.account.path("Calls", sid, "Recordings")
                self._api.post(path, requests.record(self.account, order.call_id))
            case Hear():
                self._hear(order, sid)
            case GoToRoom():
                self._update(sid, requests.go_to_room(self.account, order.call_id))
            case LookUpCall():
                raise AssertionError("look-ups are answered above")
            case _:
                assert_never(order)
        return Receipt(carrier_call_id=sid)

    def _end(self, sid: str) -> None:
        """`completed` ends ringing and answered calls alike, which closes the race with an answer."""
        told = self._update(sid, [("Status", "completed")])
        if told.get("status") == "queued":
            # Documented for queued and ringing calls only; nothing documents `completed` for a queued one.
            self._update(sid, [("Status", "canceled")])

    def _update(self, sid: str, form: requests.Form) -> Json:
        return self._api.post(self.account.path("Calls", sid), form)

    def _participant(self, call_id: str, sid: str, change: tuple[str, str]) -> None:
        self._api.post(self.account.path("Conferences", self._room(call_id), "Participants", sid), [change])

    def _hear(self, order: Hear, sid: str) -> None:
        """Who is coached is heard of by name only while there is coaching (Participant, `CallSidToCoach`)."""
        coaches = order.hearing is not Hearing.barge
        form = [("Muted", _yes(order.hearing is Hearing.listen)), ("Coaching", _yes(coaches))]
        if coaches and order.agent_carrier_id is not None:
            form.append(("CallSidToCoach", order.agent_carrier_id))
        conference = self._lookup.conference(room_of(order.agent_leg_id))
        if conference is None:
            raise Refused(ending(EndingKind.wrong_state, "the agent is in no conference"))
        self._api.post(self.account.path("Conferences", conference, "Participants", sid), form)

    def _announce(self, call_id: str) -> None:
        """Said into the room, so that both sides hear it (POST Conferences/{sid}, AnnounceUrl). What cannot be said is
        not recorded: the refusal ends the order before the recording is asked for."""
        form = [("AnnounceUrl", self.account.of_notice()), ("AnnounceMethod", "POST")]
        self._api.post(self.account.path("Conferences", self._room(call_id)), form)

    def _room(self, call_id: str) -> str:
        """The SID of the conference that the call is in."""
        known = self._records.call(call_id)
        leg_id = call_id if known is None or known.role is CallRole.agent_leg else known.agent_leg_id
        conference = self._lookup.conference(room_of(leg_id)) if leg_id else None
        if conference is None:
            raise Refused(ending(EndingKind.wrong_state, "the call is in no conference"))
        return conference

    # Recordings

    def fetch_recording(self, recording_id: str) -> bytes:
        """Uncompressed, and each channel apart where there are two (docs, "Fetch a Recording's media file"). A caller's
        message has one, and is refused when two are asked for (error 16113)."""
        path = self.account.path("Recordings", recording_id).removesuffix(".json")
        try:
            return self._api.fetch(f"{path}.wav?RequestedChannels=2")
        except Refused as no:
            if no.ending.code in NO_SUCH:
                raise
            return self._api.fetch(f"{path}.wav")

    def forget_recording(self, recording_id: str) -> None:
        self._api.delete(self.account.path("Recordings", recording_id))

    # Files that came with texts

    def fetch_media(self, carrier_message_id: str, carrier_media_id: str, most: int) -> bytes:
        path = self.account.path("Messages", carrier_message_id, "Media", carrier_media_id)
        return self._api.download(path.removesuffix(".json"), most)

    def forget_media(self, carrier_message_id: str, carrier_media_id: str) -> None:
        self._api.delete(self.account.path("Messages", carrier_message_id, "Media", carrier_media_id))


def _sid(made: Json) -> str:
    sid = made.get("sid")
    if not isinstance(sid, str) or not sid:
        raise Uncertain("Twilio's answer names no SID: look it up")
    return sid


def _yes(value: bool) -> str:
    return "true" if value else "false"

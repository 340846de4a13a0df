"""Hearing: reports about our texts, and what people write back.

An opt-out is written first, in a transaction of its own; only then is what was pending for that number taken back, and
only then is the text shown to people. The report's key is written last, so that whatever was interrupted is done again
when the carrier repeats it, while a repetition of something finished changes nothing.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import assert_never
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import Connection

from dialer import proof
from dialer.bootstrap import Services
from dialer.calls import Batch, change
from dialer.core.compliance import Why
from dialer.core.picking import Priority
from dialer.core.sequences import CallAt, Stop, StopReason
from dialer.core.texts import MessageState, ReplyKind, advance_message, classify_reply
from dialer.followup.plan import stop_places, with_call
from dialer.logs import get_log
from dialer.store import enrollments, live, messages, numbers, suppressions, touches
from dialer.store.enrollments import Place
from dialer.store.session import repeat_on_conflict
from dialer.store.suppressions import Wish
from telephony.endings import EndingKind
from telephony.events import HangUpReason, MessageEvent, TextDelivered, TextFailed, TextReceived, TextSent

log = get_log(__name__)

OPTED_OUT = "The person asked not to be contacted on this number."

OPT_OUTS = (ReplyKind.STOP, ReplyKind.OPT_OUT_PHRASE)

OF_CARRIER = {"STOP": ReplyKind.STOP, "START": ReplyKind.START, "HELP": ReplyKind.HELP}
"""How a carrier that reads the words itself calls them."""


def apply(services: Services, carrier: str, events: Sequence[MessageEvent]) -> None:
    """Applies reports about texts and texts from outside, durably and once each; wakes the screens."""
    for event in events:
        if isinstance(event, TextReceived):
            _receive(services, carrier, event)
        else:
            now = services.clock.now()
            repeat_on_conflict(services.db, partial(_report, carrier=carrier, event=event, now=now))
    if events:
        services.waker.wake("live")


def _report(conn: Connection, *, carrier: str, event: TextSent | TextDelivered | TextFailed, now: datetime) -> None:
    """Moves one of our texts on; reports may come late, twice and in any order."""
    if not messages.note_event(conn, carrier, event, event.message_id, now):
        return
    known = messages.state_of(conn, event.message_id)
    if known is None:
        log.warning("report_for_unknown_text", message_id=event.message_id)
        return
    before, lead_id, e164 = known
    told = _state(event)
    state = advance_message(before, told)
    ending = event.ending if isinstance(event, TextFailed) and state is told else None
    if event.carrier_message_id is not None:
        messages.set_carrier_id(conn, event.message_id, event.carrier_message_id)
    if state is told:
        messages.report(conn, event.message_id, state, event.at, ending)
    if ending is not None:
        touches.done_with(conn, event.message_id, "failed", ending.sentence)
        _learn(conn, ending.kind, e164, event.message_id, now)
    live.mark(conn, "message", event.message_id)
    if lead_id is not None:
        live.mark(conn, "lead", lead_id)
    proof.record_texts(conn, [event.message_id], now)


def _state(event: TextSent | TextDelivered | TextFailed) -> MessageState:
    match event:
        case TextSent():
            return MessageState.SENT
        case TextDelivered():
            return MessageState.DELIVERED
        case TextFailed():
            return MessageState.FAILED
        case _:
            assert_never(event)


def _learn(conn: Connection, kind: EndingKind, e164: str, message_id: str, now: datetime) -> None:
    """What a failed text says about the number."""
    if kind is EndingKind.opted_out:
        wish = Wish(Why.STOP, "carrier", e164=e164, channels=("text",), message_id=message_id)
        suppressions.add(conn, wish, now)
    elif kind is EndingKind.not_textable:
        messages.set_landline(conn, e164)


def _receive(services: Services, carrier: str, event: TextReceived) -> None:
    e164 = str(event.from_)
    kind = OF_CARRIER.get(event.opt_out_type or "") or classify_reply(event.body)
    message_id = message_id_of(carrier, event)
    now = services.clock.now()
    with services.db.transaction() as conn:
        if messages.knows_event(conn, carrier, event.event_key):
            return
    if kind in OPT_OUTS:
        _suppress(services, e164, message_id, now)
        _take_back_everything(services, e164, message_id, now)

    def show(conn: Connection) -> None:
        if not messages.note_event(conn, carrier, event, message_id, now):
            return
        # "Yes" is an opt-in word; from somebody who never opted out it is an answer like any other.
        lifted = kind is ReplyKind.START and suppressions.allow_texts(conn, e164, now)
        if kind in (ReplyKind.OTHER, ReplyKind.START) and not lifted:
            _pause(conn, e164, now)
        _into_inbox(conn, carrier, event, kind, message_id)

    repeat_on_conflict(services.db, show)
    log.info("text_received", message_id=message_id, reply_kind=kind.value)


def message_id_of(carrier: str, event: TextReceived) -> str:
    """Our own id of a text from outside: the same for every report of it."""
    return uuid5(NAMESPACE_URL, f"{carrier}:{event.event_key}").hex


def _suppress(services: Services, e164: str, message_id: str, now: datetime) -> None:
    """In force from the commit of this transaction on, on every channel."""
    with services.db.transaction() as conn:
        messages.lock_number(conn, e164)
        suppressions.add(conn, Wish(Why.STOP, "text", e164=e164, message_id=message_id), now)


def _take_back_everything(services: Services, e164: str, message_id: str, now: datetime) -> None:
    """Texts that have not left, calls that nobody has answered, and whatever any campaign plans for this number."""

    def work(conn: Connection) -> None:
        messages.cancel_unsent(conn, e164, OPTED_OUT)
        leads = messages.leads_with(conn, e164)
        for place in enrollments.lock_of_leads(conn, leads):
            _move_on(conn, place, e164, message_id, now)
        live.mark(conn, "lead", *leads)

    repeat_on_conflict(services.db, work)
    with services.db.transaction() as conn:
        ringing = messages.ringing_calls(conn, e164)
    for call_id in ringing:
        change(services, partial(Batch.hang_up, call_id=call_id, why=HangUpReason.skipped))


def _move_on(conn: Connection, place: Place, e164: str, message_id: str, now: datetime) -> None:
    """The lead goes on with another number, or comes to its end where it has none."""
    touches.clear(conn, [place.id], OPTED_OUT, message_id, channel="text")
    known = numbers.of_lead(conn, place.lead_id, now)
    if not any(number.usable for number in known.numbers):
        stop_places(conn, [place], Stop(StopReason.do_not_contact), message_id)
    elif place.state != "claimed" and place.phone_id is not None and known.e164_of.get(place.phone_id) == e164:
        call = CallAt(at=max(place.next_call_at or now, now), step=place.position, label="")
        enrollments.save(conn, with_call(place, call, known, None, now))


def _pause(conn: Connection, e164: str, now: datetime) -> None:
    """Somebody wrote back: nothing goes out by itself until a person has answered, and the lead comes first then."""
    places = enrollments.lock_of_leads(conn, messages.leads_with(conn, e164))
    for place in places:
        enrollments.save(conn, enrollments.paused(place, now, Priority.REPLIED))
        live.mark(conn, "campaign", place.campaign_id)


def _into_inbox(conn: Connection, carrier: str, event: TextReceived, kind: ReplyKind, message_id: str) -> None:
    lead_id, campaign_id = messages.whose(conn, str(event.from_), str(event.to))
    messages.receive(
        conn,
        {
            "id": message_id,
            "lead_id": lead_id,
            "campaign_id": campaign_id,
            "e164": str(event.from_),
            "caller_id": str(event.to),
            "body": event.body,
            "carrier": carrier,
            "carrier_message_id": event.carrier_message_id,
            "at": event.at,
            "reply_kind": kind.value,
        },
    )
    live.mark(conn, "message", message_id)
    if lead_id is not None:
        live.mark(conn, "lead", lead_id)

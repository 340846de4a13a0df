"""Carrying out promised orders: mark as sending, commit, ask the carrier, apply what it said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from dialer import calls, texting, wishes
from dialer.bootstrap import Services
from dialer.engine.hands import Hands
from dialer.logs import get_log
from dialer.store import live, messages, outbox
from dialer.store.outbox import OutboxRow
from telephony.carrier import Receipt, Refused, TryLater, Uncertain
from telephony.endings import EndingKind
from telephony.events import CallEvent, MessageEvent, SendRefused, SendUncertain, Sent, TextFailed, TextSent
from telephony.orders import LookUpCall, LookUpText, PlaceCall, SendText, about

log = get_log(__name__)

STUCK_AFTER = timedelta(seconds=30)
"""An order still being sent after that long belonged to a process that died: uncertain, looked up, never sent again."""

TOO_LATE_SECONDS = 20.0
"""A new call or text that did not leave within that time of being taken does not leave: we were frozen, and whoever
took our place looks it up, finds nothing and goes on without it."""

TEXTS_SHOWN_AFTER = timedelta(seconds=60)
"""A text whose request got no answer is looked for then: carriers finish or forget a request within half a minute."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an order, as the outbox calls it, and the events that it means."""

    state: str
    told: Sequence[CallEvent | MessageEvent]


def dispatch(services: Services, hands: Hands | None = None, count: int = 50) -> int:
    """Carries out the oldest promised orders, or leaves each to a free hand; how many were taken."""
    if hands is not None and hands.wait_for_carriers:
        return _hand_out(services, hands, count)
    rows, taken_at = _take(services, count), services.clock.monotonic()
    carried_out = [(row, _carry_out(services, row, taken_at)) for row in rows]
    _conclude(services, [(row, answer) for row, answer in carried_out if answer is not None])
    return len(rows)


def _hand_out(services: Services, hands: Hands, most: int) -> int:
    """Ends when nothing is promised any more, or no hand is free: the next that is wakes the engine."""
    taken = 0
    while room := min(most, hands.free):
        rows, taken_at = _take(services, room), services.clock.monotonic()
        for row in rows:
            hands.do(partial(_see_through, services, row, taken_at))
        taken += len(rows)
        if len(rows) < room:
            break
    return taken


def _take(services: Services, count: int) -> list[OutboxRow]:
    with services.db.transaction() as conn:
        live.mark(conn, "lead", *messages.withdraw_forbidden(conn, wishes.OPTED_OUT))
        now = services.clock.now()
        return outbox.take(conn, now, count, new_calls=services.capacity.has_time(now))


def _see_through(services: Services, row: OutboxRow, taken_at: float) -> None:
    """One order from the request to its effects."""
    answer = _carry_out(services, row, taken_at)
    if answer is not None:
        _conclude(services, [(row, answer)])


def _conclude(services: Services, answered: Sequence[tuple[OutboxRow, Answer]]) -> None:
    """Notes what became of orders and applies what carriers said.

    A new call or text is noted last: an interruption leaves it to be looked up. All others are noted first, since what
    is applied may wish for the same again, and the same wish for what is still being sent would be lost.
    """
    _note(services, [each for each in answered if not isinstance(each[0].order, PlaceCall | SendText)])
    for carrier in {row.carrier for row, _ in answered}:
        told = [event for row, answer in answered if row.carrier == carrier for event in answer.told]
        calls.apply(services, carrier, [event for event in told if isinstance(event, CallEvent)])
        texting.apply(services, carrier, [event for event in told if isinstance(event, MessageEvent)])
    _note(services, [each for each in answered if isinstance(each[0].order, PlaceCall | SendText)])


def _note(services: Services, answered: Sequence[tuple[OutboxRow, Answer]]) -> None:
    if not answered:
        return
    with services.db.transaction() as conn:
        states = {answer.state for _, answer in answered}
        wished_since = [
            outbox.settle(conn, [row.id for row, answer in answered if answer.state == state], state)
            for state in states
        ]
    if any(wished_since):
        services.waker.wake("engine")


def recover_stuck(services: Services) -> None:
    """Treats orders that were being sent when a process died as uncertain."""
    now = services.clock.now()
    with services.db.transaction() as conn:
        rows = outbox.stuck(conn, now - STUCK_AFTER)
    for row in rows:
        log.warning("order_uncertain", key=row.order.key)
        told = _uncertain(services, row)
        calls.apply(services, row.carrier, [e for e in told if isinstance(e, CallEvent)])


def _carry_out(services: Services, row: OutboxRow, taken_at: float) -> Answer | None:
    """What the carrier's answer means; None when there is nothing to conclude: the order was put off and stays
    promised, or the carrier's own process stores what became of it."""
    order = row.order
    late = services.clock.monotonic() - taken_at > TOO_LATE_SECONDS
    if late and isinstance(order, PlaceCall | SendText):
        log.warning("order_too_late", key=order.key)
        return Answer("uncertain", _uncertain(services, row))
    if not isinstance(order, PlaceCall | SendText | LookUpText):
        order = about(order, row.carrier_call_id)
    try:
        receipt = services.carriers[row.carrier].carry_out(order)
    except Refused as refused:
        # A call that is in no state for an order is where a hang-up wants it.
        moot = refused.ending.kind is EndingKind.wrong_state
        return Answer("done" if moot else "refused", _refused(services, row, refused))
    except TryLater as later:
        with services.db.transaction() as conn:
            now = services.clock.now()
            until = now + timedelta(seconds=later.after_seconds)
            outbox.put_off(conn, row.id, until, by_carrier=not later.we_are_behind)
        if later.we_are_behind:
            services.capacity.fell_behind(now, later.after_seconds)
        services.waker.wake("engine")
        return None
    except Uncertain:
        return Answer("uncertain", _uncertain(services, row))
    return None if receipt.stored else Answer("done", _sent(services, row, receipt))


def _sent(services: Services, row: OutboxRow, receipt: Receipt) -> Sequence[CallEvent | MessageEvent]:
    now = services.clock.now()
    match row.order:
        case PlaceCall(call_id=call_id) if receipt.carrier_call_id:
            key = f"{call_id}:sent"
            return (Sent(call_id=call_id, at=now, event_key=key, carrier_call_id=receipt.carrier_call_id),)
        case SendText(message_id=message_id):
            return (
                TextSent(
                    message_id=message_id,
                    at=now,
                    event_key=f"{message_id}:sent",
                    carrier_message_id=receipt.carrier_message_id,
                ),
            )
        case LookUpCall() | LookUpText():
            return receipt.news
        case _:
            return ()


def _refused(services: Services, row: OutboxRow, refused: Refused) -> Sequence[CallEvent | MessageEvent]:
    now = services.clock.now()
    match row.order:
        case PlaceCall(call_id=call_id):
            return (SendRefused(call_id=call_id, at=now, event_key=f"{call_id}:refused", ending=refused.ending),)
        case SendText(message_id=message_id):
            return (
                TextFailed(message_id=message_id, at=now, event_key=f"{message_id}:refused", ending=refused.ending),
            )
        case _:
            # The call's own events say what is true; a hang-up of a call that is over needs no more.
            log.info("order_refused", key=row.order.key, ending=refused.ending.kind)
            return ()


def _uncertain(services: Services, row: OutboxRow) -> Sequence[CallEvent | MessageEvent]:
    """A new call or text that may have left is looked up; a call's own machine asks for that."""
    at = services.clock.now()
    match row.order:
        case PlaceCall(call_id=call_id):
            return (SendUncertain(call_id=call_id, at=at, event_key=f"{call_id}:uncertain"),)
        case SendText(message_id=message_id):
            look = (row.carrier, LookUpText(message_id=message_id))
            with services.db.transaction() as conn:
                outbox.write(conn, [look], at, not_before=at + TEXTS_SHOWN_AFTER)
            return ()
        case _:
            return ()

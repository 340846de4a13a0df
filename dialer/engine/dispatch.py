"""Carrying out promised orders: mark as sending, commit, ask the carrier, apply what it said."""

from collections.abc import Sequence
from datetime import timedelta

from dialer import calls, texting
from dialer.bootstrap import Services
from dialer.logs import get_log
from dialer.store import outbox
from dialer.store.outbox import OutboxRow
from telephony.carrier import Receipt, Refused, TryLater, Uncertain
from telephony.events import CallEvent, MessageEvent, SendRefused, SendUncertain, Sent, TextFailed, TextSent
from telephony.orders import LookUpCall, LookUpText, PlaceCall, SendText, about

log = get_log(__name__)

STUCK_AFTER = timedelta(seconds=30)
"""An order still being sent after that long belonged to a process that died: uncertain, looked up, never sent again."""


def dispatch(services: Services, count: int = 50) -> int:
    """Carries out the oldest promised orders; how many were taken."""
    now = services.clock.now()
    with services.db.transaction() as conn:
        rows = outbox.take(conn, now, count)
    news: dict[str, tuple[list[CallEvent], list[MessageEvent]]] = {}
    done: list[int] = []
    for row in rows:
        told = _carry_out(services, row)
        if told is None:
            continue
        done.append(row.id)
        of_calls, of_texts = news.setdefault(row.carrier, ([], []))
        for event in told:
            if isinstance(event, CallEvent):
                of_calls.append(event)
            else:
                of_texts.append(event)
    with services.db.transaction() as conn:
        outbox.settle(conn, done, "done")
    for carrier, (of_calls, of_texts) in news.items():
        calls.apply(services, carrier, of_calls)
        texting.apply(services, carrier, of_texts)
    return len(rows)


def recover_stuck(services: Services) -> None:
    """Treats orders that were being sent when a process died as uncertain."""
    now = services.clock.now()
    with services.db.transaction() as conn:
        rows = outbox.stuck(conn, now - STUCK_AFTER)
    for row in rows:
        log.warning("order_uncertain", key=row.order.key)
        told = _uncertain(services, row)
        calls.apply(services, row.carrier, [e for e in told if isinstance(e, CallEvent)])


def _carry_out(services: Services, row: OutboxRow) -> Sequence[CallEvent | MessageEvent] | None:
    """What the carrier's answer means; None when the order was put off and stays promised."""
    order = row.order
    if not isinstance(order, PlaceCall | SendText | LookUpText):
        order = about(order, row.carrier_call_id)
    try:
        receipt = services.carriers[row.carrier].carry_out(order)
    except Refused as refused:
        return _refused(services, row, refused)
    except TryLater as later:
        with services.db.transaction() as conn:
            outbox.put_off(conn, row.id, services.clock.now() + timedelta(seconds=later.after_seconds))
        return None
    except Uncertain:
        return _uncertain(services, row)
    return _sent(services, row, receipt)


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
    if isinstance(row.order, PlaceCall):
        call_id = row.order.call_id
        at = services.clock.now()
        return (SendUncertain(call_id=call_id, at=at, event_key=f"{call_id}:uncertain"),)
    return ()

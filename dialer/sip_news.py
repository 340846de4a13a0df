"""What happens in the SIP process on its way into the database: events of its calls, and what became of the orders of
which it keeps the record itself. As much as has come meanwhile shares one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from queue import Empty, SimpleQueue
from typing import cast

from dialer import calls
from dialer.bootstrap import Services
from dialer.store import outbox
from dialer.store.session import Connection, repeat_on_conflict
from telephony.carrier import CarrierError, Receipt, TryLater
from telephony.events import CallEvent
from telephony.orders import LiveCallOrder, Order
from telephony.sip.carrier import PATIENCE, SipCarrier
from telephony.sip.mail import Letter

OWN = "own:"
"""Begins the ids of letters that this process wrote to itself."""

NOTES_WAIT_SECONDS = 0.02
"""How long notes wait for an event to be stored with: most orders cause one at once."""


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """A note of what became of an order, as the outbox calls it."""

    key: str
    state: str


News = CallEvent | CarriedOut


def carried_out(order: Order, answer: Receipt | CarrierError) -> CarriedOut:
    """A refusal needs no more than the note: the call's own events say what became of it."""
    match answer:
        case Receipt():
            return CarriedOut(order.key, "done")
        case TryLater():
            return CarriedOut(order.key, "pending")
        case _:
            return CarriedOut(order.key, "refused")


def gather(queue: "SimpleQueue[News]", seconds: float) -> list[News]:
    """What is in the queue, waiting a little for the first, and for an event to come where there are only notes."""
    found = _all_of(queue, seconds)
    if found and events_among(found) == []:
        found += _all_of(queue, NOTES_WAIT_SECONDS)
    return found


def events_among(news: Sequence[News]) -> list[CallEvent]:
    return [each for each in news if not isinstance(each, CarriedOut)]


def store(services: Services, boot: str, news: Sequence[News]) -> list[Letter]:
    """Stores notes, applies events, and gives the orders that follow for the calls of the process called `boot`, which
    carries them out at once: a person who has just said hello does not wait for the engine to hear of it.

    The notes go first: an event may wish for the same again, and a wish for what is still being sent would be lost.
    """
    now = services.clock.now()
    events, notes = events_among(news), [each for each in news if isinstance(each, CarriedOut)]

    def work(conn: Connection) -> list[tuple[int, Order]]:
        for state in {note.state for note in notes}:
            outbox.settle_keys(conn, [note.key for note in notes if note.state == state], state)
        return calls.apply_in(conn, carrier=SipCarrier.name, events=events, now=now, owner=f"{boot}-")

    until = now + timedelta(seconds=PATIENCE)
    taken = repeat_on_conflict(services.db, work)
    services.waker.wake("engine", "live")
    return [Letter(id=f"{OWN}{row}", order=cast(LiveCallOrder, order), until=until) for row, order in taken]


def _all_of(queue: "SimpleQueue[News]", seconds: float) -> list[News]:
    found: list[News] = []
    try:
        found.append(queue.get(timeout=seconds))
        while True:
            found.append(queue.get_nowait())
    except Empty:
        return found

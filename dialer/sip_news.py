"""What happens in the SIP process on its way into the database: events of its calls, and what became of the orders of
which it keeps the record itself. As much as has come meanwhile shares one transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from queue import Empty, SimpleQueue
from time import monotonic
from typing import cast

from dialer import calls
from dialer.bootstrap import Services
from dialer.store import outbox
from dialer.store.session import Connection, repeat_on_conflict
from telephony.carrier import CarrierError, Receipt, TryLater
from telephony.events import Accepted, AgentJoined, CallEvent, Rang, Sent
from telephony.orders import LiveCallOrder, Order
from telephony.sip.carrier import PATIENCE, SipCarrier
from telephony.sip.mail import Letter

OWN = "own:"
"""Begins the ids of letters that this process wrote to itself."""

UNHURRIED_SECONDS = 0.02
"""How long what nobody waits for waits for something to be stored with: the fewer transactions there are, the seldomer
somebody who has just answered waits for the end of one."""


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """A note of what became of an order, as the outbox calls it."""

    key: str
    state: str


News = CallEvent | CarriedOut

_OF_COURSE = (Sent, Accepted, Rang, AgentJoined)
"""What a call comes to in any case: it frees no agent and no line, so that the engine has nothing to decide by it."""


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
    """What is in the queue, waiting for the first; what nobody waits for, such as notes, waits a little longer."""
    found = _all_of(queue, seconds)
    until = monotonic() + UNHURRIED_SECONDS
    while found and not _hurries(found) and (left := until - monotonic()) > 0:
        found += _all_of(queue, left)
    return found


def _hurries(news: Sequence[News]) -> bool:
    return any(not isinstance(each, _OF_COURSE) for each in events_among(news))


def events_among(news: Sequence[News]) -> list[CallEvent]:
    return [each for each in news if not isinstance(each, CarriedOut)]


def store(services: Services, boot: str, news: Sequence[News], hand_over: Callable[[Letter], None]) -> None:
    """Stores notes, applies events, and hands over the orders that follow for the calls of the process called `boot`,
    which carries them out at once: a person who has just said hello does not wait for the engine to hear of it, nor for
    anybody else to be told.

    The notes go first: an event may wish for the same again, and the same wish for what is still being sent would be
    lost.
    """
    now = services.clock.now()
    events, notes = events_among(news), [each for each in news if isinstance(each, CarriedOut)]

    def work(conn: Connection) -> tuple[bool, calls.Batch]:
        states = {note.state for note in notes}
        to_send = [outbox.settle_keys(conn, [n.key for n in notes if n.state == state], state) for state in states]
        return any(to_send), calls.apply_in(conn, carrier=SipCarrier.name, events=events, now=now, owner=f"{boot}-")

    until = now + timedelta(seconds=PATIENCE)
    is_to_send, applied = repeat_on_conflict(services.db, work)
    for row, order in applied.taken:
        hand_over(Letter(id=f"{OWN}{row}", order=cast(LiveCallOrder, order), until=until))
    needs_engine = is_to_send or applied.has_promised or _hurries(news)
    services.waker.wake("live", *(["engine"] if needs_engine else []))


def _all_of(queue: "SimpleQueue[News]", seconds: float) -> list[News]:
    found: list[News] = []
    try:
        found.append(queue.get(timeout=seconds))
        while True:
            found.append(queue.get_nowait())
    except Empty:
        return found

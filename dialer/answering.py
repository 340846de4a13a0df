"""What a carrier is told when a call asks what to do: the answer is applied and answered in one transaction.

This is where the person who says hello meets the agent: the webhook of the answer stores it, gives the call to an
agent, and goes back with the order that follows. Nothing travels in between.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dialer import inbound
from dialer.bootstrap import Services
from dialer.calls import Batch
from dialer.core.transfers import State, Way
from dialer.spoken import OFFER, OFFERED_AFTER, words_of
from dialer.store import calls as call_rows
from dialer.store import known, listeners, outbox, transfers
from dialer.store import sessions as session_rows
from dialer.store.calls import StoredCall
from dialer.store.session import Connection, repeat_on_conflict
from dialer.store.transfers import Transfer
from telephony.call import TAKE_MESSAGE, Call, CallState
from telephony.events import CallArrived, CallEvent
from telephony.orders import BridgeToAgent, Hearing, LeaveVoicemail, PlayMessage


@dataclass(frozen=True, slots=True)
class HangUpNow:
    """The call is over with us, or unknown."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing to do yet; ask again."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Join:
    """Into the room of this agent's leg."""

    leg_id: str


@dataclass(frozen=True, slots=True)
class Message:
    """A recorded or spoken message. `which` tells the messages of one call apart."""

    name: str
    which: str
    text: str
    """What is said where no recording of that name exists; empty if nothing is."""
    wait_for_greeting: bool = False
    offer: str = ""
    """What is said after it: the key by which the person refuses further calls."""


@dataclass(frozen=True, slots=True)
class TakeMessage:
    """Words, then the caller speaks."""

    which: str
    text: str


Instruction = HangUpNow | Wait | Join | Message | TakeMessage

CROWDED_SECONDS = 1
"""A room that somebody is just leaving is asked about again after that: well within the law's two seconds."""


def instruct(services: Services, carrier: str, call_id: str, events: Sequence[CallEvent] = ()) -> Instruction:
    """Applies what the question itself tells, and gives what the lead's call is to do now. The same question asked
    again gets the same answer."""
    now = services.clock.now()

    def work(conn: Connection) -> Instruction:
        with Batch(conn, now) as batch:
            batch.lock([call_id])
            batch.take(carrier, events)
        return _instruction(conn, services.settings.brokerage_name, batch.locked(call_id))

    found = repeat_on_conflict(services.db, work)
    services.waker.wake("engine", "live")
    return found


def welcome(services: Services, carrier: str, event: CallArrived) -> Instruction:
    """Takes a call that comes in and gives what it is to do: wait for an agent, or leave a message."""

    def work(conn: Connection) -> Instruction:
        with Batch(conn, services.clock.now()) as batch:
            inbound.arrive_in(batch, carrier=carrier, event=event)
        return _instruction(conn, services.settings.brokerage_name, batch.locked(event.call_id))

    found = repeat_on_conflict(services.db, work)
    services.waker.wake("engine", "live")
    return found


def greeting(services: Services) -> str:
    """What somebody hears who calls us, while an agent is asked."""
    return f"Thank you for calling {services.settings.brokerage_name}. One moment, please."


def _instruction(conn: Connection, brokerage: str, stored: StoredCall | None) -> Instruction:
    if stored is None:
        return HangUpNow()
    call_id = stored.call.id
    order = outbox.answer_in_reply(conn, call_id)
    match stored.call.state:
        case CallState.planned | CallState.requested | CallState.ringing | CallState.answered:
            return Wait(5)
        case CallState.connecting | CallState.talking if isinstance(order, BridgeToAgent):
            if known.is_leaving(conn, order.agent_leg_id, stored.agent_session_id, call_id):
                return Wait(CROWDED_SECONDS)
            return Join(order.agent_leg_id)
        case CallState.leaving_message if isinstance(order, PlayMessage) and order.message_id == TAKE_MESSAGE:
            return TakeMessage(_which(order), _please_speak(brokerage))
        case CallState.leaving_message if isinstance(order, PlayMessage | LeaveVoicemail):
            wait = isinstance(order, LeaveVoicemail) and order.wait_for_greeting
            words = words_of(conn, brokerage, order.message_id, stored.campaign_id, call_id)
            offer = OFFER if order.message_id in OFFERED_AFTER else ""
            return Message(order.message_id, _which(order), words, wait, offer)
        case _:
            return HangUpNow()


def _which(order: PlayMessage | LeaveVoicemail) -> str:
    return order.key.partition(":")[2].replace(":", "-")


def _please_speak(brokerage: str) -> str:
    return (
        f"This is {brokerage}. Nobody can take your call just now. Please leave a message after the tone; it is "
        "recorded. We will call you back."
    )


@dataclass(frozen=True, slots=True)
class Beside:
    """A place in another leg's room, and by whom one is heard there."""

    agent_leg_id: str
    agent_carrier_id: str
    hearing: Hearing


@dataclass(frozen=True, slots=True)
class Leg:
    """A leg of ours that is wanted."""

    id: str
    is_phone: bool
    beside: Beside | None = None
    """None: it has a room of its own."""
    is_nailed: bool = False
    """Whether it is an agent's for the session: when the other's room is over it goes back to its own."""


def wanted_leg(services: Services, leg_id: str) -> Leg | None:
    """The leg, if it is still the one that its session waits for: a newer leg has taken the place of every older."""
    with services.db.transaction() as conn:
        stored = call_rows.lock(conn, [leg_id]).get(leg_id)
        if stored is None or not _is_up(stored.call):
            return None
        if stored.session_id is None:
            return _outsiders_leg(conn, leg_id) or _managers_leg(conn, leg_id)
        session = session_rows.load(conn, stored.session_id)
        asked_in = transfers.to_session(conn, stored.session_id)
        beside = _beside(conn, asked_in) if asked_in is not None else None
    if session is None or session.ended_at is not None or session.leg_call_id != leg_id:
        return None
    return Leg(leg_id, session.leg_kind == "phone", beside, is_nailed=True)


def _managers_leg(conn: Connection, leg_id: str) -> Leg | None:
    here = listeners.of_leg(conn, leg_id)
    if here is None or here.agent_leg_id is None or here.agent_carrier_id is None:
        return None
    return Leg(leg_id, here.leg_kind == "phone", Beside(here.agent_leg_id, here.agent_carrier_id, Hearing(here.mode)))


def _outsiders_leg(conn: Connection, leg_id: str) -> Leg | None:
    """Whoever is to be spoken with first comes into the agent's room; who is put through blindly, or has the person
    already, has a room of their own."""
    found = transfers.of_leg(conn, leg_id)
    if found is None:
        return None
    own = found.state == State.HANDED_OVER or found.way == Way.BLIND
    return Leg(leg_id, is_phone=False, beside=None if own else _beside(conn, found))


def _beside(conn: Connection, found: Transfer) -> Beside | None:
    agent = call_rows.lock(conn, [found.from_leg_id]).get(found.from_leg_id)
    sid = agent.call.carrier_call_id if agent is not None else None
    return Beside(found.from_leg_id, sid, Hearing.barge) if sid is not None else None


def _is_up(call: Call) -> bool:
    return call.state not in (CallState.closing, CallState.ended)


def apology(services: Services) -> str:
    """For a call that asks while the database is away; nothing is known of it then but who we are."""
    return f"This is {services.settings.brokerage_name}. We are sorry, we cannot speak just now. We will call again."

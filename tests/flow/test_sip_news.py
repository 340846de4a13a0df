"""What happens in the SIP process, on its way into the database: what goes first, and whom it wakes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from queue import Empty, SimpleQueue
from typing import cast

import pytest
from sqlalchemy import Connection, text

from dialer.bootstrap import Services
from dialer.clock import FixedClock
from dialer.engine.sweeps import LOOK_UP_AFTER, reconcile
from dialer.sip_news import News, carried_out, gather, store
from dialer.store import calls as call_rows
from dialer.store import outbox
from dialer.store.calls import StoredCall
from telephony.call import plan_call
from telephony.carrier import Carrier, Receipt, TryLater
from telephony.events import AgentJoined, Answered, CallEvent, Rang, Sent
from telephony.orders import BridgeToAgent, Screening, Unmute
from telephony.sip.carrier import SipCarrier
from telephony.sip.mail import Letter
from tests.support.builders import NOW, a_campaign, a_sequence, a_session, a_user
from tests.telephony.builders import order

BOOT = "0.boot"
ORDER = order(call_id="lead", screening=Screening.off)
NAME = f"{BOOT}-lead"
SENT = Sent(call_id="lead", at=NOW, event_key="sent", carrier_call_id=NAME)
ANSWERED = Answered(call_id="lead", at=NOW, event_key="answered", carrier_call_id=NAME)
RANG = Rang(call_id="lead", at=NOW, event_key="rang", carrier_call_id=NAME)
JOINED = AgentJoined(call_id="lead", at=NOW, event_key="joined", carrier_call_id=NAME, agent_leg_id="leg")
UNMUTE = Unmute(call_id="leg")
NOTE, PUT_OFF = carried_out(ORDER, Receipt()), carried_out(UNMUTE, TryLater(1.0))


class Scripted(SimpleQueue[News]):
    """Gives what comes together, one such moment after the other, and then nothing for ever."""

    def __init__(self, *moments: Sequence[News]) -> None:
        self.moments = list(moments)
        self._there: list[News] = []

    def get(self, block: bool = True, timeout: float | None = None) -> News:
        assert block
        if not self._there:
            if not self.moments:
                raise Empty
            self._there = list(self.moments.pop(0))
        return self._there.pop(0)

    def get_nowait(self) -> News:
        if not self._there:
            raise Empty
        return self._there.pop(0)


@pytest.mark.parametrize(
    ("moments", "together"),
    [
        ([[ANSWERED], [SENT]], [ANSWERED]),
        ([[SENT, NOTE], [ANSWERED], [JOINED]], [SENT, NOTE, ANSWERED]),
        ([[NOTE], [JOINED], [ANSWERED]], [NOTE, JOINED, ANSWERED]),
        ([[JOINED, ANSWERED], [SENT]], [JOINED, ANSWERED]),
        ([], []),
    ],
)
def test_what_nobody_waits_for_is_stored_with_what_comes_soon_and_an_answer_at_once(
    moments: list[list[News]], together: list[News]
) -> None:
    queue = Scripted(*moments)
    assert gather(queue, 0.0) == together
    assert [each for moment in queue.moments for each in moment] == [each for m in moments for each in m][
        len(together) :
    ]


class Remembers:
    """A carrier that tells what it knows of a call."""

    def __init__(self, *known: CallEvent) -> None:
        self.known = known

    def look_up(self, call_id: str, carrier_call_id: str | None) -> tuple[CallEvent, ...]:
        assert (call_id, carrier_call_id) == ("lead", NAME)
        return self.known


def test_a_look_up_that_tells_nothing_new_changes_nothing_and_wakes_nobody(
    services: Services, conn: Connection, clock: FixedClock
) -> None:
    campaign = a_campaign(conn, sequence_id=a_sequence(conn))
    call_rows.insert(
        conn,
        StoredCall(plan_call(ORDER, clock.now()), "sip", None, None, campaign, None, clock.now()),
        e164=str(ORDER.to),
        caller_id=str(ORDER.from_),
    )
    store(services, BOOT, [SENT], lambda _: None)
    clock.advance(2 * LOOK_UP_AFTER)
    services.waker.wait("live", 0)
    for known, is_news in ((Remembers(SENT), False), (Remembers(SENT, RANG), True), (Remembers(SENT, RANG), False)):
        reconcile(replace(services, carriers={"sip": cast(Carrier, known)}), clock.now())
        assert services.waker.wait("live", 0) is is_news
        clock.advance(2 * LOOK_UP_AFTER)
    assert conn.execute(text("SELECT state FROM call")).scalars().all() == ["ringing"]


def test_an_answer_is_handed_over_before_anybody_is_told_and_the_engine_hears_of_what_it_decides_by(
    services: Services, conn: Connection
) -> None:
    campaign = a_campaign(conn, sequence_id=a_sequence(conn))
    session = a_session(conn, a_user(conn).id, campaign, at=NOW - timedelta(seconds=9), leg_call_id="leg")
    planned = StoredCall(plan_call(ORDER, NOW), "sip", session, None, campaign, None, NOW)
    call_rows.insert(conn, planned, e164=str(ORDER.to), caller_id=str(ORDER.from_))
    outbox.write(conn, [(SipCarrier.name, UNMUTE)], NOW)
    assert outbox.take(conn, NOW), "it is being sent"
    told = services.waker
    letters: list[Letter] = []

    def hand_over(letter: Letter) -> None:
        assert not told.wait("live", 0)
        letters.append(letter)

    course: list[tuple[list[News], bool]] = [
        ([SENT, NOTE], False),
        ([PUT_OFF], True),
        ([ANSWERED], True),
        ([JOINED], False),
    ]
    for news, engine in course:
        store(services, BOOT, news, hand_over)
        assert told.wait("live", 0)
        assert told.wait("engine", 0) is engine
    assert [letter.order for letter in letters] == [
        BridgeToAgent(call_id="lead", carrier_call_id=NAME, agent_leg_id="leg")
    ]

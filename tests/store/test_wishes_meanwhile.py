"""What is wished of a call while an earlier wish is on its way: the last one counts, and none passes another."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from dialer.clock import FixedClock
from dialer.store import outbox
from telephony.events import HangUpReason
from telephony.orders import GoToRoom, HangUp, Hold, Mute, Order, SendDigits, Unhold, Unmute

ON, OFF = Hold(call_id="c1"), Unhold(call_id="c1")


def wish(conn: Connection, clock: FixedClock, *orders: Order) -> None:
    for order in orders:
        outbox.write(conn, [("practice", order)], clock.now())


def sent_now(conn: Connection, clock: FixedClock) -> list[Order]:
    return [row.order for row in outbox.take(conn, clock.now())]


@pytest.mark.parametrize(("on", "off"), [(ON, OFF), (Mute(call_id="c1"), Unmute(call_id="c1"))])
def test_of_wishes_that_undo_each_other_only_the_last_is_sent(
    conn: Connection, clock: FixedClock, on: Order, off: Order
) -> None:
    wish(conn, clock, on, off, on)
    assert sent_now(conn, clock) == [on]


def test_what_is_wished_while_an_order_is_being_sent_follows_it(conn: Connection, clock: FixedClock) -> None:
    wish(conn, clock, ON)
    assert sent_now(conn, clock) == [ON]
    wish(conn, clock, OFF, ON, OFF)
    assert sent_now(conn, clock) == [], "two under way could pass each other"
    assert outbox.settle_keys(conn, [ON.key], "done")
    assert sent_now(conn, clock) == [OFF]
    assert not outbox.settle_keys(conn, [OFF.key], "done")
    assert sent_now(conn, clock) == []


def test_an_order_that_would_leave_at_once_waits_as_well(conn: Connection, clock: FixedClock) -> None:
    ((row, order),) = outbox.write_taken(conn, [("sip", ON)], clock.now())
    assert order == ON
    assert outbox.write_taken(conn, [("sip", OFF)], clock.now()) == []
    assert outbox.settle(conn, [row], "refused")
    assert sent_now(conn, clock) == [OFF]


def test_another_room_takes_the_place_of_the_one_on_its_way_and_the_same_hang_up_is_sent_once(
    conn: Connection, clock: FixedClock
) -> None:
    first, second = (GoToRoom(call_id="c1", room_leg_id=room) for room in ("a", "b"))
    wish(conn, clock, first)
    (row,) = outbox.take(conn, clock.now())
    wish(conn, clock, second)
    assert outbox.settle(conn, [row.id], "done")
    assert sent_now(conn, clock) == [second]

    ends = [HangUp(call_id="c2", why=why) for why in (HangUpReason.agent, HangUpReason.machine)]
    wish(conn, clock, ends[0])
    (row,) = outbox.take(conn, clock.now())
    wish(conn, clock, ends[1])
    assert not outbox.settle(conn, [row.id], "done"), "it is over either way"


def test_a_wish_meanwhile_is_kept_where_the_sender_died_or_has_to_wait(conn: Connection, clock: FixedClock) -> None:
    wish(conn, clock, ON)
    (row,) = outbox.take(conn, clock.now())
    wish(conn, clock, OFF)
    outbox.put_off(conn, row.id, clock.now())
    assert sent_now(conn, clock) == [OFF]
    wish(conn, clock, ON)
    clock.advance(timedelta(minutes=1))
    outbox.stuck(conn, clock.now())
    assert sent_now(conn, clock) == [ON]


def test_touch_tones_of_a_call_leave_one_row_after_the_other(conn: Connection, clock: FixedClock) -> None:
    first, second, third = (SendDigits(call_id="c1", digits=digits, count=n) for n, digits in enumerate("112"))
    others = SendDigits(call_id="c2", digits="9")
    wish(conn, clock, first, second, others)
    assert sent_now(conn, clock) == [first, others]
    assert sent_now(conn, clock) == [], "two under way could pass each other"
    wish(conn, clock, third)
    assert outbox.settle_keys(conn, [first.key], "done"), "the next is not left until somebody looks"
    assert sent_now(conn, clock) == [second]
    outbox.stuck(conn, clock.now() + timedelta(minutes=1))
    assert sent_now(conn, clock) == [third], "one that nobody knows of holds nobody up for ever"

"""Reports that arrive together are stored together, and nobody pays for somebody else's trouble."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DataError

from dialer.clock import FixedClock
from dialer.gathering import Gathering
from dialer.store import calls as call_rows
from dialer.store.calls import StoredCall
from telephony.call import plan_call
from telephony.events import Rang, Sent
from telephony.numbers import PhoneNumber
from telephony.orders import PlaceCall
from tests.support.builders import NOW
from tests.support.running import wait_for

OURS = PhoneNumber.parse("+12175550100")
CARRIER = "practice"


class Gate(FixedClock):
    """A clock that, while it is shut, keeps whoever asks it for the time; it is asked first in every transaction."""

    def __init__(self):
        super().__init__(NOW)
        self.open = threading.Event()
        self.asked = threading.Event()
        self.open.set()

    def now(self):
        self.asked.set()
        assert self.open.wait(30)
        return super().now()


@pytest.fixture
def gate():
    return Gate()


@pytest.fixture
def gathering(services, gate):
    return Gathering(replace(services, clock=gate), CARRIER)


def ids_of(db, count):
    """Calls that were just planned."""
    with db.transaction() as conn:
        for n in range(count):
            to = PhoneNumber.parse(f"+121755501{n + 10:02d}")
            order = PlaceCall(call_id=f"call{n}", to=to, from_=OURS, ring_seconds=22, max_seconds=3600)
            stored = StoredCall(plan_call(order, NOW), CARRIER, None, None, None, None, NOW)
            call_rows.insert(conn, stored, e164=str(to), caller_id=str(OURS))
    return [f"call{n}" for n in range(count)]


def sent(call_id, sid=None):
    return Sent(call_id=call_id, at=NOW, event_key=f"{call_id}:sent", carrier_call_id=sid or f"sid-{call_id}")


def rang(call_id):
    return Rang(call_id=call_id, at=NOW, event_key=f"{call_id}:rang", carrier_call_id=f"sid-{call_id}")


def states(conn, *ids):
    rows = conn.execute(text("SELECT id, state FROM call"))
    found = {row.id: row.state for row in rows}
    return [found[each] for each in ids]


@contextmanager
def together(gathering, gate, first, *others):
    """The first is kept at its work until all the others wait; then they share a transaction. Gives their futures."""
    gate.asked.clear()
    gate.open.clear()
    with ThreadPoolExecutor(1 + len(others)) as pool:
        try:
            told = [pool.submit(gathering.apply, first)]
            assert gate.asked.wait(30)
            told += [pool.submit(gathering.apply, events) for events in others]
            wait_for("all the others wait", lambda: gathering.waiting == len(others), 30)
        finally:
            gate.open.set()
        yield told


def test_reports_that_come_while_one_is_stored_share_a_transaction(db, conn, gathering, gate):
    ids = ids_of(db, 12)
    commits = []
    note = commits.append
    event.listen(db.engine, "commit", note)
    try:
        with together(gathering, gate, *([sent(each), rang(each)] for each in ids)) as told:
            assert [each.result(timeout=30) for each in told] == [None] * 12
    finally:
        event.remove(db.engine, "commit", note)
    assert len(commits) == 2, "the first one's own, and one for all who came meanwhile"
    assert states(conn, *ids) == ["ringing"] * 12
    assert conn.execute(text("SELECT count(*) FROM call_event")).scalar_one() == 24


def test_the_same_report_twice_in_one_transaction_counts_once(db, conn, gathering, gate):
    first, other = ids_of(db, 2)
    with together(gathering, gate, [sent(first)], [sent(other)], [sent(other)], [sent(first)]) as told:
        for each in told:
            each.result(timeout=30)
    assert conn.execute(text("SELECT count(*) FROM call_event")).scalar_one() == 2
    assert states(conn, first, other) == ["requested", "requested"]


def test_a_call_that_somebody_holds_keeps_none_of_the_others_waiting(db, conn, gathering, gate):
    first, held, free = ids_of(db, 3)
    with db.transaction() as holder:
        holder.execute(text("SELECT 1 FROM call WHERE id = :id FOR UPDATE"), {"id": held})
        with together(gathering, gate, [sent(first)], [sent(held)], [sent(free)]) as told:
            told[2].result(timeout=30)
            # Whoever comes later is not kept waiting either.
            gathering.apply([rang(free)])
            assert not told[1].done()
            assert states(conn, held, free) == ["planned", "ringing"]
            holder.commit()
            told[1].result(timeout=30)
    assert states(conn, held) == ["requested"]


def test_a_report_that_cannot_be_stored_fails_alone(db, conn, gathering, gate):
    first, bad, good = ids_of(db, 3)
    with together(gathering, gate, [sent(first)], [sent(bad, sid="\x00")], [sent(good)]) as told:
        with pytest.raises(DataError):
            told[1].result(timeout=30)
        told[2].result(timeout=30)
    assert states(conn, first, bad, good) == ["requested", "planned", "requested"]


def test_a_report_about_a_call_that_nobody_knows_is_stored(conn, gathering):
    gathering.apply([sent("nobody")])
    assert conn.execute(text("SELECT call_id FROM call_event")).scalar_one() == "nobody"

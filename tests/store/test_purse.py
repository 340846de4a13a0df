"""The day's money: no hand passes the cap, and what is far from it is not added up anew for each call."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import Connection, event

from dialer.purse import COUNTED_EVERY, PLENTY, SqlPurse, _Known
from dialer.store import money
from dialer.store.session import Database
from telephony.money import Cost
from tests.support.builders import NOW

CAP, CALL = 1_000_000, Cost(50_000, 10_000)
CALLS = CAP // CALL.microdollars


@contextmanager
def counting(db: Database) -> Iterator[list[str]]:
    """The statements that add up the day's charges."""
    found: list[str] = []

    def see(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        if "sum(" in statement:
            found.append(statement)

    event.listen(db.engine, "before_cursor_execute", see)
    yield found
    event.remove(db.engine, "before_cursor_execute", see)


def test_many_hands_at_once_spend_the_days_cap_to_the_last_call_and_nothing_beyond_it(
    db: Database, conn: Connection
) -> None:
    purses = [SqlPurse(db, "sip", CAP), SqlPurse(db, "sip", CAP)]
    with ThreadPoolExecutor(6) as hands:
        asked = [hands.submit(purses[i % 2].reserve, f"call {i}", CALL, NOW) for i in range(CALLS)]
        assert all(each.result() for each in asked)
    assert money.spent(conn, NOW) == CAP
    assert [purse.reserve("one more", CALL, NOW) for purse in purses] == [False, False]
    assert purses[0].reserve("call 3", CALL, NOW), "what is set aside stays so"
    assert money.spent(conn, NOW) == CAP
    purses[0].release("call 3")
    assert purses[1].reserve("one more", CALL, NOW), "what was given back is there for all"


def test_of_counts_at_the_same_time_the_highest_is_believed_whoever_says_so_last() -> None:
    known, enough = _Known(), round(CAP * PLENTY) - CALL.microdollars
    known.counted(CAP, NOW)
    known.counted(enough, NOW)
    assert not known.take(CALL, CAP, NOW)
    known.counted(enough, NOW + COUNTED_EVERY)
    assert known.take(CALL, CAP, NOW + COUNTED_EVERY), "a later count is believed, as what was set aside is given back"


def test_far_from_the_cap_the_day_is_added_up_every_two_seconds_and_near_it_for_every_call(db: Database) -> None:
    purse = SqlPurse(db, "sip", CAP)
    assert purse.reserve("first", CALL, NOW)
    plenty = round(CALLS * PLENTY)
    with counting(db) as counted:
        assert all(purse.reserve(f"call {i}", CALL, NOW) for i in range(1, plenty))
        assert counted == []
        assert purse.reserve("near the cap", CALL, NOW)
        assert counted != []


def test_what_other_processes_spend_is_seen_within_two_seconds_and_a_new_day_has_spent_nothing(db: Database) -> None:
    purse, other = SqlPurse(db, "sip", CAP), SqlPurse(db, "sip", CAP)
    assert purse.reserve("first", CALL, NOW)
    assert other.reserve("theirs", Cost(CAP - CALL.microdollars), NOW)
    assert not purse.reserve("later", CALL, NOW + COUNTED_EVERY)
    assert purse.reserve("tomorrow", CALL, NOW + timedelta(days=1))

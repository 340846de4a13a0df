"""Many hands on the outbox, and readers that stay: catalogue cases 91 and 92."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import Connection, text

from dialer.clock import FixedClock
from dialer.store import outbox
from dialer.store.session import Database
from telephony.orders import LookUpCall

DISPATCHERS = 8
ORDERS = 400
AT_ONCE = 5


def test_case_092_of_eight_dispatchers_each_order_goes_to_one_and_none_goes_without(
    db: Database, clock: FixedClock
) -> None:
    wanted = [LookUpCall(call_id=f"call{n:04d}") for n in range(ORDERS)]
    with db.transaction() as conn:
        outbox.write(conn, [("practice", order) for order in wanted], clock.now())
    turns = Barrier(DISPATCHERS)

    def dispatcher(_: int) -> list[str]:
        taken: list[str] = []
        for _ in range(ORDERS // AT_ONCE // DISPATCHERS):
            turns.wait(timeout=10)
            with db.transaction() as conn:
                taken += [row.order.key for row in outbox.take(conn, clock.now(), AT_ONCE)]
        return taken

    with ThreadPoolExecutor(DISPATCHERS) as pool:
        taken = list(pool.map(dispatcher, range(DISPATCHERS)))
    with db.transaction() as conn:
        taken.append([row.order.key for row in outbox.take(conn, clock.now(), ORDERS)])
    assert Counter(key for each in taken for key in each) == {order.key: 1 for order in wanted}
    assert min(len(each) for each in taken[:DISPATCHERS]) > 0, "one of them got nothing at all"


def test_case_091_a_reader_that_stays_for_long_does_not_keep_the_write_ahead_log(
    db: Database, conn: Connection
) -> None:
    counted = text("SELECT count(*) FROM user_account")
    files = text("SELECT name FROM pg_ls_waldir()")
    with db.engine.connect().execution_options(isolation_level="REPEATABLE READ") as reader:
        before = reader.execute(counted).scalar_one()
        first = conn.execute(text("SELECT pg_walfile_name(pg_current_wal_insert_lsn())")).scalar_one()
        for n in range(4):
            name = f"reader{n}@example.com"
            conn.execute(
                text(
                    "INSERT INTO user_account (email, name, role, password_hash, created_at)"
                    " VALUES (:name, :name, 'agent', '-', now())"
                ),
                {"name": name},
            )
            conn.execute(text("SELECT pg_switch_wal()"))
            conn.execute(text("CHECKPOINT"))
        assert first not in set(conn.execute(files).scalars())
        assert reader.execute(counted).scalar_one() == before, "it still sees what it saw"
    assert conn.execute(text("SHOW max_wal_size")).scalar_one() == "1GB"

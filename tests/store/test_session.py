"""The pool of connections."""

from sqlalchemy import text

from dialer.store.session import Database

OUR_PROCESS = text("SELECT pg_backend_pid()")
OUR_TRANSACTION = text("SELECT pg_current_xact_id()::text")


def test_connections_that_died_while_they_lay_unused_are_replaced_unseen(database_url: str) -> None:
    ours, other = Database(database_url, rested_seconds=0.0), Database(database_url)
    with ours.transaction() as conn, ours.look() as second:
        processes = [conn.execute(OUR_PROCESS).scalar_one(), second.execute(OUR_PROCESS).scalar_one()]
    with other.transaction() as conn:
        # Waits until they are gone, at most five seconds.
        ended = text("SELECT pg_terminate_backend(p, 5000) FROM unnest(CAST(:processes AS int[])) AS p")
        assert conn.execute(ended, {"processes": processes}).scalars().all() == [True, True]
    with ours.transaction() as conn, ours.look() as second:
        assert conn.execute(OUR_PROCESS).scalar_one() not in processes
        assert second.execute(OUR_PROCESS).scalar_one() not in processes
    ours.close()
    other.close()


def test_a_look_is_no_transaction_and_the_next_user_of_its_connection_has_one_again(database_url: str) -> None:
    db = Database(database_url)
    with db.look() as conn:
        assert conn.execute(OUR_TRANSACTION).scalar_one() != conn.execute(OUR_TRANSACTION).scalar_one()
    with db.transaction() as conn:
        assert conn.execute(OUR_TRANSACTION).scalar_one() == conn.execute(OUR_TRANSACTION).scalar_one()
    db.close()

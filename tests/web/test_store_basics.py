"""What the web side's small stores promise."""

from sqlalchemy import Connection

from dialer.clock import FixedClock
from dialer.store import audit, live
from tests.support.builders import a_user


def test_marks_are_taken_once_and_each_thing_only_once(conn: Connection) -> None:
    live.mark(conn, "session", 7, 7, 8)
    live.mark(conn, "call", "call-1")
    assert live.take(conn) == {"session": {"7", "8"}, "call": {"call-1"}}
    assert live.take(conn) == {}


def test_the_version_of_cards_grows_from_reading_to_reading(conn: Connection) -> None:
    assert live.read_version(conn) < live.read_version(conn)


def test_the_log_is_read_newest_first_with_the_name_of_who_did_it(conn: Connection, clock: FixedClock) -> None:
    boss = a_user(conn, role="owner", name="Olive Owner")
    audit.record(conn, clock.now(), boss.id, "campaign.changed", "campaign", 4, {"lines": 2})
    audit.record(conn, clock.now(), None, "campaign.halted", "campaign", 4)
    latest, first = audit.page(conn, None)
    assert (latest.user, latest.action) == ("", "campaign.halted")
    assert (first.user, first.entity_id, first.detail) == ("Olive Owner", "4", {"lines": 2})
    assert audit.page(conn, latest.id) == [first]

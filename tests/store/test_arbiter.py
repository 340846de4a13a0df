"""A person who has answered and an agent whose row is in somebody's hand."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from dialer.core import agents
from dialer.store import sessions
from tests.support.builders import a_campaign, a_session, a_user
from tests.support.running import wait_for

WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


@pytest.fixture
def seat(db):
    """(campaign, session) with one free agent."""
    with db.transaction() as conn:
        campaign = a_campaign(conn)
        return campaign, a_session(conn, a_user(conn).id, campaign)


def answer_while(db, campaign, session_id, work):
    """Who gets the answer that comes in while `work` has the session's row."""

    def answered():
        with db.transaction() as conn:
            return sessions.lock_free_agent(conn, campaign, session_id)

    def waits():
        with db.transaction() as conn:
            return bool(conn.execute(WAITING).scalar_one())

    with ThreadPoolExecutor(1) as pool:
        with db.transaction() as conn:
            work(conn)
            found = pool.submit(answered)
            wait_for("the answer waits for the row", waits, 10)
        return found.result(timeout=10)


def test_a_sign_of_life_does_not_cost_a_person_the_agent(db, seat):
    campaign, session_id = seat

    def seen(conn):
        now = sessions.load(conn, session_id).seen_at
        assert sessions.seen(conn, session_id, "", now)

    found = answer_while(db, campaign, session_id, seen)
    assert found is not None
    assert found.id == session_id


def test_an_agent_who_is_being_given_a_call_is_not_given_another(db, seat):
    campaign, session_id = seat

    def give(conn):
        free = sessions.lock_free_agent(conn, campaign, session_id)
        sessions.save(conn, [agents.given_call(free, "first", free.seen_at)])

    assert answer_while(db, campaign, session_id, give) is None

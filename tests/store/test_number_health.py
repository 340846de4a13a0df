"""Our own numbers are looked after: judged by their calls, sent to rest, and back after it."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, text, update

from dialer import content
from dialer.core.roles import Role
from dialer.number_health import look_after
from dialer.store import claims, schema
from dialer.store.accounts import by_id
from tests.support.builders import NOW, a_caller_id, a_campaign, a_lead, a_session, a_user, an_enrollment
from tests.support.world import practice_services

BAD, GOOD = "+12175550101", "+12175550102"


@pytest.fixture
def services(settings, db, clock):
    return practice_services(settings, db, clock)


@pytest.fixture
def floor(conn, clock):
    campaign = a_campaign(conn)
    place = an_enrollment(conn, campaign, a_lead(conn))
    session = a_session(conn, a_user(conn).id, campaign)
    a_caller_id(conn, e164=BAD)
    a_caller_id(conn, e164=GOOD)
    return conn, campaign, place, session, clock.now()


def calls(floor, number, *, dials, answered, spam=0):
    """So many finished calls that showed the number an hour ago."""
    conn, campaign, place, session, now = floor
    row = conn.execute(select(schema.enrollment).where(schema.enrollment.c.id == place)).one()
    at = now - timedelta(hours=1)
    attempts, rows = [], []
    for index in range(dials):
        call_id, up = f"{number}-{index}", at if index < answered else None
        shared = {"campaign_id": campaign, "call_id": call_id, "ended_at": at + timedelta(minutes=2)}
        blocked = "analytics_blocked" if dials - index <= spam else "no_answer"
        attempts.append(
            {"lead_id": row.lead_id, "phone_id": row.phone_id, "enrollment_id": place, "session_id": session}
            | shared
            | {"e164": "+13125550199", "opened_at": at, "answered_at": up, "human": up is not None, "open": False}
            | {"ending": blocked}
        )
        rows.append(
            {"id": call_id, "role": "lead", "session_id": session, "campaign_id": campaign, "carrier": "practice"}
            | {"e164": "+13125550199", "caller_id": number, "state": "ended", "carrier_call_id": f"practice-{call_id}"}
            | {"planned_at": at, "answered_at": up, "ended_at": shared["ended_at"]}
        )
    conn.execute(insert(schema.attempt), attempts)
    conn.execute(insert(schema.call), rows)
    conn.execute(
        text("UPDATE call SET attempt_id = a.id FROM attempt a WHERE a.call_id = call.id AND call.attempt_id IS NULL")
    )


def number(conn, e164):
    return conn.execute(select(schema.caller_id).where(schema.caller_id.c.e164 == e164)).one()


def shown(floor, at):
    conn, campaign, *_ = floor
    return {each.e164: each.daily_limit for each in claims.caller_ids(conn, campaign, at)}


def test_a_number_that_is_seldom_answered_rests_with_its_reason_on_record_and_comes_back_warming_up(services, floor):
    conn, *_, now = floor
    calls(floor, BAD, dials=80, answered=4)
    calls(floor, GOOD, dials=80, answered=32)
    assert look_after(services, now) == 1
    resting = number(conn, BAD)
    assert resting.health["state"] == "resting"
    assert resting.health["reasons"] == ["5% of its calls are answered; of those of our other numbers 40%."]
    assert shown(floor, now) == {GOOD: 100}
    back = now + timedelta(days=5)
    assert shown(floor, back) == {BAD: 20, GOOD: 100}
    assert look_after(services, back) == 0
    assert number(conn, BAD).health["state"] == "fresh"
    noted = conn.execute(text("SELECT detail FROM audit_log WHERE action = 'caller_id.rested'")).scalar_one()
    assert noted["reasons"] == resting.health["reasons"]


def test_the_last_number_goes_on_and_says_so(services, floor):
    conn, *_, now = floor
    conn.execute(update(schema.caller_id).where(schema.caller_id.c.e164 == GOOD).values(active=False))
    calls(floor, BAD, dials=10, answered=4, spam=3)
    assert look_after(services, now) == 0
    health = number(conn, BAD).health
    assert health["state"] == "watched"
    assert health["spam"] == 3
    assert "only number left" in health["reasons"][-1]
    assert shown(floor, now) == {BAD: 100}


def test_a_manager_lets_a_number_rest_ends_its_rest_and_warms_it_up(services, floor, clock):
    conn, *_, now = floor
    boss = by_id(conn, a_user(conn, role="manager").id)
    assert boss.role is Role.MANAGER
    found = content.change_caller_id(services, boss, number(conn, BAD).id, {"rest_days": 3})
    assert found.rest_until == now + timedelta(days=3)
    assert BAD not in shown(floor, now)
    found = content.change_caller_id(services, boss, found.id, {"rest_days": 0})
    assert found.allowed_today == 20
    found = content.change_caller_id(services, boss, found.id, {"warm_up": False})
    assert found.allowed_today == 100
    assert shown(floor, now)[BAD] == 100


def test_a_number_that_was_just_added_may_be_warmed_up(services, floor):
    conn, *_ = floor
    boss = by_id(conn, a_user(conn, role="manager").id)
    asked = {"label": "", "campaign_id": None, "daily_limit": 100}
    made = content.add_caller_id(services, boss, number="+12175550177", warm_up=True, **asked)
    assert made.allowed_today == 20
    assert NOW.date() <= made.warm_from
